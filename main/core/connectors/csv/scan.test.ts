import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvScanner, MAX_COLUMNS, MAX_ROW_UNITS } from './scan.ts';

interface Seen {
  readonly rows: { line: number; start: number; end: number; cells: string[]; source: string }[];
  readonly broken: { code: string; line: number; start: number; end: number; text: string }[];
}

function scan(text: string, { delimiter = ',', quotes = true, chunk = text.length || 1, columnCount = 0 } = {}): Seen {
  const seen: Seen = { rows: [], broken: [] };
  const scanner = new CsvScanner(
    { delimiter, quotes },
    {
      row: (row) =>
        seen.rows.push({
          line: row.line,
          start: row.start,
          end: row.end,
          cells: Array.from({ length: row.count }, (_, i) => row.cell(i)),
          source: row.source(),
        }),
      broken: ({ code, line, start, end, text: shown }) => seen.broken.push({ code, line, start, end, text: shown }),
    },
  );
  scanner.columnCount = columnCount;
  for (let at = 0; at < text.length; at += chunk) scanner.push(text.slice(at, at + chunk));
  scanner.end();
  return seen;
}

const cells = (text: string, options = {}) => scan(text, options).rows.map((row) => row.cells);

describe('rows', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a\n\nb\n', [['a'], [''], ['b']]],
    ['"a,b","c"\n', [['a,b', 'c']]],
    ['"a ""quoted"" b",c\n', [['a "quoted" b', 'c']]],
    ['"","""",""""""\n', [['', '"', '""']]],
    ['"two\nlines",x\n', [['two\nlines', 'x']]],
    ['"two\r\nlines",x\r\n', [['two\r\nlines', 'x']]],
    ['5" wide,x\n', [['5" wide', 'x']]],
    ['__proto__,constructor\n', [['__proto__', 'constructor']]],
    ['a\0b,c\n', [['a\0b', 'c']]],
    ['', []],
  ])('%j', (text, expected) => expect(cells(text)).toEqual(expected));

  it('takes quotes for plain characters where a format has none', () => {
    expect(cells('"Best" mug\t"5\n', { delimiter: '\t', quotes: false })).toEqual([['"Best" mug', '"5']]);
  });

  it('knows the line and the place of each row, also after line breaks inside quotes', () => {
    const text = 'h,i\r\n"a\nb\nc",1\nd,2';
    const { rows } = scan(text);
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 5]);
    expect(rows.map(({ start, end }) => text.slice(start, end))).toEqual(['h,i', '"a\nb\nc",1', 'd,2']);
    expect(rows.map(({ source }) => source)).toEqual(['h,i', '"a\nb\nc",1', 'd,2']);
  });
});

describe('damage', () => {
  it('breaks only the line with the open quote', () => {
    const { rows, broken } = scan('a,b\n1,"open\n2,y\n3,z\n');
    expect(rows.map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['2', 'y'],
      ['3', 'z'],
    ]);
    expect(broken).toEqual([{ code: 'unclosed_quote', line: 2, start: 4, end: 11, text: '1,"open' }]);
  });

  it('breaks only that line when a later quote happens to close it', () => {
    const { rows, broken } = scan('a,b\n1,"open\n2,"y"\n3,z\n');
    expect(rows.map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['2', 'y'],
      ['3', 'z'],
    ]);
    expect(broken.map(({ line, code }) => [line, code])).toEqual([[2, 'unclosed_quote']]);
  });

  it('sees by the number of columns that a stray quote swallowed its neighbours', () => {
    const { rows, broken } = scan('a,b\n1,"open\n2,y",z,w\n3,v\n', { columnCount: 2 });
    expect(broken.map(({ line }) => line)).toEqual([2]);
    expect(rows.map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['2', 'y"', 'z', 'w'],
      ['3', 'v'],
    ]);
  });

  it('breaks a line whose text goes on after a closing quote', () => {
    expect(scan('"a"b,c\nd,e\n').broken).toEqual([{ code: 'unclosed_quote', line: 1, start: 0, end: 6, text: '"a"b,c' }]);
  });

  it('goes on after a row that is too long, and does not keep it', () => {
    const { rows, broken } = scan(`a,b\n${'x'.repeat(MAX_ROW_UNITS + 10)}\nc,d\n`, { chunk: 50_000 });
    expect(rows.map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(broken.map(({ code, line, text }) => [code, line, text.length])).toEqual([['row_too_large', 2, 300]]);
  });

  it('goes on after a quote that is never closed within the longest row', () => {
    const { rows, broken } = scan(`1,"open\n${'x,y\n'.repeat(MAX_ROW_UNITS / 4)}2,z\n`, { chunk: 50_000 });
    expect(broken.map(({ line }) => line)).toEqual([1]);
    expect(rows.at(-1)).toMatchObject({ cells: ['2', 'z'], line: MAX_ROW_UNITS / 4 + 2 });
  });

  it.each([[50_000], [MAX_ROW_UNITS * 3]])('calls a closed cell that is too long too long, read in pieces of %i', (chunk) => {
    const { rows, broken } = scan(`a,b\n1,"${'x'.repeat(MAX_ROW_UNITS * 2)}"\nc,d\n`, { chunk });
    expect(rows.map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(broken.map(({ code, line }) => [code, line])).toEqual([['row_too_large', 2]]);
  });

  it('goes on after a row that is too wide', () => {
    const { rows, broken } = scan(`${','.repeat(MAX_COLUMNS)}\na,b\n`);
    expect(broken.map(({ code }) => code)).toEqual(['row_too_large']);
    expect(rows.map((row) => row.cells)).toEqual([['a', 'b']]);
  });
});

describe('any text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' ', '\0', 'é'), maxLength: 80 });

  it('gives the same rows wherever its chunks are cut', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 3 }), (sample, chunk, columnCount) => {
        expect(scan(sample, { chunk, columnCount })).toEqual(scan(sample, { columnCount }));
      }),
      { numRuns: 2000 },
    );
  });

  it('is covered: every unit but line breaks lies in exactly one row or broken line', () => {
    fc.assert(
      fc.property(text, (sample) => {
        const { rows, broken } = scan(sample, { chunk: 3 });
        const spans = [...rows, ...broken].map(({ start, end }) => [start, end] as const).sort((a, b) => a[0] - b[0]);
        let at = 0;
        for (const [start, end] of spans) {
          expect(sample.slice(at, start)).toMatch(/^[\r\n]*$/);
          at = end;
        }
        expect(sample.slice(at)).toMatch(/^[\r\n]*$/);
      }),
      { numRuns: 1000 },
    );
  });

  it('comes back from its written form', () => {
    const table = fc.array(
      fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', 'ß') }), { minLength: 2, maxLength: 4 }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, eol) => {
        const written = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join(eol);
        expect(cells(written, { chunk: 5 })).toEqual(rows);
      }),
    );
  });
});

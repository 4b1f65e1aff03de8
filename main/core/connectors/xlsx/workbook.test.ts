import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bytesOf, detect, fixtureBytes, parse, readBytes } from '#test/factories/read-file.ts';
import { type MadeCell, madeWorkbook, sheetTexts, sourceOf } from '#test/factories/workbook.ts';
import type { ReadOptions } from '../connector.ts';
import { CsvScanner } from '../csv/scan.ts';
import { decodeUnits } from '../encoding.ts';
import { openWorkbook } from './workbook.ts';
import { readDirectory, unpack } from './zip.ts';

const FIXTURES = join(import.meta.dirname, '../../../../test/fixtures');
const TABLES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:csv|txt)$/.test(file));

function textOf(rows: readonly (readonly MadeCell[] | null)[], options = {}): string {
  return sheetTexts(madeWorkbook([{ name: 'One', rows }], options)).get('One') ?? '';
}

/** Cells of a delimited file, its rows on the lines on which they stand; line breaks in a cell make the rows below move up. */
function cellsOf(bytes: string, { delimiter, encoding }: ReadOptions, quotes: boolean): string[][] {
  const rows: string[][] = [];
  const scanner = new CsvScanner(
    { delimiter: delimiter ?? ',', quotes },
    {
      row: (row) => rows.push(Array.from({ length: row.count }, (_, i) => (decodeUnits(row.cell(i), encoding) ?? '').trim())),
      broken: () => undefined,
    },
  );
  scanner.push(bytes.replace(/^\xef\xbb\xbf/, ''));
  scanner.end();
  return rows;
}

describe.each(TABLES)('%s as a sheet', (file) => {
  const bytes = fixtureBytes(file);
  const defaults = { dateOrder: 'dmy' as const };
  const asFile = detect(bytes, defaults);

  it('is known for what it is, and says what the file says', () => {
    const quotes = !file.endsWith('.txt');
    const rows = cellsOf(bytes, asFile.options, quotes);
    const text = `\ufeff${textOf(rows)}`;
    const asSheet = detect(bytesOf(text), defaults);
    expect([asSheet.label, asSheet.layoutId, asSheet.questions]).toEqual([asFile.label, asFile.layoutId, asFile.questions]);
    if (asFile.layoutId === null) return;
    const sheet = parse(bytesOf(text), asSheet);
    const flat = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(/(?:\\r)?\\n/g, ' ')) as unknown;
    const whole = parse(bytes, asFile);
    const said = ({ records }: typeof whole) => records.map(({ type, facts }) => ({ type, facts }));
    expect(said(sheet)).toEqual(flat(said(whole)));
    expect(sheet.rejected.map(({ code, column }) => [code, column])).toEqual(
      whole.rejected.map(({ code, column }) => [code, column]),
    );
  });
});

describe('a sheet', () => {
  it('has row n on line n, and its short rows as wide as the widest before them', () => {
    expect(textOf([['Title'], null, ['A', 'B', 'C'], ['1'], ['', 'x']])).toBe('Title\n\nA\tB\tC\n1\t\t\n\tx\t\n');
  });

  it('states values of every kind as a CSV would', () => {
    const rows: MadeCell[][] = [
      [
        { number: '46082.427083333336', style: 1 },
        { number: '19.989999999999998', style: 2 },
        { number: '46082' },
        { xml: '<c t="b"><v>1</v></c>' },
        { xml: '<c t="e"><v>#N/A</v></c>' },
        { xml: '<c t="str"><f>A1&amp;"x"</f><v>Caf&#233; &lt;1&gt;_x000D_</v></c>' },
        {
          xml: '<c t="inlineStr"><is><r><t>two</t></r><r><t xml:space="preserve"> </t></r><r><t>runs</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>',
        },
        { xml: '<c><f>SUM(B1:B9)</f></c>' },
        { xml: '<c t="d"><v>2026-03-01T00:00:00</v></c>' },
        { xml: '<c s="1"/>' },
      ],
    ];
    expect(textOf(rows, { formats: ['dd/mm/yyyy hh:mm', '#,##0.00'] }).split(/[\t\n]/)).toEqual([
      '2026-03-01 10:15:00',
      '19.99',
      '46082',
      'TRUE',
      '#N/A',
      'Café <1>',
      'two runs',
      '=SUM(B1:B9)',
      '2026-03-01',
      '',
    ]);
  });

  it('counts days from 1904 where its workbook says so', () => {
    expect(textOf([[{ number: '44620', style: 1 }]], { formats: ['d.m.yy'], is1904: true })).toBe('2026-03-01\n');
  });

  it('keeps to one line a row and one cell a value', () => {
    expect(textOf([['two\nlines', 'a\tb', '"quoted" text', 'it"s']])).toBe('two lines\ta b\t "quoted" text\tit"s\n');
  });

  it('does not read a formula that was never worked out as zero', () => {
    const rows: MadeCell[][] = [
      ['Date', 'Description', 'Amount', 'Balance'],
      ['2026-03-01', 'Card sale', { number: '12.5' }, { number: '12.5' }],
      ['2026-03-02', 'Card sale', { xml: '<c><f>C2*2</f></c>' }, { number: '37.5' }],
      ['2026-03-03', 'Fee', { number: '-2' }, { number: '35.5' }],
    ];
    const { records, rejected } = readBytes(bytesOf(`\ufeff${textOf(rows)}`));
    expect(records.map(({ facts }) => facts.amount)).toEqual([1250, -200]);
    expect(rejected).toMatchObject([{ code: 'bad_amount', column: 'Amount', text: '=C2*2', span: { line: 3 } }]);
  });
});

describe('what is no sound workbook is refused in a sentence', () => {
  const sound = madeWorkbook([{ name: 'One', rows: [['a', 'b']] }]);
  const sheet = (inner: string) => ({
    parts: { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${inner}</sheetData></worksheet>` },
  });
  const open = (bytes: Uint8Array) => () => sheetTexts(bytes);

  it.each([
    ['cut off', sound.subarray(0, sound.length - 40), 'is damaged'],
    ['no archive at all', new Uint8Array(200), 'is damaged'],
    ['an archive of something else', zipSync({ 'xl/readme.txt': new Uint8Array(3) }), 'no workbook'],
    [
      'a document type',
      madeWorkbook([{ name: 'One', rows: [] }], { parts: { 'xl/worksheets/sheet1.xml': '<!DOCTYPE a><worksheet/>' } }),
      'document type',
    ],
    [
      'no XML',
      madeWorkbook([{ name: 'One', rows: [] }], { parts: { 'xl/sharedStrings.xml': '<sst><si></sst>' } }),
      'no well-formed XML',
    ],
    [
      'rows out of order',
      madeWorkbook([{ name: 'One', rows: [] }], sheet('<row r="2"/><row r="1"/>')),
      'row 1 stands where none can be',
    ],
    ['more rows than there are', madeWorkbook([{ name: 'One', rows: [] }], sheet('<row r="9999999"/>')), 'row 9999999'],
    [
      'a text that is not there',
      madeWorkbook([{ name: 'One', rows: [] }], sheet('<row><c t="s"><v>7</v></c></row>')),
      'a text that is not there',
    ],
    [
      'two cells in one place',
      madeWorkbook([{ name: 'One', rows: [] }], sheet('<row><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>')),
      'two cells are B1',
    ],
    ['wider than any', madeWorkbook([{ name: 'One', rows: [] }], sheet('<row><c r="XFE1"><v>1</v></c></row>')), 'wider than any'],
  ])('%s', (_, bytes, words) => expect(open(bytes)).toThrow(words));

  it('a part that unpacks to more than it may stops there', () => {
    const bomb = zipSync({ 'a.xml': new Uint8Array(1 << 22) }, { level: 9 });
    const part = readDirectory(sourceOf(bomb)).get('a.xml');
    if (part === undefined) throw new Error('the archive is empty');
    let made = 0;
    const read = () => {
      for (const piece of unpack(sourceOf(bomb), part, 1 << 20)) made += piece.length;
    };
    expect(read).toThrow('unpacks to more than any real one holds');
    expect(made).toBeLessThanOrEqual(1 << 20);
    expect(bomb.length).toBeLessThan(1 << 14);
  });

  it('no damage of any byte ends in anything but a sentence, or a sound reading', () => {
    const bytes = madeWorkbook([
      {
        name: 'One',
        rows: [
          ['Date', 'Amount'],
          ['2026-03-01', { number: '1.5' }],
        ],
      },
    ]);
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      try {
        sheetTexts(damaged);
      } catch (error) {
        expect(String(error)).toMatch(/^WorkbookFault: /);
      }
    }
  });

  it('is opened in small steps', () => {
    const steps = [...openWorkbook(sourceOf(sound))];
    expect(steps.length).toBeGreaterThan(3);
  });
});

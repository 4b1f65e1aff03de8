import { describe, expect, it } from 'vitest';
import { matchSpec } from '#shared/contract/match-spec.ts';
import { RecordsBuilder, TableProblem } from './build.ts';
import { bandsOf } from './operations.ts';
import { readerOf } from './read-value.ts';
import { idAt, type NamedRecords, valuesAt } from './records.ts';
import { textAt } from './texts.ts';

type Field = Parameters<typeof readerOf>[0];
const read = (field: Partial<Field> & Pick<Field, 'as'>, cell: string) => readerOf({ name: 'f', from: 'f', ...field })(cell);

describe('cells are read as the field says', () => {
  it.each([
    ['text', 'Café  MÜLLER & Söhne', 'cafe muller sohne'],
    ['person', 'Example, Ada', 'ada example'],
    ['company', 'Acme Trading GmbH & Co. KG', 'acme trading'],
    ['email', 'Ada.Example+shop@Gmail.com', 'adaexample@gmail.com'],
    ['phone', '(020) 7946 0958', '079460958'],
    ['reference', '#01042', '1042'],
    ['digits', 'Invoice #0063', '0063'],
    ['id', ' A-1 ', 'A-1'],
    ['year', '(1996), pp. 12', 1996],
    ['date', '2026-09-03', 20699],
    ['amount', '$1,234.50', 123_450],
    ['amount', '(12.00)', -1200],
    ['amount', '12.5-', -1250],
    ['number', '3.14159', 3142],
  ] as const)('%s: %s', (as, cell, value) => {
    expect(read({ as }, cell)).toBe(value);
  });

  it.each([
    ['date', 'soon'],
    ['amount', 'n/a'],
    ['year', 'p. 12'],
    ['phone', '000'],
    ['text', '  '],
  ] as const)('%s: %s says nothing', (as, cell) => expect(read({ as }, cell)).toBeNull());

  it('and made into something else, in order', () => {
    expect(read({ as: 'text', make: ['firstWord', 'first:3'] }, 'Willow Roofing')).toBe('wil');
    expect(read({ as: 'digits', make: ['dropZeros'] }, 'INV-00063')).toBe('63');
    expect(read({ as: 'date', make: ['year'] }, '2026-09-03')).toBe('2026');
    expect(read({ as: 'text', drop: ['The'] }, 'The Apple Pan')).toBe('apple pan');
    expect(read({ as: 'text', ignore: ['N/A'] }, 'n/a')).toBeNull();
  });

  it('bands meet where numbers are close', () => {
    for (const value of [0, 99, 100, 12_345, 6_000_000]) {
      const other = value * 1.04;
      expect(bandsOf(value, 10).some((band) => bandsOf(other, 10).includes(band))).toBe(true);
    }
  });
});

const spec = matchSpec.parse({
  name: 'payments',
  tables: [
    { name: 'payments', id: 'id' },
    { name: 'invoices', id: 'no' },
  ],
  attached: [{ name: 'lines', to: 'payments', by: 'payment' }],
  fields: [
    { name: 'number', left: 'lines.ref', right: 'no', as: 'digits', mustExist: true },
    { name: 'client', left: 'payer', right: 'client', as: 'company' },
  ],
  comparisons: [{ name: 'number', field: 'number', levels: [{ when: { test: 'equal' } }] }],
  passes: [{ name: 'number', key: ['number'] }],
});

function build(rows: readonly (readonly [table: string, header: readonly string[], cells: readonly (readonly string[])[]])[]) {
  const builder = new RecordsBuilder(spec);
  for (const [table, header, cells] of rows) {
    const take = builder.open(table, header);
    for (const row of cells) take((index) => row[index] ?? '');
  }
  return builder.finish();
}

const PAYMENTS = [
  'payments',
  ['id', 'payer'],
  [
    ['p2', 'Acme'],
    ['p1', 'Birch Ltd'],
  ],
] as const;
const INVOICES = [
  'invoices',
  ['no', 'client'],
  [
    ['INV-7', 'Acme Inc'],
    ['INV-8', ''],
  ],
] as const;
const LINES = [
  'lines',
  ['payment', 'ref'],
  [
    ['p1', '7'],
    ['p1', '8'],
    ['p1', '99'],
  ],
] as const;

const idsOf = (records: NamedRecords): string[] => Array.from({ length: records.size }, (_, row) => idAt(records, row));

describe('tables', () => {
  it('are the same for any order of files and rows', () => {
    const one = build([PAYMENTS, INVOICES, LINES]);
    const other = build([LINES, [INVOICES[0], INVOICES[1], INVOICES[2].toReversed()], PAYMENTS]);
    expect(idsOf(one)).toEqual(['p1', 'p2', 'INV-7', 'INV-8']);
    expect(idsOf(other)).toEqual(idsOf(one));
    const texts = (records: typeof one) =>
      ['number', 'client'].map((field) => {
        const column = records.columns.get(field);
        return idsOf(records).map((_, row) =>
          column === undefined
            ? []
            : valuesAt(column, row)
                .map((text) => textAt(records.texts, text))
                .toSorted((a, b) => (a < b ? -1 : 1)),
        );
      });
    expect(texts(other)).toEqual(texts(one));
    // 99 is no invoice, so it says nothing.
    expect(texts(one)[0]).toEqual([['7', '8'], [], ['7'], ['8']]);
  });

  it('that do not fit are refused in a sentence', () => {
    expect(() => build([['payments', ['id'], []], INVOICES, LINES])).toThrow('"payments" has no column "payer"');
    expect(() =>
      build([
        [
          'payments',
          ['id', 'payer'],
          [
            ['a', ''],
            ['a', ''],
          ],
        ],
        INVOICES,
        LINES,
      ]),
    ).toThrow('two rows with the id a');
    expect(() => build([PAYMENTS, INVOICES])).toThrow(TableProblem);
  });
});

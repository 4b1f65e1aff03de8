import { expect, test } from 'vitest';
import type { ReadOptions } from '#core/connectors/connector.ts';
import { cellsOf, JSON_CELL, type RowSource, reread, TEXT_CELL } from './row-cells.ts';

const MAPPING = {
  name: 'Till',
  system: 'csv' as const,
  type: 'order' as const,
  header: ['No', 'When', 'Who', 'Total'],
  fields: { nativeId: 'No', placedAt: 'When', clientName: 'Who', total: 'Total' },
  aliases: [],
};

function row(bytes: Uint8Array, options: Partial<ReadOptions> = {}): RowSource {
  const defaults: ReadOptions = {
    layoutId: 'mapped',
    encoding: 'utf-8',
    delimiter: ',',
    decimalMark: '.',
    dateOrder: 'ymd',
    zone: 'UTC',
    defaultCurrency: 'EUR',
    mapping: MAPPING,
  };
  return { bytes, options: { ...defaults, ...options }, header: MAPPING.header };
}

test('a row is shown cell by cell, in the words of its file', () => {
  const cells = cellsOf(row(Buffer.from('"A,1",2026-03-02,"Ana ""A"" Müller",12.oo')));
  expect(cells).toEqual([
    { column: 'No', value: 'A,1' },
    { column: 'When', value: '2026-03-02' },
    { column: 'Who', value: 'Ana "A" Müller' },
    { column: 'Total', value: '12.oo' },
  ]);
});

test.each([
  ['windows-1252', Buffer.from('A1,2026-03-02,M\xfcller,12.oo', 'latin1')],
  ['utf-16le', Buffer.from('A1,2026-03-02,Müller,12.oo', 'utf16le')],
  ['utf-16be', Buffer.from('A1,2026-03-02,Müller,12.oo', 'utf16le').swap16()],
] as const)('whatever the encoding: %s', (encoding, bytes) => {
  expect(cellsOf(row(bytes, { encoding }))[2]).toEqual({ column: 'Who', value: 'Müller' });
});

test('a corrected row is read by the connector of its file, with quotes and commas in their place', () => {
  const source = row(Buffer.from('"A,1",2026-03-02,Ana,12.oo'));
  expect(reread(source, {}).rejected).toMatchObject([{ column: 'Total', text: '12.oo' }]);
  const { drafts, rejected } = reread(source, { Total: '12.00', Who: 'Ana "A", Müller\nGmbH' });
  expect(rejected).toEqual([]);
  expect(drafts).toMatchObject([{ nativeId: 'A,1', facts: { total: 1200, currency: 'EUR', clientName: 'Ana "A", Müller\nGmbH' } }]);
});

test('an id that a person typed counts, though a spreadsheet rounded all others of its column; one that nobody touched does not', () => {
  const source = row(Buffer.from('120210098765432000,2026-03-02,Ana,12.oo'), { roundedIds: ['No'] });
  expect(reread(source, { Total: '12.00' }).rejected).toMatchObject([{ code: 'damaged_id', column: 'No' }]);
  const typed = reread(source, { No: '120210098765432010', Total: '12.00' });
  expect(typed.drafts).toMatchObject([{ nativeId: '120210098765432010' }]);
  expect(reread(source, { No: '1202100987654320', Total: '12.00' }).drafts).toMatchObject([{ nativeId: '1202100987654320' }]);
});

test('a row whose quote does not close still shows its parts', () => {
  const cells = cellsOf(row(Buffer.from('A1,2026-03-02,"Ana,12.00')));
  expect(cells.map(({ value }) => value)).toEqual(['A1', '2026-03-02', '"Ana', '12.00']);
});

test('a JSON element is one cell, corrected as a whole', () => {
  const json = '{"id": 7, "number": "7", "total": "x", "currency": "EUR", "date_created_gmt": "2026-03-02T10:00:00"}';
  const source: RowSource = {
    ...row(Buffer.from(json), { layoutId: 'woocommerce.orders', delimiter: null, mapping: null }),
    header: [],
  };
  expect(cellsOf(source)).toEqual([{ column: JSON_CELL, value: json }]);
});

test('a line of a statement is one cell, and is read again where it stands in its file', () => {
  const file = [
    ':20:A',
    ':25:NL77INGB0574908765',
    ':60F:C260101EUR1,',
    ':61:260101C5,00NTRFNONREF',
    ':86:K\xe4the',
    ':61:260102C1.000,NTRFNONREF',
    ':62F:C260102EUR6,',
    '',
  ];
  const bytes = Buffer.from(file.join('\r\n'), 'latin1');
  const at = bytes.indexOf(':61:260102');
  const end = bytes.indexOf('\r\n:62F');
  const options = { layoutId: 'bank.mt940', delimiter: null, mapping: null, encoding: 'windows-1252' } as const;
  const source: RowSource = {
    ...row(bytes.subarray(at, end), options),
    header: [],
    around: () => ({ before: bytes.subarray(0, at), after: bytes.subarray(end) }),
  };
  expect(cellsOf(source)).toEqual([{ column: TEXT_CELL, value: ':61:260102C1.000,NTRFNONREF' }]);
  expect(reread(source, {})).toMatchObject({ drafts: [], rejected: [{ code: 'unknown_value' }] });
  const { drafts, rejected } = reread(source, { [TEXT_CELL]: ':61:260102C1000,NTRFNONREF' });
  expect(rejected).toEqual([]);
  expect(drafts).toMatchObject([{ type: 'bank_line', facts: { amount: 100_000, currency: 'EUR', account: 'NL77INGB0574908765' } }]);
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '#shared/domain/source-record.ts';
import { fixtureBytes, parse, type ReadResult, readBytes, readFixture } from '#test/factories/read-file.ts';
import { CsvScanner, type ScannedRow } from './csv/scan.ts';

const FOLDER = join(import.meta.dirname, '../../../test/fixtures');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(csv|txt|json|jsonl)$/.test(name) && name !== 'csv/unknown.csv')
  .map((name) => name.replaceAll('\\', '/'));
const DELIMITED = FILES.filter((name) => /\.(csv|txt)$/.test(name));

const isBlank = (row: ScannedRow) => Array.from({ length: row.count }, (_, i) => row.cell(i)).every((cell) => cell.trim() === '');

/** Data rows that a span covers, counted from the file's bytes and not from what the parser says. */
function rowsIn(bytes: string, { byteOffset, byteLength }: Span, detection: ReadResult['detection']): number {
  let rows = 0;
  const scanner = new CsvScanner(
    { delimiter: detection.options.delimiter ?? ',', quotes: !/^amazon\.(?:orders|settlement)/.test(detection.layoutId ?? '') },
    { row: (row) => (rows += isBlank(row) ? 0 : 1), broken: () => rows++ },
  );
  scanner.push(bytes.slice(byteOffset, byteOffset + byteLength));
  scanner.end();
  return rows;
}

function checkAccounts(bytes: string, result: ReadResult): void {
  // A row may state several events (a sale and the tax that was kept back from it): records of one span.
  const spans = [...new Map([...result.records, ...result.rejected].map(({ span }) => [span.byteOffset, span])).values()].sort(
    (a, b) => a.byteOffset - b.byteOffset,
  );
  expect(spans.reduce((sum, span) => sum + rowsIn(bytes, span, result.detection), 0)).toBe(result.rowCount);
  let at = 0;
  for (const span of spans) {
    expect(span.byteOffset).toBeGreaterThanOrEqual(at);
    at = span.byteOffset + span.byteLength;
  }
  expect(result.byteCount).toBe(bytes.length);
}

describe.each(FILES)('%s', (file) => {
  const bytes = fixtureBytes(file);

  it('is read the same wherever its chunks are cut', () => {
    const whole = readBytes(bytes, {}, bytes.length);
    expect(whole.records.length).toBeGreaterThan(0);
    for (const chunk of [1, 2, 3, 7, 64, 1000]) expect(parse(bytes, whole.detection, chunk)).toEqual(whole);
  });

  it('is read the same a second time: no id depends on the place of a row', () => {
    const key = ({ records }: ReadResult) => records.map(({ type, nativeId }) => `${type} ${nativeId}`);
    expect(key(readFixture(file))).toEqual(key(readBytes(bytes)));
    expect(new Set(key(readFixture(file))).size).toBe(readFixture(file).records.length);
  });
});

describe.each(DELIMITED)('%s', (file) => {
  const bytes = fixtureBytes(file);

  it('has every row in a record or rejected', () => checkAccounts(bytes, readBytes(bytes)));

  it('has every record read again from its own text alone', () => {
    const { detection, records } = readBytes(bytes);
    for (const { span, facts, refs } of records) {
      const own = bytes.slice(span.byteOffset, span.byteOffset + span.byteLength);
      const options = { ...detection.options, defaultCurrency: facts.currency ?? detection.options.defaultCurrency };
      const alone = parse(own, { ...detection, options, headerLine: 0 });
      // The currency of a settlement may stand in its summary only: its lines alone are not read rather than guessed.
      if (alone.rejected[0]?.code === 'bad_currency') continue;
      const again = alone.records.find((draft) => draft.facts.moneyKind === facts.moneyKind && draft.facts.amount === facts.amount);
      // The account of a ledger posting stands on the section row above it.
      expect({ ...again?.facts, account: facts.account }).toEqual({ ...facts, account: facts.account });
      expect(again?.refs).toEqual(refs);
    }
  });

  it('loses no row to damage: whatever is struck out or put in, rows in = rows in records + rejected', () => {
    const whole = readBytes(bytes);
    const from = whole.records[0]?.span.byteOffset ?? 0;
    const junk = fc.constantFrom('', '"', ',', '\t', '\n', '\r\n', '\0', '\xff', '""', ';', 'x', '-', '1.23E+15');
    fc.assert(
      fc.property(fc.integer({ min: from, max: bytes.length }), fc.integer({ min: 0, max: 6 }), junk, (at, cut, put) => {
        const damaged = bytes.slice(0, at) + put + bytes.slice(at + cut);
        const result = parse(damaged, whole.detection, 50);
        expect(result).toEqual(parse(damaged, whole.detection));
        const outcomes = result.records.length + result.rejected.length;
        expect(outcomes).toBeGreaterThan(0);
        checkAccounts(damaged, result);
      }),
      { numRuns: 60 },
    );
  });
});

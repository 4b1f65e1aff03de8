import { describe, expect, it } from 'vitest';
import { isContentId } from '#core/connectors/content-id.ts';
import { bytesOf, fixtureBytes, readBytes, readFixture, shownRefs } from '#test/factories/read-file.ts';

const shape = (result: ReturnType<typeof readFixture>) =>
  result.records.map(({ facts }) => [facts.moneyKind, facts.currency, facts.amount, facts.fee, facts.net]);

describe('the report of the US', () => {
  const result = readFixture('amazon/range-us.csv');

  it('tells what the buyer paid, what it cost, and what tax was kept back', () => {
    expect(result.rejected).toEqual([]);
    expect(shape(result)).toEqual([
      ['fee', 'USD', -1200, null, -1200],
      ['tax_withheld', 'USD', -320, null, -320],
      ['charge', 'USD', 3920, 922, 2998],
      ['tax_returned', 'USD', 320, null, 320],
      ['refund', 'USD', -3920, -480, -3440],
      ['deferred', 'USD', 2000, 300, 1700],
      ['withdrawal', 'USD', 1642, undefined, 1642],
    ]);
    expect(result.rowCount).toBe(5);
  });

  it('names order and settlement; the transfer is the settlement', () => {
    expect(shownRefs(result.records[2]?.refs)).toEqual([
      'amazon:order 113-1111111-2222222 mentions',
      'amazon:settlement 30000000001 mentions',
    ]);
    expect(result.records.at(-1)).toMatchObject({ type: 'settlement', nativeId: '30000000001' });
    expect(result.records.slice(0, -1).every(({ nativeId }) => isContentId(nativeId))).toBe(true);
  });

  it('reads its dates in their zones', () => {
    expect(result.records.map(({ facts }) => facts.placedAt?.ms).slice(1, 4)).toEqual([
      Date.UTC(2026, 2, 4, 9, 5, 7),
      Date.UTC(2026, 2, 4, 9, 5, 7),
      Date.UTC(2026, 2, 9, 22),
    ]);
    expect(result.records[2]?.facts.placedAt?.text).toBe('Mar 4, 2026 1:05:07 AM PST');
  });
});

it('a sale that was deferred and is released now is the same record, a later version', () => {
  const text = fixtureBytes('amazon/range-us.csv');
  const deferred = readBytes(text).records[5];
  const released = readBytes(text.replace('"Deferred",""', '"Released","Mar 21, 2026 12:00:00 AM PDT"')).records[5];
  expect(released?.facts.moneyKind).toBe('charge');
  // What a row is does not name it: the day it becomes a charge it is still the same sale.
  expect(released?.nativeId).toBe(deferred?.nativeId);
  expect(released?.versionMs ?? 0).toBeGreaterThan(deferred?.versionMs ?? 0);
});

it.each([
  [
    'german',
    [
      ['charge', 'EUR', 108_990, 16_349, 92_641],
      ['refund', 'EUR', -8990, -1079, -7911],
      ['payout', 'EUR', -84_730, undefined, -84_730],
    ],
  ],
  [
    'french',
    [
      ['charge', 'EUR', 790, 77, 713],
      ['deferred', 'EUR', 500, 0, 500],
    ],
  ],
  [
    'italian',
    [
      ['charge', 'EUR', 2990, 449, 2541],
      ['refund', 'EUR', -2990, -359, -2631],
    ],
  ],
  ['spanish', [['charge', 'EUR', 3090, 759, 2331]]],
  [
    'dutch',
    [
      ['tax_withheld', 'EUR', -519, null, -519],
      ['charge', 'EUR', 2990, 449, 2541],
    ],
  ],
  ['polish', [['charge', 'PLN', 112_471, 12_449, 100_022]]],
  [
    'swedish',
    [
      ['charge', 'SEK', 113_572, 13_572, 100_000],
      ['payout', 'SEK', -100_000, undefined, -100_000],
    ],
  ],
  [
    'uk',
    [
      ['fee', 'GBP', -3000, null, -3000],
      ['charge', 'GBP', 123_650, 18_510, 105_140],
    ],
  ],
  [
    'india',
    [
      ['tax_withheld', 'INR', -60_000, null, -60_000],
      ['charge', 'INR', 11_800_000, 1_000_000, 10_800_000],
    ],
  ],
])('in %s it is read alike, whatever the book’s own currency', (language, expected) => {
  const result = readFixture(`amazon/range-${language}.csv`, { currency: 'USD' });
  expect(result.rejected).toEqual([]);
  expect(shape(result)).toEqual(expected);
});

it.each([
  ['french', 0, Date.UTC(2026, 1, 28, 23, 0, 44)],
  ['french', 1, Date.UTC(2026, 7, 1, 8, 31, 35)],
  ['italian', 0, Date.UTC(2026, 4, 3, 23, 5, 7)],
  ['italian', 1, Date.UTC(2026, 8, 8, 23, 5, 7)],
  ['spanish', 0, Date.UTC(2026, 0, 4, 1, 5, 7)],
  ['dutch', 0, Date.UTC(2026, 2, 4, 1, 5, 7)],
  ['polish', 0, Date.UTC(2026, 9, 4, 1, 5, 7)],
  ['swedish', 0, Date.UTC(2026, 4, 4, 1, 5, 7)],
  ['india', 0, Date.UTC(2026, 2, 1, 0, 10, 11)],
])('knows the months in %s (row %i)', (language, row, ms) => {
  expect(readFixture(`amazon/range-${language}.csv`).records[row]?.facts.placedAt?.ms).toBe(ms);
});

it('is windows text in the UK, and reads as such', () => {
  expect(readFixture('amazon/range-uk.csv').records[0]?.facts.description).toBe('Café sign £');
});

it.each([
  ['a type that Amazon added', '"Order"', '"Teleport"', 'unknown_value', 'type'],
  ['a status that Amazon added', '"Deferred",""', '"Beamed",""', 'unknown_value', 'Transaction Status'],
  ['amounts that do not make its total', '"26.78"', '"26.79"', 'conflicting_rows', 'total'],
  ['a month that nobody knows', 'Mar 4, 2026', 'Zzz 4, 2026', 'bad_date', 'date/time'],
])('%s is not read', (_, from, to, code, column) => {
  const { rejected } = readBytes(bytesOf(fixtureBytes('amazon/range-us.csv').replace(from, to)));
  expect(rejected).toMatchObject([{ code, column }]);
});

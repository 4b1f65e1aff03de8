import { describe, expect, it } from 'vitest';
import type { FieldName } from '#shared/domain/fields.ts';
import { bytesOf, fixtureBytes, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import { locateField } from '../registry.ts';

const FILE = 'mt940/statement.sta';
const result = readFixture(FILE);
const [paid, returned, given, leap, late, early, expected] = result.records;

describe('a movement', () => {
  it('with numbered details: the SEPA words in them are parted', () => {
    expect(shownFacts(paid)).toEqual({
      moneyKind: 'bank',
      amount: 125_050,
      currency: 'EUR',
      placedAt: '0331',
      availableAt: '260331',
      account: 'NL77INGB0574908765',
      clientName: 'Stripe Payments Europe',
      counterAccount: 'DE02120300000000202051',
      description: 'Stripe ST-K7J2QPLMNA po_1FIX00000001 Order 2001',
      reference: 'PAYOUT-20260331-77',
      category: 'NTRF 166',
      status: 'booked',
    });
    expect(paid?.nativeId).toBe('BREF2603310001');
    expect(shownRefs(paid?.refs)).toEqual(
      expect.arrayContaining(['payment_ref PAYOUT20260331-77 mentions', 'payout PO_1FIX00000001 free']),
    );
  });

  it('with words between strokes', () => {
    expect([returned?.facts.clientName, returned?.facts.description, returned?.facts.reference]).toEqual([
      'J. Lindqvist',
      'Refund of order 2001',
      'RFD-2001',
    ]);
  });

  it('with free text: a line of full length was broken in mid-word', () => {
    expect(given?.facts.description).toBe('Fee given back because of a mistake of ours that we regret very much indeed and a line');
  });

  it('is signed by its mark, reversals too', () => {
    expect([paid, returned, given, leap].map((line) => line?.facts.amount)).toEqual([125_050, -20_000, 50, -1000]);
  });

  it('that is only expected did not happen', () => {
    expect([expected?.facts.moneyKind, expected?.facts.status]).toEqual(['nothing', 'pending']);
  });
});

describe('days', () => {
  const days = (line: typeof paid) =>
    [line?.facts.placedAt, line?.facts.availableAt].map((at) => new Date(at?.ms ?? 0).toISOString().slice(0, 10));

  it('of a bank that counts February to its 30th end with the month', () =>
    expect(days(leap)).toEqual(['2024-02-29', '2024-02-29']));

  it('around New Year lie in the years that put them together', () => {
    expect(days(late)).toEqual(['2024-01-02', '2023-12-31']);
    expect(days(early)).toEqual(['2023-12-31', '2024-01-02']);
  });

  it('of entry may be left blank', () => expect(days(given)).toEqual(['2026-03-31', '2026-03-31']));
});

it('is not read where it is not written as the standard has it', () => {
  expect(result.rejected.map(({ code, text }) => [code, text])).toEqual([
    ['unknown_value', '240103X3,NMSC1'],
    ['unknown_value', '240103D1.234,00NMSC1'],
    ['bad_amount', '3,123'],
    ['bad_date', '240332'],
  ]);
});

describe('statements', () => {
  it('meet their balances, or vouch for no sum; a report of the day is none', () => {
    expect(
      result.statements.map(({ fromDay, toDay, openingMinor, linesMinor, closingMinor }) => [
        fromDay,
        toDay,
        openingMinor,
        linesMinor,
        closingMinor,
      ]),
    ).toEqual([
      ['2026-03-31', '2026-03-31', 10_000, 105_100, 115_100],
      ['2023-12-31', '2024-03-01', 115_100, null, 113_450],
    ]);
    expect(result.records.slice(-2).map(({ facts }) => [facts.account, facts.currency, facts.amount])).toEqual([
      ['1', 'EUR', 700],
      ['1', 'EUR', 800],
    ]);
  });

  it('are needed: a movement outside of any has no currency', () => {
    const { rejected, records } = readBytes(
      bytesOf(':20:A\n:25:1\n:60F:C260101EUR1,\n:62F:C260101EUR1,\n-\n:61:260101C5,NTRFNONREF\n'),
    );
    expect(records).toEqual([]);
    expect(rejected).toMatchObject([{ code: 'bad_currency', span: { line: 6 } }]);
  });

  it('whose opening balance is unreadable leave their movements out', () => {
    const { rejected, statements } = readBytes(
      bytesOf(':20:A\n:25:1\n:60F:C260101EUR1.00\n:61:260101C5,NTRFNONREF\n:62F:C260101EUR6,\n'),
    );
    expect(rejected.map(({ code, column }) => [code, column])).toEqual([
      ['bad_amount', ':60F:'],
      ['bad_currency', ':61:'],
    ]);
    expect(statements).toEqual([]);
  });
});

it('keeps equal movements apart, and the same from file to file', () => {
  const text = ':20:A\n:25:1\n:60F:C260101EUR9,\n:61:260101D1,NTRFNONREF\n:61:260101D1,NTRFNONREF\n:62F:C260101EUR7,\n';
  const ids = readBytes(bytesOf(text)).records.map(({ nativeId }) => nativeId);
  expect(new Set(ids).size).toBe(2);
  expect(readBytes(bytesOf(text.replaceAll('\n', '\r\n'))).records.map(({ nativeId }) => nativeId)).toEqual(ids);
});

it('is the same in pieces of any size', () => {
  for (const chunk of [1, 2, 50]) expect(readBytes(fixtureBytes(FILE), {}, chunk)).toEqual(result);
});

it.each<[number, FieldName, unknown]>([
  [0, 'amount', '1250,5'],
  [0, 'placedAt', '0331'],
  [0, 'clientName', 'Stripe Pay\r\nments'],
  [1, 'description', expect.stringContaining('Refund of order 2001')],
  [2, 'placedAt', '260331'],
  [2, 'payoutId', null],
])('points at the value: record %i, %s', (index, field, expectedText) => {
  const { byteOffset, byteLength } = result.records[index]?.span ?? { byteOffset: 0, byteLength: 0 };
  const text = fixtureBytes(FILE).slice(byteOffset, byteOffset + byteLength);
  expect(text.startsWith(':61:')).toBe(true);
  const place = locateField(result.detection.options, [], text, field);
  expect(place === null ? null : text.slice(place.start, place.end)).toEqual(expectedText);
});

import { describe, expect, it } from 'vitest';
import { bytesOf, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

describe('balance transactions of the API', () => {
  const { records, rejected, detection } = readFixture('stripe/balance-transactions.json');

  it('are in smallest units and seconds', () => {
    expect(rejected).toEqual([]);
    expect(detection.label).toBe('Stripe balance transactions JSON');
    expect(shownFacts(records[0])).toEqual({
      currency: 'USD',
      amount: 7722,
      fee: 254,
      net: 7468,
      category: 'charge',
      moneyKind: 'charge',
      placedAt: '1772461870',
      availableAt: '1772755200',
      description: 'Order #2001',
    });
    expect(records[0]?.facts.placedAt?.ms).toBe(Date.UTC(2026, 2, 2, 14, 31, 10));
    expect(records[1]?.facts).toMatchObject({ currency: 'JPY', amount: 12_345 });
  });

  it('are the records that the reports name, with the ids of an expanded source', () => {
    const [report] = readFixture('stripe/balance-history.csv').records;
    expect([records[0]?.type, records[0]?.nativeId]).toEqual([report?.type, report?.nativeId]);
    expect(shownRefs(records[1]?.refs)).toEqual([
      'balance_transaction TXN_3FIX0005 own',
      'charge CH_3FIX0005 own',
      'payment_intent PI_3FIXTURE0005AAAA own',
    ]);
  });
});

it('rows with the columns of the reports have decimals, and their payout', () => {
  const { records, rejected } = readFixture('stripe/payout-rows.json');
  expect(rejected).toEqual([]);
  expect(records.map(({ type, nativeId, facts }) => [type, nativeId, facts.amount, facts.payoutId])).toEqual([
    ['balance_transaction', 'txn_3Fix0001', 7722, 'po_1Fix0001'],
    ['payout', 'po_1Fix0001', -7468, 'po_1Fix0001'],
  ]);
});

const one = (more: object) =>
  bytesOf(
    JSON.stringify([
      {
        id: 'txn_1',
        object: 'balance_transaction',
        amount: 5,
        fee: 0,
        net: 5,
        currency: 'usd',
        type: 'charge',
        created: 1772461870,
      },
      {
        id: 'txn_2',
        object: 'balance_transaction',
        amount: 5,
        fee: 0,
        net: 5,
        currency: 'usd',
        type: 'charge',
        created: 1772461870,
        ...more,
      },
    ]),
  );

it.each([
  ['a category that Stripe added', { type: 'teleport' }, 'unknown_value'],
  ['a net that is not amount less fee', { net: 6 }, 'conflicting_rows'],
  ['a broken amount', { amount: 5.5 }, 'bad_amount'],
  ['another object', { id: 'ch_1', object: 'charge' }, 'bad_json'],
])('%s is not read', (_, more, code) => {
  const { records, rejected } = readBytes(one(more));
  expect(records.map(({ nativeId }) => nativeId)).toEqual(['txn_1']);
  expect(rejected).toMatchObject([{ code }]);
});

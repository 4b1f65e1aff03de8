import { expect, it } from 'vitest';
import { bytesOf, fixtureBytes, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

const result = readFixture('netsuite/transactions-by-account.csv');
const [invoice, deposit] = result.records;

it('gives one booking a transaction, signed in the account it was entered in', () => {
  expect([result.detection.label, result.rejected]).toEqual(['NetSuite transactions by account CSV', []]);
  expect(shownFacts(invoice)).toMatchObject({
    moneyKind: 'booking',
    amount: 107_722,
    currency: 'USD',
    placedAt: '3/28/2026',
    category: 'Invoice',
    reference: 'INV-0071',
    invoiceNumber: 'INV-0071',
    clientName: 'FERNWORKS INC.',
    account: '1100 Accounts Receivable',
    counterAccount: null,
    lineItems: [
      { name: '1100 Accounts Receivable', totalMinor: 107_722 },
      { name: '4000 Sales', totalMinor: -100_000 },
      { name: '2200 Tax', totalMinor: -7722 },
    ],
  });
  expect([deposit?.facts.amount, deposit?.facts.counterAccount, deposit?.aliases]).toEqual([
    5468,
    '1050 Stripe Clearing',
    ['DEP-9', 'EXT-7'],
  ]);
});

it('refers to what a transaction was made from, and to what its memo names', () => {
  expect(shownRefs(invoice?.refs)).toEqual(
    expect.arrayContaining([
      'netsuite:id 510001 own',
      'invoice INV71 own',
      'netsuite:order SO20001 mentions',
      'shopify:order 2001 free',
    ]),
  );
  expect(shownRefs(deposit?.refs)).toContain('payout PO_1FIX00000001 free');
});

it('knows what posts to no account', () => {
  expect(result.records.map(({ nativeId, facts }) => [nativeId, facts.moneyKind])).toEqual([
    ['510001', 'booking'],
    ['510002', 'booking'],
    ['510003', 'nothing'],
    ['510004', 'nothing'],
  ]);
});

it('takes no part of a transaction for the whole', () => {
  const { records, rejected } = readBytes(
    bytesOf(fixtureBytes('netsuite/transactions-by-account.csv').replace(',,77.22,', ',,77.2Z,')),
  );
  expect(records.map(({ nativeId }) => nativeId)).not.toContain('510001');
  expect(rejected).toMatchObject([{ code: 'bad_amount', text: '77.2Z' }]);
});

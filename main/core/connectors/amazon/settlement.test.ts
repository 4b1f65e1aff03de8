import { describe, expect, it } from 'vitest';
import { isContentId } from '#core/connectors/content-id.ts';
import { bytesOf, fixtureBytes, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import { kindBySign, readMeaning } from './kinds.ts';

describe('a settlement (V2)', () => {
  const { records, rejected, statements } = readFixture('amazon/settlement-v2.txt');
  const [summary, ...lines] = records;

  it('begins with what was paid out, and when', () => {
    expect(rejected).toEqual([]);
    expect([summary?.type, summary?.nativeId]).toEqual(['settlement', '30000000001']);
    expect(shownFacts(summary)).toEqual({
      currency: 'USD',
      moneyKind: 'payout',
      amount: -7861,
      net: -7861,
      placedAt: '2026-03-14 23:59:59 UTC',
      startsAt: '2026-03-01 00:00:00 UTC',
      endsAt: '2026-03-14 23:59:59 UTC',
      payoutId: '30000000001',
      payoutAt: '2026-03-16 00:00:00 UTC',
    });
    expect(shownRefs(summary?.refs)).toEqual(['amazon:settlement 30000000001 own']);
  });

  it('has lines of every kind, signed as they move the balance', () => {
    expect(lines.map(({ facts }) => [facts.moneyKind, facts.amount])).toEqual([
      ['charge', 4000],
      ['charge', 320],
      ['charge_reversal', -400],
      ['tax_withheld', -320],
      ['fee', -600],
      ['fee', -322],
      ['fee', -322],
      ['refund', -4000],
      ['refund_failed', 400],
      ['fee_returned', 600],
      ['fee', -120],
      ['fee', -1250],
      ['adjustment', 1875],
      ['reserve_released', 10_000],
      ['reserve_held', -2000],
    ]);
    expect(lines.every(({ type, nativeId }) => type === 'settlement_line' && isContentId(nativeId))).toBe(true);
    expect(new Set(lines.map(({ nativeId }) => nativeId)).size).toBe(lines.length);
  });

  it('names order, shipment and item', () => {
    expect(shownRefs(lines[0]?.refs)).toEqual([
      'amazon:item 55000000001 mentions',
      'amazon:order 113-1111111-2222222 mentions',
      'amazon:settlement 30000000001 mentions',
      'amazon:shipment DFIX00001 mentions',
    ]);
    expect(lines[0]?.facts).toMatchObject({ payoutId: '30000000001', reference: '113-1111111-2222222', category: 'Principal' });
  });

  it('sums to its total to the cent, and carries its reserve over', () => {
    expect(statements).toEqual([
      {
        account: '30000000001',
        currency: 'USD',
        fromDay: '2026-03-01',
        toDay: '2026-03-14',
        openingMinor: 10_000,
        closingMinor: 2000,
        statedMinor: 7861,
        linesMinor: 7861,
        line: 2,
      },
    ]);
  });
});

it('fetched in both layouts, is read once', () => {
  const ids = (file: string) => readFixture(file).records.map(({ type, nativeId }) => `${type} ${nativeId}`);
  const v1 = readFixture('amazon/settlement-v1.txt');
  expect(v1.rejected).toEqual([]);
  expect(v1.statements).toEqual(readFixture('amazon/settlement-v2.txt').statements);
  const kinds = (file: string) =>
    readFixture(file)
      .records.map(({ facts }) => facts.moneyKind ?? '')
      .sort((a, b) => (a < b ? -1 : 1));
  expect(kinds('amazon/settlement-v1.txt')).toEqual(kinds('amazon/settlement-v2.txt'));
  const prices = (file: string) => ids(file).filter((_, i) => i < 4);
  expect(prices('amazon/settlement-v1.txt')[0]).toBe(prices('amazon/settlement-v2.txt')[0]);
  const both = new Set(ids('amazon/settlement-v2.txt'));
  expect(ids('amazon/settlement-v1.txt').filter((id) => both.has(id)).length).toBeGreaterThanOrEqual(11);
});

it('of Europe is read with its comma; lines take the currency of their summary', () => {
  const { records, rejected, statements } = readFixture('amazon/settlement-eu.txt');
  expect(rejected).toEqual([]);
  expect(records.map(({ facts }) => [facts.currency, facts.amount])).toEqual([
    ['EUR', -92_641],
    ['EUR', 108_990],
    ['EUR', -16_349],
  ]);
  expect(statements).toMatchObject([{ fromDay: '2026-03-01', toDay: '2026-03-14', statedMinor: 92_641, linesMinor: 92_641 }]);
});

it('is the same in the next export, whatever line it stands on', () => {
  const text = fixtureBytes('amazon/settlement-v2.txt');
  const [header = '', summary = '', ...lines] = text.trimEnd().split('\n');
  const turned = readBytes(`${[header, summary, ...lines.toReversed()].join('\n')}\n`);
  const ids = readBytes(text).records.map(({ nativeId }) => nativeId);
  expect(turned.records.map(({ nativeId }) => nativeId).sort()).toEqual(ids.sort());
});

it('with a line that cannot be read shows what is missing from its total', () => {
  const text = fixtureBytes('amazon/settlement-v2.txt').replace('Storage Fee', 'Teleport');
  const damaged = readBytes(text.replace('ServiceFee', 'Service'));
  expect(damaged.rejected).toMatchObject([{ code: 'unknown_value', column: 'amount-description', text: 'Teleport' }]);
  expect(damaged.statements).toMatchObject([{ statedMinor: 7861, linesMinor: 9111 }]);
});

it('below zero is paid by the seller', () => {
  const text = fixtureBytes('amazon/settlement-v2.txt').replace('78.61', '-78.61');
  expect(readBytes(text).records[0]?.facts).toMatchObject({ moneyKind: 'withdrawal', amount: 7861 });
});

it('whose summary is missing does not guess a currency', () => {
  const [header = '', , line = ''] = fixtureBytes('amazon/settlement-eu.txt').split('\n');
  expect(readBytes(bytesOf(`${header}\n${line}\n`)).rejected).toMatchObject([{ code: 'bad_currency', column: 'currency' }]);
});

it.each([
  ['Order', 'ItemPrice', 'ShippingTax', 5, 'charge'],
  ['Order', 'ItemFees', 'MarketplaceFacilitatorVAT-Principal', -5, 'tax_withheld'],
  ['Refund', 'ItemWithheldTax', 'MarketplaceFacilitatorTax-Principal', 5, 'tax_returned'],
  ['Refund', 'ItemPrice', 'RestockingFee', 5, 'refund_failed'],
  ['A-to-z Guarantee Refund', 'ItemPrice', 'Principal', -5, 'refund'],
  ['Shipment', 'Shipment-Fees', 'FBAPerOrderFulfillmentFee', -5, 'fee'],
  ['other-transaction', 'other-transaction', 'Subscription Fee', -5, 'fee'],
  ['other-transaction', 'other-transaction', 'Failed Disbursement', 5, 'payout_failed'],
  ['other-transaction', 'other-transaction', 'Amazon Capital Services', -5, 'transfer'],
  ['other-transaction', 'other-transaction', 'Manual Processing Fee Reimbursement', 5, 'adjustment'],
  ['Previous Reserve Amount Balance', 'other-transaction', '', 5, 'reserve_released'],
  ['CostOfAdvertising', 'CostOfAdvertising', 'TransactionTotalAmount', -5, 'fee'],
])('%s, %s, %s is told', (transaction, type, description, minor, kind) => {
  const meaning = readMeaning(transaction, type, description);
  expect(meaning === 'amountType' || meaning === 'description' ? meaning : kindBySign(meaning, minor)).toBe(kind);
});

it('a type of amounts that Amazon added is not read', () => {
  expect(readMeaning('Order', 'ItemTeleport', 'Principal')).toBe('amountType');
});

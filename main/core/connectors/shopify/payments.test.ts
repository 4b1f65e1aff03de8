import { describe, expect, it } from 'vitest';
import { isContentId } from '#core/connectors/content-id.ts';
import { readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

const HEADER =
  'Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,Currency';
const row = (status: string, date: string, id: string) =>
  `${HEADER}\n2026-03-02 09:31:10 -0500,charge,#2001,visa,online,${status},${date},${id},2026-03-06,77.22,2.54,74.68,USD\n`;

describe('a transaction', () => {
  const { records, rejected } = readFixture('shopify/payments-17.csv');

  it('says what it moved, for which order and in which payout', () => {
    expect(rejected).toEqual([]);
    expect(records.map(({ type, facts }) => [type, facts.moneyKind, facts.amount, facts.fee, facts.net])).toEqual([
      ['charge', 'charge', 7722, 254, 7468],
      ['charge', 'charge', 10_831, 473, 10_358],
      ['refund', 'refund', -2000, 0, -2000],
      ['dispute', 'dispute', -10_831, 1500, -12_331],
      ['dispute', 'dispute_reversal', 10_831, -1500, 12_331],
      ['balance_transaction', 'reserve_held', -5000, 0, -5000],
    ]);
    expect(shownFacts(records[0])).toEqual({
      currency: 'USD',
      amount: 7722,
      fee: 254,
      net: 7468,
      category: 'charge',
      moneyKind: 'charge',
      placedAt: '2026-03-02 09:31:10 -0500',
      availableAt: '2026-03-06',
      reference: '#2001',
      paymentMethod: 'card',
      payoutId: '90000000101',
      payoutStatus: 'paid',
      payoutAt: '2026-03-06',
    });
    expect(shownRefs(records[0]?.refs)).toEqual(['shopify:order 2001 mentions', 'shopify:payout 90000000101 mentions']);
    expect(records.every(({ nativeId }) => isContentId(nativeId))).toBe(true);
  });

  it('keeps what the buyer paid where that is another currency', () => {
    expect(records[1]?.facts).toMatchObject({ currency: 'USD', buyerAmount: '100.00', buyerCurrency: 'EUR' });
    expect(records[3]?.facts).toMatchObject({ buyerAmount: '-100.00', buyerCurrency: 'EUR' });
  });
});

it('is the same record in every layout, and a repeat is a record of its own', () => {
  const wide = readFixture('shopify/payments-17.csv').records[0];
  const [first, second] = readFixture('shopify/payments-12.csv').records;
  expect(first?.nativeId).toBe(wide?.nativeId);
  expect(second?.nativeId).not.toBe(wide?.nativeId);
  expect(first?.facts).not.toHaveProperty('payoutId');
});

it.each([
  ['12', HEADER.replace('Payout ID,', '')],
  ['13', HEADER],
  ['19', `${HEADER},Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Business Entity Name,Business Entity ID`],
])('has the same id in the layout of %s columns', (_, header) => {
  const cells: Record<string, string> = {
    'Transaction Date': '2026-03-02 09:31:10 -0500',
    Type: 'charge',
    Order: '#2001',
    'Payout Status': 'pending',
    Amount: '77.22',
    Fee: '2.54',
    Net: '74.68',
    Currency: 'USD',
  };
  const line = header.split(',').map((column) => cells[column] ?? '');
  const { records } = readBytes(`${header}\n${line.join(',')}\n`);
  expect(records[0]?.nativeId).toBe(readFixture('shopify/payments-17.csv').records[0]?.nativeId);
});

it('of a payout that went on is a later version of the same record', () => {
  const versions = [
    row('pending', '', ''),
    row('scheduled', '2026-03-06', ''),
    row('in_transit', '2026-03-06', '9'),
    row('paid', '2026-03-06', '9'),
    row('failed', '2026-03-06', '9'),
  ].map((bytes) => readBytes(bytes).records[0]);
  expect(new Set(versions.map((draft) => draft?.nativeId)).size).toBe(1);
  const order = versions.map((draft) => draft?.versionMs ?? 0);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(order).size).toBe(order.length);
});

it('of the Italian admin is read with its comma, its point and its words', () => {
  const { records, rejected } = readFixture('shopify/payments-italian.csv');
  expect(rejected).toEqual([]);
  expect(records.map(({ type, facts }) => [type, facts.moneyKind, facts.amount, facts.fee, facts.net, facts.payoutStatus])).toEqual(
    [
      ['charge', 'charge', 123_450, 2210, 121_240, 'paid'],
      ['refund', 'refund', -3450, 0, -3450, 'in_transit'],
    ],
  );
});

it('with tax on its fee costs both, whether the fee column holds it or not', () => {
  const { records } = readFixture('shopify/payments-18.csv');
  expect(records.map(({ facts }) => [facts.amount, facts.fee, facts.net])).toEqual([
    [6000, 120, 5880],
    [6000, 120, 5880],
  ]);
});

it.each([
  ['an unknown type', 'charge_teleport', 'paid', '74.68', 'unknown_value', 'Type'],
  ['an unknown status of its payout', 'charge', 'mislaid', '74.68', 'unknown_value', 'Payout Status'],
  ['a net that is not its amount less its fee', 'charge', 'paid', '74.69', 'conflicting_rows', 'Net'],
])('with %s is not read', (_, type, status, net, code, column) => {
  const bytes = `${HEADER}\n2026-03-02 09:31:10 -0500,${type},#2001,visa,online,${status},2026-03-06,9,2026-03-06,77.22,2.54,${net},USD\n`;
  expect(readBytes(bytes).rejected).toMatchObject([{ code, column }]);
});

describe('a payout', () => {
  it('leaves the gateway, with what it is made of', () => {
    const { records, statements } = readFixture('shopify/payouts-13.csv');
    expect(records.map(({ facts }) => [facts.moneyKind, facts.amount, facts.payoutStatus, facts.reference])).toEqual([
      ['payout', -15_826, 'paid', 'QXNKDJEUWP'],
      ['withdrawal', 12_331, 'paid', null],
      ['payout', -5300, 'failed', 'PLMEUWQXND'],
    ]);
    expect(records[0]?.aliases).toEqual(['QXNKDJEUWP']);
    expect(records[2]?.facts.lineItems?.map(({ name, totalMinor }) => [name, totalMinor])).toContainEqual(['Reserved Funds', -500]);
    expect(statements).toMatchObject([{ currency: 'USD', statedMinor: 8795, linesMinor: 8895 }]);
  });

  it('that was planned and is sent now is one payout, with or without its bank reference', () => {
    const [planned] = readFixture('shopify/payouts-10.csv').records;
    const [sent] = readFixture('shopify/payouts-13.csv').records;
    expect(sent?.nativeId).toBe(planned?.nativeId);
    expect(sent?.versionMs ?? 0).toBeGreaterThan(planned?.versionMs ?? 0);
  });

  it('of one day is told from another of that day', () => {
    const line = '2026-03-06,paid,10.00,0.00,0.00,0.00,0.00,0.00,10.00,USD';
    const header = 'Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,Currency';
    const { records } = readBytes(`${header}\n${line}\n${line}\n`);
    expect(new Set(records.map(({ nativeId }) => nativeId)).size).toBe(2);
  });

  it('of an unknown status is not read', () => {
    const header = 'Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,Currency';
    const { rejected } = readBytes(`${header}\n2026-03-06,pade,10.00,0.00,0.00,0.00,0.00,0.00,10.00,USD\n`);
    expect(rejected).toMatchObject([{ code: 'unknown_value', column: 'Status' }]);
    expect(rejected[0]?.cause).toContain('“paid”');
  });
});

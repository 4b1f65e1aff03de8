import { describe, expect, it } from 'vitest';
import { bytesOf, factsOf, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

const named = (result: ReturnType<typeof readFixture>) =>
  result.records.map(({ type, nativeId, aliases }) => [type, nativeId, ...aliases]);

describe('balance transactions', () => {
  it('of the balance history: charge, refund, fee, and the payout under its own id', () => {
    const result = readFixture('stripe/balance-history.csv');
    expect(result.rejected).toEqual([]);
    expect(named(result)).toEqual([
      ['balance_transaction', 'txn_3Fix0001', 'ch_3Fix0001'],
      ['balance_transaction', 'txn_3Fix0002', 're_3Fix0001'],
      ['payout', 'po_1Fix0001', 'txn_1Fix0003'],
      ['balance_transaction', 'txn_1Fix0004'],
    ]);
    expect(shownFacts(result.records[1])).toEqual({
      currency: 'USD',
      amount: -2000,
      fee: 0,
      net: -2000,
      category: 'refund',
      placedAt: '2026-03-05 10:00',
      availableAt: '2026-03-05 10:00',
    });
    expect(result.records[0]?.facts.placedAt).toEqual({
      ms: Date.UTC(2026, 2, 2, 14, 31),
      text: '2026-03-02 14:31',
      precision: 'exact',
    });
  });

  it('of the itemised report: yen have no cents, a dispute owns its id', () => {
    const result = readFixture('stripe/balance-change-itemized.csv', { zone: 'America/New_York' });
    expect(factsOf(result, 'txn_3Fix0005')).toMatchObject({
      currency: 'JPY',
      amount: 12_345,
      fee: 445,
      net: 11_900,
      description: null,
    });
    expect(factsOf(result, 'txn_3Fix0001').placedAt?.ms).toBe(Date.UTC(2026, 2, 2, 14, 31, 10));
    expect(shownRefs(result.records[3]?.refs)).toEqual(['balance_transaction TXN_3FIX0006 own', 'dispute DU_1FIX0006 own']);
    expect(shownRefs(result.records[1]?.refs)).toContain('shopify:order 2001 free');
  });

  it('of the payout reconciliation: the sale owns charge and intent, its refund only mentions them', () => {
    const result = readFixture('stripe/payout-reconciliation.csv');
    expect(named(result)).toEqual([
      ['balance_transaction', 'txn_3Fix0001', 'ch_3Fix0001', 'pi_3Fixture2001aaaa'],
      ['balance_transaction', 'txn_3Fix0002', 're_3Fix0001'],
    ]);
    expect(result.records[0]?.facts).toMatchObject({ payoutId: 'po_1Fix0001', reference: '#2001' });
    expect(shownRefs(result.records[0]?.refs)).toEqual([
      'balance_transaction TXN_3FIX0001 own',
      'charge CH_3FIX0001 own',
      'csv:order 2001 mentions',
      'hubspot:deal 2001 mentions',
      'netsuite:order 2001 mentions',
      'payment_intent PI_3FIXTURE2001AAAA own',
      'payout PO_1FIX0001 mentions',
      'shopify:order 2001 mentions',
      'woocommerce:order 2001 mentions',
    ]);
    expect(shownRefs(result.records[1]?.refs)).toEqual([
      'balance_transaction TXN_3FIX0002 own',
      'charge CH_3FIX0001 mentions',
      'payment_intent PI_3FIXTURE2001AAAA mentions',
      'payout PO_1FIX0001 mentions',
      'refund RE_3FIX0001 own',
    ]);
  });

  it('of an unknown category are not read as anything', () => {
    const header = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category';
    const { records, rejected } = readBytes(
      `${header}\ntxn_1,2026-01-01 00:00:00,usd,5.00,0.00,5.00,teleport\ntxn_2,2026-01-01 00:00:00,usd,5.00,0.00,5.00,charge\n`,
    );
    expect(rejected).toMatchObject([{ code: 'unknown_value', column: 'reporting_category', text: 'teleport' }]);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['txn_2']);
  });
});

describe('payments of the dashboard', () => {
  it('are charges, dated in the order that the file settles', () => {
    const result = readFixture('stripe/payments-dashboard.csv');
    expect(result.detection.options.dateOrder).toBe('dmy');
    expect(named(result)).toEqual([
      ['charge', 'ch_3Fix0001', 'pi_3Fixture2001aaaa'],
      ['charge', 'ch_3Fix0007', 'pi_3Fixture0007aaaa'],
      ['charge', 'ch_3Fix0008'],
    ]);
    expect(factsOf(result, 'ch_3Fix0001')).toMatchObject({
      amount: 7722,
      refunded: 2000,
      fee: 254,
      currency: 'USD',
      reference: '#2001',
      category: 'charge',
      tags: null,
    });
    expect(factsOf(result, 'ch_3Fix0001').placedAt?.ms).toBe(Date.UTC(2026, 2, 2, 14, 31));
  });

  it('state no fee where it is in another currency than the charge', () => {
    const facts = factsOf(readFixture('stripe/payments-dashboard.csv'), 'ch_3Fix0007');
    expect(facts).toMatchObject({ amount: 10_000, currency: 'EUR' });
    expect('fee' in facts).toBe(false);
  });

  it('show what was only authorised, and test rows', () => {
    expect(factsOf(readFixture('stripe/payments-dashboard.csv'), 'ch_3Fix0008')).toMatchObject({
      category: 'authorisation',
      tags: 'test',
      description: null,
    });
  });

  it('in snake case are read alike', () => {
    const result = readFixture('stripe/payments-21.csv');
    expect(factsOf(result, 'ch_3Fix0001')).toMatchObject({ amount: 7722, refunded: 2000, fee: 254, email: 'nora@example.test' });
    expect(factsOf(result, 'py_3Fix0009')).toMatchObject({ amount: 15_000, currency: 'JPY', fee: 540 });
  });

  it('of an unknown status are not read as paid', () => {
    const bytes = bytesOf('id,created,amount,amount_refunded,currency,status\nch_1,2026-01-01,5.00,0.00,usd,Sort of\n');
    expect(readBytes(bytes).rejected).toMatchObject([{ code: 'unknown_value', column: 'Status', text: 'Sort of' }]);
  });
});

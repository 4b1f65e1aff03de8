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
      moneyKind: 'refund',
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

  it('of a category that was renamed are shown beside what was expected', () => {
    const header = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category';
    const { rejected } = readBytes(`${header}\ntxn_1,2026-01-01 00:00:00,usd,5.00,0.00,5.00,refund_failed\n`);
    expect(rejected[0]?.cause).toContain('Expected was one like “refund_failure”');
  });

  it('whose sums do not hold are not believed', () => {
    const header = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category';
    const { rejected } = readBytes(`${header}\ntxn_1,2026-01-01 00:00:00,usd,5.00,0.30,4.71,charge\n`);
    expect(rejected).toMatchObject([{ code: 'conflicting_rows', column: 'net' }]);
  });

  it.each([
    ['charge', '5.00', '0.30', 'ch_1Fix000001', 'charge'],
    ['partial_capture_reversal', '-2.00', '0.00', 'ch_1Fix000001', 'charge_reversal'],
    ['refund_failure', '2.00', '0.00', 're_1Fix000001', 'refund_failed'],
    ['dispute', '-5.00', '15.00', 'dp_1Fix000001', 'dispute'],
    ['dispute_reversal', '5.00', '-15.00', 'dp_1Fix000001', 'dispute_reversal'],
    ['adjustment', '-5.00', '15.00', 'dp_1Fix000001', 'dispute'],
    ['adjustment', '5.00', '0.00', 'du_1Fix000001', 'dispute_reversal'],
    ['adjustment', '5.00', '0.00', 're_1Fix000001', 'refund_failed'],
    ['adjustment', '-1.00', '0.00', '', 'adjustment'],
    ['stripe_fee', '-1.00', '0.00', '', 'fee'],
    ['fee', '1.00', '0.00', '', 'fee_returned'],
    ['risk_reserved_funds', '-9.00', '0.00', '', 'reserve_held'],
    ['risk_reserved_funds', '9.00', '0.00', '', 'reserve_released'],
    ['payout_failure', '9.00', '0.00', 'po_1Fix000001', 'payout_failed'],
    ['topup', '9.00', '0.00', '', 'transfer'],
    ['currency_conversion', '-9.00', '0.00', '', 'conversion'],
  ])('of the category %s (%s) are told apart', (category, gross, fee, source, kind) => {
    const net = (Number(gross) - Number(fee)).toFixed(2);
    const header = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id';
    const { records } = readBytes(`${header}\ntxn_1,2026-01-01 00:00:00,usd,${gross},${fee},${net},${category},${source}\n`);
    expect(records[0]?.facts.moneyKind).toBe(kind);
  });

  it('name the payout they lie in, and when it was sent; its own row is the payout', () => {
    const header = 'payout_id,transaction_id,type,amount,fee,net,currency,created';
    const { records } = readBytes(
      `${header}\npo_1Fix000001,txn_1Fix000001,stripe_fee,0.00,0.25,-0.25,usd,2026-01-15T00:00:00Z\npo_1Fix000001,txn_1Fix000002,payout,-4.75,0.00,-4.75,usd,2026-01-15T16:00:00Z\n`,
    );
    expect(records[0]).toMatchObject({
      type: 'balance_transaction',
      facts: { moneyKind: 'fee', amount: -25, fee: null, net: -25, payoutId: 'po_1Fix000001' },
    });
    expect(records[1]).toMatchObject({ type: 'payout', nativeId: 'po_1Fix000001', aliases: ['txn_1Fix000002'] });
    expect(shownRefs(records[1]?.refs)).toContain('payout PO_1FIX000001 own');
    const dated = readFixture('stripe/payout-reconciliation.csv').records[0]?.facts.payoutAt;
    expect(dated?.precision).toBe('exact');
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

  it('are in the currency of the account, with what the buyer paid beside it', () => {
    expect(factsOf(readFixture('stripe/payments-dashboard.csv'), 'ch_3Fix0007')).toMatchObject({
      amount: 10_831,
      fee: 344,
      net: 10_487,
      currency: 'USD',
      buyerAmount: '100.00',
      buyerCurrency: 'EUR',
      moneyKind: 'charge',
    });
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

  it('that were refunded since are a later version than before', () => {
    const version = (status: string) =>
      readBytes(`id,created,amount,amount_refunded,currency,status\nch_1,2026-01-01,5.00,0.00,usd,${status}\n`).records[0]
        ?.versionMs ?? 0;
    expect(version('Pending')).toBeLessThan(version('Paid'));
    expect(version('Paid')).toBeLessThan(version('Partial Refund'));
    expect(version('Partial Refund')).toBeLessThan(version('Refunded'));
  });

  it.each([
    ['Paid', '', 'charge', 'Paid'],
    ['Failed', '', 'nothing', 'Failed'],
    ['requires_capture', '', 'authorisation', 'requires_capture'],
    ['Paid', 'Lost', 'charge', 'Dispute lost'],
    ['Refunded', 'Won', 'charge', 'Dispute won'],
    ['Paid', 'Needs response', 'charge', 'Disputed'],
  ])('with status %s and dispute “%s” are %s', (status, dispute, kind, shown) => {
    const bytes = `id,created,amount,amount_refunded,currency,status,dispute_status\nch_1,2026-01-01,5.00,0.00,usd,${status},${dispute}\n`;
    expect(readBytes(bytes).records[0]?.facts).toMatchObject({ moneyKind: kind, status: shown });
  });
});

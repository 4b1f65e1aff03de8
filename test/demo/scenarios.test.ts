import { describe, expect, it } from 'vitest';
import { rowsOf, type TruthLink, type TruthOrder, textOf, truthOf } from './read-back.ts';
import { apiRetry, campaign40k, refundWithoutOrder } from './scenarios.ts';

const reasonsOf = (demo: Parameters<typeof truthOf>[0]): string[] =>
  truthOf<{ reason: string }>(demo, 'exceptions.jsonl').map(({ reason }) => reason);

describe('the $40,000 campaign', () => {
  const demo = campaign40k();

  it('is four records of one order, worth what the deal says', () => {
    const [order, ...others] = truthOf<TruthOrder>(demo, 'orders.jsonl');
    expect(others).toEqual([]);
    expect(order?.members.map(({ system, nativeId }) => `${system} ${nativeId}`)).toEqual([
      'hubspot 8841207',
      'netsuite 420771',
      'google_ads 5520913',
      'asana 120488',
    ]);
    expect([order?.totalMinor, order?.currency]).toEqual([4_000_000, 'USD']);
    expect(reasonsOf(demo)).toEqual(['amount_mismatch', 'duplicate_order']);
  });

  it('is written with tax, a temporary reference and another client name in the ERP, and without a reference in the ads', () => {
    const [order] = rowsOf(textOf(demo, 'netsuite-northlight-sales-orders.csv'));
    expect(order).toMatchObject({
      Date: '3/31/2025',
      Name: 'Harbor and Pine Company',
      'PO/Check Number': 'TMP-0093',
      Amount: '42400.00',
      'Amount (Tax)': '2400.00',
    });
    const [deal] = rowsOf(textOf(demo, 'hubspot-northlight-deals.csv'));
    expect(deal).toMatchObject({
      Amount: '40000.00',
      'Close Date': '2025-03-03',
      'Associated Company': 'Harbor & Pine Co.',
      'Order Number': 'HP-SPRING-24',
    });
    expect(textOf(demo, 'google-ads-northlight-campaigns.csv')).not.toContain('HP-SPRING');
  });
});

describe('the API retry', () => {
  it.each([
    ['one_charge', 1, ['duplicate_order']],
    ['two_charges', 2, ['duplicate_order', 'overpaid']],
  ] as const)('%s: two orders three seconds apart', (variant, charges, reasons) => {
    const demo = apiRetry(variant);
    const [first, second] = rowsOf(textOf(demo, 'shopify-kestrel-us-orders.csv')).filter((row) => row.Id !== '');
    expect([first?.Name, second?.Name, first?.Total, second?.Total]).toEqual(['#10482', '#10483', '184.20', '184.20']);
    expect(Date.parse(second?.['Created at'] ?? '') - Date.parse(first?.['Created at'] ?? '')).toBe(3000);
    expect(rowsOf(textOf(demo, 'stripe-kestrel-us-balance-itemized.csv'))).toHaveLength(charges);
    const [order] = truthOf<TruthOrder>(demo, 'orders.jsonl');
    expect(order?.members.map(({ nativeId }) => nativeId)).toEqual(['#10482', '#10483']);
    expect([order?.position.orderedMinor, order?.position.paidMinor]).toEqual([18_420, 18_420 * charges]);
    expect(reasonsOf(demo)).toEqual(reasons);
  });
});

describe('the refund that names no order', () => {
  it('is not linked, and the books hold the deposit gross of it', () => {
    const demo = refundWithoutOrder();
    const refund = rowsOf(textOf(demo, 'stripe-kestrel-us-payout-reconciliation.csv')).find(
      (row) => row.reporting_category === 'refund',
    );
    expect(refund).toMatchObject({ gross: '-42.00', charge_id: '', payment_intent_id: '' });
    expect(truthOf<TruthLink>(demo, 'links.jsonl').filter(({ kind }) => kind.startsWith('refund'))).toEqual([]);
    const exceptions = truthOf<{ reason: string; amountMinor: number; bestGuess: { nativeId: string } | null }>(
      demo,
      'exceptions.jsonl',
    );
    expect(exceptions.find(({ reason }) => reason === 'refund_without_order')).toMatchObject({
      amountMinor: 4200,
      bestGuess: { nativeId: '#10482' },
    });
    expect(exceptions.find(({ reason }) => reason === 'booked_amount_mismatch')).toMatchObject({ amountMinor: 4200 });
    const [bank] = rowsOf(textOf(demo, 'bank-kestrel-usd.csv'));
    const [deposit] = rowsOf(textOf(demo, 'quickbooks-kestrel-transaction-detail.csv'), ',', 5);
    // 184.20 less 5.64 for the charge, less 42.00.
    expect([bank?.Amount, deposit?.Amount]).toEqual(['136.56', '178.56']);
  });
});

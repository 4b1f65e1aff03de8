import { describe, expect, it } from 'vitest';
import { bytesOf, readBytes, readFixture } from '#test/factories/read-file.ts';

const DEALS = 'Record ID,Deal Name,Amount,Deal Stage,Close Date,Currency';

describe('records whose currency nobody stated', () => {
  it('are all with an amount, in a file without a currency column', () => {
    const rows = ['1,Spring campaign,1200.00,closedwon,2026-03-01', '2,No price yet,,qualified,2026-03-02'];
    const file = [DEALS.replace(',Currency', ''), ...rows].join('\n');
    const { records, withoutCurrency } = readBytes(bytesOf(file), { currency: 'EUR' });
    expect(records.map(({ facts }) => [facts.currency, facts.total])).toEqual([
      ['EUR', 120_000],
      ['EUR', null],
    ]);
    expect(withoutCurrency).toBe(1);
  });

  it('are none where every row names one, be it the default', () => {
    const { records, withoutCurrency } = readFixture('shopify/orders-79.csv', { currency: 'USD' });
    expect(records.length).toBeGreaterThan(0);
    expect(withoutCurrency).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { bytesOf, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

describe('an order', () => {
  const { records, rejected, rowCount } = readFixture('amazon/orders-29.txt');

  it('is its items: prices, shipping and taxes less promotions', () => {
    expect(rejected).toEqual([]);
    expect(rowCount).toBe(3);
    expect(shownFacts(records[0])).toEqual({
      orderNumber: '113-1111111-2222222',
      currency: 'USD',
      placedAt: '2026-03-02T01:52:21+00:00',
      updatedAt: '2026-03-04T01:52:21+00:00',
      status: 'Shipped',
      fulfilmentStatus: null,
      category: 'Amazon.com',
      shipCity: 'Harbor',
      shipZip: '01234',
      shipCountry: 'US',
      subtotal: 6000,
      tax: 520,
      shipping: 500,
      discount: 400,
      total: 6620,
      lineItems: [
        { name: '"Best" Mug 5" wide', sku: 'MUG', quantity: '2', unitPriceMinor: null, totalMinor: 4000 },
        { name: 'Tote', sku: 'TOTE', quantity: '1', unitPriceMinor: null, totalMinor: 2000 },
      ],
    });
    expect([records[0]?.nativeId, records[0]?.aliases, records[0]?.versionMs]).toEqual([
      '113-1111111-2222222',
      ['M-31'],
      Date.UTC(2026, 2, 4, 1, 52, 21),
    ]);
  });

  it('without prices has no total, not one of zero', () => {
    expect(shownFacts(records[1])).toMatchObject({ status: 'Canceled', total: null, subtotal: null, tax: null });
  });

  it('of a business refers to its purchase order', () => {
    const [order] = readFixture('amazon/orders-32.txt').records;
    expect(order?.facts.poNumber).toBe('4500012345');
    expect(shownRefs(order?.refs)).toContain('po 4500012345 mentions');
    expect(shownRefs(order?.refs)).toContain('amazon:order 113-1111111-2222222 own');
  });
});

const HEADER = 'amazon-order-id\tpurchase-date\torder-status\tsku\tcurrency\titem-price';

it.each([
  ['an unknown status', '113-1\t2026-01-01T00:00:00Z\tTeleported\tA\tEUR\t5.00', 'unknown_value', 'order-status'],
  [
    'two currencies',
    '113-1\t2026-01-01T00:00:00Z\tShipped\tA\tEUR\t5.00\n113-1\t2026-01-01T00:00:00Z\tShipped\tA\tUSD\t5.00',
    'conflicting_rows',
    'currency',
  ],
  ['a blank currency', '113-1\t2026-01-01T00:00:00Z\tShipped\tA\t\t5.00', 'bad_currency', 'currency'],
])('does not read %s', (_, rows, code, column) => {
  const { records, rejected } = readBytes(
    bytesOf(`${HEADER}\n${rows}\n113-9\t2026-01-01T00:00:00Z\tShipped - Delivered to Buyer\tA\tEUR\t6.50\n`),
  );
  expect(rejected.map((row) => [row.code, row.column])).toEqual([[code, column]]);
  expect(records.map(({ nativeId }) => nativeId)).toEqual(['113-9']);
});

it('reads rows whose last cells were trimmed', () => {
  const { records } = readBytes(bytesOf(`${HEADER}\tship-city\n113-1\t2026-01-01T00:00:00Z\tShipped\tA\tEUR\t5.00\n`));
  expect(records[0]?.facts).toMatchObject({ total: 500, shipCity: null });
});

it('does not sum up an order that may have lost an item to a damaged row', () => {
  const row = (id: string) => `${id}\t2026-01-01T00:00:00Z\tShipped\tA\tEUR\t5.00`;
  const rows = [row('113-1'), row('113-2'), '\t2026-01-01T00:00:00Z\tShipped\tA\tEUR\t5.00', row('113-3'), row('113-4')];
  const { records, rejected, rowCount } = readBytes(bytesOf(`${HEADER}\n${rows.join('\n')}\n`));
  expect(records.map(({ nativeId }) => nativeId)).toEqual(['113-1', '113-4']);
  expect(rejected.map(({ code, span }) => [code, span.line])).toEqual([
    ['conflicting_rows', 3],
    ['missing_id', 4],
    ['conflicting_rows', 5],
  ]);
  expect(rowCount).toBe(5);
});

/** Small Shopify order exports with the columns that matter here, for tests of imports. */

export interface ShopifyOrder {
  readonly name: string;
  readonly email?: string;
  readonly total: string;
  readonly status?: string;
  readonly paidAt?: string;
  readonly createdAt?: string;
  readonly item?: string;
}

const HEADER =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Cancelled at,Payment Method,Id';

export function shopifyCsv(orders: readonly ShopifyOrder[]): string {
  const lines = orders.map((order) =>
    [
      order.name,
      order.email ?? '',
      order.status ?? 'paid',
      order.paidAt ?? '',
      'unfulfilled',
      'USD',
      order.total,
      '0.00',
      '0.00',
      order.total,
      order.createdAt ?? '2026-03-02 10:00:00 +0000',
      '1',
      order.item ?? 'Walnut tray',
      order.total,
      'Ada Example',
      '',
      'Shopify Payments',
      `55${order.name.replace(/\D/g, '').padStart(10, '0')}`,
    ].join(','),
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}

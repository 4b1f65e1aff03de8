/** Columns of Amazon's orders report (tab-separated, 29 or 32 columns, or fewer). One row an order item. */
import type { FactColumns } from '../facts.ts';

export const ORDER_FACTS = {
  orderNumber: ['amazon-order-id'],
  currency: ['currency'],
  placedAt: ['purchase-date'],
  updatedAt: ['last-updated-date'],
  status: ['order-status'],
  fulfilmentStatus: ['fulfillment-channel'],
  category: ['sales-channel'],
  shipCity: ['ship-city'],
  shipZip: ['ship-postal-code'],
  shipCountry: ['ship-country'],
  poNumber: ['purchase-order-number'],
} satisfies FactColumns;

export const ORDER_COLUMNS = {
  id: ORDER_FACTS.orderNumber,
  merchantId: ['merchant-order-id'],
  status: ORDER_FACTS.status,
  name: ['product-name'],
  sku: ['sku'],
  quantity: ['quantity'],
  itemPrice: ['item-price'],
} as const;

/** Amounts of an item by what they are; prices are for all pieces of the item, promotions are written without a sign. */
export const TAX_COLUMNS = ['item-tax', 'shipping-tax', 'gift-wrap-tax'] as const;
export const SHIPPING_COLUMNS = ['shipping-price', 'gift-wrap-price'] as const;
export const DISCOUNT_COLUMNS = ['item-promotion-discount', 'ship-promotion-discount'] as const;

/** Also `Shipped - Delivered to Buyer` and its like, by their first word. */
export const KNOWN_STATUSES: ReadonlySet<string> = new Set([
  'pending',
  'pendingavailability',
  'unshipped',
  'partiallyshipped',
  'shipped',
  'shipping',
  'canceled',
  'cancelled',
  'unfulfillable',
  'invoiceunconfirmed',
  'complete',
  'completed',
]);

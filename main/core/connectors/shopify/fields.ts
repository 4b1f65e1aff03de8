/** Columns of Shopify's orders export: 79 in the current layout, fewer in older ones, and the spellings of its help pages. */
import type { FactColumns } from '../facts.ts';

export const ORDER_FACTS = {
  orderNumber: ['Name'],
  clientName: ['Billing Name'],
  company: ['Billing Company', 'Shipping Company'],
  email: ['Email'],
  phone: ['Phone', 'Billing Phone', 'Shipping Phone'],
  currency: ['Currency'],
  total: ['Total'],
  subtotal: ['Subtotal'],
  tax: ['Taxes'],
  shipping: ['Shipping'],
  discount: ['Discount Amount'],
  duties: ['Duties'],
  placedAt: ['Created at'],
  paymentTerms: ['Payment Terms Name', 'Payment terms'],
  dueAt: ['Next Payment Due At'],
  status: ['Financial Status'],
  fulfilmentStatus: ['Fulfillment Status'],
  fulfilledAt: ['Fulfilled at'],
  cancelledAt: ['Cancelled at', 'Canceled at'],
  shipName: ['Shipping Name'],
  shipStreet: ['Shipping Street', 'Shipping Address1'],
  shipCity: ['Shipping City'],
  shipZip: ['Shipping Zip'],
  shipCountry: ['Shipping Country'],
  owner: ['Employee'],
  tags: ['Tags'],
  notes: ['Notes'],
  refunded: ['Refunded Amount'],
  outstanding: ['Outstanding Balance'],
  paidAt: ['Paid at'],
  paymentMethod: ['Payment Method'],
  category: ['Source'],
} satisfies FactColumns;

export const ORDER_COLUMNS = {
  name: ORDER_FACTS.orderNumber,
  id: ['Id'],
  total: ORDER_FACTS.total,
  status: ORDER_FACTS.status,
  currency: ORDER_FACTS.currency,
  lineName: ['Lineitem name'],
  lineQuantity: ['Lineitem quantity'],
  linePrice: ['Lineitem price'],
  lineSku: ['Lineitem sku'],
  noteAttributes: ['Note Attributes'],
} as const;

/** Columns that hold ids of payments; `Payment Reference (deprecated)` is the older help page's spelling. */
export const PAYMENT_REFERENCE_COLUMNS = [
  'Payment References',
  'Payment Reference',
  'Payment Reference (deprecated)',
  'Payment ID',
] as const;

export const KNOWN_FINANCIAL_STATUSES: ReadonlySet<string> = new Set([
  'authorized',
  'expired',
  'paid',
  'partially_authorized',
  'partially_paid',
  'partially_refunded',
  'pending',
  'refunded',
  'unpaid',
  'voided',
]);

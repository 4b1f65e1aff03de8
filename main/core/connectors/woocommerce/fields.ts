/**
 * Members of WooCommerce orders and refunds as the REST API v3 answers them. Amounts are strings; ids come as strings or numbers;
 * `…_gmt` is UTC without an offset, its twin without the suffix is the site's local time.
 */
import type { FieldName } from '#shared/domain/fields.ts';

/** Field → paths of keys that hold it, preferred first. A path that ends in `_gmt` is UTC. */
export type FactPaths = { readonly [F in FieldName]?: readonly string[] };

export const ORDER_PATHS = {
  orderNumber: ['number', 'id'],
  company: ['billing.company', 'shipping.company'],
  email: ['billing.email'],
  phone: ['billing.phone', 'shipping.phone'],
  total: ['total'],
  tax: ['total_tax'],
  shipping: ['shipping_total'],
  discount: ['discount_total'],
  placedAt: ['date_created_gmt', 'date_created'],
  status: ['status'],
  fulfilledAt: ['date_completed_gmt', 'date_completed'],
  paidAt: ['date_paid_gmt', 'date_paid'],
  shipStreet: ['shipping.address_1'],
  shipCity: ['shipping.city'],
  shipZip: ['shipping.postcode'],
  shipCountry: ['shipping.country'],
  paymentMethod: ['payment_method_title', 'payment_method'],
  notes: ['customer_note'],
  category: ['created_via'],
  updatedAt: ['date_modified_gmt', 'date_modified'],
} satisfies FactPaths;

/** Paths of facts that are collected from several members, for pointing at them. */
export const ORDER_SOURCES = {
  clientName: ['billing.first_name', 'billing.last_name'],
  shipName: ['shipping.first_name', 'shipping.last_name'],
  currency: ['currency'],
  lineItems: ['line_items'],
  paymentReferences: ['transaction_id', 'meta_data'],
  fee: ['meta_data'],
} satisfies FactPaths;

export const REFUND_SOURCES = { amount: ['amount', 'total'], net: ['amount', 'total'] } satisfies FactPaths;

/** First and last name stand apart. */
export const CLIENT_NAME = { first: 'billing.first_name', last: 'billing.last_name' } as const;
export const SHIP_NAME = { first: 'shipping.first_name', last: 'shipping.last_name' } as const;

export const REFUND_PATHS = {
  placedAt: ['date_created_gmt', 'date_created'],
  notes: ['reason'],
} satisfies FactPaths;

/** `meta_data` keys under which gateways keep their ids: WooPayments, the Stripe and the PayPal plugin. */
export const PAYMENT_META: ReadonlySet<string> = new Set([
  '_intent_id',
  '_charge_id',
  '_stripe_intent_id',
  '_stripe_charge_id',
  '_stripe_source_id',
  '_transaction_id',
  '_ppcp_paypal_order_id',
  '_paypal_transaction_id',
  'PayPal Transaction ID',
  '_stripe_refund_id',
  '_refund_id',
  '_wcpay_refund_id',
  '_ppcp_refund_id',
]);
/** What the gateway charged, as its plugin notes it on the order: a cost, positive. */
export const FEE_META: ReadonlySet<string> = new Set([
  '_stripe_fee',
  'Stripe Fee',
  '_wcpay_transaction_fee',
  '_paypal_transaction_fee',
  'PayPal Transaction Fee',
]);
export const PO_META: ReadonlySet<string> = new Set(['_purchase_order_number', 'purchase_order_number', '_po_number', 'po_number']);

/** Statuses of WooCommerce itself. One that a plugin added is not read: whether such an order counts as a sale cannot be known. */
export const KNOWN_STATUSES: ReadonlySet<string> = new Set([
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'trash',
  'draft',
  'checkout-draft',
  'auto-draft',
  'partially-refunded',
]);

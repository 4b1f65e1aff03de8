/** Columns of Stripe's exports and reports. Users pick the columns themselves, so everything but the signature may be missing. */
import type { FactColumns } from '../facts.ts';

/** Balance history, itemised balance change, payout reconciliation: one row per balance transaction. */
export const BALANCE_FACTS = {
  currency: ['currency'],
  amount: ['gross', 'Amount'],
  fee: ['fee'],
  net: ['net'],
  category: ['reporting_category', 'Type'],
  placedAt: ['created_utc', 'Created (UTC)', 'created'],
  availableAt: ['available_on_utc', 'Available On (UTC)', 'available_on'],
  description: ['description'],
  payoutId: ['automatic_payout_id', 'payout_id', 'Transfer'],
  payoutAt: ['automatic_payout_effective_at_utc', 'automatic_payout_effective_at', 'Transfer Date (UTC)'],
  buyerAmount: ['customer_facing_amount'],
  buyerCurrency: ['customer_facing_currency'],
  email: ['customer_email', 'receipt_email'],
  clientName: ['customer_name', 'shipping_name'],
  invoiceNumber: ['invoice_number'],
} satisfies FactColumns;

export const BALANCE_COLUMNS = {
  id: ['balance_transaction_id', 'transaction_id', 'ID'],
  source: ['source_id', 'Source'],
  paymentIntent: ['payment_intent_id'],
  charge: ['charge_id'],
  category: BALANCE_FACTS.category,
  net: BALANCE_FACTS.net,
} as const;

/** Dashboard payments, new style (`Created (UTC)`) and snake case with 21 or 50 columns: one row per charge. */
export const PAYMENT_FACTS = {
  currency: ['Currency'],
  amount: ['Amount'],
  refunded: ['Amount Refunded'],
  status: ['Status'],
  placedAt: ['Created (UTC)', 'Created date (UTC)', 'created_utc', 'created'],
  description: ['Description'],
  email: ['Customer Email'],
  clientName: ['Card Name', 'Customer Name', 'Customer Description'],
  paymentMethod: ['Payment Source Type', 'Card Brand'],
  invoiceNumber: ['Invoice Number'],
} satisfies FactColumns;

export const PAYMENT_COLUMNS = {
  id: ['id'],
  paymentIntent: ['PaymentIntent ID', 'payment_intent_id'],
  amount: PAYMENT_FACTS.amount,
  refunded: PAYMENT_FACTS.refunded,
  fee: ['Fee'],
  convertedAmount: ['Converted Amount'],
  convertedRefunded: ['Converted Amount Refunded'],
  convertedCurrency: ['Converted Currency'],
  captured: ['Captured'],
  mode: ['Mode'],
  disputeStatus: ['Dispute Status'],
  invoice: ['Invoice ID'],
  payout: ['Transfer'],
} as const;

/** Metadata columns: `payment_metadata[order_id]` in reports, `order_id (metadata)` in the dashboard. Those that speak of an order. */
export const ORDER_METADATA = /^(?:\w+_metadata\[(?<report>[^\]]+)\]|(?<dashboard>.+) \(metadata\))$/i;
export const ORDER_KEY = /order|bestell|commande|pedido/i;

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
  payout: BALANCE_FACTS.payoutId,
} as const;

/** Dashboard payments, new style (`Created (UTC)`) and snake case with 21 or 50 columns: one row per charge. */
export const PAYMENT_FACTS = {
  currency: ['currency'],
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
  fee: ['Fee'],
  convertedCurrency: ['Converted Currency'],
  captured: ['Captured'],
  mode: ['Mode'],
  refunded: PAYMENT_FACTS.refunded,
} as const;

/** Metadata columns: `payment_metadata[order_id]` in reports, `order_id (metadata)` in the dashboard. Those that speak of an order. */
export const ORDER_METADATA = /^(?:\w+_metadata\[(?<report>[^\]]+)\]|(?<dashboard>.+) \(metadata\))$/i;
export const ORDER_KEY = /order|bestell|commande|pedido/i;

/**
 * `reporting_category` and `type` as Stripe's contract lists them. The list grows; a value that is not in it is not read, because
 * whether it is a sale, a cost or a transfer decides what the money means.
 */
export const KNOWN_CATEGORIES: ReadonlySet<string> = new Set(
  `adjustment advance advance_funding anticipation_repayment application_fee application_fee_refund charge charge_failure
  climate_order_purchase climate_order_refund connect_collection_transfer connect_reserved_funds contribution currency_conversion
  dispute dispute_reversal fee financing_paydown financing_paydown_reversal financing_payout financing_payout_reversal
  issuing_authorization_hold issuing_authorization_release issuing_dispute issuing_transaction network_cost obligation
  obligation_inbound obligation_outbound obligation_payout obligation_payout_failure obligation_reversal_inbound
  obligation_reversal_outbound other_adjustment partial_capture_reversal payment payment_failure_refund payment_network_reserve_hold
  payment_network_reserve_release payment_refund payment_reversal payment_unreconciled payout payout_cancel payout_failure
  payout_minimum_balance_hold payout_minimum_balance_release payout_reversal platform_earning platform_earning_refund refund
  refund_failure reserve_transaction reserved_funds risk_reserved_funds stripe_balance_payment_debit
  stripe_balance_payment_debit_reversal stripe_fee stripe_fee_tax stripe_fx_fee tax tax_fee topup topup_reversal transfer
  transfer_cancel transfer_failure transfer_refund transfer_reversal unreconciled_customer_funds`.split(/\s+/),
);

export const KNOWN_PAYMENT_STATUSES: ReadonlySet<string> = new Set([
  'paid',
  'succeeded',
  'refunded',
  'partially refunded',
  'partial refund',
  'refund pending',
  'failed',
  'pending',
  'uncaptured',
  'canceled',
  'cancelled',
  'blocked',
  'disputed',
  'dispute won',
  'dispute lost',
  'incomplete',
  'requires payment method',
  'requires confirmation',
  'requires action',
  'requires capture',
  'processing',
  'expired',
  'early fraud warning',
]);

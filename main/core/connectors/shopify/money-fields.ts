/** Columns of Shopify Payments' exports: transactions (12 to 19 columns, and the Italian admin's ten) and payouts (10 or 13). */
import type { FactColumns } from '../facts.ts';

export const TRANSACTION_FACTS = {
  currency: ['Currency', 'Valuta'],
  amount: ['Amount', 'Importo'],
  fee: ['Fee', 'Commissione'],
  net: ['Net', 'Netto'],
  category: ['Type', 'Tipo'],
  placedAt: ['Transaction Date', 'Data della transazione'],
  availableAt: ['Available On'],
  reference: ['Order', 'Ordine'],
  paymentMethod: ['Payment Method Name', 'Card Brand'],
  payoutId: ['Payout ID', 'ID pagamento'],
  payoutStatus: ['Payout Status', 'Stato del pagamento'],
  payoutAt: ['Payout Date', 'Data del pagamento'],
} satisfies FactColumns;

export const TRANSACTION_COLUMNS = {
  type: TRANSACTION_FACTS.category,
  fee: TRANSACTION_FACTS.fee,
  net: TRANSACTION_FACTS.net,
  payoutStatus: TRANSACTION_FACTS.payoutStatus,
  /** Tax on the fee. */
  vat: ['VAT'],
  buyerAmount: ['Presentment Amount'],
  buyerCurrency: ['Presentment Currency'],
} as const;

export const PAYOUT_FACTS = {
  currency: ['Currency'],
  payoutAt: ['Payout Date'],
  payoutStatus: ['Status'],
  reference: ['Bank Reference'],
} satisfies FactColumns;

export const PAYOUT_COLUMNS = {
  id: ['Payout ID'],
  date: PAYOUT_FACTS.payoutAt,
  status: PAYOUT_FACTS.payoutStatus,
  charges: ['Charges'],
  refunds: ['Refunds'],
  adjustments: ['Adjustments'],
  total: ['Total'],
} as const;

/** What a payout is made of, signed as it is written: the sum of these is its total. */
export const PAYOUT_PARTS = [
  'Charges',
  'Refunds',
  'Adjustments',
  'Marketplace Sales Tax',
  'Advances',
  'Reserved Funds',
  'Fees',
  'Retried Amount',
] as const;

/** Kinds of links between money, orders and books, and the rules that make them. Stored as places in these lists: append only. */

export const LINK_KINDS = [
  'payment-order',
  'refund-order',
  'refund-payment',
  'fee-payment',
  'dispute-payment',
  'payout-line',
  'payout-bank',
  'booking-order',
  'booking-payout',
  'invoice-order',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/**
 * Ends by kind: `from` is a money row, but a payout (index in `payouts`) of payout-bank; `to` is an order (…-order), a money row
 * (…-payment, payout-bank) or a payout (payout-line, booking-payout).
 */
export const LINK_RULES = [
  'reference@1',
  'payout-id@1',
  'payout-run@1',
  'payout-sum@1',
  'amount-clock@1',
  'group@1',
  'subset@1',
  'buyer@1',
  'own-fee@1',
  'person',
] as const;
export type LinkRule = (typeof LINK_RULES)[number];

/** The accounts that journal entries post to, and what the app calls them until a policy says what the books do. */

export const JOURNAL_ACCOUNTS = [
  'receivable',
  'sales',
  'shipping',
  'taxPayable',
  'tips',
  'duties',
  'giftCards',
  'clearing',
  'unappliedCash',
  'fees',
  'refundsPayable',
  'unidentifiedRefunds',
  'disputesContested',
  'reserve',
  'conversion',
  'adjustments',
  'transfers',
  'inTransit',
  'bank',
] as const;
export type JournalAccount = (typeof JOURNAL_ACCOUNTS)[number];

/** Shipped names. `{system}` stands for the gateway or shop ("Stripe"). */
export const SHIPPED_JOURNAL_NAMES: Readonly<Record<JournalAccount, string>> = {
  receivable: 'Accounts receivable - online orders',
  sales: 'Sales',
  shipping: 'Shipping income',
  taxPayable: 'Sales tax payable',
  tips: 'Tips',
  duties: 'Duties collected',
  giftCards: 'Gift card liability',
  clearing: '{system} clearing',
  unappliedCash: 'Unapplied cash',
  fees: '{system} fees',
  refundsPayable: 'Refunds payable',
  unidentifiedRefunds: 'Unidentified refunds',
  disputesContested: 'Disputes contested',
  reserve: '{system} reserve',
  conversion: 'Currency conversion',
  adjustments: '{system} adjustments',
  transfers: 'Transfers between own accounts',
  inTransit: 'Cash in transit',
  bank: 'Bank',
};

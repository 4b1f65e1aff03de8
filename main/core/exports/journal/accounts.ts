/** The accounts that journal entries post to, and what a firm's books call them. */

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

/** What each is called in the books that the entries go to. `{system}` stands for the gateway or shop ("Stripe"). */
export type AccountNames = Readonly<Record<JournalAccount, string>>;

/** Shipped names; a book's policy may hold others. */
export const DEFAULT_ACCOUNT_NAMES: AccountNames = {
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

/** Name of an account in the books, for the entries of one system. */
export function accountName(names: AccountNames, account: JournalAccount, system: string): string {
  return names[account].replaceAll('{system}', system);
}

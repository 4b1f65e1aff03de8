/** What reconciling knows of one money event or booking: integers, and texts that come again and again (interned when stored). */

/** Figures in the order in which they travel and lie in the book; null where the record does not state them. */
export const MONEY_FIGURES = [
  /** Place in MONEY_KINDS. */
  'kind',
  /** Place in EVENT_STATUSES (core/reconciliation). */
  'status',
  /** Minor units of `currency`, signed as money-events.ts says. */
  'amount',
  'fee',
  'net',
  /** Of the account, after the row. */
  'balance',
  /** What the buyer paid, minor units of `buyerCurrency`. */
  'buyer',
  /** Minutes since 1970 UTC; of a date without time its midnight, and `dayOnly` is 1. */
  'minute',
  'dayOnly',
  'availableMinute',
  'payoutMinute',
] as const;
export type MoneyFigure = (typeof MONEY_FIGURES)[number];

export const MONEY_TEXTS = [
  'currency',
  'buyerCurrency',
  /** Normalised id of the payout or settlement that the row names; of a payout its own. */
  'payout',
  'account',
  /** Shipment of a settlement line: what a marketplace pays for at once. */
  'group',
  /** Normalised client or company. */
  'name',
  'email',
  /** Lower case. */
  'method',
  /** Of bank lines, bookings and adjustments. */
  'description',
  /** Normalised number of an invoice or booking; bank or trace reference of a payout. */
  'number',
  /** Lower case: of bookings the type of the transaction, of settlement lines what the marketplace calls them. */
  'category',
  /** Of bookings, normalised. */
  'reference',
] as const;
export type MoneyText = (typeof MONEY_TEXTS)[number];

export type MoneyFacts = { readonly [F in MoneyFigure]: number | null } & { readonly [T in MoneyText]: string | null };

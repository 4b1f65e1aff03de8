/**
 * What a money record means, in the book's words. Connectors translate each vendor's categories into `MoneyKind`; the ledger, the
 * links and the positions read nothing else.
 *
 * Signs of the facts of a money record (type charge … bank_line), whatever its source writes:
 * - `amount` is gross, seen from the account that the record lies on: money in is positive, money out negative. A charge is positive,
 *   a refund, a dispute, a payout (it leaves the gateway) negative; a payout that was called back positive.
 * - `fee` is what it cost: positive; a fee given back is negative.
 * - `net` = `amount` − `fee`, what the balance of that account moved by. A row that is a fee has `amount` = −cost and no `fee`.
 * - A record of type `payout` from a list of payouts has the same sign as the gateway's own row of it: sent is negative.
 * - A bank line: into the bank account positive.
 * A dispute that Stripe states in one row carries its cost as `fee`.
 */
export const MONEY_KINDS = [
  /** Reserved on a card, nothing moved. Never posts; so `void`. */
  'authorisation',
  'void',
  /** A capture or a sale: money taken from the buyer. */
  'charge',
  /** The uncaptured part of an authorised amount that a gateway first showed whole. */
  'charge_reversal',
  'refund',
  /** A refund that came back. */
  'refund_failed',
  /** A cost as a row of its own; `fee_returned` gives it back. */
  'fee',
  'fee_returned',
  'dispute',
  /** Won, or called off: the money is back. */
  'dispute_reversal',
  'reserve_held',
  'reserve_released',
  /** Marketplace tax kept back, and given back with a refund. */
  'tax_withheld',
  'tax_returned',
  /** From the gateway's balance to the bank; a withdrawal the other way; a payout that the bank sent back. */
  'payout',
  'withdrawal',
  'payout_failed',
  /** One leg of a conversion between two currencies of one balance. */
  'conversion',
  /** Held, and let go again: nets to zero. */
  'hold',
  'hold_released',
  /** A marketplace's sale that is paid out later: expected, posts on release. */
  'deferred',
  /** Paid with a gift card or store credit: no gateway moves. */
  'gift_card',
  'store_credit',
  /** Known by the source as a correction of its own; posts against the account it names, needs a look. */
  'adjustment',
  /** Money of the owner's between own accounts: bank deposits into the gateway, loans, top-ups. */
  'transfer',
  /** A line of a bank statement. */
  'bank',
  /** A line of the books. */
  'booking',
  /** Shown by the source, but nothing moved (a memo, a cash change, a test). */
  'nothing',
] as const;
export type MoneyKind = (typeof MONEY_KINDS)[number];

export function isMoneyKind(text: unknown): text is MoneyKind {
  return (MONEY_KINDS as readonly unknown[]).includes(text);
}

/**
 * What a file says of itself as a whole: the account, the span it tells everything about, and the balances or totals that its
 * lines must meet. Gives coverage, and the checks of statement balances.
 */
export interface StatementDraft {
  /** IBAN, account number, gateway balance or settlement id, as the file names it. */
  readonly account: string;
  /** ISO 4217; one statement a currency. */
  readonly currency: string;
  /** First and last day that it covers, ISO dates in the source's own zone; null where the file does not say. */
  readonly fromDay: string | null;
  readonly toDay: string | null;
  /** Minor units; null where not stated. */
  readonly openingMinor: number | null;
  readonly closingMinor: number | null;
  /** Sum that the file states for its lines (settlement total, BAI2 control total), and what its lines sum to as read. */
  readonly statedMinor: number | null;
  readonly linesMinor: number | null;
  /** First line of what states it, 1-based. */
  readonly line: number;
}

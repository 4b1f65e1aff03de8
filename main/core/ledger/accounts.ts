/** Accounts of the ledger (LEDGER.md): what kind, and whose. */

export const ACCOUNT_KINDS = [
  /** Owned by an order. */
  'receivable',
  'refunds_payable',
  'disputes_contested',
  /** Owned by an account of a gateway or marketplace (index of its source). */
  'clearing',
  'reserve',
  'holds',
  'unapplied_cash',
  'unidentified_refunds',
  /** Owned by a payout. */
  'in_transit',
  /** Owned by a bank account. */
  'bank',
  'unidentified_receipts',
  'outside_scope',
  /** Of the book as a whole. */
  'sales',
  'sales_returns',
  'shipping',
  'tax_payable',
  'tips',
  'duties',
  'gift_card_liability',
  'fees',
  'dispute_fees',
  'chargeback_loss',
  'fx',
  'rounding',
  'write_offs',
  'adjustments',
  'owner_transfers',
  'opening_equity',
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Index of an account kind, as sinks get it. */
export const ACCOUNT = Object.fromEntries(ACCOUNT_KINDS.map((kind, code) => [kind, code])) as Readonly<Record<AccountKind, number>>;

/** Owner of accounts that belong to the book as a whole. */
export const BOOK = 0;

/** The events of LEDGER.md's table. */
export const TRANSFERS = [
  'order_accepted',
  'order_edited',
  'order_cancelled',
  'credit_used',
  'capture',
  'fee',
  'refund_by_shop',
  'refund_by_gateway',
  'dispute',
  'dispute_lost',
  'reserve',
  'tax_withheld',
  'hold',
  'conversion',
  'adjustment',
  'transfer',
  'payout',
  'payout_failed',
  'bank_line',
  'write_off',
  'opening',
] as const;
export type Transfer = (typeof TRANSFERS)[number];

/** What a transfer was caused by. */
export const CAUSES = ['order', 'row', 'payout', 'write_off', 'opening'] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * Takes postings as they come: a transfer begins, its postings follow (debit positive, credit negative, minor units), it ends. Σ of each
 * transfer is zero in each currency.
 */
export interface LedgerSink {
  /** `id`: index of the order, row, payout, write-off or opening; `minute`: minutes UTC, NO_MINUTE where nothing tells. */
  begin(what: Transfer, cause: Cause, id: number, minute: number): void;
  post(kind: AccountKind, owner: number, currency: number, minor: number): void;
  end(): void;
}

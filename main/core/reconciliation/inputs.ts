/**
 * What a reconciliation is a function of. A million money events are read as columns of integers; texts are looked up when a sentence
 * needs them. Rows lie in the order of their record keys (`compareKeys`), so that results do not depend on the order of files, and a row
 * number is the tie-break.
 */
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { Policy } from '#shared/domain/policy.ts';
import type { System } from '#shared/domain/systems.ts';
import type { Goods } from './goods.ts';
import type { Rest } from './rest.ts';

/** Minute of a record without a time. */
export const NO_MINUTE = -0x80000000;
/** "None" of every interned column. */
export const NO_TEXT = 0;

/**
 * What a source says about the state of an event, read from its status words by `eventStatus`. *settled* is the default: a layout
 * without a status column shows only what moved. *disputed*: a dispute about it is not decided yet. Stored as the index: append only.
 */
export const EVENT_STATUSES = ['settled', 'pending', 'failed', 'won', 'lost', 'test', 'disputed'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** Packed references (`packRefs`, 9 bytes each) of all rows: those of row i are numbers `start[i]` … `start[i + 1] − 1`. */
export interface PackedRefs {
  readonly start: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Every live record whose role is *money* or *booking*, one row each. Amounts in minor units, NaN where not stated; signs of money-events.ts. */
export interface MoneyColumns {
  readonly size: number;
  /** `typeCode` of the record. */
  readonly type: Uint8Array;
  /** Index in MONEY_KINDS; of a record that states no kind: `nothing`. */
  readonly kind: Uint8Array;
  /** Index in `sources`. */
  readonly source: Uint16Array;
  readonly amount: Float64Array;
  readonly fee: Float64Array;
  readonly net: Float64Array;
  /** Index in `currencies`. */
  readonly currency: Uint16Array;
  /** What the buyer paid, signed as `amount`, in `buyerCurrency` (index in `currencies`; equal to `currency` where not stated). */
  readonly buyerAmount: Float64Array;
  readonly buyerCurrency: Uint16Array;
  /** Balance of the account after the row. */
  readonly balance: Float64Array;
  /** Minutes since 1970 UTC of `placedAt`, or NO_MINUTE; a date without time is its midnight, and `dayOnly` is 1. */
  readonly minute: Int32Array;
  readonly dayOnly: Uint8Array;
  /** Facts `availableAt` and `payoutAt`. */
  readonly available: Int32Array;
  readonly payoutMinute: Int32Array;
  /** Index in EVENT_STATUSES. */
  readonly status: Uint8Array;
  /**
   * Interned payout id that the row names (fact `payoutId`, settlement id). A record of type payout or settlement: its own id, as others
   * name it. Texts are normalised by `normaliseReference`.
   */
  readonly payoutId: Uint32Array;
  /** Interned texts, NO_TEXT where not stated. `account`: bank account or ledger account of a booking; `group`: shipment of a settlement line. */
  readonly account: Uint32Array;
  readonly group: Uint32Array;
  /** Normalised name and e-mail of the other side, as in match_rows. */
  readonly name: Uint32Array;
  readonly email: Uint32Array;
  /** Fact `paymentMethod`, lower case. */
  readonly method: Uint32Array;
  /** Fact `description` (bank lines, bookings, adjustments), else NO_TEXT. */
  readonly description: Uint32Array;
  /** Fact `invoiceNumber`, or the number of a booking; of a payout its bank or trace reference. Normalised by `normaliseReference`. */
  readonly number: Uint32Array;
  /**
   * Bookings: fact `category`, the type of the transaction (Invoice, Deposit, Credit Memo, Journal …); settlement lines: their category
   * as the marketplace names it (`Principal`, `Commission`); lower case. Else NO_TEXT.
   */
  readonly category: Uint32Array;
  /** Bookings: fact `reference`, normalised by `normaliseReference`; else NO_TEXT. */
  readonly reference: Uint32Array;
  readonly refs: PackedRefs;
}

/** Every live canonical order that is a sale, one row each, in the order of their heads' keys. */
export interface OrderColumns {
  readonly size: number;
  /** Source of the member whose terms stand. */
  readonly source: Uint16Array;
  /** Total that the shop asks, NaN where not stated. */
  readonly total: Float64Array;
  readonly currency: Uint16Array;
  /** Parts of the total, NaN where not stated. */
  readonly subtotal: Float64Array;
  readonly tax: Float64Array;
  readonly shipping: Float64Array;
  readonly tip: Float64Array;
  readonly duties: Float64Array;
  /** Sum of the lines that sell gift cards. */
  readonly giftCards: Float64Array;
  /** What the shop says was given back, and is still to be paid; NaN where not stated. */
  readonly refunded: Float64Array;
  readonly outstanding: Float64Array;
  /** Minutes since 1970 UTC, NO_MINUTE where not stated. */
  readonly placed: Int32Array;
  readonly cancelled: Int32Array;
  readonly fulfilled: Int32Array;
  /** Index in ORDER_STATUSES. */
  readonly status: Uint8Array;
  /** 1: a test order, nothing of it counts. */
  readonly test: Uint8Array;
  /** Interned payment method as the order names it (`Gift Card + Stripe`), lower case. */
  readonly method: Uint32Array;
  readonly name: Uint32Array;
  readonly email: Uint32Array;
  /** Normalised title (`foldText`), as in match_rows: what a deal is called. */
  readonly title: Uint32Array;
  /** How many orders, deals and sales orders stand in it (255: or more). */
  readonly members: Uint8Array;
  /** Packed references of all members together. */
  readonly refs: PackedRefs;
}

/** Where records come from. */
export interface SourceRow {
  readonly system: System;
  readonly account: string;
}

/** What a file says about its account as a whole. `account` of a bank statement is the interned account of its lines. */
export interface StatementRow extends StatementDraft {
  readonly source: number;
}

/** Days (since 1970, both ends) about which a source tells everything: statement bounds, else observed dates confirmed once. */
export interface CoverageRow {
  readonly source: number;
  /** Interned bank or gateway account; NO_TEXT: all of the source. */
  readonly account: number;
  readonly fromDay: number;
  readonly toDay: number;
}

/** One end of a link: a row of the money columns, an order, or a payout named by its source and interned id. */
export type LinkEnd =
  | { readonly of: 'row'; readonly row: number }
  | { readonly of: 'order'; readonly order: number }
  | { readonly of: 'payout'; readonly source: number; readonly id: number };

/** What a person said about a link. The latest of two that contradict stands. */
export interface LinkDecision {
  readonly kind: string;
  readonly from: LinkEnd;
  readonly to: LinkEnd;
  readonly verdict: 'linked' | 'apart';
}

/** Balance that an account of the book starts with, minor units. `source` and `account` name a clearing or bank account. */
export interface OpeningBalance {
  readonly source: number;
  readonly account: number;
  readonly currency: number;
  readonly minor: number;
}

/** What an order asked for until it was edited; parts that are left out did not change. Minor units. */
export interface OrderEdit {
  readonly minute: number;
  readonly total: number;
  readonly shipping?: number;
  readonly tax?: number;
}

export interface WriteOff {
  readonly target: { readonly of: 'order'; readonly order: number } | { readonly of: 'row'; readonly row: number };
  readonly minor: number;
  readonly currency: number;
  readonly minute: number;
}

export interface ReconcileInput {
  readonly sources: readonly SourceRow[];
  /** ISO codes; index 0 is '' (unknown). */
  readonly currencies: readonly string[];
  /** An interned text; '' for NO_TEXT. */
  readonly text: (id: number) => string;
  readonly money: MoneyColumns;
  readonly orders: OrderColumns;
  /**
   * Orders that an open question calls one sale written twice (API retry), by order, both ways. Until it is answered, neither is called
   * unpaid for the other's payment.
   */
  readonly twins?: ReadonlyMap<number, number>;
  /** Edits of accepted orders, oldest first: each says what was asked before it. */
  readonly edits?: ReadonlyMap<number, readonly OrderEdit[]>;
  /** Goods by SKU, where records of money or bookings name them. */
  readonly goods?: Goods;
  readonly statements: readonly StatementRow[];
  readonly coverage: readonly CoverageRow[];
  readonly openings: readonly OpeningBalance[];
  readonly decisions: readonly LinkDecision[];
  readonly writeOffs: readonly WriteOff[];
  readonly policy: Policy;
  readonly isHoliday: IsHoliday;
  /** UTC ms. */
  readonly asOfMs: number;
  /** Only a part of the book is reconciled: what lies outside of it. */
  readonly rest?: Rest;
}

/** What a reconciliation finds. Everything here is derived: a function of `ReconcileInput`, sorted the same way on every machine. */
import type { Severity } from '#shared/domain/policy.ts';
import type { ReasonCode } from '../exceptions/reasons.ts';

export { LINK_KINDS, LINK_RULES, type LinkKind, type LinkRule } from '#shared/domain/money-links.ts';

export interface LinkColumns {
  readonly size: number;
  /** Index in LINK_KINDS. */
  readonly kind: Uint8Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** 1 linked, 0 proposed. */
  readonly linked: Uint8Array;
  /** 0 … 1 in thousandths. */
  readonly permille: Uint16Array;
  /** Index in LINK_RULES. */
  readonly rule: Uint8Array;
  /** Minor units, not negative but for payout lines, which show what they move. */
  readonly amount: Float64Array;
  readonly currency: Uint16Array;
  /** Alternatives of one question, or rows that are one payment, bear one number; 0: none. */
  readonly group: Uint32Array;
}

/** How far a payout has come. *waiting*: the bank's file does not reach so far. *before*: older than the book. */
export const PAYOUT_STATES = ['expected', 'waiting', 'arrived', 'broken', 'failed', 'before'] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

export interface Payout {
  readonly source: number;
  /** Interned id as the lines name it; NO_TEXT for a payout that only its own record knows. */
  readonly id: number;
  /** Records of the payout itself, best first; empty: known from its lines alone. */
  readonly rows: readonly number[];
  readonly currency: number;
  /** When it was sent, minutes UTC, NO_MINUTE when not known. */
  readonly minute: number;
  /** What was sent, minor units; negative: a withdrawal into the gateway. */
  readonly sent: number;
  readonly lines: number;
  /** What its lines sum to. */
  readonly lineSum: number;
  /** What linked bank lines hold of it. */
  readonly banked: number;
  readonly state: PayoutState;
  /** Lines sum to it to the cent, and nothing of it is in transit. */
  readonly holds: boolean;
  /** Last minute at which the bank may show it, or NO_MINUTE. */
  readonly dueMinute: number;
}

/** Figures of an order, minor units of its own currency, in the order of POSITION_FIGURES. */
export const POSITION_FIGURES = [
  'orderedMinor',
  'paidMinor',
  'creditMinor',
  'refundedMinor',
  'disputedMinor',
  'feesMinor',
  'settledMinor',
  'bankedMinor',
  'bookedMinor',
] as const;
export type PositionFigure = (typeof POSITION_FIGURES)[number];
export type Position = Readonly<Record<PositionFigure, number>>;

export interface Positions {
  /** `figures[order * POSITION_FIGURES.length + i]`. */
  readonly figures: Float64Array;
  /** Figures in other currencies than the order's: by order, sorted by currency. */
  readonly others: ReadonlyMap<number, readonly { readonly currency: number; readonly position: Position }[]>;
}

export const ORDER_STATES = ['open', 'reconciled', 'exception', 'cancelled'] as const;

export type Subject =
  | { readonly of: 'row'; readonly row: number }
  | { readonly of: 'order'; readonly order: number }
  | { readonly of: 'payout'; readonly payout: number }
  | { readonly of: 'source'; readonly source: number; readonly account: number };

export interface Guess {
  /** One sentence. */
  readonly text: string;
  readonly subject: Subject | null;
  /** 0 … 1, or null where it is no estimate. */
  readonly probability: number | null;
}

export interface Finding {
  readonly reason: ReasonCode;
  readonly severity: Severity;
  readonly owner: string;
  /** *resolved*: closed by itself, logged and reversible. *pending*: something that was asked for is on its way. */
  readonly state: 'open' | 'pending' | 'resolved';
  /** In the order of LEDGER.md's table; the exception's id is a hash of reason and subject keys (`exceptionId`). */
  readonly subjects: readonly Subject[];
  /** UTC ms; null where nothing tells. */
  readonly eventMs: number | null;
  readonly dueMs: number | null;
  /** Absolute, minor units. */
  readonly amountMinor: number | null;
  readonly currency: number;
  readonly guess: Guess | null;
  /** What must not be posted or exported until this is settled. */
  readonly heldBack: readonly Subject[];
  /** Short facts that show it: label and value, amounts in minor units of `currency`. */
  readonly evidence: readonly { readonly label: string; readonly minor?: number; readonly text?: string }[];
}

/** Something is missing only because a file ends: one line for each source. */
export interface Waiting {
  readonly source: number;
  readonly account: number;
  /** Day after which nothing is known; null: no file of it at all. */
  readonly afterDay: number | null;
  readonly items: number;
  readonly currency: number;
  readonly minor: number;
}

/** A clearing account over one month: opening + movements = closing. */
export interface RollForward {
  readonly account: string;
  readonly source: number;
  readonly currency: number;
  /** `2026-11` */
  readonly month: string;
  readonly opening: number;
  readonly closing: number;
  /** By kind of movement, minor units, signed. */
  readonly movements: Readonly<Record<string, number>>;
}

/** `account|source|currency|month|movement` → sum in minor units, and of how many postings. */
export type RollCells = ReadonlyMap<string, { readonly minor: number; readonly postings: number }>;

export interface Leak {
  readonly kind:
    | 'paid_never_settled'
    | 'settled_never_banked'
    | 'refund_without_order'
    | 'over_refund'
    | 'fulfilled_unpaid'
    | 'paid_cancelled_unrefunded'
    | 'fee_above_contract'
    | 'booked_twice';
  readonly currency: number;
  readonly month: string;
  readonly foundMinor: number;
  readonly recoveredMinor: number;
  readonly count: number;
}

export interface ReconcileOutput {
  readonly links: LinkColumns;
  readonly payouts: readonly Payout[];
  readonly positions: Positions;
  /** By order, index in ORDER_STATES. */
  readonly orderStates: Uint8Array;
  readonly findings: readonly Finding[];
  readonly waiting: readonly Waiting[];
  readonly rollForward: readonly RollForward[];
  /** What the roll-forward is summed from. */
  readonly cells: RollCells;
  readonly leaks: readonly Leak[];
  readonly counts: Readonly<Record<string, number>>;
}

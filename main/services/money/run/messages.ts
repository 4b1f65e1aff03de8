/** What the reconciling thread and the app thread say to each other. Everything is cloned between threads, or changes hands. */
import type { Problem } from '#shared/contract/procedure.ts';
import type { ExceptionData, FoundValue, PayoutData } from '#store/queries/money-found.ts';

/** The instant that a run is as of. */
export interface AsOf {
  /** UTC ms; null: the latest moment that the data covers. */
  readonly ms: number | null;
  /** What is dated later does not count: somebody asked how things stood then. Else it is now, and only clocks run to it. */
  readonly onlyUntil: boolean;
}

/** As of the latest moment that the data covers. */
export const COVERED: AsOf = { ms: null, onlyUntil: false };

export interface MoneyStart {
  readonly bookPath: string;
}

/** One run. */
export interface MoneyTask {
  /** One 32-bit flag: 1 means stop. Shared, because a busy thread reads no messages. */
  readonly cancel: SharedArrayBuffer;
  readonly asOf: AsOf;
  /** All of the book is to be looked at. */
  readonly whole: boolean;
  /** What it finds stays in memory, for the next one to go on from. */
  readonly keeps: boolean;
}

/** Rows that differ from the stored ones, a chunk at a time. */
export type MoneyChanges =
  | {
      readonly of: 'links';
      /** LINK_NUMBERS for each link; the currency by its place in `currencies`. */
      readonly write: Float64Array<ArrayBuffer>;
      readonly currencies: readonly string[];
      readonly remove: readonly (readonly [fromId: number, kind: number, toId: number])[];
    }
  | { readonly of: 'payouts'; readonly write: readonly PayoutData[]; readonly remove: readonly number[] }
  /** Values in the order of the table's columns: as many objects would take longer to hand over than to store. */
  | { readonly of: 'positions'; readonly write: readonly FoundValue[]; readonly remove: readonly number[] }
  | { readonly of: 'exceptions'; readonly write: readonly ExceptionData[]; readonly remove: readonly string[] };

export interface MoneySummary {
  readonly policyVersion: string;
  readonly asOfMs: number;
  /** As asked: see AsOf. */
  readonly onlyUntil: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly linkCount: number;
  /** Merkle root over the links, see core/changes/money-commitments.ts. */
  readonly linksRoot: Uint8Array;
  /** JSON, MoneyReport. */
  readonly report: string;
  readonly looked: Looked;
}

/** What a run looked at: all of the book, and why; or the neighbourhood of what came since the run before. */
export interface Looked {
  readonly at: 'all' | 'neighbourhood';
  readonly because: string | null;
  /** Money rows and orders. */
  readonly rows: number;
  readonly orders: number;
}

export type FromMoney =
  | { readonly kind: 'progress'; readonly progress: number | null; readonly detail: string }
  /** What the run rests on; sent before the first changes. */
  | { readonly kind: 'computed'; readonly inputVersion: string }
  | { readonly kind: 'changes'; readonly changes: MoneyChanges }
  | { readonly kind: 'done'; readonly summary: MoneySummary }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly problem: Problem | null; readonly message: string };

export type ToMoney =
  | ({ readonly kind: 'run' } & MoneyTask)
  /** One for each `changes`: the thread keeps a few in flight and waits for the rest. */
  | { readonly kind: 'taken' }
  /** The run is stored: what it found is kept for the next one. */
  | { readonly kind: 'stored' }
  /** It stops, lets go of the book and ends. */
  | { readonly kind: 'end' };

/**
 * What lies outside of a part of a book that is reconciled by itself: sums and counts of it, as the last run over the whole book left
 * them. With them a part finds what a run over everything would find for it, as long as nothing outside answers to anything inside.
 */
import type { LinkRule } from './outputs.ts';

/** Lines of one payout that lie outside. Minor units; minutes UTC. */
export interface RestLines {
  /** The payout by its account and its interned id; where it has no id, by a row of its own inside the part (`record`, else −1). */
  readonly source: number;
  readonly id: number;
  readonly record: number;
  /** They name the payout; else they were taken by their sum, or by a person. */
  readonly named: boolean;
  readonly lines: number;
  readonly lineSum: number;
  /** The latest moment at which a line says that it was paid out, or NO_MINUTE. */
  readonly minute: number;
  /** Kept back and released again in settlements. */
  readonly held: number;
  readonly released: number;
  /** The least of them: where it would stand between the rows of the part (half numbers), its record and its currency. */
  readonly leastAt: number;
  readonly leastRecordId: number;
  readonly leastCurrency: number;
}

/** A row inside whose payout was found by sums or by a person: that stands while its account is as it was. */
export interface PinnedLine {
  readonly row: number;
  readonly source: number;
  readonly id: number;
  readonly record: number;
  readonly rule: LinkRule;
}

export interface Rest {
  /** Numbers of settlements whose lines are there (`payoutKey`). */
  readonly itemised: ReadonlySet<number>;
  /** How often links lead from a source of money to a source of orders: source × 65,536 + order source → count. */
  readonly affinity: ReadonlyMap<number, number>;
  readonly lines: readonly RestLines[];
  readonly pinned: readonly PinnedLine[];
  /** Whether rows of an account changed, so that its payouts cannot be taken as they were. */
  readonly isMoved: (source: number, currency: number) => boolean;
  /** First and last minute of each source, infinite where there is none. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Sources of orders. */
  readonly shops: ReadonlySet<number>;
}

/** A change of which it cannot be shown that it stays inside its part: everything has to be looked at. */
export class NotLocal extends Error {
  override readonly name = 'NotLocal';
}

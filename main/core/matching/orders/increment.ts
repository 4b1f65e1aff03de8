/**
 * A run after a small change: what the records that came and the decisions that were made can have moved is computed anew, the rest
 * stands as the last run left it. The result is that of a whole run with the same model.
 *
 * What can move: pairs of a record that came; pairs of records that stood, by its coming (`moved.ts`); pairs of records that a decision
 * names. From there everything that hangs together by pairs worth a look, for the outcome of a pair depends on its rivals, and they on
 * theirs.
 */

import { PairCollector, type PairList } from '../pair-list.ts';
import type { Columns } from './columns.ts';
import { type Compared, Comparer } from './compare.ts';
import { decidePairs, type RowConstraints, type Sides } from './decide.ts';
import { FoundPairs } from './found-pairs.ts';
import type { DecidedPairs } from './merge-increment.ts';
import { Moved } from './moved.ts';
import { Partners } from './partners.ts';
import type { PreparedPass } from './passes.ts';
import { TokenIndex } from './references.ts';
import { decidedPairs, joinClusters, type MatchInput } from './run.ts';
import { levelAt } from './spec.ts';
import type { SharedWork } from './work.ts';

export interface Change {
  /** Rows that the last run did not know. Those that it knew are as they were. */
  readonly fresh: readonly number[];
  /** Rows that decisions made or withdrawn since name. */
  readonly decided: readonly number[];
}

export interface Increment extends DecidedPairs {
  /** Rows whose pairs were decided anew, ascending. No pair of another row moved. */
  readonly rows: Int32Array;
  readonly compared: number;
}

/** More rows than this share of all, or than this number, are quicker done in a whole run. */
const MOST_SHARE = 0.3;
const MOST_ROWS = 60_000;

/** A book made ready for increments: the index over it is the prepared passes. */
export class StandingBook {
  readonly #input: MatchInput;
  readonly #partners: Partners;
  readonly #comparer: Comparer;
  readonly #moved: Moved;
  readonly #named: number;
  readonly #reference: number;

  constructor(input: MatchInput, work: SharedWork, prepared: readonly PreparedPass[]) {
    const { engine, columns, texts } = input;
    const index = new TokenIndex(columns, work.tokens);
    this.#input = input;
    this.#partners = new Partners(engine.spec, columns, index, prepared);
    this.#comparer = new Comparer(engine, columns, texts, index, work.counts);
    this.#moved = new Moved(input, work, this.#partners, this.#comparer, index);
    this.#reference = engine.spec.comparisons.findIndex(({ kind }) => kind === 'reference');
    this.#named = engine.spec.comparisons[this.#reference]?.levels.findIndex(({ test }) => test.is === 'named') ?? -1;
  }

  /**
   * The pairs of all rows that the change can have moved. `known` lists the pairs of the last run that hold a row. Null when so much
   * moved that a whole run is quicker, or when words of all titles weigh otherwise now.
   */
  apply({ fresh, decided }: Change, people: RowConstraints, known: (row: number) => Iterable<number>): Increment | null {
    const { columns, engine, pace } = this.#input;
    const limit = Math.max(200, Math.min(MOST_ROWS, columns.size * MOST_SHARE));
    if (fresh.length > limit) return null;
    const moved = this.#moved.by(new Set(fresh), limit);
    if (moved === null) return null;
    const found = new FoundPairs(this.#partners, (left, right) => this.#scoreOf(left, right));
    const together = partnersByDecision(people);
    const rows = new Set<number>([...fresh, ...decided, ...moved]);
    // A pair that stood and stands no more has both its rows among these.
    for (const row of [...rows]) for (const partner of known(row)) rows.add(partner);
    // A set is walked in the order of its growth: what is added on the way is walked too.
    for (const row of rows) {
      if (rows.size > limit) return null;
      for (const partner of found.partnersOf(row)) rows.add(partner);
      for (const partner of together.get(row) ?? []) rows.add(partner);
    }
    const ordered = Int32Array.from(rows).sort();
    const numbers = new Map(Array.from(ordered, (row, at) => [row, at]));
    const list = renumbered(found.list(columns.size, this.#decided(people, rows)), (row) => numbers.get(row) ?? 0);
    const [sides, decisions] = [sidesOf(columns, ordered), within(people, numbers)];
    const { pairs, outcomes } = decidePairs(sides, list, engine, decisions, pace);
    joinClusters(sides, pairs, outcomes, decisions);
    const { state, cause, margin } = outcomes;
    return { pairs: renumbered(pairs, (at) => ordered[at] ?? 0), state, cause, margin, rows: ordered, compared: found.compared };
  }

  /** Null where the pair is not worth keeping. */
  #scoreOf(left: number, right: number): Compared | null {
    const { engine, columns } = this.#input;
    const found = this.#comparer.compare(left, right, engine.model.proposeAt);
    if (found === null || found.score < engine.model.proposeAt) return null;
    const { currency } = columns;
    const differ = currency[left] !== 0 && currency[right] !== 0 && currency[left] !== currency[right];
    return differ && levelAt(found.pattern, engine.radix, this.#reference) !== this.#named ? null : found;
  }

  /** Pairs that decisions name, among these rows: kept whatever they weigh. */
  #decided(people: RowConstraints, rows: ReadonlySet<number>): PairCollector {
    const kept = new PairCollector();
    const rule = this.#input.engine.spec.passes.length + 1;
    for (const [one, other] of decidedPairs(people)) {
      if (!rows.has(one) || !rows.has(other)) continue;
      const [left, right] = [Math.min(one, other), Math.max(one, other)];
      const found = this.#comparer.compare(left, right);
      if (found !== null) kept.push(left, right, rule, found.pattern, found.frequency, found.score);
    }
    return kept;
  }
}

/** Columns of these rows alone, as far as outcomes depend on them. */
function sidesOf({ slot, kind, context, currency, minute, dayOnly }: Columns, rows: Int32Array): Sides {
  const pick = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row] as number);
  return {
    size: rows.length,
    slot: pick(slot),
    kind: pick(kind),
    currency: pick(currency),
    minute: pick(minute),
    context: Uint8Array.from(rows, (row) => context[row] as number),
    dayOnly: Uint8Array.from(rows, (row) => dayOnly[row] as number),
  };
}

/** Decisions among some rows, by their new numbers. */
function within({ together, apart, parted }: RowConstraints, numbers: ReadonlyMap<number, number>): RowConstraints {
  const pick = (rows: readonly number[]): number[] => rows.flatMap((row) => numbers.get(row) ?? []);
  return {
    together: together.map(pick).filter((rows) => rows.length > 1),
    apart: apart.map(([one, other]) => [pick(one), pick(other)] as const),
    parted: parted.map(pick).flatMap(([one, other]) => (one === undefined || other === undefined ? [] : [[one, other] as const])),
  };
}

function renumbered(list: PairList, numberOf: (row: number) => number): PairList {
  return { ...list, left: list.left.map(numberOf), right: list.right.map(numberOf) };
}

/** Row → rows that a decision names with it. */
function partnersByDecision({ together, apart, parted }: RowConstraints): Map<number, number[]> {
  const partners = new Map<number, number[]>();
  for (const rows of [...together, ...apart.map((sides) => sides.flat()), ...parted]) {
    for (const row of rows) {
      const known = partners.get(row) ?? [];
      partners.set(row, known);
      for (const other of rows) known.push(other);
    }
  }
  return partners;
}

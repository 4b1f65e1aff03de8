/**
 * A run after a small change: what the records that came and the decisions that were made can have moved is computed anew, the rest
 * stands as the last run left it. The result is that of a whole run with the same model.
 *
 * What can move: pairs of a record that came; pairs of records whose block became crowded by it, whose shared value became common, or
 * one of whose references now has an owner; pairs of records that a decision names. From there everything that hangs together by
 * pairs worth a look, for the outcome of a pair depends on its rivals, and they on theirs.
 */

import type { Columns } from './columns.ts';
import type { CountedColumn } from './common-values.ts';
import { Comparer } from './compare.ts';
import { decidePairs, type RowConstraints, type Sides } from './decide.ts';
import { frequencyMillibits } from './frequency.ts';
import { Neighbours } from './neighbours.ts';
import type { Cause, PairState } from './outcome.ts';
import { PairCollector, type PairList, sortPairs } from './pair-list.ts';
import { type Block, Partners } from './partners.ts';
import { CROWDED, type PreparedPass, PURGED } from './passes.ts';
import { TokenIndex } from './references.ts';
import { decidedPairs, type MatchInput } from './run.ts';
import { levelAt } from './spec.ts';
import { Subjects } from './subjects.ts';
import type { Hand, SharedWork } from './work.ts';

/** Pairs with what became of them, by left and right row. */
export interface DecidedPairs {
  readonly pairs: PairList;
  readonly state: readonly PairState[];
  readonly cause: readonly (Cause | null)[];
  readonly margin: Int32Array;
}

export interface Change {
  /** Rows that the last run did not know. Those that it knew are as they were. */
  readonly fresh: readonly number[];
  /** Rows that decisions made or withdrawn since name. */
  readonly decided: readonly number[];
}

export interface Increment extends DecidedPairs {
  /** Rows whose pairs were decided anew, ascending. No pair of another row moved. */
  readonly rows: readonly number[];
  readonly compared: number;
}

/** More rows than this share of all, or than this number, are quicker done in a whole run. */
const MOST_SHARE = 0.3;
const MOST_ROWS = 60_000;
/** So many values are looked for one by one. */
const FEW = 8;

/** A book made ready for increments: the index over it is the prepared passes. */
export class StandingBook {
  readonly #input: MatchInput;
  readonly #work: SharedWork;
  readonly #partners: Partners;
  readonly #comparer: Comparer;
  readonly #subjects: Subjects;
  readonly #named: number;
  readonly #reference: number;

  constructor(input: MatchInput, work: SharedWork, hand: Hand, prepared: readonly PreparedPass[]) {
    const { engine, columns, texts } = input;
    const index = new TokenIndex(columns, work.tokens);
    this.#input = input;
    this.#work = work;
    this.#partners = new Partners(engine.spec, columns, hand.tools.keys, index, prepared);
    this.#comparer = new Comparer(engine, columns, texts, index, work.counts);
    this.#subjects = new Subjects(columns.title, columns.name, texts.titles, texts.names);
    this.#reference = engine.spec.comparisons.findIndex(({ kind }) => kind === 'reference');
    this.#named = engine.spec.comparisons[this.#reference]?.levels.findIndex(({ test }) => test.is === 'named') ?? -1;
  }

  /**
   * The pairs of all rows that the change can have moved. `known` lists the pairs of the last run that hold a row. Null when so much
   * moved that a whole run is quicker, or when words of all titles weigh otherwise now.
   */
  apply(change: Change, people: RowConstraints, known: (row: number) => Iterable<number>): Increment | null {
    const { columns, engine } = this.#input;
    const limit = Math.max(200, Math.min(MOST_ROWS, columns.size * MOST_SHARE));
    if (change.fresh.length > limit) return null;
    const moved = this.#movedBy(change.fresh, limit);
    if (moved === null) return null;
    const found = new Found(this.#partners, (left, right) => this.#scoreOf(left, right));
    const rows = new Set<number>();
    const waiting: number[] = [];
    const add = (row: number): void => {
      if (rows.has(row)) return;
      rows.add(row);
      waiting.push(row);
    };
    for (const row of [...change.fresh, ...change.decided]) add(row);
    for (const row of moved) {
      add(row);
      // Whatever it meets may have been a rival before.
      for (const partner of found.metBy(row)) add(partner);
    }
    const together = partnersByDecision(people);
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      if (rows.size > limit) return null;
      for (const partner of found.pairsOf(row)) add(partner);
      for (const partner of together.get(row) ?? []) add(partner);
      for (const partner of known(row)) add(partner);
    }
    const ordered = [...rows].sort((a, b) => a - b);
    const list = found.list(ordered, this.#decided(people, rows));
    const numbers = new Map(ordered.map((row, at) => [row, at]));
    const { pairs, outcomes } = decidePairs(sidesOf(columns, ordered), list, engine, within(people, numbers), this.#input.pace);
    const { state, cause, margin } = outcomes;
    return { pairs: renumbered(pairs, ordered), state, cause, margin, rows: ordered, compared: found.compared };
  }

  /** Rows, beside the fresh ones, of which pairs may weigh otherwise or meet otherwise now. */
  #movedBy(fresh: readonly number[], limit: number): ReadonlySet<number> | null {
    const { engine } = this.#input;
    const isFresh = new Set(fresh);
    const moved = new Set<number>();
    const add = (row: number): void => {
      if (!isFresh.has(row)) moved.add(row);
    };
    for (const row of fresh) {
      for (const block of this.#partners.blocksOf(row)) {
        const { pass, prepared, from, to } = block;
        const crowded = ((prepared.marks[from] as number) & (CROWDED | PURGED)) !== 0;
        if (!crowded) continue;
        const { blockRecords } = engine.spec.budget;
        const became = to - from - fresh.length <= blockRecords && to - from - freshIn(block, isFresh) <= blockRecords;
        // Else within two windows: a row that is left out now takes its neighbours' pairs with it.
        for (const other of became ? prepared.rows.subarray(from, to) : this.#partners.near(row, block, 2 * pass.crowdedMinutes))
          add(other);
      }
      for (const group of this.#partners.tokenGroups(row)) for (const other of group) add(other);
      if (moved.size > limit) return null;
    }
    for (const row of this.#rowsOfCommonValues(fresh)) add(row);
    const words = this.#subjects.wordsMovedBy(fresh);
    if (words === null) return null;
    if (words.size > 0) {
      for (const row of this.#subjects.rowsWith(words)) add(row);
    }
    return moved.size > limit ? null : moved;
  }

  /** Rows with a value that fresh rows made common enough to weigh less. */
  #rowsOfCommonValues(fresh: readonly number[]): number[] {
    const { columns, engine } = this.#input;
    const rules = Object.values(engine.model.frequencies);
    const rows: number[] = [];
    for (const [name, counts] of Object.entries(this.#work.counts)) {
      const values = columns[name as CountedColumn];
      const added = new Map<number, number>();
      for (const row of fresh) if (values[row] !== 0) added.set(values[row] as number, (added.get(values[row] as number) ?? 0) + 1);
      const common = new Set<number>();
      for (const row of fresh) {
        const now = counts[row] as number;
        const before = now - (added.get(values[row] as number) ?? 0);
        if (now > 0 && rules.some((rule) => frequencyMillibits(now, rule) !== frequencyMillibits(before, rule))) {
          common.add(values[row] as number);
        }
      }
      if (common.size > FEW) {
        for (let row = 0; row < columns.size; row++) if (common.has(values[row] as number)) rows.push(row);
      } else {
        for (const value of common)
          for (let row = values.indexOf(value); row !== -1; row = values.indexOf(value, row + 1)) rows.push(row);
      }
    }
    return rows;
  }

  /** Null where the pair is not worth keeping. */
  #scoreOf(left: number, right: number): Scored | null {
    const { engine, columns } = this.#input;
    const found = this.#comparer.compare(left, right, engine.model.proposeAt);
    if (found === null || found.score < engine.model.proposeAt) return null;
    const { currency } = columns;
    const differ = currency[left] !== 0 && currency[right] !== 0 && currency[left] !== currency[right];
    if (differ && levelAt(found.pattern, engine.radix, this.#reference) !== this.#named) return null;
    return { pattern: found.pattern, frequency: found.frequency, score: found.score };
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

interface Scored {
  readonly pattern: number;
  readonly frequency: number;
  readonly score: number;
}

/** Pairs of single rows, each compared once. */
class Found {
  readonly #partners: Partners;
  readonly #scoreOf: (left: number, right: number) => Scored | null;
  readonly #met = new Map<number, Map<number, number>>();
  /** By row: partners worth keeping, with the rule and the score. */
  readonly #kept = new Map<number, Map<number, Scored & { readonly rule: number }>>();
  compared = 0;

  constructor(partners: Partners, scoreOf: (left: number, right: number) => Scored | null) {
    this.#partners = partners;
    this.#scoreOf = scoreOf;
  }

  metBy(row: number): Iterable<number> {
    return this.#rulesOf(row).keys();
  }

  pairsOf(row: number): Iterable<number> {
    return this.#keptOf(row).keys();
  }

  list(rows: readonly number[], decided: PairCollector): PairList {
    const size = (rows.at(-1) ?? 0) + 1;
    const kept = new PairCollector();
    const numbers = new Map(rows.map((row, at) => [row, at]));
    for (const left of rows) {
      for (const [right, { rule, pattern, frequency, score }] of this.#keptOf(left)) {
        if (left < right) kept.push(left, right, rule, pattern, frequency, score);
      }
    }
    for (let pair = 0; pair < decided.length; pair++) {
      const of = (column: Uint32Array | Uint8Array | Int32Array): number => column[pair] as number;
      kept.push(
        of(decided.left),
        of(decided.right),
        of(decided.pass),
        of(decided.pattern),
        of(decided.frequency),
        of(decided.score),
      );
    }
    const sorted = sortPairs(kept.list(), size);
    for (let pair = 0; pair < sorted.length; pair++) {
      sorted.left[pair] = numbers.get(sorted.left[pair] as number) ?? 0;
      sorted.right[pair] = numbers.get(sorted.right[pair] as number) ?? 0;
    }
    return sorted;
  }

  #rulesOf(row: number): Map<number, number> {
    const known = this.#met.get(row) ?? this.#partners.of(row);
    this.#met.set(row, known);
    return known;
  }

  #keptOf(row: number): Map<number, Scored & { readonly rule: number }> {
    const known = this.#kept.get(row);
    if (known !== undefined) return known;
    const kept = new Map<number, Scored & { readonly rule: number }>();
    for (const [other, rule] of this.#rulesOf(row)) {
      const mirrored = this.#kept.get(other);
      const scored = mirrored === undefined ? this.#compare(row, other, rule) : mirrored.get(row);
      if (scored !== undefined) kept.set(other, scored);
    }
    this.#kept.set(row, kept);
    return kept;
  }

  #compare(row: number, other: number, rule: number): (Scored & { readonly rule: number }) | undefined {
    this.compared++;
    const scored = this.#scoreOf(Math.min(row, other), Math.max(row, other));
    return scored === null ? undefined : { ...scored, rule };
  }
}

/** Columns of these rows alone, as far as outcomes depend on them. */
function sidesOf({ slot, kind, context, currency }: Columns, rows: readonly number[]): Sides {
  const pick = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row] as number);
  return {
    size: rows.length,
    slot: pick(slot),
    kind: pick(kind),
    currency: pick(currency),
    context: Uint8Array.from(rows, (row) => context[row] as number),
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

function renumbered(list: PairList, rows: readonly number[]): PairList {
  const back = (column: Uint32Array): Uint32Array => column.map((at) => rows[at] ?? 0);
  return { ...list, left: back(list.left), right: back(list.right) };
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

function freshIn({ prepared, from, to }: Block, isFresh: ReadonlySet<number>): number {
  let fresh = 0;
  for (let at = from; at < to; at++) if (isFresh.has(prepared.rows[at] as number)) fresh++;
  return fresh;
}

/** The pairs of the last run with those of an increment in their place. */
export function mergeIncrement(known: DecidedPairs, increment: Increment, size: number): DecidedPairs {
  const moved = new Uint8Array(size);
  for (const row of increment.rows) moved[row] = 1;
  const kept = new PairCollector();
  const sources: [DecidedPairs, number][] = [];
  for (const from of [known, increment]) {
    const { pairs } = from;
    for (let pair = 0; pair < pairs.length; pair++) {
      const left = pairs.left[pair] as number;
      const right = pairs.right[pair] as number;
      if (from === known && (moved[left] === 1 || moved[right] === 1)) continue;
      // The number of the source stands in for the frequency until the pairs are in order.
      kept.push(
        left,
        right,
        pairs.pass[pair] as number,
        pairs.pattern[pair] as number,
        sources.length,
        pairs.score[pair] as number,
      );
      sources.push([from, pair]);
    }
  }
  const pairs = sortPairs(kept.list(), size);
  const state: PairState[] = [];
  const cause: (Cause | null)[] = [];
  const margin = new Int32Array(pairs.length);
  for (let pair = 0; pair < pairs.length; pair++) {
    const source = sources[pairs.frequency[pair] as number];
    if (source === undefined) continue;
    const [from, at] = source;
    pairs.frequency[pair] = from.pairs.frequency[at] as number;
    state.push(from.state[at] ?? 'apart');
    cause.push(from.cause[at] ?? null);
    margin[pair] = from.margin[at] as number;
  }
  return { pairs, state, cause, margin };
}

/** Lists the partners of a row among known pairs. */
export function knownPartners(size: number, pairs: PairList): (row: number) => number[] {
  const neighbours = new Neighbours(size, pairs);
  return (row) => Array.from(neighbours.of(row), (pair) => neighbours.partner(pair, row));
}

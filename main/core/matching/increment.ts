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
import { FoundPairs, type Scored } from './found-pairs.ts';
import { frequencyMillibits } from './frequency.ts';
import type { DecidedPairs } from './merge-increment.ts';
import { PairCollector, type PairList } from './pair-list.ts';
import { type Block, Partners } from './partners.ts';
import { CROWDED, type PreparedPass, PURGED } from './passes.ts';
import { TokenIndex } from './references.ts';
import { decidedPairs, joinClusters, type MatchInput } from './run.ts';
import { levelAt } from './spec.ts';
import { Subjects } from './subjects.ts';
import { ValueRows } from './value-rows.ts';
import type { Hand, SharedWork } from './work.ts';

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

interface CommonValue {
  readonly column: string;
  /** Rows that have the value. */
  readonly rows: ReadonlySet<number>;
}

/** A book made ready for increments: the index over it is the prepared passes. */
export class StandingBook {
  readonly #input: MatchInput;
  readonly #work: SharedWork;
  readonly #partners: Partners;
  readonly #comparer: Comparer;
  readonly #subjects: Subjects;
  /** By column. */
  readonly #valueRows = new Map<string, ValueRows>();
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
    const found = new FoundPairs(this.#partners, (left, right) => this.#scoreOf(left, right));
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
    for (const { column, rows: having } of this.#commonValues(change.fresh)) {
      if (having.size > limit) return null;
      for (const row of having) {
        for (const partner of found.metBy(row)) {
          // What a value weighs matters to pairs that share it; a name also to those that are only alike.
          if (!having.has(partner) && column !== 'name') continue;
          add(row);
          add(partner);
        }
      }
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
    const [sides, decisions] = [sidesOf(columns, ordered), within(people, numbers)];
    const { pairs, outcomes } = decidePairs(sides, list, engine, decisions, this.#input.pace);
    joinClusters(sides, pairs, outcomes, decisions);
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
        const { prepared, from, to } = block;
        const crowded = ((prepared.marks[from] as number) & (CROWDED | PURGED)) !== 0;
        if (!crowded) continue;
        const { blockRecords } = engine.spec.budget;
        const became = to - from - fresh.length <= blockRecords && to - from - freshIn(block, isFresh) <= blockRecords;
        if (became) for (const other of prepared.rows.subarray(from, to)) add(other);
        else for (const other of this.#leftOutBy(row, block, isFresh)) add(other);
      }
      for (const group of this.#partners.tokenGroups(row)) for (const other of group) add(other);
      if (moved.size > limit) return null;
    }
    const words = this.#subjects.wordsMovedBy(fresh);
    if (words === null) return null;
    if (words.size > 0) {
      for (const row of this.#subjects.rowsWith(words)) add(row);
    }
    return moved.size > limit ? null : moved;
  }

  /** Rows of a crowded block that a fresh row gave one neighbour too many, and the neighbours whose pairs they take with them. */
  #leftOutBy(row: number, block: Block, isFresh: ReadonlySet<number>): number[] {
    const { neighbours } = this.#input.engine.spec.budget;
    const { crowdedMinutes } = block.pass;
    return this.#partners.near(row, block, crowdedMinutes).flatMap((other) => {
      const now = this.#partners.countNear(other, block, crowdedMinutes);
      if (now <= neighbours || now - isFresh.size > neighbours) return [];
      const near = this.#partners.near(other, block, crowdedMinutes);
      const before = near.reduce((count, one) => count - (isFresh.has(one) ? 1 : 0), now);
      return before <= neighbours ? [other, ...near] : [];
    });
  }

  /** For each value that fresh rows made common enough to weigh less: the rows that have it. */
  #commonValues(fresh: readonly number[]): CommonValue[] {
    const { columns, engine } = this.#input;
    const rules = Object.values(engine.model.frequencies);
    const groups: CommonValue[] = [];
    for (const [name, counts] of Object.entries(this.#work.counts)) {
      const values = columns[name as CountedColumn];
      const added = new Map<number, number>();
      for (const row of fresh) {
        const value = values[row] as number;
        if (value !== 0) added.set(value, (added.get(value) ?? 0) + 1);
      }
      const common = new Set<number>();
      for (const row of fresh) {
        const now = counts[row] as number;
        const value = values[row] as number;
        const before = now - (added.get(value) ?? 0);
        if (value !== 0 && rules.some((rule) => frequencyMillibits(now, rule) !== frequencyMillibits(before, rule)))
          common.add(value);
      }
      if (common.size === 0) continue;
      const rowsOf = this.#valueRows.get(name) ?? new ValueRows(values);
      this.#valueRows.set(name, rowsOf);
      for (const value of common) groups.push({ column: name, rows: new Set(rowsOf.of(value)) });
    }
    return groups;
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

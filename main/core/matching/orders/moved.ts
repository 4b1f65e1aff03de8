/**
 * What records that came can have moved among those that stood. A pair moves where its block became crowded or one of the two was left
 * out of it, where a shared value or a word became common, and where a reference found its owner or too many others. Such pairs are
 * weighed one by one: only those that are worth a look, or may have been before, move anything, and they are few.
 */

import { MENTIONS, OWN } from '../refs.ts';
import type { Columns } from './columns.ts';
import { type CountedColumn, countedColumns } from './common-values.ts';
import type { Comparer } from './compare.ts';
import { frequencyMillibits } from './frequency.ts';
import { pairsLeftOut } from './left-out.ts';
import type { Engine } from './model.ts';
import type { Partners } from './partners.ts';
import { compareReferences, MAX_SHARED, type TokenIndex } from './references.ts';
import type { MatchInput } from './run.ts';
import { Subjects } from './subjects.ts';
import { ValueRows } from './value-rows.ts';
import type { SharedWork } from './work.ts';

/** A value that became common enough to weigh less. */
interface CommonValue {
  readonly column: CountedColumn;
  readonly value: number;
  /** What it takes off now and did not before, millibits. */
  readonly drop: number;
}

/** Rows of a value up to which each is held against each; of more, each is held against those that it meets. */
const EACH_WITH_EACH = 100;

export class Moved {
  readonly #engine: Engine;
  readonly #columns: Columns;
  readonly #work: SharedWork;
  readonly #partners: Partners;
  readonly #comparer: Comparer;
  readonly #index: TokenIndex;
  readonly #subjects: Subjects;
  /** By column. */
  readonly #rowsOf = new Map<CountedColumn, ValueRows>();

  constructor(input: MatchInput, work: SharedWork, partners: Partners, comparer: Comparer, index: TokenIndex) {
    const { engine, columns, texts } = input;
    this.#engine = engine;
    this.#columns = columns;
    this.#work = work;
    this.#partners = partners;
    this.#comparer = comparer;
    this.#index = index;
    this.#subjects = new Subjects(columns.title, columns.name, texts.titles, texts.names);
  }

  /**
   * Both rows of every pair, of rows that stood, that may have moved. Null where more than `limit` rows would have to be looked at,
   * or where words of all titles weigh otherwise now.
   */
  by(fresh: ReadonlySet<number>, limit: number): ReadonlySet<number> | null {
    const words = this.#subjects.wordsMovedBy(fresh);
    if (words === null) return null;
    const worded = words.size === 0 ? [] : this.#subjects.rowsWith(words);
    if (worded.length > limit) return null;
    const values = this.#commonBy(fresh);
    const owned = this.#nowOwned(fresh);
    const moved = new Set<number>();
    const bar = this.#engine.model.proposeAt - this.#slack(values, owned.length > 0, worded.length > 0);
    const look = (one: number, other: number): void => {
      if (one === other || fresh.has(one) || fresh.has(other) || (moved.has(one) && moved.has(other))) return;
      const found = this.#comparer.compare(Math.min(one, other), Math.max(one, other), bar);
      if (found !== null && found.score >= bar) moved.add(one).add(other);
    };
    pairsLeftOut(this.#partners.passes, this.#columns, this.#engine.model.budget, fresh, look);
    this.#nowCrowded(fresh, look);
    for (const row of owned) {
      for (const other of this.#partners.of(row).rows) {
        if (compareReferences(this.#columns, this.#index, row, other) === 'namesAnother') look(row, other);
      }
    }
    for (const { column, value } of values) {
      const rows = this.#having(column, value);
      if (rows.length > limit) return null;
      this.#lookAmong(rows, column, look);
    }
    const { title } = this.#columns;
    for (const row of worded) {
      for (const other of this.#partners.of(row).rows) if (title[other] !== 0 && title[other] !== title[row]) look(row, other);
    }
    return moved.size > limit ? null : moved;
  }

  /** How much more a pair may have weighed before, millibits. */
  #slack(values: readonly CommonValue[], owned: boolean, worded: boolean): number {
    const { spec, model, weights } = this.#engine;
    return spec.comparisons.reduce((sum, comparison, at) => {
      const own = weights[at] ?? [];
      const weightOf = (is: string): number => own[comparison.levels.findIndex(({ test }) => test.is === is)] ?? 0;
      if (comparison.kind === 'reference') {
        return sum + (owned ? Math.max(0, Math.max(weightOf('unknown'), weightOf('inText')) - weightOf('otherwise')) : 0);
      }
      if (comparison.kind === 'words' && worded) return sum + Math.max(...own) - Math.min(...own);
      if (model.frequencies[comparison.name] === undefined) return sum;
      const columns = countedColumns(comparison);
      return sum + values.reduce((most, { column, drop }) => (columns.includes(column) ? Math.max(most, drop) : most), 0);
    }, 0);
  }

  /** Values that fresh rows made common enough to weigh less. */
  #commonBy(fresh: ReadonlySet<number>): CommonValue[] {
    const { spec, model } = this.#engine;
    return spec.comparisons.flatMap((comparison) => {
      const rule = model.frequencies[comparison.name];
      if (rule === undefined) return [];
      return countedColumns(comparison).flatMap((column) =>
        [...this.#added(column, fresh)].flatMap(([value, { now, came }]) => {
          const drop = frequencyMillibits(now - came, rule) - frequencyMillibits(now, rule);
          return drop === 0 ? [] : [{ column, value, drop }];
        }),
      );
    });
  }

  /** Values of fresh rows: how many rows have one, and how many of them came. */
  #added(column: CountedColumn, fresh: ReadonlySet<number>): Map<number, { readonly now: number; came: number }> {
    const values = this.#columns[column];
    const counts = this.#work.counts[column];
    const added = new Map<number, { readonly now: number; came: number }>();
    for (const row of fresh) {
      const value = values[row] as number;
      if (value === 0) continue;
      const known = added.get(value);
      if (known === undefined) added.set(value, { now: counts?.[value] ?? 0, came: 1 });
      else known.came++;
    }
    return added;
  }

  #having(column: CountedColumn, value: number): number[] {
    const rows = this.#rowsOf.get(column) ?? new ValueRows(this.#columns[column]);
    this.#rowsOf.set(column, rows);
    return rows.of(value);
  }

  /** What a value weighs matters to pairs that share it; a name also to those that are only alike. */
  #lookAmong(rows: readonly number[], column: CountedColumn, look: (one: number, other: number) => void): void {
    if (column !== 'name' && rows.length <= EACH_WITH_EACH) {
      for (const [at, row] of rows.entries()) for (let before = 0; before < at; before++) look(rows[before] as number, row);
      return;
    }
    const values = this.#columns[column];
    for (const row of rows) {
      for (const other of this.#partners.of(row).rows) if (column === 'name' || values[other] === values[row]) look(row, other);
    }
  }

  /** Rows that stood and mention an id that had no owner before. */
  #nowOwned(fresh: ReadonlySet<number>): number[] {
    const { role } = this.#columns.refs;
    const index = this.#index;
    const mentioning: number[] = [];
    for (const token of this.#tokensOf(fresh)) {
      if (role[token] !== OWN) continue;
      let at = index.firstLike(token);
      while (at !== -1 && role[at] === OWN && fresh.has(index.rowOf(at))) at = index.following(at);
      if (role[at] === OWN) continue;
      for (; at !== -1; at = index.following(at)) {
        if (role[at] === MENTIONS && !fresh.has(index.rowOf(at))) mentioning.push(index.rowOf(at));
      }
    }
    return mentioning;
  }

  /** Pairs that met in a token that too many records bear now. */
  #nowCrowded(fresh: ReadonlySet<number>, look: (one: number, other: number) => void): void {
    const index = this.#index;
    for (const token of this.#tokensOf(fresh)) {
      const first = index.firstLike(token);
      if (!index.reaches(first, MAX_SHARED + 1)) continue;
      const stood: number[] = [];
      for (let at = first; at !== -1 && stood.length <= MAX_SHARED; at = index.following(at)) {
        if (!fresh.has(index.rowOf(at))) stood.push(index.rowOf(at));
      }
      if (stood.length > MAX_SHARED) continue;
      for (const [at, one] of stood.entries()) for (const other of stood.slice(0, at)) look(one, other);
    }
  }

  *#tokensOf(rows: Iterable<number>): Generator<number, void, undefined> {
    const { start } = this.#columns.refs;
    for (const row of rows) {
      for (let token = start[row] as number; token < (start[row + 1] as number); token++) yield token;
    }
  }
}

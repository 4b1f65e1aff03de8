/**
 * The candidates of a single row, as a walk of the passes would meet them. The prepared passes serve as the index: from a row's own
 * entry its block is walked to both sides.
 */
import { fits } from './blocking.ts';
import type { Columns } from './columns.ts';
import { hasWords } from './keys.ts';
import { CROWDED, LAST, type PreparedPass, PURGED, withinWindow } from './passes.ts';
import { MAX_SHARED, meets, type TokenIndex } from './references.ts';
import { RowEntries } from './row-entries.ts';
import type { Pass, Specification } from './spec.ts';

/** A pass and where its rows stand in it. */
export interface IndexedPass {
  readonly pass: Pass;
  readonly prepared: PreparedPass;
  readonly entries: RowEntries;
}

/** Rows that one is compared with. */
export interface Met {
  readonly rows: readonly number[];
  /** For each of them 0 for a reference, else the number of the first pass that meets it, from 1. */
  readonly rules: readonly number[];
}

export class Partners {
  readonly passes: readonly IndexedPass[];
  readonly #columns: Columns;
  readonly #index: TokenIndex;
  /** By row, the number of the last question that met it. */
  readonly #seen: Uint32Array;
  #question = 0;

  constructor({ passes }: Specification, columns: Columns, index: TokenIndex, prepared: readonly PreparedPass[]) {
    this.#columns = columns;
    this.#index = index;
    this.#seen = new Uint32Array(columns.size);
    this.passes = prepared.flatMap((one, at) => {
      const pass = passes[at];
      return pass === undefined ? [] : [{ pass, prepared: one, entries: new RowEntries(columns.size, one.rows, hasWords(pass)) }];
    });
  }

  /** Rows that this one is compared with, each once. */
  of(row: number): Met {
    const rows: number[] = [];
    const rules: number[] = [];
    const seen = this.#seen;
    const question = ++this.#question;
    seen[row] = question;
    const meet = (other: number, rule: number): void => {
      if (seen[other] === question) return;
      seen[other] = question;
      rows.push(other);
      rules.push(rule);
    };
    this.#byReference(row, meet);
    for (const [at, { pass, prepared, entries }] of this.passes.entries()) {
      for (let entry = entries.first(row); entry !== -1; entry = entries.following(entry)) {
        this.#inBlock(entry, pass, prepared, (other) => meet(other, at + 1));
      }
    }
    return { rows, rules };
  }

  #byReference(row: number, meet: (other: number, rule: number) => void): void {
    const { slot, refs } = this.#columns;
    const index = this.#index;
    for (let token = refs.start[row] as number; token < (refs.start[row + 1] as number); token++) {
      const first = index.firstLike(token);
      if (index.reaches(first, MAX_SHARED + 1)) continue;
      for (let at = first; at !== -1; at = index.following(at)) {
        const other = index.rowOf(at);
        if (slot[other] !== slot[row] && meets(refs.role[token], refs.role[at])) meet(other, 0);
      }
    }
  }

  /** The others of a block that the walk would bring together with an entry. */
  #inBlock(entry: number, pass: Pass, { rows, marks }: PreparedPass, found: (other: number) => void): void {
    const mark = marks[entry] as number;
    if ((mark & PURGED) !== 0) return;
    const columns = this.#columns;
    const { minute } = columns;
    const window = (mark & CROWDED) !== 0 ? pass.crowdedMinutes : pass.withinMinutes;
    const row = rows[entry] as number;
    const time = minute[row] as number;
    /** Whether to go on. */
    const look = (at: number): boolean => {
      const other = rows[at] as number;
      if (window !== null && !withinWindow(time, minute[other] as number, window)) return false;
      if (((marks[at] as number) & PURGED) === 0 && fits(pass, columns, row, other)) found(other);
      return true;
    };
    for (let at = entry - 1; at >= 0 && ((marks[at] as number) & LAST) === 0; at--) if (!look(at)) break;
    for (let at = entry; ((marks[at] as number) & LAST) === 0; ) if (!look(++at)) break;
  }
}

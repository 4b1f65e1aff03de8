/**
 * The candidates of a single row, as a walk of the passes would meet them. The prepared passes serve as the index: entries lie in
 * order of key and time, so a row's block is found by halving.
 */
import { fits } from './blocking.ts';
import { type Columns, NO_TIME } from './columns.ts';
import { hasWords, type Keys, keyOf, lowerBound } from './keys.ts';
import { CROWDED, IDLE, type PreparedPass, PURGED, sameCodes, withinWindow } from './passes.ts';
import { MAX_SHARED, meets, type TokenIndex } from './references.ts';
import type { Pass, Specification } from './spec.ts';

/** Entries of one block of a pass. */
export interface Block {
  readonly pass: Pass;
  readonly prepared: PreparedPass;
  readonly from: number;
  readonly to: number;
}

export class Partners {
  readonly #columns: Columns;
  readonly #keys: Keys;
  readonly #index: TokenIndex;
  readonly #passes: readonly { readonly pass: Pass; readonly prepared: PreparedPass; readonly codes: readonly Int32Array[] }[];

  constructor({ passes }: Specification, columns: Columns, keys: Keys, index: TokenIndex, prepared: readonly PreparedPass[]) {
    this.#columns = columns;
    this.#keys = keys;
    this.#index = index;
    this.#passes = prepared.flatMap((one, at) => {
      const pass = passes[at];
      return pass === undefined ? [] : [{ pass, prepared: one, codes: keys.codesOf(pass) }];
    });
  }

  /** Rows that this one is compared with, each with its rule: 0 for a reference, else the number of the first pass that meets it, from 1. */
  of(row: number): Map<number, number> {
    const found = new Map<number, number>();
    this.#byReference(row, found);
    for (const [at, { pass }] of this.#passes.entries()) {
      for (const block of this.#blocks(at, row)) {
        for (const other of this.#inBlock(row, block)) {
          if (!found.has(other) && fits(pass, this.#columns, row, other)) found.set(other, at + 1);
        }
      }
    }
    return found;
  }

  /** Every block that holds the row. */
  blocksOf(row: number): Block[] {
    return this.#passes.flatMap((_, at) => this.#blocks(at, row));
  }

  /** Rows that share a token with this one, itself among them; one list a token. */
  tokenGroups(row: number): number[][] {
    const { start, space, high, low } = this.#columns.refs;
    const groups: number[][] = [];
    for (let token = start[row] as number; token < (start[row + 1] as number); token++) {
      const rows: number[] = [];
      const first = this.#index.first(space[token] as number, high[token] as number, low[token] as number);
      for (let at = first; at !== -1; at = this.#index.following(at)) rows.push(this.#index.rowOf(at));
      groups.push(rows);
    }
    return groups;
  }

  #byReference(row: number, found: Map<number, number>): void {
    const { slot, refs } = this.#columns;
    for (let token = refs.start[row] as number; token < (refs.start[row + 1] as number); token++) {
      const group: number[] = [];
      const first = this.#index.first(refs.space[token] as number, refs.high[token] as number, refs.low[token] as number);
      for (let at = first; at !== -1 && group.length <= MAX_SHARED; at = this.#index.following(at)) group.push(at);
      if (group.length > MAX_SHARED) continue;
      for (const at of group) {
        const other = this.#index.rowOf(at);
        if (other !== row && slot[other] !== slot[row] && meets(refs.role[token], refs.role[at])) found.set(other, 0);
      }
    }
  }

  #blocks(at: number, row: number): Block[] {
    const one = this.#passes[at];
    if (one === undefined || one.prepared.rows.length === 0) return [];
    const { pass, prepared, codes } = one;
    const { rows, keys } = prepared;
    const keyAt = keys === null ? (entry: number) => keyOf(codes, rows[entry] as number) : (entry: number) => keys[entry] as number;
    const blocks: Block[] = [];
    for (const key of this.#keys.keysOf(pass, row)) {
      let from = lowerBound(rows.length, keyAt, key);
      let to = lowerBound(rows.length, keyAt, key + 1);
      if (from === to) continue;
      if (!sameCodes(codes, row, rows[from] as number) || !sameCodes(codes, row, rows[to - 1] as number)) {
        // Different keys of one mix: the blocks lie side by side.
        while (from < to && !sameCodes(codes, row, rows[from] as number)) from++;
        while (to > from && !sameCodes(codes, row, rows[to - 1] as number)) to--;
      }
      if (from < to) blocks.push({ pass, prepared, from, to });
    }
    return hasWords(pass) ? blocks : blocks.slice(0, 1);
  }

  /** The others of a block within a window of the row (all, without a window), whatever their marks. */
  near(row: number, block: Block, window: number | null): number[] {
    return this.#entriesNear(row, block, window).map((at) => block.prepared.rows[at] as number);
  }

  /** How many others of a block lie within a window of the row. */
  countNear(row: number, { prepared, from, to }: Block, window: number): number {
    const { minute } = this.#columns;
    const time = minute[row] as number;
    if (time === NO_TIME) return 0;
    const timeAt = (entry: number): number => minute[prepared.rows[from + entry] as number] as number;
    return lowerBound(to - from, timeAt, time + window + 1) - lowerBound(to - from, timeAt, time - window) - 1;
  }

  /** The others of a block that the walk would bring together with the row. */
  #inBlock(row: number, block: Block): number[] {
    const { pass, prepared } = block;
    const { rows, marks } = prepared;
    const mark = marks[this.#entryOf(row, block)] as number;
    if ((mark & (PURGED | IDLE)) !== 0) return [];
    const window = (mark & CROWDED) !== 0 ? pass.crowdedMinutes : pass.withinMinutes;
    return this.#entriesNear(row, block, window).flatMap((at) =>
      ((marks[at] as number) & PURGED) === 0 ? (rows[at] as number) : [],
    );
  }

  #entriesNear(row: number, block: Block, window: number | null): number[] {
    const { prepared, from, to } = block;
    const { minute } = this.#columns;
    const time = minute[row] as number;
    const own = this.#entryOf(row, block);
    const reaches = (at: number): boolean =>
      window === null || withinWindow(time, minute[prepared.rows[at] as number] as number, window);
    const entries: number[] = [];
    for (let at = own - 1; at >= from && reaches(at); at--) entries.push(at);
    for (let at = own + 1; at < to && reaches(at); at++) entries.push(at);
    return entries;
  }

  /** The row's own entry in a block. */
  #entryOf(row: number, { prepared, from, to }: Block): number {
    const { minute } = this.#columns;
    const time = minute[row] as number;
    return from + lowerBound(to - from, (entry) => orderOf(minute, prepared.rows[from + entry] as number, time, row), 0);
  }
}

/** −1 for entries before (time, row) in the order of a block, else 0. */
function orderOf(minute: Int32Array, row: number, time: number, than: number): number {
  const at = minute[row] as number;
  return at < time || (at === time && row < than) ? -1 : 0;
}

/**
 * Candidates by exact blocking: for each pass the rows are sorted by a 32-bit mix of their key parts and by time, and the runs of
 * equal keys are walked. No set of pairs is held: a pair belongs to the first pass that meets it, and later passes test the earlier
 * ones again. Memory is a few integers a row, whatever the number of pairs.
 *
 * Crowded blocks (more records than the budget) are walked in a narrow window of time only, and a row with more neighbours in it
 * than the budget is left out: counted and reported, never silently.
 */
import { type Columns, NO_TIME, type Pace } from './columns.ts';
import type { Texts } from './compare.ts';
import { Keys } from './keys.ts';
import type { Pass, Specification } from './spec.ts';

export interface PassReport {
  readonly pass: string;
  readonly pairs: number;
  /** Blocks over the budget, walked in the narrow window. */
  readonly crowdedBlocks: number;
  /** Rows with too many neighbours even there: not compared in this pass. */
  readonly purgedRecords: number;
}

/** What a pass decided for a row; 0 is nothing special. */
const CROWDED = 1;
const PURGED = 2;

/** A pass that was walked: what later passes ask of it. */
interface Walked {
  readonly pass: Pass;
  /** Null where rows have several keys: no later pass can ask then. */
  readonly codes: readonly Int32Array[] | null;
  /** By row. */
  readonly standing: Uint8Array;
}

export class Blocking {
  readonly #spec: Specification;
  readonly #columns: Columns;
  readonly #keys: Keys;
  readonly #pace: Pace;
  readonly #walked: Walked[] = [];

  constructor(spec: Specification, columns: Columns, texts: Texts, pace: Pace) {
    this.#spec = spec;
    this.#columns = columns;
    this.#keys = new Keys(columns, texts);
    this.#pace = pace;
  }

  /**
   * Calls `found` for every pair of the next pass that no earlier pass met: once, or (where a row has several keys) once for each key
   * that the two share.
   */
  walk(pass: Pass, found: (left: number, right: number) => void): PassReport {
    if (pass.slots === 'context' && !this.#columns.context.includes(1)) return this.#skip(pass);
    const { rows, keys } = this.#keys.entriesOf(pass);
    const parts = pass.key.map((part) => this.#keys.codes(part));
    const codes = parts.filter((column) => column !== null);
    const standing = new Uint8Array(rows.length);
    const passes = this.#spec.passes.length;
    let pairs = 0;
    let crowdedBlocks = 0;
    const emit = (left: number, right: number): void => {
      if (!this.#fits(pass, left, right) || this.#metEarlier(left, right)) return;
      pairs++;
      found(Math.min(left, right), Math.max(left, right));
    };
    for (let start = 0, end = 0, blocks = 0; start < rows.length; start = end, blocks++) {
      end = endOfRun(keys, start);
      if ((blocks & 0xfff) === 0) this.#pace.checkpoint('compare', this.#walked.length + start / rows.length, passes);
      if (end - start === 1) continue;
      for (const [from, to] of exactBlocks(rows, start, end, codes)) {
        if (pass.slots === 'context' && !this.#hasContext(rows, from, to)) continue;
        const crowded = to - from > this.#spec.budget.blockRecords;
        if (crowded) {
          crowdedBlocks++;
          this.#judgeCrowd(rows, from, to, pass.crowdedMinutes, standing);
        }
        this.#walkBlock(rows, from, to, crowded ? pass.crowdedMinutes : pass.withinMinutes, standing, emit);
      }
    }
    const byRow = standingByRow(this.#columns.size, rows, standing);
    this.#walked.push({ pass, codes: codes.length < parts.length ? null : codes, standing: byRow });
    return { pass: pass.name, pairs, crowdedBlocks, purgedRecords: crowdedBlocks === 0 ? 0 : countPurged(byRow) };
  }

  /** A pass that has nothing to look for. */
  #skip(pass: Pass): PassReport {
    this.#walked.push({ pass, codes: null, standing: new Uint8Array(0) });
    return { pass: pass.name, pairs: 0, crowdedBlocks: 0, purgedRecords: 0 };
  }

  #walkBlock(
    rows: Uint32Array,
    from: number,
    to: number,
    window: number | null,
    standing: Uint8Array,
    emit: (left: number, right: number) => void,
  ): void {
    const { minute } = this.#columns;
    for (let i = from; i < to; i++) {
      if (standing[i] === PURGED) continue;
      const left = rows[i] as number;
      const time = minute[left] as number;
      for (let j = i + 1; j < to; j++) {
        const right = rows[j] as number;
        if (window !== null && !withinWindow(time, minute[right] as number, window)) break;
        if (standing[j] !== PURGED) emit(left, right);
      }
    }
  }

  /** Marks the entries of a crowded block, and those that have too many neighbours even in the narrow window. */
  #judgeCrowd(rows: Uint32Array, from: number, to: number, window: number, standing: Uint8Array): void {
    const { minute } = this.#columns;
    const timeAt = (at: number): number => minute[rows[at] as number] as number;
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      const time = timeAt(i);
      while (low < i && !withinWindow(timeAt(low), time, window)) low++;
      high = Math.max(high, i);
      while (high + 1 < to && withinWindow(time, timeAt(high + 1), window)) high++;
      standing[i] = time === NO_TIME || high - low > this.#spec.budget.neighbours ? PURGED : CROWDED;
    }
  }

  #hasContext(rows: Uint32Array, from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#columns.context[rows[at] as number] === 1) return true;
    return false;
  }

  #fits({ slots }: Pass, left: number, right: number): boolean {
    const { slot, context } = this.#columns;
    const same = slot[left] === slot[right];
    if (slots === 'same') return same && context[left] === 0;
    if (slots === 'apart') return !same;
    return !same && (context[left] === 1 || context[right] === 1);
  }

  /** Whether an earlier pass has met a pair, by the same rules as its walk. */
  #metEarlier(left: number, right: number): boolean {
    const { minute } = this.#columns;
    for (const { pass, codes, standing } of this.#walked) {
      if (codes === null || standing[left] === PURGED || standing[right] === PURGED) continue;
      if (!sameCodes(codes, left, right) || !this.#fits(pass, left, right)) continue;
      const window = standing[left] === CROWDED ? pass.crowdedMinutes : pass.withinMinutes;
      if (window === null || withinWindow(minute[left] as number, minute[right] as number, window)) return true;
    }
    return false;
  }
}

function endOfRun(keys: Uint32Array, start: number): number {
  const key = keys[start];
  let end = start + 1;
  while (end < keys.length && keys[end] === key) end++;
  return end;
}

/** Both rows have every part, and the same. */
function sameCodes(codes: readonly Int32Array[], left: number, right: number): boolean {
  for (const column of codes) if (column[left] === 0 || column[left] !== column[right]) return false;
  return true;
}

/**
 * Blocks of equal keys in a run of equal 32-bit mixes. Nearly always that is the run; where different keys collide, its rows are put
 * in order block by block, each by time as before: what a pass meets must not depend on a collision, for codes depend on the order
 * in which texts came into the book.
 */
function exactBlocks(rows: Uint32Array, start: number, end: number, codes: readonly Int32Array[]): (readonly [number, number])[] {
  const first = rows[start] as number;
  let equal = start + 1;
  while (equal < end && sameCodes(codes, first, rows[equal] as number)) equal++;
  if (equal === end) return [[start, end]];
  const blocks: number[][] = [];
  for (const row of rows.slice(start, end)) {
    const block = blocks.find(([head]) => head !== undefined && sameCodes(codes, head, row));
    if (block === undefined) blocks.push([row]);
    else block.push(row);
  }
  rows.set(blocks.flat(), start);
  const ends = blocks.map((_, at) => blocks.slice(0, at + 1).reduce((end, { length }) => end + length, start));
  return blocks.map(({ length }, at) => [(ends[at] as number) - length, ends[at] as number]);
}

/** Of a row with several entries the strictest standing counts. */
function standingByRow(size: number, rows: Uint32Array, standing: Uint8Array): Uint8Array {
  const byRow = new Uint8Array(size);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    byRow[row] = Math.max(byRow[row] as number, standing[at] as number);
  }
  return byRow;
}

function countPurged(standing: Uint8Array): number {
  let purged = 0;
  for (const one of standing) if (one === PURGED) purged++;
  return purged;
}

function withinWindow(one: number, other: number, window: number): boolean {
  return one !== NO_TIME && other !== NO_TIME && Math.abs(other - one) <= window;
}

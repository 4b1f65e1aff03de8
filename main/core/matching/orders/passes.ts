/**
 * A pass made ready for walking: its entries in order of key and time, with the ends of the blocks and what is too crowded marked, so
 * that any thread can walk any stretch of it.
 */
import { type Columns, NO_TIME } from './columns.ts';
import type { Entries, EntrySorter } from './entries.ts';
import { hasWords, type Keys } from './keys.ts';
import type { Budget } from './model.ts';
import { sharedUint8, sharedUint32 } from './shared-arrays.ts';
import type { Pass } from './spec.ts';

/** Marks of an entry, as bits. */
export const CROWDED = 1;
/** Too many neighbours even in the narrow window: not compared in this pass. */
export const PURGED = 2;
/** The last of its block. */
export const LAST = 4;

export interface PreparedPass {
  /** By key, then by time: the rows of blocks in which the pass may find a pair. */
  readonly rows: Uint32Array;
  /** By entry. */
  readonly marks: Uint8Array;
  /** CROWDED and PURGED by row; null where nothing is crowded, or where a row has several entries. */
  readonly byRow: Uint8Array | null;
  readonly crowdedBlocks: number;
  readonly purgedRecords: number;
}

export function preparePass(pass: Pass, sorter: EntrySorter, budget: Budget): PreparedPass {
  const { columns } = sorter.keys;
  if (pass.slots === 'context' && !columns.context.includes(1)) {
    return { rows: sharedUint32(0), marks: sharedUint8(0), byRow: null, crowdedBlocks: 0, purgedRecords: 0 };
  }
  const blocks = blocksOf(pass, sorter.keys, sorter.entriesOf(pass));
  const { rows, marks } = blocks;
  let crowdedBlocks = 0;
  for (let from = 0, to = 0; from < rows.length; from = to) {
    to = from + 1;
    while (((marks[to - 1] as number) & LAST) === 0) to++;
    if (to - from <= budget.blockRecords) continue;
    crowdedBlocks++;
    judgeCrowd(rows, from, to, pass.crowdedMinutes, columns.minute, budget.neighbours, marks);
  }
  const byRow = crowdedBlocks === 0 ? null : marksByRow(columns.size, rows, marks);
  return {
    rows,
    marks,
    byRow: hasWords(pass) ? null : byRow,
    crowdedBlocks,
    purgedRecords: byRow === null ? 0 : countOf(byRow, PURGED),
  };
}

/** The blocks in which the pass may find a pair, one after the other, the last entry of each marked. */
function blocksOf(pass: Pass, keys: Keys, entries: Entries): Pick<PreparedPass, 'rows' | 'marks'> {
  const codes = keys.codesOf(pass);
  const { rows, keys: mixes } = entries;
  const ends = new Uint8Array(rows.length);
  let length = 0;
  for (let start = 0, end = 0; start < rows.length; start = end) {
    end = start + 1;
    while (end < rows.length && mixes[end] === mixes[start]) end++;
    if (end === start + 1) continue;
    for (let from = start, to = start; from < end; from = to) {
      to = endOfBlock(rows, from, end, codes);
      if (!mayPair(pass, keys.columns, rows, from, to)) continue;
      // What is left out makes room: entries only move towards the front.
      rows.copyWithin(length, from, to);
      length += to - from;
      ends[length - 1] = LAST;
    }
  }
  const kept = { rows: sharedUint32(length), marks: sharedUint8(length) };
  kept.rows.set(rows.subarray(0, length));
  kept.marks.set(ends.subarray(0, length));
  return kept;
}

/** Whether some two rows of a block may be a pair of the pass. */
function mayPair({ slots }: Pass, { slot, context }: Columns, rows: Uint32Array, from: number, to: number): boolean {
  if (to - from < 2) return false;
  if (slots === 'same') return true;
  const first = slot[rows[from] as number];
  let apart = false;
  let hasContext = slots === 'apart';
  for (let at = from; at < to && !(apart && hasContext); at++) {
    const row = rows[at] as number;
    apart ||= slot[row] !== first;
    hasContext ||= context[row] === 1;
  }
  return apart && hasContext;
}

/** Marks the entries of a crowded block, and those that have too many neighbours even in the narrow window. */
function judgeCrowd(
  rows: Uint32Array,
  from: number,
  to: number,
  window: number,
  minute: Int32Array,
  neighbours: number,
  marks: Uint8Array,
): void {
  const timeAt = (at: number): number => minute[rows[at] as number] as number;
  let low = from;
  let high = from;
  for (let i = from; i < to; i++) {
    const time = timeAt(i);
    while (low < i && !withinWindow(timeAt(low), time, window)) low++;
    high = Math.max(high, i);
    while (high + 1 < to && withinWindow(time, timeAt(high + 1), window)) high++;
    marks[i] = (marks[i] as number) | (time === NO_TIME || high - low > neighbours ? PURGED : CROWDED);
  }
}

/** Both rows have every part, and the same. */
export function sameCodes(codes: readonly Int32Array[], left: number, right: number): boolean {
  for (const column of codes) if (column[left] === 0 || column[left] !== column[right]) return false;
  return true;
}

/**
 * End of the block of equal keys that begins with an entry, in a run of equal 32-bit mixes. Nearly always that is the end of the run;
 * where different keys collide, the rows of the block are moved to its front, all in their order: what a pass meets must not depend on
 * a collision, for codes depend on the order in which texts came into the book.
 */
function endOfBlock(rows: Uint32Array, from: number, runEnd: number, codes: readonly Int32Array[]): number {
  const first = rows[from] as number;
  let equal = from + 1;
  while (equal < runEnd && sameCodes(codes, first, rows[equal] as number)) equal++;
  if (equal === runEnd) return runEnd;
  const run = rows.slice(from, runEnd);
  const own = run.filter((row) => sameCodes(codes, first, row));
  rows.set(own, from);
  rows.set(
    run.filter((row) => !sameCodes(codes, first, row)),
    from + own.length,
  );
  return from + own.length;
}

/** Of a row with several entries the strictest mark counts. */
function marksByRow(size: number, rows: Uint32Array, marks: Uint8Array): Uint8Array {
  const byRow = sharedUint8(size);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    byRow[row] = Math.max(byRow[row] as number, (marks[at] as number) & (CROWDED | PURGED));
  }
  return byRow;
}

export function withinWindow(one: number, other: number, window: number): boolean {
  return one !== NO_TIME && other !== NO_TIME && Math.abs(other - one) <= window;
}

function countOf(marks: Uint8Array, mark: number): number {
  let count = 0;
  for (let row = 0; row < marks.length; row++) if (marks[row] === mark) count++;
  return count;
}

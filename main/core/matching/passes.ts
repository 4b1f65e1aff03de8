/**
 * A pass made ready for walking: its entries in order of key and time, with the ends of the blocks and what is too crowded marked, so
 * that any thread can walk any stretch of it.
 */
import { type Columns, NO_TIME } from './columns.ts';
import { hasWords, type Keys } from './keys.ts';
import { sharedUint8, sharedUint32 } from './shared-arrays.ts';
import type { Pass, Specification } from './spec.ts';

/** Marks of an entry, as bits. */
export const CROWDED = 1;
/** Too many neighbours even in the narrow window: not compared in this pass. */
export const PURGED = 2;
/** The last of its block. */
export const LAST = 4;
/** In a block in which this pass has nothing to look for. */
export const IDLE = 8;

export interface PreparedPass {
  /** By key, then by time. */
  readonly rows: Uint32Array;
  /** By entry. */
  readonly marks: Uint8Array;
  /** Mixed keys by entry where a row has several of them; null where a row's key follows from the row. */
  readonly keys: Uint32Array | null;
  /** CROWDED and PURGED by row; null where nothing is crowded, or where a row has several entries. */
  readonly byRow: Uint8Array | null;
  readonly crowdedBlocks: number;
  readonly purgedRecords: number;
}

export function preparePass(pass: Pass, keys: Keys, columns: Columns, { budget }: Specification): PreparedPass {
  if (pass.slots === 'context' && !columns.context.includes(1)) {
    return { rows: sharedUint32(0), marks: sharedUint8(0), keys: null, byRow: null, crowdedBlocks: 0, purgedRecords: 0 };
  }
  const entries = keys.entriesOf(pass);
  const codes = keys.codesOf(pass);
  const rows = sharedUint32(entries.rows.length);
  rows.set(entries.rows);
  const marks = sharedUint8(rows.length);
  let crowdedBlocks = 0;
  for (let start = 0, end = 0; start < rows.length; start = end) {
    end = endOfRun(entries.keys, start);
    for (const [from, to] of exactBlocks(rows, start, end, codes)) {
      const crowded = to - from > budget.blockRecords;
      if (crowded) crowdedBlocks++;
      if (crowded) judgeCrowd(rows, from, to, pass.crowdedMinutes, columns.minute, budget.neighbours, marks);
      if (pass.slots === 'context' && !hasContext(rows, from, to, columns.context)) marks.fill(IDLE, from, to);
      marks[to - 1] = (marks[to - 1] as number) | LAST;
    }
  }
  const byRow = crowdedBlocks === 0 ? null : marksByRow(columns.size, rows, marks);
  const keys32 = hasWords(pass) ? sharedUint32(rows.length) : null;
  keys32?.set(entries.keys);
  return {
    rows,
    marks,
    keys: keys32,
    byRow: hasWords(pass) ? null : byRow,
    crowdedBlocks,
    purgedRecords: byRow === null ? 0 : byRow.reduce((count, mark) => count + (mark === PURGED ? 1 : 0), 0),
  };
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
    marks[i] = time === NO_TIME || high - low > neighbours ? PURGED : CROWDED;
  }
}

function hasContext(rows: Uint32Array, from: number, to: number, context: Uint8Array): boolean {
  for (let at = from; at < to; at++) if (context[rows[at] as number] === 1) return true;
  return false;
}

function endOfRun(keys: Uint32Array, start: number): number {
  const key = keys[start];
  let end = start + 1;
  while (end < keys.length && keys[end] === key) end++;
  return end;
}

/** Both rows have every part, and the same. */
export function sameCodes(codes: readonly Int32Array[], left: number, right: number): boolean {
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

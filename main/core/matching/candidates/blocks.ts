/**
 * Blocks of one pass: records that agree on all parts of its key, by radix sort over the parts' numbers. The smallest blocks are taken
 * first until the pass has its fill of pairs; what is left out is counted, never dropped in silence.
 */
import type { PassSpec } from '#shared/contract/match-spec.ts';
import { GrowingNumbers } from '../growing.ts';
import { sortByKey } from '../radix.ts';
import { type Records, valuesAt } from '../tables/records.ts';
import { keyCodes } from './key-parts.ts';

export interface PassReport {
  readonly pass: string;
  readonly blocks: number;
  /** Pairs that share a block, windows obeyed; of several keys a pair may be counted more than once. */
  readonly pairs: number;
  /** Blocks that were left out because the pass had its fill, their records (several times, if in several) and pairs. */
  readonly purgedBlocks: number;
  readonly purgedRecords: number;
  readonly purgedPairs: number;
}

/** Rows of block b are `rows[start[b]]` … `rows[end[b] − 1]`; of two tables those from `middle[b]` on are right. */
export interface BlockBounds {
  readonly count: number;
  readonly start: Uint32Array;
  readonly middle: Uint32Array;
  readonly end: Uint32Array;
}

export interface Blocks {
  readonly report: PassReport;
  readonly rows: Uint32Array;
  readonly bounds: BlockBounds;
  /** Of each row the blocks it is in, ascending; those of row i are `blockStart[i]` … `blockStart[i + 1] − 1`. */
  readonly blockStart: Uint32Array;
  readonly blockOf: Int32Array;
  /** Number of the window by row; null without a window. */
  readonly window: Window | null;
}

/** Right minus left lies between the two; of one table (`bothWays`) the larger minus the smaller. */
export interface Window {
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
  readonly bothWays: boolean;
}

/** A pass may look at so many pairs, or at so many for each record if that is more. */
const PAIRS = 3_000_000;
const PAIRS_A_RECORD = 12;

export function blocksOf(pass: PassSpec, records: Records): Blocks {
  const window = windowOf(pass, records);
  const { rows, parts } = entriesOf(pass, records, window);
  sortEntries(rows, parts, records, window);
  const sorted = new Uint32Array(rows.order.length);
  for (let at = 0; at < sorted.length; at++) sorted[at] = rows.row[rows.order[at] as number] as number;
  const all = boundsOf(sorted, rows, parts, records, window);
  const most = Math.max(PAIRS, PAIRS_A_RECORD * records.size);
  const taken = smallestFirst(all, sorted, most);
  let [pairs, purgedRecords, purgedPairs] = [0, 0, 0];
  for (let block = 0; block < all.count; block++) {
    const own = all.pairs[block] as number;
    if (taken === null || taken[block] === 1) pairs += own;
    else {
      purgedPairs += own;
      purgedRecords += (all.end[block] as number) - (all.start[block] as number);
    }
  }
  const bounds = taken === null ? all : picked(all, taken);
  const report: PassReport = {
    pass: pass.name,
    blocks: bounds.count,
    pairs,
    purgedBlocks: all.count - bounds.count,
    purgedRecords,
    purgedPairs,
  };
  return { report, rows: sorted, bounds, ...membership(sorted, bounds, records.size), window };
}

interface CountedBlocks extends BlockBounds {
  /** Pairs of each block. */
  readonly pairs: Float64Array;
}

/** Runs of entries with the same key that hold a pair. */
function boundsOf(
  sorted: Uint32Array,
  rows: Entries,
  parts: readonly Int32Array[],
  records: Records,
  window: Window | null,
): CountedBlocks {
  const most = sorted.length >> 1;
  const [starts, middles, ends] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)];
  const pairs = new Float64Array(most);
  let count = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    end = start + 1;
    while (end < sorted.length && sameParts(parts, rows.order[start] as number, rows.order[end] as number)) end++;
    if (end - start === 1) continue;
    const middle = records.isLink ? firstAtLeast(sorted, start, end, records.leftSize) : end;
    const own = pairCount(sorted, start, middle, end, records.isLink, window);
    if (own === 0) continue;
    starts[count] = start;
    middles[count] = middle;
    ends[count] = end;
    pairs[count] = own;
    count++;
  }
  return {
    count,
    start: starts.slice(0, count),
    middle: middles.slice(0, count),
    end: ends.slice(0, count),
    pairs: pairs.slice(0, count),
  };
}

/** Which blocks are taken (1) until there are `most` pairs; null where all are. */
function smallestFirst({ count, pairs, start }: CountedBlocks, sorted: Uint32Array, most: number): Uint8Array | null {
  if (pairs.reduce((sum, own) => sum + own, 0) <= most) return null;
  const firstRow = (block: number): number => sorted[start[block] as number] as number;
  const order = numbersTo(count).sort((a, b) => (pairs[a] as number) - (pairs[b] as number) || firstRow(a) - firstRow(b));
  const taken = new Uint8Array(count);
  let sum = 0;
  for (const block of order) {
    sum += pairs[block] as number;
    if (sum > most) break;
    taken[block] = 1;
  }
  return taken;
}

function picked({ start, middle, end }: CountedBlocks, taken: Uint8Array): BlockBounds {
  const isTaken = (_: number, block: number): boolean => taken[block] === 1;
  const own = start.filter(isTaken);
  return { count: own.length, start: own, middle: middle.filter(isTaken), end: end.filter(isTaken) };
}

function windowOf({ window }: PassSpec, { columns, size, isLink }: Records): Window | null {
  if (window === undefined) return null;
  const column = columns.get(window.field);
  if (column === undefined) throw new RangeError(`there is no field "${window.field}"`);
  const values =
    column.kind === 'number'
      ? column.values
      : Float64Array.from({ length: size }, (_, row) => valuesAt(column, row)[0] ?? Number.NaN);
  const reach = Math.max(Math.abs(window.from), Math.abs(window.to));
  return isLink ? { values, from: window.from, to: window.to, bothWays: false } : { values, from: 0, to: reach, bothWays: true };
}

interface Entries {
  /** Of each entry its row. */
  readonly row: Uint32Array;
  /** Entries in the order in which they are walked. */
  readonly order: Uint32Array;
}

/** A row has one entry for each combination of its keys; rows without a key, or without the window's number, have none. */
function entriesOf({ key }: PassSpec, records: Records, window: Window | null): { rows: Entries; parts: Int32Array[] } {
  const codes = key.map((part) => keyCodes(part, records));
  const single = codes.flatMap((part) => (part.kind === 'one' ? [part.codes] : []));
  const speaks = (row: number): boolean => window === null || !Number.isNaN(window.values[row]);
  if (single.length === codes.length) return singleEntries(single, records.size, speaks);
  const rows = new GrowingNumbers();
  const parts = codes.map(() => new GrowingNumbers());
  const combination = codes.map(() => 0);
  const add = (row: number, part: number): void => {
    const own = codes[part];
    if (own === undefined) {
      rows.push(row);
      for (let at = 0; at < combination.length; at++) parts[at]?.push(combination[at] as number);
      return;
    }
    const from = own.kind === 'one' ? row : (own.start[row] as number);
    const to = own.kind === 'one' ? row + 1 : (own.start[row + 1] as number);
    for (let at = from; at < to; at++) {
      if (own.codes[at] === 0) continue;
      combination[part] = own.codes[at] as number;
      add(row, part + 1);
    }
  };
  for (let row = 0; row < records.size; row++) if (speaks(row)) add(row, 0);
  const row = new Uint32Array(rows.values());
  return { rows: { row, order: numbersTo(row.length) }, parts: parts.map((part) => part.values()) };
}

/** The same for rows with one key: no lists. */
function singleEntries(
  codes: readonly Int32Array[],
  size: number,
  speaks: (row: number) => boolean,
): { rows: Entries; parts: Int32Array[] } {
  const row = new Uint32Array(size);
  let length = 0;
  for (let at = 0; at < size; at++) if (speaks(at) && codes.every((part) => part[at] !== 0)) row[length++] = at;
  const rows = row.slice(0, length);
  const parts = codes.map((part) => {
    const own = new Int32Array(length);
    for (let entry = 0; entry < length; entry++) own[entry] = part[rows[entry] as number] as number;
    return own;
  });
  return { rows: { row: rows, order: numbersTo(length) }, parts };
}

function numbersTo(length: number): Uint32Array {
  const numbers = new Uint32Array(length);
  for (let at = 0; at < length; at++) numbers[at] = at;
  return numbers;
}

/** By key; within a key left before right, by the window's number, by row. */
function sortEntries(rows: Entries, parts: readonly Int32Array[], records: Records, window: Window | null): void {
  const scratch = new Uint32Array(rows.order.length);
  if (window !== null) {
    sortByWindow(rows, window.values, scratch);
    if (records.isLink) sortByKey(rows.order, sidesOf(rows.row, records.leftSize), scratch);
  }
  for (const part of parts.toReversed()) sortByKey(rows.order, new Uint32Array(part.buffer, part.byteOffset, part.length), scratch);
}

/** 0 for rows of the left table, 1 for those of the right one. */
function sidesOf(row: Uint32Array, leftSize: number): Uint32Array {
  const sides = new Uint32Array(row.length);
  for (let entry = 0; entry < sides.length; entry++) sides[entry] = (row[entry] as number) < leftSize ? 0 : 1;
  return sides;
}

/** Entries by the number of their row. Whole numbers that are not too far apart are sorted as such. */
function sortByWindow({ row, order }: Entries, values: Float64Array, scratch: Uint32Array): void {
  let [least, most, areWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (let entry = 0; entry < row.length; entry++) {
    const value = values[row[entry] as number] as number;
    if (value < least) least = value;
    if (value > most) most = value;
    areWhole &&= Number.isInteger(value);
  }
  if (areWhole && most - least < 2 ** 32) {
    const keys = new Uint32Array(row.length);
    for (let entry = 0; entry < row.length; entry++) keys[entry] = (values[row[entry] as number] as number) - least;
    sortByKey(order, keys, scratch);
    return;
  }
  const value = (entry: number): number => values[row[entry] as number] as number;
  order.sort((a, b) => value(a) - value(b) || a - b);
}

function sameParts(parts: readonly Int32Array[], a: number, b: number): boolean {
  for (const part of parts) if (part[a] !== part[b]) return false;
  return true;
}

function firstAtLeast(rows: Uint32Array, start: number, end: number, row: number): number {
  let at = start;
  while (at < end && (rows[at] as number) < row) at++;
  return at;
}

function pairCount(rows: Uint32Array, start: number, middle: number, end: number, isLink: boolean, window: Window | null): number {
  if (window === null) return isLink ? (middle - start) * (end - middle) : ((end - start) * (end - start - 1)) / 2;
  const { values, from, to } = window;
  const value = (at: number): number => values[rows[at] as number] as number;
  let pairs = 0;
  let low = isLink ? middle : start;
  let high = low;
  for (let at = start; at < middle; at++) {
    if (!isLink) low = at + 1;
    while (isLink && low < end && value(low) < value(at) + from) low++;
    high = Math.max(high, low);
    while (high < end && value(high) <= value(at) + to) high++;
    pairs += high - low;
  }
  return pairs;
}

function membership(rows: Uint32Array, bounds: BlockBounds, size: number): Pick<Blocks, 'blockStart' | 'blockOf'> {
  const blockStart = new Uint32Array(size + 1);
  for (let block = 0; block < bounds.count; block++)
    for (let at = bounds.start[block] as number; at < (bounds.end[block] as number); at++)
      blockStart[(rows[at] as number) + 1] = (blockStart[(rows[at] as number) + 1] as number) + 1;
  for (let row = 0; row < size; row++) blockStart[row + 1] = (blockStart[row + 1] as number) + (blockStart[row] as number);
  const next = blockStart.slice();
  const blockOf = new Int32Array(blockStart[size] as number);
  for (let block = 0; block < bounds.count; block++) {
    for (let at = bounds.start[block] as number; at < (bounds.end[block] as number); at++) {
      const row = rows[at] as number;
      blockOf[next[row] as number] = block;
      next[row] = (next[row] as number) + 1;
    }
  }
  return { blockStart, blockOf };
}

/**
 * Blocks of one pass: records that agree on all parts of its key, by radix sort over the parts' numbers. The smallest blocks are taken
 * first until the pass has its fill of pairs; what is left out is counted, never dropped in silence.
 */
import type { PassSpec } from '#shared/contract/match-spec.ts';
import { GrowingNumbers, unsigned } from '../growing.ts';
import { sharedFloat64, sharedInt32, sharedUint32 } from '../orders/shared-arrays.ts';
import { sortByKey, sortByNumber } from '../radix.ts';
import { type Column, type Records, valuesAt } from '../tables/records.ts';
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
  readonly membership: Membership;
  /** Blocks with which a piece of work begins, of so many pairs about; the last one is the number of blocks. */
  readonly pieces: Uint32Array;
  /** Number of the window by row; null without a window. */
  readonly window: Window | null;
}

/** In which blocks a row is. */
export type Membership =
  /** Rows with one key at most: the block, or −1. */
  | { readonly kind: 'one'; readonly blockOf: Int32Array }
  /** The blocks of row i are `blockOf[start[i]]` … `blockOf[start[i + 1] − 1]`, ascending. */
  | { readonly kind: 'several'; readonly start: Uint32Array; readonly blockOf: Int32Array };

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
/** Pairs that are one piece of work. */
const PIECE = 50_000;

export function blocksOf(pass: PassSpec, records: Records): Blocks {
  const window = windowOf(pass, records);
  const { rows, parts, isSingle } = entriesOf(pass, records, window);
  sortEntries(rows, parts, records, window);
  const sorted = sharedUint32(rows.order.length);
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
  const pieces = piecesOf(taken === null ? all.pairs : all.pairs.filter((_, block) => taken[block] === 1));
  const membership = isSingle ? oneBlock(sorted, bounds, records.size) : severalBlocks(sorted, bounds, records.size);
  return { report, rows: sorted, bounds, membership, pieces, window };
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
    start: sharedCopy(starts.subarray(0, count)),
    middle: sharedCopy(middles.subarray(0, count)),
    end: sharedCopy(ends.subarray(0, count)),
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
  const own = sharedCopy(start.filter(isTaken));
  return {
    count: own.length,
    start: own,
    middle: sharedCopy(middle.filter(isTaken)),
    end: sharedCopy(end.filter(isTaken)),
  };
}

function sharedCopy(values: Uint32Array): Uint32Array {
  const copy = sharedUint32(values.length);
  copy.set(values);
  return copy;
}

function windowOf({ window }: PassSpec, { columns, size, isLink }: Records): Window | null {
  if (window === undefined) return null;
  const column = columns.get(window.field);
  if (column === undefined) throw new RangeError(`there is no field "${window.field}"`);
  const values = column.kind === 'number' ? column.values : firstValues(column, size);
  const reach = Math.max(Math.abs(window.from), Math.abs(window.to));
  return isLink ? { values, from: window.from, to: window.to, bothWays: false } : { values, from: 0, to: reach, bothWays: true };
}

interface Entries {
  /** Of each entry its row. */
  readonly row: Uint32Array;
  /** Entries in the order in which they are walked. */
  readonly order: Uint32Array;
}

function firstValues(column: Column, size: number): Float64Array {
  const values = sharedFloat64(size);
  for (let row = 0; row < size; row++) values[row] = valuesAt(column, row)[0] ?? Number.NaN;
  return values;
}

interface KeyedEntries {
  readonly rows: Entries;
  /** Of each part of the key its code by entry. */
  readonly parts: readonly Int32Array[];
  /** No row has more than one entry. */
  readonly isSingle: boolean;
}

/** A row has one entry for each combination of its keys; rows without a key, or without the window's number, have none. */
function entriesOf({ key }: PassSpec, records: Records, window: Window | null): KeyedEntries {
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
  const row = unsigned(rows.values());
  return { rows: { row, order: numbersTo(row.length) }, parts: parts.map((part) => part.values()), isSingle: false };
}

/** The same for rows with one key: no lists. */
function singleEntries(codes: readonly Int32Array[], size: number, speaks: (row: number) => boolean): KeyedEntries {
  const row = new Uint32Array(size);
  let length = 0;
  for (let at = 0; at < size; at++) if (speaks(at) && codes.every((part) => part[at] !== 0)) row[length++] = at;
  const rows = row.slice(0, length);
  const parts = codes.map((part) => {
    const own = new Int32Array(length);
    for (let entry = 0; entry < length; entry++) own[entry] = part[rows[entry] as number] as number;
    return own;
  });
  return { rows: { row: rows, order: numbersTo(length) }, parts, isSingle: true };
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
    const { values } = window;
    sortByNumber(rows.order, (entry) => values[rows.row[entry] as number] as number, scratch);
    if (records.isLink) sortByKey(rows.order, sidesOf(rows.row, records.leftSize), scratch);
  }
  for (const part of parts.toReversed()) sortByKey(rows.order, unsigned(part), scratch);
}

/** 0 for rows of the left table, 1 for those of the right one. */
function sidesOf(row: Uint32Array, leftSize: number): Uint32Array {
  const sides = new Uint32Array(row.length);
  for (let entry = 0; entry < sides.length; entry++) sides[entry] = (row[entry] as number) < leftSize ? 0 : 1;
  return sides;
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

function oneBlock(rows: Uint32Array, { count, start, end }: BlockBounds, size: number): Membership {
  const blockOf = sharedInt32(size).fill(-1);
  for (let block = 0; block < count; block++)
    for (let at = start[block] as number; at < (end[block] as number); at++) blockOf[rows[at] as number] = block;
  return { kind: 'one', blockOf };
}

function severalBlocks(rows: Uint32Array, bounds: BlockBounds, size: number): Membership {
  const start = sharedUint32(size + 1);
  for (let block = 0; block < bounds.count; block++)
    for (let at = bounds.start[block] as number; at < (bounds.end[block] as number); at++)
      start[(rows[at] as number) + 1] = (start[(rows[at] as number) + 1] as number) + 1;
  for (let row = 0; row < size; row++) start[row + 1] = (start[row + 1] as number) + (start[row] as number);
  const next = start.slice();
  const blockOf = sharedInt32(start[size] as number);
  for (let block = 0; block < bounds.count; block++) {
    for (let at = bounds.start[block] as number; at < (bounds.end[block] as number); at++) {
      const row = rows[at] as number;
      blockOf[next[row] as number] = block;
      next[row] = (next[row] as number) + 1;
    }
  }
  return { kind: 'several', start, blockOf };
}

function piecesOf(pairs: Float64Array): Uint32Array {
  const pieces = [0];
  let sum = 0;
  for (let block = 0; block < pairs.length; block++) {
    sum += pairs[block] as number;
    if (sum < PIECE) continue;
    pieces.push(block + 1);
    sum = 0;
  }
  if (pieces.at(-1) !== pairs.length) pieces.push(pairs.length);
  const shared = sharedUint32(pieces.length);
  shared.set(pieces);
  return shared;
}

/**
 * Blocks of one pass: records that agree on all parts of its key, by radix sort over the parts' numbers. The smallest blocks are taken
 * first until the pass has its fill of pairs; what is left out is counted, never dropped in silence.
 */
import type { PassSpec } from '#shared/contract/match-spec.ts';
import { sortByKey } from '../radix.ts';
import { type Records, valuesAt } from '../tables/records.ts';
import { type KeyCodes, keyCodes } from './key-parts.ts';

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

/** Rows of a block are `rows[start]` … `rows[end − 1]`; of two tables those from `middle` on are right. */
export interface Block {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

export interface Blocks {
  readonly report: PassReport;
  readonly rows: Uint32Array;
  readonly blocks: readonly Block[];
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
  const sorted = Uint32Array.from(rows.order, (entry) => rows.row[entry] as number);
  const all: (Block & { pairs: number })[] = [];
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    end = start + 1;
    while (end < sorted.length && sameParts(parts, rows.order[start] as number, rows.order[end] as number)) end++;
    if (end - start === 1) continue;
    const middle = records.isLink ? firstAtLeast(sorted, start, end, records.leftSize) : end;
    const pairs = pairCount(sorted, { start, middle, end }, records.isLink, window);
    if (pairs > 0) all.push({ start, middle, end, pairs });
  }
  const most = Math.max(PAIRS, PAIRS_A_RECORD * records.size);
  const bySize = [...all].sort((a, b) => a.pairs - b.pairs || (sorted[a.start] as number) - (sorted[b.start] as number));
  const taken = new Set<Block>();
  let pairs = 0;
  for (const block of bySize) {
    if (pairs + block.pairs > most) break;
    pairs += block.pairs;
    taken.add(block);
  }
  const blocks = all.filter((block) => taken.has(block));
  const purged = all.filter((block) => !taken.has(block));
  const report: PassReport = {
    pass: pass.name,
    blocks: blocks.length,
    pairs,
    purgedBlocks: purged.length,
    purgedRecords: purged.reduce((sum, { start, end }) => sum + end - start, 0),
    purgedPairs: purged.reduce((sum, block) => sum + block.pairs, 0),
  };
  return { report, rows: sorted, blocks, ...membership(sorted, blocks, records.size), window };
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
  const row: number[] = [];
  const parts: number[][] = key.map(() => []);
  for (let at = 0; at < records.size; at++) {
    if (!speaks(at)) continue;
    for (const combination of combinations(codes, at)) {
      row.push(at);
      for (const [part, code] of combination.entries()) parts[part]?.push(code);
    }
  }
  const rows = Uint32Array.from(row);
  return { rows: { row: rows, order: numbersTo(rows.length) }, parts: parts.map((part) => Int32Array.from(part)) };
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

function combinations(codes: readonly KeyCodes[], row: number): number[][] {
  let made: number[][] = [[]];
  for (const part of codes) {
    const own =
      part.kind === 'one'
        ? part.codes[row] === 0
          ? []
          : [part.codes[row] as number]
        : [...part.codes.subarray(part.start[row], part.start[row + 1])];
    if (own.length === 0) return [];
    made =
      own.length === 1 && made.length === 1
        ? [[...(made[0] ?? []), own[0] as number]]
        : made.flatMap((before) => own.map((code) => [...before, code]));
  }
  return made;
}

/** By key; within a key left before right, by the window's number, by row. */
function sortEntries(rows: Entries, parts: readonly Int32Array[], records: Records, window: Window | null): void {
  const scratch = new Uint32Array(rows.order.length);
  if (window !== null) {
    sortByWindow(rows, window.values, scratch);
    if (records.isLink)
      sortByKey(
        rows.order,
        Uint32Array.from(rows.row, (row) => (row < records.leftSize ? 0 : 1)),
        scratch,
      );
  }
  for (const part of parts.toReversed()) sortByKey(rows.order, new Uint32Array(part.buffer, part.byteOffset, part.length), scratch);
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

function pairCount(rows: Uint32Array, { start, middle, end }: Block, isLink: boolean, window: Window | null): number {
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

function membership(rows: Uint32Array, blocks: readonly Block[], size: number): Pick<Blocks, 'blockStart' | 'blockOf'> {
  const blockStart = new Uint32Array(size + 1);
  for (const { start, end } of blocks)
    for (let at = start; at < end; at++)
      blockStart[(rows[at] as number) + 1] = (blockStart[(rows[at] as number) + 1] as number) + 1;
  for (let row = 0; row < size; row++) blockStart[row + 1] = (blockStart[row + 1] as number) + (blockStart[row] as number);
  const next = blockStart.slice();
  const blockOf = new Int32Array(blockStart[size] as number);
  for (const [block, { start, end }] of blocks.entries()) {
    for (let at = start; at < end; at++) {
      const row = rows[at] as number;
      blockOf[next[row] as number] = block;
      next[row] = (next[row] as number) + 1;
    }
  }
  return { blockStart, blockOf };
}

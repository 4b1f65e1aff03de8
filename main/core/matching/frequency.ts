/**
 * How common a shared value is. Two records that share a total of 9.99 share little; two that share 1,327.43 share much. The
 * adjustment is an integer of millibits, never above 0, and depends on the value's count only, not on the size of the book.
 */
import type { Columns, Pace } from './columns.ts';
import { finalise } from './refs.ts';

export interface FrequencyRule {
  /** Up to this many records with the value nothing is taken off: the copies of one sale, and a second sale. */
  readonly free: number;
  /** Taken off for each doubling beyond, millibits. */
  readonly perDoubling: number;
  /** Never more than this, millibits. */
  readonly most: number;
}

export function frequencyMillibits(count: number, rule: FrequencyRule): number {
  let doublings = 0;
  for (let reach = rule.free; reach < count; reach *= 2) doublings++;
  return -Math.min(rule.most, doublings * rule.perDoubling) || 0;
}

/** For each row the number of rows that share its value; 0 where it has none. */
export function countsOfIds(values: Int32Array): Uint32Array {
  let highest = 0;
  for (const value of values) if (value > highest) highest = value;
  const counts = new Uint32Array(highest + 1);
  for (const value of values) if (value !== 0) counts[value] = (counts[value] as number) + 1;
  return Uint32Array.from(values, (value) => (value === 0 ? 0 : (counts[value] as number)));
}

/** For each row the number of rows with the same total in the same currency; 0 where it has none. */
export function countsOfAmounts(columns: Columns, pace: Pace): Uint32Array {
  const { size, amount, currency } = columns;
  const capacity = 2 ** Math.max(4, Math.ceil(Math.log2(size * 2 + 1)));
  const firstRow = new Int32Array(capacity).fill(-1);
  const counts = new Uint32Array(capacity);
  const place = new Int32Array(size).fill(-1);
  for (let row = 0; row < size; row++) {
    if ((row & 0xffff) === 0) pace.checkpoint('compare', 0, size);
    const value = amount[row] as number;
    if (Number.isNaN(value)) continue;
    let at = (amountHash(value) ^ finalise(currency[row] as number)) & (capacity - 1);
    for (let head = firstRow[at] as number; head !== -1; head = firstRow[at] as number) {
      if (amount[head] === value && currency[head] === currency[row]) break;
      at = (at + 1) & (capacity - 1);
    }
    if (firstRow[at] === -1) firstRow[at] = row;
    counts[at] = (counts[at] as number) + 1;
    place[row] = at;
  }
  return Uint32Array.from(place, (at) => (at === -1 ? 0 : (counts[at] as number)));
}

/** 32-bit hash of a safe integer. */
export function amountHash(minor: number): number {
  return finalise((minor | 0) ^ Math.imul(Math.floor(minor / 2 ** 32) | 0, 0x9e3779b1));
}

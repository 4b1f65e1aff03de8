/**
 * How common a shared value is. Two records that share a total of 9.99 share little; two that share 1,327.43 share much. The
 * adjustment is an integer of millibits, never above 0, and depends on the value's count only, not on the size of the book.
 */
import type { Columns } from './columns.ts';
import { finalise } from './refs.ts';
import { sharedUint32 } from './shared-arrays.ts';

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
export function countsOf(values: Int32Array): Uint32Array {
  let highest = 0;
  for (let row = 0; row < values.length; row++) highest = Math.max(highest, values[row] as number);
  const shared = new Uint32Array(highest + 1);
  for (let row = 0; row < values.length; row++) shared[values[row] as number] = (shared[values[row] as number] as number) + 1;
  shared[0] = 0;
  // A column that nothing stands in needs no counts.
  const counts = sharedUint32(highest === 0 ? 0 : values.length);
  for (let row = 0; row < counts.length; row++) counts[row] = shared[values[row] as number] as number;
  return counts;
}

/** Fills `total` and `netTotal`. Which number an amount gets is of no meaning. */
export function numberTotals({ amount, net, currency, total, netTotal }: Columns): void {
  numberAmounts(amount, currency, total);
  numberAmounts(net, currency, netTotal);
}

/** Numbers the distinct pairs of amount and currency, from 1. */
function numberAmounts(amount: Float64Array, currency: Int32Array, numbers: Int32Array): void {
  const size = amount.length;
  const capacity = 2 ** Math.max(4, Math.ceil(Math.log2(size * 2 + 1)));
  const firstRow = new Int32Array(capacity).fill(-1);
  for (let row = 0; row < size; row++) {
    const value = amount[row] as number;
    if (Number.isNaN(value)) continue;
    let at = (amountHash(value) ^ finalise(currency[row] as number)) & (capacity - 1);
    for (let head = firstRow[at] as number; head !== -1; head = firstRow[at] as number) {
      if (amount[head] === value && currency[head] === currency[row]) break;
      at = (at + 1) & (capacity - 1);
    }
    if (firstRow[at] === -1) firstRow[at] = row;
    numbers[row] = (firstRow[at] as number) + 1;
  }
}

/** 32-bit hash of a safe integer. */
function amountHash(minor: number): number {
  return finalise((minor | 0) ^ Math.imul(Math.floor(minor / 2 ** 32) | 0, 0x9e3779b1));
}

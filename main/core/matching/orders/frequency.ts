/**
 * How common a shared value is. Two records that share a total of 9.99 share little; two that share 1,327.43 share much. The
 * adjustment is an integer of millibits, never above 0, and depends on the value's count only, not on the size of the book.
 */

import { finalise } from '../refs.ts';
import type { Columns } from './columns.ts';
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

/** For each value the number of rows that have it; 0 for 0, which is none. */
export function countsOf(values: Int32Array): Uint32Array {
  let highest = 0;
  for (let row = 0; row < values.length; row++) highest = Math.max(highest, values[row] as number);
  const counts = sharedUint32(highest + 1);
  for (let row = 0; row < values.length; row++) counts[values[row] as number] = (counts[values[row] as number] as number) + 1;
  counts[0] = 0;
  return counts;
}

/**
 * Fills `total` and `netTotal` with numbers of the distinct pairs of amount and currency, from 1: one number for a total and an equal
 * one before tax. Which number an amount gets is of no meaning.
 */
export function numberTotals({ size, amount, net, currency, total, netTotal }: Columns): void {
  const numbers = new AmountNumbers();
  for (let row = 0; row < size; row++) {
    total[row] = numbers.of(amount[row] as number, currency[row] as number);
    // Most records state no tax: then the two are one.
    netTotal[row] = net[row] === amount[row] ? (total[row] as number) : numbers.of(net[row] as number, currency[row] as number);
  }
}

/** Distinct amounts with their currencies, in an open-addressing table that grows. */
class AmountNumbers {
  #slots = new Int32Array(1 << 12);
  #amounts = new Float64Array(1 << 11);
  #currencies = new Int32Array(1 << 11);
  #count = 0;

  /** 0 for no amount. */
  of(minor: number, currency: number): number {
    if (Number.isNaN(minor)) return 0;
    const at = this.#slotOf(minor, currency);
    if (this.#slots[at] === 0) {
      if (this.#count + 1 === this.#amounts.length) {
        this.#grow();
        return this.of(minor, currency);
      }
      this.#slots[at] = ++this.#count;
      this.#amounts[this.#count] = minor;
      this.#currencies[this.#count] = currency;
    }
    return this.#slots[at] as number;
  }

  /** Place of a number, or the free one where it would go. */
  #slotOf(minor: number, currency: number): number {
    const mask = this.#slots.length - 1;
    let at = (amountHash(minor) ^ finalise(currency)) & mask;
    for (let number = this.#slots[at] as number; number !== 0; number = this.#slots[at] as number) {
      if (this.#amounts[number] === minor && this.#currencies[number] === currency) break;
      at = (at + 1) & mask;
    }
    return at;
  }

  #grow(): void {
    const [amounts, currencies] = [this.#amounts, this.#currencies];
    this.#amounts = new Float64Array(2 * amounts.length);
    this.#currencies = new Int32Array(2 * currencies.length);
    this.#amounts.set(amounts);
    this.#currencies.set(currencies);
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let number = 1; number <= this.#count; number++) {
      this.#slots[this.#slotOf(amounts[number] as number, currencies[number] as number)] = number;
    }
  }
}

/** 32-bit hash of a safe integer. */
function amountHash(minor: number): number {
  return finalise((minor | 0) ^ Math.imul(Math.floor(minor / 2 ** 32) | 0, 0x9e3779b1));
}

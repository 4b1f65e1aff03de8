/** What pairs met, numbered and counted: thousands of kinds stand for millions of pairs. */
import { patternOf } from '../orders/spec.ts';
import type { PairKind } from './estimate.ts';

/** A kind with what the commonness of shared values takes off such pairs (millibits, not above 0). */
export interface WeighedKind extends PairKind {
  readonly frequency: number;
}

export class Kinds {
  readonly #radix: readonly number[];
  readonly #numbers = new Map<number, Map<number, number>>();
  readonly #all: { pattern: number; passes: number; frequency: number; levels: readonly number[]; count: number }[] = [];

  constructor(radix: readonly number[]) {
    this.#radix = radix;
  }

  /** Counts a pair (or several) that met these levels, in these passes; returns the number of its kind so far. */
  add(levels: readonly number[], passes: number, frequency = 0, count = 1): number {
    const pattern = patternOf(levels, this.#radix);
    // Passes are fewer than 32 bits, a frequency fewer than 21: one exact number.
    const rest = passes * 2 ** 21 - frequency;
    let byPattern = this.#numbers.get(rest);
    if (byPattern === undefined) {
      byPattern = new Map();
      this.#numbers.set(rest, byPattern);
    }
    let number = byPattern.get(pattern);
    if (number === undefined) {
      number = this.#all.length;
      byPattern.set(pattern, number);
      this.#all.push({ pattern, passes, frequency, levels: [...levels], count: 0 });
    }
    const own = this.#all[number];
    if (own !== undefined) own.count += count;
    return number;
  }

  /** In the order of their numbers so far. */
  list(): readonly PairKind[] {
    return this.#all;
  }

  /** By pattern, passes and frequency, so that sums come out the same whatever was met first. */
  sorted(): { list: WeighedKind[]; newNumber: Uint32Array } {
    const order = [...this.#all.keys()].sort((a, b) => {
      const [one, other] = [this.#all[a], this.#all[b]];
      if (one === undefined || other === undefined) return 0;
      return one.pattern - other.pattern || one.passes - other.passes || one.frequency - other.frequency;
    });
    const newNumber = new Uint32Array(order.length);
    for (const [now, old] of order.entries()) newNumber[old] = now;
    return { list: order.flatMap((old) => this.#all[old] ?? []), newNumber };
  }
}

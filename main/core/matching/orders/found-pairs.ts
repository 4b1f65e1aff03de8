/** Pairs found row by row, for runs that look at few rows. */

import { concatPairs, PairCollector, type PairList, sortPairs } from '../pair-list.ts';
import type { Compared } from './compare.ts';
import type { Partners } from './partners.ts';

const NOTHING: readonly number[] = [];

/** Pairs of single rows, each compared once. */
export class FoundPairs {
  readonly #partners: Partners;
  readonly #scoreOf: (left: number, right: number) => Compared | null;
  readonly #kept = new PairCollector();
  /** By row that was asked for: its pairs worth keeping. */
  readonly #pairsOf = new Map<number, readonly number[]>();
  compared = 0;

  /** @param scoreOf null where a pair is not worth keeping. */
  constructor(partners: Partners, scoreOf: (left: number, right: number) => Compared | null) {
    this.#partners = partners;
    this.#scoreOf = scoreOf;
  }

  /** Rows with which this one makes a pair worth keeping. */
  partnersOf(row: number): number[] {
    return this.#of(row).map((pair) => this.#partner(pair, row));
  }

  /** All pairs so far and those that decisions name, by left and right row. */
  list(size: number, decided: PairList): PairList {
    return sortPairs(concatPairs([this.#kept.list(), decided]), size);
  }

  #of(row: number): readonly number[] {
    const known = this.#pairsOf.get(row);
    if (known !== undefined) return known;
    const pairs: number[] = [];
    const { rows, rules } = this.#partners.of(row);
    for (const [at, other] of rows.entries()) {
      const pair = this.#pairsOf.has(other) ? this.#known(other, row) : this.#compare(row, other, rules[at] as number);
      if (pair !== -1) pairs.push(pair);
    }
    this.#pairsOf.set(row, pairs);
    return pairs;
  }

  #known(row: number, other: number): number {
    return (this.#pairsOf.get(row) ?? NOTHING).find((pair) => this.#partner(pair, row) === other) ?? -1;
  }

  #compare(row: number, other: number, rule: number): number {
    this.compared++;
    const left = Math.min(row, other);
    const right = Math.max(row, other);
    const found = this.#scoreOf(left, right);
    if (found === null) return -1;
    this.#kept.push(left, right, rule, found.pattern, found.frequency, found.score);
    return this.#kept.length - 1;
  }

  #partner(pair: number, row: number): number {
    const left = this.#kept.left[pair] as number;
    return left === row ? (this.#kept.right[pair] as number) : left;
  }
}

/** The pairs of each row, as one list after the other: who else answers the same question. */
import type { PairList } from '../pair-list.ts';

export class Neighbours {
  readonly #start: Uint32Array;
  readonly #pairs: Uint32Array;
  readonly #list: PairList;

  constructor(size: number, list: PairList) {
    const start = new Uint32Array(size + 1);
    for (let pair = 0; pair < list.length; pair++) {
      for (const row of [list.left[pair] as number, list.right[pair] as number]) start[row + 1] = (start[row + 1] as number) + 1;
    }
    for (let row = 0; row < size; row++) start[row + 1] = (start[row + 1] as number) + (start[row] as number);
    const next = start.slice();
    const pairs = new Uint32Array(2 * list.length);
    for (let pair = 0; pair < list.length; pair++) {
      for (const row of [list.left[pair] as number, list.right[pair] as number]) {
        pairs[next[row] as number] = pair;
        next[row] = (next[row] as number) + 1;
      }
    }
    this.#start = start;
    this.#pairs = pairs;
    this.#list = list;
  }

  /** Numbers of the pairs that hold the row. */
  of(row: number): Uint32Array {
    return this.#pairs.subarray(this.#start[row] as number, this.#start[row + 1] as number);
  }

  /** The other row of a pair. */
  partner(pair: number, row: number): number {
    const left = this.#list.left[pair] as number;
    return left === row ? (this.#list.right[pair] as number) : left;
  }

  /** Number of the pair of two rows, or −1. */
  between(one: number, other: number): number {
    for (const pair of this.of(one)) if (this.partner(pair, one) === other) return pair;
    return -1;
  }
}

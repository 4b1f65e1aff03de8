/** Scored pairs of tables, each met once, in growing typed arrays; handed on in the order of their rows. */
import type { PairList } from '../pair-list.ts';
import { sortByKey } from '../radix.ts';

export class ScoredPairs {
  #length = 0;
  #numbers = new Uint32Array(3 * 4096);
  #scores = new Int32Array(2 * 4096);
  #pass = new Uint8Array(4096);

  push(left: number, right: number, pass: number, pattern: number, frequency: number, score: number): void {
    const at = this.#length++;
    if (at === this.#pass.length) this.#grow();
    this.#numbers[3 * at] = left;
    this.#numbers[3 * at + 1] = right;
    this.#numbers[3 * at + 2] = pattern;
    this.#scores[2 * at] = frequency;
    this.#scores[2 * at + 1] = score;
    this.#pass[at] = pass;
  }

  /** By left and right row. */
  sorted(): PairList {
    const length = this.#length;
    const order = Uint32Array.from({ length }, (_, pair) => pair);
    const scratch = new Uint32Array(length);
    const numbers = (which: number): Uint32Array =>
      Uint32Array.from({ length }, (_, pair) => this.#numbers[3 * pair + which] as number);
    const left = numbers(0);
    const right = numbers(1);
    sortByKey(order, right, scratch);
    sortByKey(order, left, scratch);
    const scores = (which: number): Int32Array => Int32Array.from(order, (pair) => this.#scores[2 * pair + which] as number);
    return {
      length,
      left: order.map((pair) => left[pair] as number),
      right: order.map((pair) => right[pair] as number),
      pass: Uint8Array.from(order, (pair) => this.#pass[pair] as number),
      pattern: order.map((pair) => this.#numbers[3 * pair + 2] as number),
      frequency: scores(0),
      score: scores(1),
    };
  }

  #grow(): void {
    const numbers = new Uint32Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    const scores = new Int32Array(this.#scores.length * 2);
    scores.set(this.#scores);
    this.#scores = scores;
    const pass = new Uint8Array(this.#pass.length * 2);
    pass.set(this.#pass);
    this.#pass = pass;
  }
}

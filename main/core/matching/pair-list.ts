/** Pairs of rows with what was found about them, in growing typed arrays: 26 bytes a pair instead of an object. */
import { sortByKey } from './radix.ts';

export interface PairList {
  readonly length: number;
  /** left < right. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Index of the pass that met the pair first; 0 is the reference join. */
  readonly pass: Uint8Array;
  readonly pattern: Uint32Array;
  readonly frequency: Int32Array;
  readonly score: Int32Array;
}

export class PairCollector implements PairList {
  length = 0;
  left = new Uint32Array(1024);
  right = new Uint32Array(1024);
  pass = new Uint8Array(1024);
  pattern = new Uint32Array(1024);
  frequency = new Int32Array(1024);
  score = new Int32Array(1024);

  push(left: number, right: number, pass: number, pattern: number, frequency: number, score: number): void {
    if (this.length === this.left.length) this.#grow();
    const at = this.length;
    this.left[at] = left;
    this.right[at] = right;
    this.pass[at] = pass;
    this.pattern[at] = pattern;
    this.frequency[at] = frequency;
    this.score[at] = score;
    this.length = at + 1;
  }

  #grow(): void {
    const capacity = this.left.length * 2;
    const grown = <A extends Uint32Array | Uint8Array | Int32Array>(old: A, fresh: A): A => {
      fresh.set(old);
      return fresh;
    };
    this.left = grown(this.left, new Uint32Array(capacity));
    this.right = grown(this.right, new Uint32Array(capacity));
    this.pass = grown(this.pass, new Uint8Array(capacity));
    this.pattern = grown(this.pattern, new Uint32Array(capacity));
    this.frequency = grown(this.frequency, new Int32Array(capacity));
    this.score = grown(this.score, new Int32Array(capacity));
  }
}

/** The pairs that pass, in their order. */
export function filterPairs(list: PairList, passes: (pair: number) => boolean): PairList {
  const kept = new PairCollector();
  for (let pair = 0; pair < list.length; pair++) if (passes(pair)) pushFrom(kept, list, pair);
  return kept;
}

function pushFrom(to: PairCollector, { left, right, pass, pattern, frequency, score }: PairList, pair: number): void {
  to.push(
    left[pair] as number,
    right[pair] as number,
    pass[pair] as number,
    pattern[pair] as number,
    frequency[pair] as number,
    score[pair] as number,
  );
}

/** The pairs by left and right row, each once: of several the one that was pushed first. `size` is the number of rows. */
export function sortPairs(list: PairList, size: number): PairList {
  const order = Uint32Array.from({ length: list.length }, (_, pair) => pair);
  const scratch = new Uint32Array(list.length);
  sortByKey(order, list.right, scratch);
  sortByKey(order, list.left, scratch);
  const sorted = new PairCollector();
  let last = -1;
  for (const pair of order) {
    const [left, right] = [list.left[pair] as number, list.right[pair] as number];
    const key = left * size + right;
    if (key === last) continue;
    last = key;
    pushFrom(sorted, list, pair);
  }
  return sorted;
}

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

const FIRST_ROOM = 64;

export class PairCollector implements PairList {
  length = 0;
  left = new Uint32Array(FIRST_ROOM);
  right = new Uint32Array(FIRST_ROOM);
  pass = new Uint8Array(FIRST_ROOM);
  pattern = new Uint32Array(FIRST_ROOM);
  frequency = new Int32Array(FIRST_ROOM);
  score = new Int32Array(FIRST_ROOM);

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

  /** The pairs so far, in arrays of their length: cheap to hand to another thread. */
  list(): PairList {
    const { length } = this;
    return {
      length,
      left: this.left.slice(0, length),
      right: this.right.slice(0, length),
      pass: this.pass.slice(0, length),
      pattern: this.pattern.slice(0, length),
      frequency: this.frequency.slice(0, length),
      score: this.score.slice(0, length),
    };
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
  const kept = new Uint32Array(list.length);
  let length = 0;
  for (let pair = 0; pair < list.length; pair++) if (passes(pair)) kept[length++] = pair;
  return pickPairs(list, kept.subarray(0, length));
}

/** The pairs by left and right row, each once: of several the one of the earliest pass. `size` is the number of rows. */
export function sortPairs(list: PairList, size: number): PairList {
  const order = Uint32Array.from({ length: list.length }, (_, pair) => pair);
  const scratch = new Uint32Array(list.length);
  sortByKey(order, Uint32Array.from(list.pass.subarray(0, list.length)), scratch);
  sortByKey(order, list.right, scratch);
  sortByKey(order, list.left, scratch);
  let kept = 0;
  let last = -1;
  for (const pair of order) {
    const key = (list.left[pair] as number) * size + (list.right[pair] as number);
    if (key === last) continue;
    last = key;
    order[kept++] = pair;
  }
  return pickPairs(list, order.subarray(0, kept));
}

/** The pairs of all lists, one list after the other. */
export function concatPairs(lists: readonly PairList[]): PairList {
  const [first] = lists;
  if (lists.length === 1 && first !== undefined) return first;
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const all = emptyPairs(length);
  let at = 0;
  for (const list of lists) {
    const { length: own } = list;
    all.left.set(list.left.subarray(0, own), at);
    all.right.set(list.right.subarray(0, own), at);
    all.pass.set(list.pass.subarray(0, own), at);
    all.pattern.set(list.pattern.subarray(0, own), at);
    all.frequency.set(list.frequency.subarray(0, own), at);
    all.score.set(list.score.subarray(0, own), at);
    at += own;
  }
  return all;
}

function emptyPairs(length: number): PairList {
  return {
    length,
    left: new Uint32Array(length),
    right: new Uint32Array(length),
    pass: new Uint8Array(length),
    pattern: new Uint32Array(length),
    frequency: new Int32Array(length),
    score: new Int32Array(length),
  };
}

/** The pairs of the given numbers, in their order. */
function pickPairs(list: PairList, pairs: Uint32Array): PairList {
  const picked = emptyPairs(pairs.length);
  for (let at = 0; at < pairs.length; at++) {
    const pair = pairs[at] as number;
    picked.left[at] = list.left[pair] as number;
    picked.right[at] = list.right[pair] as number;
    picked.pass[at] = list.pass[pair] as number;
    picked.pattern[at] = list.pattern[pair] as number;
    picked.frequency[at] = list.frequency[pair] as number;
    picked.score[at] = list.score[pair] as number;
  }
  return picked;
}

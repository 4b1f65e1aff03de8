/** Candidate pairs for training: all of them, or those of a fixed sample of left rows, in the order of their rows. */
import type { Candidates } from '../candidates/candidates.ts';
import type { LevelOf } from '../compare/levels.ts';
import { sortByKey } from '../radix.ts';
import { finalise } from '../refs.ts';
import type { TrainingPairs } from './estimate.ts';
import { Kinds } from './kinds.ts';

/** Candidates that training looks at, about. */
export const SAMPLED_PAIRS = 1_000_000;

export interface CollectedPairs extends TrainingPairs {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly kind: Uint32Array;
}

/** @param total candidates of all passes, repeats included. */
export function collectPairs(
  candidates: Candidates,
  levelOf: readonly LevelOf[],
  radix: readonly number[],
  total: number,
): CollectedPairs {
  const share = Math.min(1, SAMPLED_PAIRS / Math.max(1, total));
  const below = share * 2 ** 32;
  const keep = share === 1 ? null : (left: number): boolean => finalise(left + 1) < below;
  const pairs = new GrowingPairs();
  const kinds = new Kinds(radix);
  const levels = radix.map(() => 0);
  for (let pass = 0; pass < candidates.passes.length; pass++) {
    candidates.walk(
      pass,
      (left, right) => {
        for (let c = 0; c < levels.length; c++) levels[c] = (levelOf[c] as LevelOf)(left, right);
        pairs.push(left, right, kinds.add(levels, candidates.mask(left, right)));
      },
      keep,
    );
  }
  const { left, right, kind } = pairs.sorted();
  const { list, newNumber } = kinds.sorted();
  return { length: left.length, left, right, kind: kind.map((old) => newNumber[old] as number), kinds: list, share };
}

/** Pairs in growing arrays, each with a number of its own. */
export class GrowingPairs {
  #length = 0;
  #left = new Uint32Array(4096);
  #right = new Uint32Array(4096);
  #kind = new Uint32Array(4096);

  push(left: number, right: number, kind: number): void {
    if (this.#length === this.#left.length) {
      this.#left = doubled(this.#left);
      this.#right = doubled(this.#right);
      this.#kind = doubled(this.#kind);
    }
    this.#left[this.#length] = left;
    this.#right[this.#length] = right;
    this.#kind[this.#length] = kind;
    this.#length++;
  }

  /** By left and right row. */
  sorted(): { left: Uint32Array; right: Uint32Array; kind: Uint32Array } {
    const order = Uint32Array.from({ length: this.#length }, (_, pair) => pair);
    const scratch = new Uint32Array(this.#length);
    sortByKey(order, this.#right, scratch);
    sortByKey(order, this.#left, scratch);
    const take = (from: Uint32Array): Uint32Array => order.map((pair) => from[pair] as number);
    return { left: take(this.#left), right: take(this.#right), kind: take(this.#kind) };
  }
}

function doubled(old: Uint32Array): Uint32Array<ArrayBuffer> {
  const fresh = new Uint32Array(old.length * 2);
  fresh.set(old);
  return fresh;
}

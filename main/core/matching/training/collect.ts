/** Candidate pairs for training: all of them, or those of a fixed sample of left rows, in the order of their rows. */
import type { Candidates } from '../candidates/candidates.ts';
import type { LevelOf } from '../compare/levels.ts';
import { sortByKey } from '../radix.ts';
import { finalise } from '../refs.ts';
import type { PairKind, TrainingPairs } from './estimate.ts';

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

class GrowingPairs {
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

/** Numbers what pairs met, and counts. */
class Kinds {
  readonly #radix: readonly number[];
  readonly #numbers = new Map<number, Map<number, number>>();
  readonly #all: { pattern: number; passes: number; levels: readonly number[]; count: number }[] = [];

  constructor(radix: readonly number[]) {
    this.#radix = radix;
  }

  add(levels: readonly number[], passes: number): number {
    let pattern = 0;
    for (let i = levels.length - 1; i >= 0; i--) pattern = pattern * (this.#radix[i] as number) + (levels[i] as number);
    let byPattern = this.#numbers.get(passes);
    if (byPattern === undefined) {
      byPattern = new Map();
      this.#numbers.set(passes, byPattern);
    }
    let number = byPattern.get(pattern);
    if (number === undefined) {
      number = this.#all.length;
      byPattern.set(pattern, number);
      this.#all.push({ pattern, passes, levels: [...levels], count: 0 });
    }
    const own = this.#all[number];
    if (own !== undefined) own.count++;
    return number;
  }

  /** By pattern and passes, so that sums come out the same whatever was met first. */
  sorted(): { list: PairKind[]; newNumber: Uint32Array } {
    const order = [...this.#all.keys()].sort((a, b) => {
      const [one, other] = [this.#all[a], this.#all[b]];
      return (one?.pattern ?? 0) - (other?.pattern ?? 0) || (one?.passes ?? 0) - (other?.passes ?? 0);
    });
    const newNumber = new Uint32Array(order.length);
    for (const [now, old] of order.entries()) newNumber[old] = now;
    return { list: order.flatMap((old) => this.#all[old] ?? []), newNumber };
  }
}

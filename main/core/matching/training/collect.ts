/** Candidate pairs for training: all of them, or those of a fixed sample of left rows, in the order of their rows. */
import type { Candidates } from '../candidates/candidates.ts';
import type { Comparisons, LevelOf } from '../compare/levels.ts';
import { GrowingNumbers, unsigned } from '../growing.ts';
import { sortByKey } from '../radix.ts';
import { finalise } from '../refs.ts';
import type { PairKind, TrainingPairs } from './estimate.ts';
import { Kinds } from './kinds.ts';

/** Candidates that training looks at, about. */
export const SAMPLED_PAIRS = 1_000_000;

export interface CollectedPairs extends TrainingPairs {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly kind: Uint32Array;
}

/** Share of candidates that training looks at. @param total candidates of all passes, repeats included. */
export function sampledShare(total: number): number {
  return Math.min(1, SAMPLED_PAIRS / Math.max(1, total));
}

/** What one thread collected: kinds are numbered by itself. */
export interface CollectedPart {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly kind: Int32Array;
  readonly kinds: readonly PairKind[];
}

/** Collects the pairs of pieces for as long as there is a next one. */
export function collectPart(
  candidates: Candidates,
  { levelOf, radix }: Comparisons,
  share: number,
  nextPiece: () => number | null,
): CollectedPart {
  const below = share * 2 ** 32;
  const keep = share === 1 ? null : (left: number): boolean => finalise(left + 1) < below;
  const pairs = new GrowingPairs();
  const kinds = new Kinds(radix);
  const levels = radix.map(() => 0);
  const found = (left: number, right: number): void => {
    for (let c = 0; c < levels.length; c++) levels[c] = (levelOf[c] as LevelOf)(left, right);
    pairs.push(left, right, kinds.add(levels, candidates.mask(left, right)));
  };
  for (let piece = nextPiece(); piece !== null; piece = nextPiece())
    candidates.walkPiece(piece, () => found, { keep, isWorth: null });
  return { ...pairs.values(), kinds: kinds.list() };
}

/** The parts as one, by left and right row: the same whoever collected what. */
export function mergeParts(parts: readonly CollectedPart[], radix: readonly number[], share: number): CollectedPairs {
  const pairs = new GrowingPairs();
  const all = new Kinds(radix);
  for (const { left, right, kind, kinds } of parts) {
    const number = Uint32Array.from(kinds, ({ levels, passes, count }) => all.add(levels, passes, 0, count));
    for (let pair = 0; pair < left.length; pair++)
      pairs.push(left[pair] as number, right[pair] as number, number[kind[pair] as number] as number);
  }
  const { left, right, kind } = pairs.sorted();
  const { list, newNumber } = all.sorted();
  return { length: left.length, left, right, kind: kind.map((old) => newNumber[old] as number), kinds: list, share };
}

/** Pairs in growing arrays, each with a number of its own. */
export class GrowingPairs {
  readonly #left = new GrowingNumbers();
  readonly #right = new GrowingNumbers();
  readonly #kind = new GrowingNumbers();

  push(left: number, right: number, kind: number): void {
    this.#left.push(left);
    this.#right.push(right);
    this.#kind.push(kind);
  }

  /** Those so far, in place. */
  values(): { left: Int32Array; right: Int32Array; kind: Int32Array } {
    return { left: this.#left.values(), right: this.#right.values(), kind: this.#kind.values() };
  }

  /** By left and right row. */
  sorted(): { left: Uint32Array; right: Uint32Array; kind: Uint32Array } {
    const { left, right, kind } = this.values();
    const order = new Uint32Array(left.length);
    for (let pair = 0; pair < order.length; pair++) order[pair] = pair;
    const scratch = new Uint32Array(order.length);
    sortByKey(order, unsigned(right), scratch);
    sortByKey(order, unsigned(left), scratch);
    const take = (from: Int32Array): Uint32Array => order.map((pair) => from[pair] as number);
    return { left: take(left), right: take(right), kind: take(kind) };
  }
}

/** Scores pairs under a model: prior, weights and what common values take off or rare ones add, in exact integers. */
import { atomsOf, type ComparisonSpec } from '#shared/contract/match-spec.ts';
import { assert } from '#shared/domain/assert.ts';
import type { TrainedModel } from '../training/trained-model.ts';
import { type Adjustments, BEYOND, type Comparisons, type LevelOf } from './levels.ts';

export interface Scored {
  /** Millibits, log2 odds. */
  score: number;
  /** Part of the score that the commonness of values makes. */
  frequency: number;
  /** All levels in mixed radix, the first comparison the least significant. */
  pattern: number;
}

export class Scorer {
  readonly #comparisons: Comparisons;
  readonly #adjustments: Adjustments;
  readonly #model: TrainedModel;
  readonly #weights: readonly (readonly number[])[];
  readonly #chance: readonly (readonly number[])[];
  /** By comparison and level the most that this level or a later one can add. */
  readonly #mostFrom: readonly (readonly number[])[];
  /** Comparisons in the order in which they are made, and the most that those after each can add. */
  readonly #order: readonly number[];
  readonly #most: readonly number[];
  readonly #levels: number[];
  readonly #last: Scored = { score: 0, frequency: 0, pattern: 0 };

  constructor(comparisons: Comparisons, adjustments: Adjustments, model: TrainedModel) {
    this.#comparisons = comparisons;
    this.#adjustments = adjustments;
    this.#model = model;
    this.#weights = model.comparisons.map(({ millibits }) => millibits);
    this.#chance = model.comparisons.map(({ u }) => u);
    this.#levels = comparisons.radix.map(() => 0);
    this.#mostFrom = this.#weights.map((own, c) => mostFrom(own.map((weight, level) => weight + this.#mostAdjustment(c, level))));
    const best = this.#mostFrom.map(([most = 0]) => Math.max(0, most));
    const worst = this.#weights.map((own) => Math.min(...own));
    const cost = comparisons.spec.comparisons.map(costOf);
    // What ends most comparisons for the least work is asked first.
    const value = (c: number): number => (worst[c] as number) / (cost[c] as number);
    this.#order = [...best.keys()].sort((a, b) => value(a) - value(b) || a - b);
    const most: number[] = [];
    let rest = 0;
    for (const c of this.#order.toReversed()) {
      most.unshift(rest);
      rest += best[c] as number;
    }
    this.#most = most;
  }

  /** The score of a pair, or null where it is below `least` (nothing is lost: the rest could not have lifted it). */
  atLeast(left: number, right: number, least: number): Scored | null {
    const { levelOf } = this.#comparisons;
    const adjustments = this.#adjustments;
    let score = this.#model.priorMillibits;
    let room = 0;
    for (let i = 0; i < this.#order.length; i++) {
      const c = this.#order[i] as number;
      const needed = least - score - room - (this.#most[i] as number);
      const level = (levelOf[c] as LevelOf)(left, right, stopAt(this.#mostFrom[c] as readonly number[], needed));
      if (level === BEYOND) return null;
      this.#levels[c] = level;
      if (level === 0) {
        if (needed > 0) return null;
        continue;
      }
      score += this.#weights[c]?.[level] as number;
      if ((adjustments[c]?.[level] ?? null) !== null) room += MOST_ADJUSTMENT;
    }
    return this.#finished(left, right, score, room, least);
  }

  #finished(left: number, right: number, score: number, room: number, least: number): Scored | null {
    if (score + room < least) return null;
    const frequency = room === 0 ? 0 : this.#frequency(left, right);
    if (score + frequency < least) return null;
    const last = this.#last;
    last.score = score + frequency;
    last.frequency = frequency;
    last.pattern = this.#pattern();
    return last;
  }

  #frequency(left: number, right: number): number {
    const adjustments = this.#adjustments;
    let frequency = 0;
    for (let c = 0; c < this.#levels.length; c++) {
      const level = this.#levels[c] as number;
      const adjustment = adjustments[c]?.[level] ?? null;
      if (adjustment !== null) frequency += adjustment.of(left, right, this.#chance[c]?.[level] as number);
    }
    return frequency;
  }

  /** The same for a pair whose levels are known. */
  atLevels(left: number, right: number, levels: readonly number[], least: number): Scored | null {
    const adjustments = this.#adjustments;
    let score = this.#model.priorMillibits;
    let room = 0;
    for (let c = 0; c < levels.length; c++) {
      const level = levels[c] as number;
      this.#levels[c] = level;
      score += this.#weights[c]?.[level] as number;
      if ((adjustments[c]?.[level] ?? null) !== null) room += MOST_ADJUSTMENT;
    }
    return this.#finished(left, right, score, room, least);
  }

  of(left: number, right: number): Scored {
    const scored = this.atLeast(left, right, Number.NEGATIVE_INFINITY);
    assert(scored !== null, 'every pair has a score');
    return scored;
  }

  #pattern(): number {
    const { radix } = this.#comparisons;
    let pattern = 0;
    for (let c = radix.length - 1; c >= 0; c--) pattern = pattern * (radix[c] as number) + (this.#levels[c] as number);
    return pattern;
  }

  #mostAdjustment(comparison: number, level: number): number {
    return (this.#adjustments[comparison]?.[level] ?? null) === null ? 0 : MOST_ADJUSTMENT;
  }
}

/** Frequencies add no more, millibits (`frequencies.ts`). */
const MOST_ADJUSTMENT = 8_000;

/** The most of each position and all after it. */
function mostFrom(values: readonly number[]): number[] {
  const most: number[] = [];
  for (const value of values.toReversed()) most.unshift(Math.max(value, most[0] ?? Number.NEGATIVE_INFINITY));
  return most;
}

/** The first level from which on none adds what is needed. */
function stopAt(most: readonly number[], needed: number): number {
  let level = 1;
  while (level < most.length && (most[level] as number) >= needed) level++;
  return level;
}

const DEAR: ReadonlySet<string> = new Set([
  'jaroWinkler',
  'edits',
  'words',
  'sharedWords',
  'wordsWithin',
  'runs',
  'contains',
  'abbreviates',
]);

/** About how much longer than a look at two numbers a comparison takes. */
function costOf({ levels }: ComparisonSpec): number {
  return levels.flatMap(({ when }) => atomsOf(when)).reduce((sum, { test }) => sum + (DEAR.has(test) ? 10 : 1), 0);
}

/** Scores pairs under a model: prior, weights and what common values take off or rare ones add, in exact integers. */
import { assert } from '#shared/domain/assert.ts';
import type { TrainedModel } from '../training/trained-model.ts';
import type { Comparisons, LevelOf } from './levels.ts';

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
  readonly #model: TrainedModel;
  readonly #weights: readonly (readonly number[])[];
  readonly #chance: readonly (readonly number[])[];
  /** Comparisons in the order in which they are made, and the most that those after each can add. */
  readonly #order: readonly number[];
  readonly #most: readonly number[];
  readonly #levels: number[];
  readonly #last: Scored = { score: 0, frequency: 0, pattern: 0 };

  constructor(comparisons: Comparisons, model: TrainedModel) {
    this.#comparisons = comparisons;
    this.#model = model;
    this.#weights = model.comparisons.map(({ millibits }) => millibits);
    this.#chance = model.comparisons.map(({ u }) => u);
    this.#levels = comparisons.radix.map(() => 0);
    const best = this.#weights.map((own, c) => Math.max(...own) + (this.#adjusts(c) ? MOST_ADJUSTMENT : 0));
    const worst = this.#weights.map((own) => Math.min(...own));
    // What can change the outcome most is asked first: it ends most comparisons early.
    this.#order = [...best.keys()].sort((a, b) => (worst[a] as number) - (worst[b] as number) || a - b);
    const most: number[] = [];
    let rest = 0;
    for (const c of this.#order.toReversed()) {
      most.unshift(rest);
      rest += Math.max(0, best[c] as number);
    }
    this.#most = most;
  }

  /** The score of a pair, or null where it is below `least` (nothing is lost: the rest could not have lifted it). */
  atLeast(left: number, right: number, least: number): Scored | null {
    const { levelOf, adjustments } = this.#comparisons;
    let score = this.#model.priorMillibits;
    let frequency = 0;
    for (let i = 0; i < this.#order.length; i++) {
      const c = this.#order[i] as number;
      const level = (levelOf[c] as LevelOf)(left, right);
      this.#levels[c] = level;
      if (level !== 0) {
        score += this.#weights[c]?.[level] as number;
        const adjust = adjustments[c]?.[level] ?? null;
        if (adjust !== null) frequency += adjust.of(left, right, this.#chance[c]?.[level] as number);
      }
      if (score + frequency + (this.#most[i] as number) < least) return null;
    }
    const last = this.#last;
    last.score = score + frequency;
    last.frequency = frequency;
    last.pattern = this.#pattern();
    return last;
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

  #adjusts(comparison: number): boolean {
    return this.#comparisons.adjustments[comparison]?.some((one) => one !== null) ?? false;
  }
}

/** Frequencies add no more, millibits (`frequencies.ts`). */
const MOST_ADJUSTMENT = 8_000;

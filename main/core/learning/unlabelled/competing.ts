/** Answers that exclude each other: a record has one partner in each other system and type, so its pairs with those of one slot share one belief. */
import type { Columns } from '#core/matching/orders/columns.ts';
import type { BookPairs } from './book-pairs.ts';

/** Of a record whose pairs are not all known nothing is known of rivals. */
const NO_GROUP = -1;

export class Competing {
  /** By pair: its group of rivals on either side. */
  readonly #groups: readonly [Int32Array, Int32Array];
  readonly #count: number;

  constructor({ slot }: Columns, { length, left, right, isWhole }: BookPairs) {
    const numbers = new Map<number, number>();
    const slots = slot.reduce((most, one) => Math.max(most, one), 0) + 1;
    const groupOf = (row: number, partner: number): number => {
      if (!isWhole(row)) return NO_GROUP;
      const key = row * slots + (slot[partner] as number);
      const group = numbers.get(key) ?? numbers.size;
      numbers.set(key, group);
      return group;
    };
    this.#groups = [
      Int32Array.from({ length }, (_, pair) => groupOf(left[pair] as number, right[pair] as number)),
      Int32Array.from({ length }, (_, pair) => groupOf(right[pair] as number, left[pair] as number)),
    ];
    this.#count = numbers.size;
  }

  /** Probability of each pair: its odds against none and against all rivals of either side. */
  probabilities(odds: Float64Array): Float64Array {
    const sums = new Float64Array(this.#count);
    for (const groups of this.#groups) {
      for (const [pair, group] of groups.entries()) {
        if (group !== NO_GROUP) sums[group] = (sums[group] as number) + (odds[pair] as number);
      }
    }
    return odds.map((own, pair) => {
      const rivals = this.#groups.reduce((sum, groups) => {
        const group = groups[pair] as number;
        return group === NO_GROUP ? sum : sum + Math.max(0, (sums[group] as number) - own);
      }, 0);
      return own / (1 + own + rivals);
    });
  }

  /** Lead of each pair over its best rival on the worse side, in the unit of the scores; infinite without a rival, NaN where not all are known. */
  leads(scores: Float64Array): Float64Array {
    const best = new Float64Array(this.#count).fill(Number.NEGATIVE_INFINITY);
    const second = best.slice();
    for (const groups of this.#groups) {
      for (const [pair, group] of groups.entries()) {
        if (group === NO_GROUP) continue;
        const score = scores[pair] as number;
        second[group] = Math.max(second[group] as number, Math.min(score, best[group] as number));
        best[group] = Math.max(best[group] as number, score);
      }
    }
    return scores.map((score, pair) =>
      this.#groups.reduce((lead, groups) => {
        const group = groups[pair] as number;
        if (group === NO_GROUP) return Number.NaN;
        const rival = score === best[group] ? (second[group] as number) : (best[group] as number);
        return Math.min(lead, score - rival);
      }, Number.POSITIVE_INFINITY),
    );
  }

  /** 1 for pairs of which a rival is linked, and that are not linked themselves. */
  beside(linked: Uint8Array): Uint8Array {
    const answered = new Uint8Array(this.#count);
    for (const groups of this.#groups) {
      for (const [pair, group] of groups.entries()) if (group !== NO_GROUP && linked[pair] === 1) answered[group] = 1;
    }
    const [lefts, rights] = this.#groups;
    return Uint8Array.from(lefts, (group, pair) => {
      const other = rights[pair] as number;
      const beside = (group !== NO_GROUP && answered[group] === 1) || (other !== NO_GROUP && answered[other] === 1);
      return beside && linked[pair] !== 1 ? 1 : 0;
    });
  }
}

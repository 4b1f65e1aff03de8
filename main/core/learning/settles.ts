/**
 * Which question settles most: one answer speaks for every pair with the same pattern, and speaks loudest where the machine is in two
 * minds. Worth = open pairs of the pattern × p (1 − p), shared with the answers that the pattern has had.
 */
import { probabilityOf } from '#core/matching/orders/model.ts';

export interface OpenQuestion {
  /** Where it stands in the usual order of the queue, from 0. */
  readonly place: number;
  /** Pattern of its deciding pair; null where a rule that no answer lifts holds it: then nothing is learnt. */
  readonly pattern: number | null;
  readonly scoreMillibits: number;
}

export interface Worth {
  readonly place: number;
  /** Open pairs that look the same to every comparison, this one among them. */
  readonly alike: number;
  /** 0 … 1. */
  readonly probability: number;
  readonly worth: number;
}

/**
 * Questions in the order in which answers teach most; ties in the usual order. The second question of a pattern waits behind the first
 * ones of others: it says less once the first is answered. `openPairs` and `answered` count pairs by pattern.
 */
export function byWorth(
  questions: readonly OpenQuestion[],
  openPairs: ReadonlyMap<number, number>,
  answered: ReadonlyMap<number, number>,
): Worth[] {
  const asked = new Map<number, number>();
  return questions
    .toSorted((a, b) => a.place - b.place)
    .map(({ place, pattern, scoreMillibits }) => {
      const probability = probabilityOf(scoreMillibits);
      if (pattern === null) return { place, alike: 0, probability, worth: 0 };
      const before = asked.get(pattern) ?? 0;
      asked.set(pattern, before + 1);
      const alike = openPairs.get(pattern) ?? 1;
      const worth = (alike * probability * (1 - probability)) / (1 + before + (answered.get(pattern) ?? 0));
      return { place, alike, probability, worth };
    })
    .sort((a, b) => b.worth - a.worth || a.place - b.place);
}

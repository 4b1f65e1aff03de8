/** Tells the frequencies of a table with duplicates which of its equal values are duplicates. */
import { discount } from '../compare/frequencies.ts';
import type { AllCommonness } from '../compare/levels.ts';
import type { CollectedPairs } from './collect.ts';
import { beliefsOf } from './estimate.ts';
import type { TrainedModel } from './trained-model.ts';

export function discountDuplicates(commonness: AllCommonness, pairs: CollectedPairs, model: TrainedModel): void {
  const beliefs = beliefsOf(pairs.kinds, model);
  for (const [c, levels] of commonness.entries()) {
    for (const [level, own] of levels.entries()) {
      if (own?.by !== 'count') continue;
      const { values } = own;
      const truePairs = new Map<number, number>();
      for (let pair = 0; pair < pairs.length; pair++) {
        const kind = pairs.kind[pair] as number;
        if (pairs.kinds[kind]?.levels[c] !== level) continue;
        const value = values[pairs.left[pair] as number] as number;
        truePairs.set(value, (truePairs.get(value) ?? 0) + (beliefs[kind] as number) / pairs.share);
      }
      discount(own, truePairs);
    }
  }
}

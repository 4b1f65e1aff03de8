/** Tells the frequencies of a table with duplicates which of its equal values are duplicates. */
import type { Adjustment } from '../compare/frequencies.ts';
import type { CollectedPairs } from './collect.ts';
import { beliefsOf } from './estimate.ts';
import type { TrainedModel } from './trained-model.ts';

/** @param adjustments by comparison and level. */
export function discountDuplicates(
  adjustments: readonly (readonly (Adjustment | null)[])[],
  pairs: CollectedPairs,
  model: TrainedModel,
): void {
  const beliefs = beliefsOf(pairs.kinds, model);
  for (const [c, levels] of adjustments.entries()) {
    for (const [level, adjustment] of levels.entries()) {
      const { values } = adjustment ?? {};
      if (values === undefined) continue;
      const truePairs = new Map<number, number>();
      for (let pair = 0; pair < pairs.length; pair++) {
        const kind = pairs.kind[pair] as number;
        if (pairs.kinds[kind]?.levels[c] !== level) continue;
        const value = values[pairs.left[pair] as number] as number;
        truePairs.set(value, (truePairs.get(value) ?? 0) + (beliefs[kind] as number) / pairs.share);
      }
      adjustment?.discount?.(truePairs);
    }
  }
}

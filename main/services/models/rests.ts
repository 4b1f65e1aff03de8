/** What a model from the book's own records rests on, in words. */
import type { KeptBecause, Rests } from '#core/learning/unlabelled/from-book.ts';
import type { Specification } from '#core/matching/orders/spec.ts';
import type { ModelRests } from '#shared/contract/models.ts';

const KEPT_WORDS: Readonly<Record<KeptBecause, string>> = {
  labels: 'References are what all else is learnt from',
  repeats: 'It repeats what client and total have said: learnt by itself it would count twice',
  elsewhere: 'It speaks of campaigns, projects or requests sent twice, which are not looked at',
  few: 'Too few linked records state it',
  odd: 'Linked records agree in it no more often than others do by chance',
};

export function restsOf(spec: Specification, { comparisons, ...figures }: Rests): ModelRests {
  return {
    ...figures,
    comparisons: spec.comparisons.flatMap(({ name, label }) => {
      const own = comparisons.find((comparison) => comparison.name === name);
      if (own === undefined) return [];
      const stated = own.levels.slice(1);
      return [
        {
          name,
          label,
          kept: own.kept === null ? null : KEPT_WORDS[own.kept],
          pairs: stated.reduce((sum, { pairs }) => sum + pairs, 0),
          levels: stated.length,
          learnt: stated.filter(({ learnt }) => learnt).length,
        },
      ];
    }),
  };
}

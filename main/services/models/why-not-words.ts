/** The answer to "why are these two not joined?" in a sentence, and what would change it. */
import { explainPair } from '#core/matching/orders/explain.ts';
import type { Engine } from '#core/matching/orders/model.ts';
import { CAUSE_LABELS, type Cause } from '#core/matching/orders/outcome.ts';
import { levelAt } from '#core/matching/orders/spec.ts';
import type { WhyNot } from '#shared/contract/models.ts';
import type { Weighed } from './why-not.ts';

/** What lifts a rule that no evidence lifts. */
const LIFTS: Readonly<Record<Cause, string>> = {
  currency: 'Nobody may merge two currencies. They can be related instead.',
  same_source: 'A person may merge them: under Duplicates if they are asked about, else by merging the two orders.',
  context: 'A typed reference between them, or a person.',
  parted: 'A person may merge them again.',
  contradicted: 'Agreement in the total, the client or the time; or a person.',
  tie: 'One fact that tells the two answers apart; or a person who picks one.',
  better_answer: 'Splitting the better answer off, or a typed reference between these two.',
  conflict: 'Splitting the order that holds the conflicting record.',
  person: 'Taking back the decision that keeps them apart: it stands under "Not duplicates" and on the page of the order.',
  one_sale: 'They are one sale already.',
};

/** `pairs`: across the two orders, the strongest first. */
export function verdictOf(pairs: readonly Weighed[], engine: Engine): WhyNot['verdict'] {
  const [best] = pairs;
  if (best === undefined) {
    return {
      code: 'nothing',
      headline: 'They have no records that the machine compares',
      flip: 'Import the records they are made of.',
    };
  }
  const held = (pairs.find(({ cause }) => cause === 'person') ?? best).cause as Cause | null;
  if (held !== null) return { code: held, headline: `Not joined. ${CAUSE_LABELS[held]}`, flip: LIFTS[held] };
  const bits = (millibits: number): string => `${(millibits / 1000).toFixed(1).replace('-', '−')} bits`;
  const bar = barOf(best, engine);
  const short = `${bits(best.scoreMillibits)}, and joining takes ${bits(bar)}`;
  const { flip } = explainPair({ ...best, cause: null }, engine);
  const evidence = flip ?? 'No single fact would lift it over the bar: a typed reference, or a person.';
  if (best.standing === 'neverMet') {
    return {
      code: 'never_met',
      headline: `Never compared: nothing that the search goes by is the same in both (it would have been ${bits(best.scoreMillibits)})`,
      flip: evidence,
    };
  }
  if (best.scoreMillibits >= bar) {
    const headline =
      best.standing === 'joined'
        ? 'Joined as a pair, but their orders may not meet'
        : 'Strong enough now: look for duplicates again';
    return { code: 'above_bar', headline, flip: 'Look for duplicates again, or merge them yourself.' };
  }
  return { code: 'below_bar', headline: `Not joined: the evidence adds up to ${short}`, flip: evidence };
}

function barOf({ pattern }: Weighed, { spec, model, radix }: Engine): number {
  const at = spec.comparisons.findIndex(({ kind }) => kind === 'reference');
  const named = spec.comparisons[at]?.levels.findIndex(({ test }) => test.is === 'named');
  return at !== -1 && levelAt(pattern, radix, at) === named ? model.joinNamedAt : model.joinAt;
}

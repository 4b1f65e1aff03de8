/** Free labels: what typed references say, and what becomes of it where nobody looks at references. */
import type { Engine } from '#core/matching/orders/model.ts';
import type { BookPairs } from './book-pairs.ts';
import type { Competing } from './competing.ts';

export interface FreeLabels {
  /** By pair that was drawn: 1 where a typed reference holds it together and nothing else speaks against it. */
  readonly linked: Uint8Array;
  /** By pair: 1 for a rival of such a pair. A record has one partner in each other system and type, so it is not one sale. */
  readonly ruledOut: Uint8Array;
}

/** Numbers are used again and shops share them: a reference counts only where the rest, weighed by the engine, does not deny it. */
export function labelsOf({ spec, weights }: Engine, { length, kind, kinds, isDrawn }: BookPairs, competing: Competing): FreeLabels {
  const at = spec.comparisons.findIndex((comparison) => comparison.kind === 'reference');
  const holds = spec.comparisons[at]?.levels.map(({ test }) => test.is === 'named' || test.is === 'shared') ?? [];
  const isLinked = kinds.map(({ levels, frequency }) => {
    const rest = levels.reduce((sum, level, c) => sum + (c === at ? 0 : (weights[c]?.[level] ?? 0)), frequency);
    return holds[levels[at] ?? 0] === true && rest >= 0;
  });
  const linked = Uint8Array.from({ length }, (_, pair) => (isLinked[kind[pair] as number] === true && isDrawn(pair) ? 1 : 0));
  return { linked, ruledOut: competing.beside(linked) };
}

export interface Tally {
  /** Links that the machine would join by itself without the reference, and pairs that they rule out and it would join all the same. */
  readonly right: number;
  readonly wrong: number;
}

/** What the engine would join by score and lead if it did not look at references. */
export function tally(
  { spec, model, weights }: Engine,
  { length, kind, kinds }: BookPairs,
  { linked, ruledOut }: FreeLabels,
  competing: Competing,
): Tally {
  const looksAt = spec.comparisons.map((comparison) => comparison.kind !== 'reference');
  const byKind = kinds.map(({ levels, frequency }) =>
    levels.reduce(
      (sum, level, c) => (looksAt[c] === true ? sum + (weights[c]?.[level] ?? 0) : sum),
      model.priorMillibits + frequency,
    ),
  );
  const scores = Float64Array.from({ length }, (_, pair) => byKind[kind[pair] as number] as number);
  const leads = competing.leads(scores);
  let [right, wrong] = [0, 0];
  for (let pair = 0; pair < length; pair++) {
    if ((scores[pair] as number) < model.joinAt || !((leads[pair] as number) >= model.margin)) continue;
    right += linked[pair] as number;
    wrong += ruledOut[pair] as number;
  }
  return { right, wrong };
}

export function countOf(marks: Uint8Array): number {
  return marks.reduce((sum, mark) => sum + mark, 0);
}

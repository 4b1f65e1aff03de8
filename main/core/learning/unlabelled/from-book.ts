/**
 * A model from a book's own records, without anybody's answers: how often linked records agree, and how often records do that meet by
 * chance. It is prepared, never put in force, and it is refused where what was found cannot be or is no better than what is shipped.
 * Pure; the same for any order of files, on any machine.
 */
import { type Engine, engineOf, type Model } from '#core/matching/orders/model.ts';
import type { MatchInput } from '#core/matching/orders/run.ts';
import type { Comparison } from '#core/matching/orders/spec.ts';
import { movedWithin, toStep } from '../bounds.ts';
import { collectBookPairs, partOf, SAMPLED_RECORDS } from './book-pairs.ts';
import { chanceOf } from './chance.ts';
import { Competing } from './competing.ts';
import { ENOUGH, type Fit, fitWeights } from './fit.ts';
import { countOf, labelsOf, type Tally, tally } from './labels.ts';

/** Pairs that references hold together, at least: what is learnt is held against them. */
export const LINKS_NEEDED = 50;
/** Odds before comparing that a book may have, bits: beyond, something else was counted. */
const PRIOR_BOUNDS = { least: -30, most: -3 } as const;

/** Of the links that the shipped weights join, the share that what was learnt must join too. */
const LEAST_RIGHT = 0.99;

/** Why the weights of a comparison stand as they are shipped. */
export type KeptBecause =
  /** Everything else is learnt from it. */
  | 'labels'
  /** It repeats what another comparison has said: counted by itself it would count twice. */
  | 'repeats'
  /** It speaks of campaigns, projects or two ids of one system, which are not looked at. */
  | 'elsewhere'
  /** Too few pairs met its levels. */
  | 'few'
  /** What should agree agrees no more often than by chance. */
  | 'odd';

export interface LearntComparison {
  readonly name: string;
  readonly kept: KeptBecause | null;
  /** By level: linked pairs that met it, about, and whether its weight was learnt. */
  readonly levels: readonly { readonly pairs: number; readonly learnt: boolean }[];
}

/** What a prepared model rests on. */
export interface Rests {
  /** Pairs that typed references hold together, and pairs that they rule out: a record has one partner in each system and type. */
  readonly links: number;
  readonly ruledOut: number;
  /** Pairs compared that met in a pass or by reference, and by chance. */
  readonly compared: number;
  readonly chance: number;
  /** Pairs of one sale expected in the whole book. */
  readonly expected: number;
  readonly comparisons: readonly LearntComparison[];
  /** What becomes of the links where nobody looks at references: by the shipped weights, and by these. */
  readonly before: Tally;
  readonly after: Tally;
}

export type Refusal =
  | { readonly code: 'tooFewLinks'; readonly links: number }
  | { readonly code: 'impossibleOdds'; readonly oneIn: number }
  | { readonly code: 'noBetter'; readonly before: Tally; readonly after: Tally }
  | { readonly code: 'nothingLearnt' };

export type FromBook = { readonly model: Model; readonly rests: Rests } | { readonly refused: Refusal };

/**
 * @param input with the shipped engine: what is learnt is held back to its weights.
 * @param thresholds of the model in force: they are people's choice, and stay.
 * @param sampled records whose pairs are drawn, about.
 */
export function modelFromBook(input: Omit<MatchInput, 'people'>, thresholds: Model, sampled = SAMPLED_RECORDS): FromBook {
  const { engine, columns, texts, pace } = input;
  const { spec } = engine;
  const { pairs, bench, counts } = collectBookPairs(input, sampled);
  const competing = new Competing(columns, pairs);
  const labels = labelsOf(engine, pairs, competing);
  const links = countOf(labels.linked);
  if (links < LINKS_NEEDED) return { refused: { code: 'tooFewLinks', links } };
  const chance = chanceOf(engine, columns, texts, counts, bench, partOf(pace, 0.6, 1));
  const standing = spec.comparisons.map(keptByKind);
  const onRound = (round: number, of: number): void => pace.checkpoint('decide', round, of);
  const found = fitWeights({
    shipped: engine,
    columns,
    pairs,
    competing,
    chance,
    learns: standing.map((kept) => kept === null),
    onRound,
  });
  const { foundPriorBits } = found;
  if (foundPriorBits < PRIOR_BOUNDS.least || foundPriorBits > PRIOR_BOUNDS.most)
    return { refused: { code: 'impossibleOdds', oneIn: Math.round(2 ** -foundPriorBits) } };
  const comparisons = spec.comparisons.map((comparison, c) =>
    learntOf(comparison, c, engine.weights[c] ?? [], standing[c] ?? null, found, chance.counts[c]),
  );
  const weights = spec.comparisons.map(({ name }, c) => {
    const before = engine.weights[c] ?? [];
    const shifts = before.map((weight, level) =>
      comparisons[c]?.kept === null ? toStep((found.weights[c]?.[level] as number) * 1000 - weight) : 0,
    );
    return [name, movedWithin(before, shifts)] as const;
  });
  const model: Model = {
    ...thresholds,
    priorMillibits: toStep(found.priorBits * 1000),
    weights: Object.fromEntries(weights),
  };
  const learnt = engineOf(spec, model);
  const [before, after] = [
    tally(engineOf(spec, { ...thresholds, ...shippedWeights(engine) }), pairs, labels, competing),
    tally(learnt, pairs, labels, competing),
  ];
  if (comparisons.every(({ kept }) => kept !== null)) return { refused: { code: 'nothingLearnt' } };
  if (after.wrong > before.wrong || after.right < before.right * LEAST_RIGHT)
    return { refused: { code: 'noBetter', before, after } };
  const rests: Rests = {
    links,
    ruledOut: countOf(labels.ruledOut),
    compared: pairs.length,
    chance: chance.looked,
    expected: Math.round(found.expected),
    comparisons,
    before,
    after,
  };
  return { model, rests };
}

function shippedWeights({ model: { priorMillibits, weights } }: Engine): Pick<Model, 'priorMillibits' | 'weights'> {
  return { priorMillibits, weights };
}

/** Which comparisons can be learnt without labels at all. */
function keptByKind({ kind, between }: Comparison): KeptBecause | null {
  switch (kind) {
    case 'reference':
      return 'labels';
    case 'value':
      return 'repeats';
    case 'sentTwice':
      return 'elsewhere';
    case 'time':
      return between === 'context' ? 'elsewhere' : null;
    default:
      return null;
  }
}

function learntOf(
  { name, levels }: Comparison,
  c: number,
  shipped: readonly number[],
  standing: KeptBecause | null,
  { evidence, u }: Fit,
  chance: Float64Array | undefined,
): LearntComparison {
  const pairs = levels.map((_, level) => evidence[c]?.[level] ?? 0);
  const isFounded = pairs.map((count, level) => level > 0 && (count >= ENOUGH || (chance?.[level] ?? 0) >= ENOUGH));
  const known = pairs.reduce((sum, count, level) => (level === 0 ? 0 : sum + count), 0);
  const agreeing = (counts: ArrayLike<number>): number =>
    shipped.reduce((sum, weight, level) => (weight > 0 ? sum + (counts[level] as number) : sum), 0);
  const isOdd = agreeing(pairs) <= known * agreeing(u[c] ?? []);
  const kept = standing ?? (known < LINKS_NEEDED ? 'few' : isOdd ? 'odd' : null);
  return {
    name,
    kept,
    levels: pairs.map((count, level) => ({ pairs: Math.round(count), learnt: kept === null && isFounded[level] === true })),
  };
}

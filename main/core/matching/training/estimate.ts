/**
 * Expectation-maximisation over agreement patterns (Fellegi & Sunter 1969; Winkler 1988), made safe:
 *
 * - u comes from chance pairs and stays, but for the true pairs that are among them, which are taken out (in a table where everything
 *   stands twice, half of all equal rare values are true).
 * - The share of true pairs is what the posteriors say of all pairs that could be made, not of those that a pass happened to meet.
 * - m of a comparison counts only pairs that some pass met without looking at its fields, where there are enough.
 * - Where a record has one partner, rivals take probability from each other before anything is counted (`assignment/marginals.ts`).
 */
import { Marginals, type Once } from '../assignment/marginals.ts';
import type { ChancePairs } from './random-pairs.ts';
import type { TrainedModel } from './trained-model.ts';

/** A sample of candidate pairs. Grouped by `kind`: what was met at all comparisons, and which passes met it. */
export interface TrainingPairs {
  readonly length: number;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly kind: ArrayLike<number>;
  readonly kinds: readonly PairKind[];
  /** Share of all candidates that is in the sample. */
  readonly share: number;
}

export interface PairKind {
  /** Level of each comparison. */
  readonly levels: readonly number[];
  /** Bit i: pass i met it. */
  readonly passes: number;
  readonly count: number;
}

export type Structure =
  | { readonly is: 'clusters' }
  | { readonly is: 'links'; readonly leftSize: number; readonly rightSize: number; readonly once: Once; readonly size: number };

export interface TrainingInput {
  readonly pairs: TrainingPairs;
  readonly chance: ChancePairs;
  /** Levels of each comparison. */
  readonly radix: readonly number[];
  /** For each comparison the passes that look at one of its fields, as bits. */
  readonly blockedBy: readonly number[];
  readonly structure: Structure;
}

export interface Estimate {
  readonly m: readonly Float64Array[];
  readonly u: readonly Float64Array[];
  /** Share of true pairs among all pairs that could be made. */
  readonly lambda: number;
  readonly rounds: number;
  /** True pairs expected in the whole. */
  readonly expected: number;
}

const ROUNDS = 60;
const SETTLED = 1e-4;
/** Pairs of belief that the shipped m counts for. */
const PRIOR_PAIRS = 4;
/** Pairs that are needed outside of the passes of a comparison to learn its m from them alone. */
const ENOUGH = 30;
const ENOUGH_SHARE = 0.05;
/** More than this share of records with a partner is never assumed. */
const MOST_PARTNERED = 0.95;
const MESSAGE_ROUNDS = 4;

export function estimate(input: TrainingInput): Estimate {
  const { pairs, chance, radix } = input;
  const priors = radix.map(shippedM);
  const share = chance.counts.map(knownShares);
  let m: Float64Array[] = priors.map((one) => one.slice());
  let expected = bounded(initialExpectation(input), input);
  let lambda = shareOf(expected, chance);
  let u = corrected(share, m, lambda, chance.looked);
  const marginals = marginalsOf(input);
  let rounds = 0;
  for (; rounds < ROUNDS; rounds++) {
    const ratios = ratiosOf(pairs.kinds, m, u);
    const beliefs = marginals === null ? independent(pairs, ratios, lambda) : competing(input, marginals, ratios, expected);
    const total = beliefs.reduce((sum, one) => sum + one, 0) / pairs.share;
    const next = maximise(input, beliefs, priors);
    const moved = Math.max(...next.map((one, c) => Math.max(...one.map((value, l) => Math.abs(value - (m[c]?.[l] ?? 0))))));
    m = next;
    expected = bounded(total, input);
    lambda = shareOf(expected, chance);
    u = corrected(share, m, lambda, chance.looked);
    if (moved < SETTLED) break;
  }
  return { m, u, lambda, rounds, expected };
}

/** Shipped m: nine of ten true pairs meet a named level, each level half as often as the one above it. */
export function shippedM(levels: number): Float64Array {
  const named = levels - 2;
  const m = new Float64Array(levels);
  const all = 2 - 2 ** (1 - named);
  for (let level = 1; level <= named; level++) m[level] = (0.9 * 2 ** (1 - level)) / all;
  m[levels - 1] = 0.1;
  return m;
}

/** Shares among pairs of which both sides say something; half a pair is added to each level. */
export function knownShares(counts: Float64Array): Float64Array {
  const known = counts.reduce((sum, count, level) => (level === 0 ? 0 : sum + count + 0.5), 0);
  return counts.map((count, level) => (level === 0 ? 0 : (count + 0.5) / known));
}

/** Chance pairs without the true ones among them: (share − λ m) / (1 − λ), never below half a pair of the sample. */
function corrected(share: readonly Float64Array[], m: readonly Float64Array[], lambda: number, looked: number): Float64Array[] {
  return share.map((own, c) => {
    const raw = own.map((value, level) =>
      level === 0 ? 0 : Math.max(value - lambda * (m[c]?.[level] ?? 0), 0.5 / Math.max(1, looked), value * 0.01),
    );
    const all = raw.reduce((sum, value) => sum + value, 0);
    return raw.map((value) => value / all);
  });
}

/** Probability of a pair of each kind, as if pairs knew nothing of each other and all values were equally common. */
export function beliefsOf(kinds: readonly PairKind[], model: TrainedModel): Float64Array {
  return Float64Array.from(kinds, ({ levels }) => {
    const score = levels.reduce((sum, level, c) => sum + (model.comparisons[c]?.millibits[level] ?? 0), model.priorMillibits);
    return 1 / (1 + 2 ** (-score / 1000));
  });
}

export function ratiosOf(kinds: readonly PairKind[], m: readonly Float64Array[], u: readonly Float64Array[]): Float64Array {
  return Float64Array.from(kinds, ({ levels }) => {
    let log = 0;
    for (let c = 0; c < levels.length; c++) {
      const level = levels[c] as number;
      if (level !== 0) log += Math.log((m[c]?.[level] as number) / (u[c]?.[level] as number));
    }
    return Math.exp(Math.min(60, log));
  });
}

/** Beliefs by kind, summed over its pairs, where pairs know nothing of each other. */
function independent(pairs: TrainingPairs, ratios: Float64Array, lambda: number): Float64Array {
  return Float64Array.from(pairs.kinds, ({ count }, kind) => {
    const odds = (lambda / (1 - lambda)) * (ratios[kind] as number);
    return (count * odds) / (1 + odds);
  });
}

function marginalsOf({ structure, pairs }: TrainingInput): Marginals | null {
  if (structure.is === 'clusters' || (!structure.once.left && !structure.once.right)) return null;
  return new Marginals(pairs, structure.size, structure.once);
}

function competing(input: TrainingInput, marginals: Marginals, ratios: Float64Array, expected: number): Float64Array {
  const { pairs, structure } = input;
  const base = structure.is === 'links' ? priorOdds(structure, expected) : 0;
  const odds = new Float64Array(pairs.length);
  for (let pair = 0; pair < odds.length; pair++) odds[pair] = base * (ratios[pairs.kind[pair] as number] as number);
  const found = marginals.probabilities(odds, MESSAGE_ROUNDS);
  const beliefs = new Float64Array(pairs.kinds.length);
  for (let pair = 0; pair < pairs.length; pair++) {
    const kind = pairs.kind[pair] as number;
    beliefs[kind] = (beliefs[kind] as number) + (found[pair] as number);
  }
  return beliefs;
}

/**
 * Odds of a pair before anything is compared, against both staying alone: with a share p of the left and q of the right records
 * partnered, p / ((1 − p)(1 − q) · right records); a side that may have several partners loses nothing by one.
 */
export function priorOdds({ leftSize, rightSize, once }: Extract<Structure, { is: 'links' }>, expected: number): number {
  const partnered = (size: number): number => Math.min(MOST_PARTNERED, expected / size);
  const aloneLeft = once.left ? 1 - partnered(leftSize) : 1;
  const aloneRight = once.right ? 1 - partnered(rightSize) : 1;
  return expected / (leftSize * rightSize * aloneLeft * aloneRight);
}

/** What m is counted from. */
export interface Maximised {
  readonly pairs: Pick<TrainingPairs, 'kinds'>;
  readonly blockedBy: TrainingInput['blockedBy'];
}

/** m of each comparison from beliefs by kind; `priors` count for a few pairs. */
export function maximise(input: Maximised, beliefs: Float64Array, priors: readonly Float64Array[]): Float64Array[] {
  const { pairs, blockedBy } = input;
  return priors.map((prior, c) => {
    const outside = ~(blockedBy[c] as number);
    const free = new Float64Array(prior.length);
    const all = new Float64Array(prior.length);
    for (const [kind, { levels, passes }] of pairs.kinds.entries()) {
      const level = levels[c] as number;
      if (level === 0) continue;
      const belief = beliefs[kind] as number;
      all[level] = (all[level] as number) + belief;
      if ((passes & outside) !== 0) free[level] = (free[level] as number) + belief;
    }
    const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
    const counts = sum(free) >= Math.max(ENOUGH, ENOUGH_SHARE * sum(all)) ? free : all;
    const total = sum(counts) + PRIOR_PAIRS;
    return counts.map((count, level) => (level === 0 ? 0 : (count + PRIOR_PAIRS * (prior[level] as number)) / total));
  });
}

/** Half of all records have a partner, to begin with. */
function initialExpectation({ structure, chance }: TrainingInput): number {
  if (structure.is === 'links') return 0.5 * Math.min(structure.leftSize, structure.rightSize);
  const records = (1 + Math.sqrt(1 + 8 * chance.all)) / 2;
  return 0.5 * records;
}

/** Share of true pairs among all. Where no pair can be made (a table of one row), any will do. */
export function shareOf(expected: number, { all }: ChancePairs): number {
  return all === 0 ? MOST_TRUE : expected / all;
}

/** More than a quarter of all pairs is never true. */
const MOST_TRUE = 0.25;

/** At least one true pair; at most what the structure allows, and never more than a quarter of all pairs. */
function bounded(expected: number, { structure, chance }: TrainingInput): number {
  let most = MOST_TRUE * chance.all;
  if (structure.is === 'links') {
    if (structure.once.left) most = Math.min(most, structure.leftSize);
    if (structure.once.right) most = Math.min(most, structure.rightSize);
  }
  return Math.max(Math.min(1, MOST_TRUE * chance.all), Math.min(most, expected));
}

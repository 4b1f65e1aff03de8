/**
 * m by expectation-maximisation over agreement patterns (Fellegi & Sunter 1969; Winkler 1988), made safe for a book's own records:
 *
 * - It begins at the shipped weights and is anchored by typed references, whose weights stand: what they name is believed, what they
 *   deny is not, whatever else agrees.
 * - m of a comparison counts only pairs that some pass met without looking at what it compares (the reference join looks at none).
 * - u comes from chance pairs and stays. The odds before comparing are the share of pairs that are one sale; a record has one partner in
 *   each other system and type, so rivals take belief from each other before anything is counted.
 * - Every weight is held back to the shipped one by how little it rests on (`blend`).
 */
import type { Columns } from '#core/matching/orders/columns.ts';
import type { Engine } from '#core/matching/orders/model.ts';
import type { Comparison, KeyPart, Pass } from '#core/matching/orders/spec.ts';
import { maximise } from '#core/matching/training/estimate.ts';
import type { BookPairs } from './book-pairs.ts';
import type { Chance } from './chance.ts';
import type { Competing } from './competing.ts';

/** Weights in bits: by comparison and level. */
type Weights = readonly Float64Array[];

export interface Fit {
  readonly weights: Weights;
  readonly priorBits: number;
  /** By comparison and level: true pairs expected among those that m was counted from. */
  readonly evidence: Weights;
  /** Shares of chance pairs that reach a level. */
  readonly u: Weights;
  /** Pairs of one sale expected in the whole book. */
  readonly expected: number;
  /** Odds before comparing as they were found, not held back, bits. */
  readonly foundPriorBits: number;
  readonly rounds: number;
}

export interface FitInput {
  readonly shipped: Engine;
  readonly columns: Columns;
  readonly pairs: BookPairs;
  readonly competing: Competing;
  readonly chance: Chance;
  /** By comparison: whether its weights are learnt. The others stand. */
  readonly learns: readonly boolean[];
  /** Told of each round; may throw to stop. */
  readonly onRound: (round: number, of: number) => void;
}

const ROUNDS = 30;
/** Weights that move less are settled, bits. */
const SETTLED = 0.01;
/** Standard deviation, bits: how far a shipped weight is believed to be off for one book. */
const SHIPPED_SPREAD = 2;
/** And what no number of pairs makes sure: comparisons lean on each other, and what references name is not all there is. */
const MODEL_SPREAD = 1;
/** Fewer true and chance pairs than this say nothing of a level. */
export const ENOUGH = 5;
/** No weight moves further, bits: beyond, the comparison is at fault. */
export const MOST_BITS = 3;

export function fitWeights({ shipped: engine, columns, pairs, competing, chance, learns, onRound }: FitInput): Fit {
  const shipped = engine.weights.map((own) => Float64Array.from(own, (weight) => weight / 1000));
  const shippedPrior = engine.model.priorMillibits / 1000;
  const u = chance.counts.map((own, c) => sharesOf(own, chance.known[c] as number));
  const priors = u.map((own, c) => impliedM(own, shipped[c] as Float64Array));
  const blockedBy = engine.spec.comparisons.map((comparison) => blocking(comparison, engine.spec.passes));
  const most = mostTrue(columns);
  let state: Fit = {
    weights: shipped,
    priorBits: shippedPrior,
    evidence: u,
    u,
    expected: 0,
    foundPriorBits: 0,
    rounds: 0,
  };
  for (let moved = Number.POSITIVE_INFINITY; state.rounds < ROUNDS && moved > SETTLED; ) {
    onRound(state.rounds, ROUNDS);
    const beliefs = beliefsOf(pairs, competing, state);
    const m = maximise({ pairs, blockedBy }, beliefs, priors);
    const evidence = evidenceOf(pairs, blockedBy, beliefs, engine.radix);
    const expected = Math.max(1, Math.min(most, beliefs.reduce((sum, one) => sum + one, 0) / pairs.share));
    const foundPriorBits = Math.log2(expected / Math.max(1, chance.all - expected));
    const weights = shipped.map((own, c) =>
      own.map((before, level) => {
        if (level === 0 || learns[c] !== true) return before;
        const found = Math.log2((m[c]?.[level] as number) / (u[c]?.[level] as number));
        return blend(before, found, evidence[c]?.[level] as number, chance.counts[c]?.[level] as number);
      }),
    );
    const priorBits = blend(shippedPrior, foundPriorBits, expected, chance.looked);
    moved = Math.max(Math.abs(priorBits - state.priorBits), furthest(weights, state.weights));
    state = { weights, priorBits, evidence, u, expected, foundPriorBits, rounds: state.rounds + 1 };
  }
  return state;
}

/**
 * Mean of the shipped weight and the one that was found, each counting by how sure it is (both normal). A share that n pairs reached is
 * known to 1/√n of itself, its logarithm to 1/(n ln² 2) bits².
 */
function blend(shipped: number, found: number, truePairs: number, chancePairs: number): number {
  if (truePairs < ENOUGH && chancePairs < ENOUGH) return shipped;
  const variance = MODEL_SPREAD ** 2 + (1 / (truePairs + 0.5) + 1 / (chancePairs + 0.5)) / Math.LN2 ** 2;
  const trust = SHIPPED_SPREAD ** 2 / (SHIPPED_SPREAD ** 2 + variance);
  return shipped + Math.max(-MOST_BITS, Math.min(MOST_BITS, (found - shipped) * trust));
}

/** Half a pair is added to each level. */
function sharesOf(counts: Float64Array, known: number): Float64Array {
  return counts.map((count, level) => (level === 0 ? 0 : (count + 0.5) / (known + 0.5 * counts.length)));
}

/** Shares that true pairs would have if the weights were right. */
function impliedM(u: Float64Array, weights: Float64Array): Float64Array {
  const raw = u.map((share, level) => (level === 0 ? 0 : share * 2 ** (weights[level] as number)));
  const all = raw.reduce((sum, one) => sum + one, 0);
  return raw.map((one) => one / all);
}

/** Beliefs by kind, summed over its pairs. */
function beliefsOf(pairs: BookPairs, competing: Competing, { weights, priorBits }: Fit): Float64Array {
  const byKind = Float64Array.from(pairs.kinds, ({ levels, frequency }) => {
    const bits = levels.reduce((sum, level, c) => sum + (weights[c]?.[level] as number), priorBits + frequency / 1000);
    return 2 ** Math.min(60, bits);
  });
  const odds = Float64Array.from({ length: pairs.length }, (_, pair) => byKind[pairs.kind[pair] as number] as number);
  const beliefs = new Float64Array(pairs.kinds.length);
  for (const [pair, probability] of competing.probabilities(odds).entries()) {
    if (!pairs.isDrawn(pair)) continue;
    const kind = pairs.kind[pair] as number;
    beliefs[kind] = (beliefs[kind] as number) + probability;
  }
  return beliefs;
}

/** True pairs by level, of those that some pass met without looking at what the comparison compares. */
function evidenceOf(pairs: BookPairs, blockedBy: readonly number[], beliefs: Float64Array, radix: readonly number[]): Weights {
  const counts = radix.map((levels) => new Float64Array(levels));
  for (const [kind, { levels, passes }] of pairs.kinds.entries()) {
    for (const [c, level] of levels.entries()) {
      if ((passes & ~(blockedBy[c] as number)) === 0) continue;
      const own = counts[c] as Float64Array;
      own[level] = (own[level] as number) + (beliefs[kind] as number);
    }
  }
  return counts;
}

/** Passes that look at what a comparison compares, as bits of a kind's passes. */
function blocking({ kind, column }: Comparison, passes: readonly Pass[]): number {
  const parts: readonly KeyPart[] =
    kind === 'amount'
      ? ['total', 'netTotal']
      : kind === 'party'
        ? ['name', 'email', 'phone', 'firm', 'nameStart']
        : column === undefined
          ? []
          : [column];
  const looks = ({ key, withinMinutes }: Pass): boolean =>
    kind === 'time' ? withinMinutes !== null : key.some((part) => parts.includes(part));
  return passes.reduce((mask, pass, at) => (looks(pass) ? mask | (2 << at) : mask), 0);
}

/** More pairs of one sale than this there cannot be: for every two slots the smaller. */
function mostTrue({ slot, context, size }: Columns): number {
  const sizes = new Map<number, number>();
  for (let row = 0; row < size; row++) {
    if (context[row] === 0) sizes.set(slot[row] as number, (sizes.get(slot[row] as number) ?? 0) + 1);
  }
  const counts = [...sizes.values()];
  return counts.reduce((sum, one, at) => counts.slice(0, at).reduce((pairs, other) => pairs + Math.min(one, other), sum), 0);
}

function furthest(one: Weights, other: Weights): number {
  return one.reduce(
    (most, own, c) => own.reduce((far, weight, level) => Math.max(far, Math.abs(weight - (other[c]?.[level] as number))), most),
    0,
  );
}

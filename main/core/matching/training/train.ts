/** Trains a model without labels, and refuses what cannot be: an equal value that speaks against a pair, a weaker level that weighs more. */
import { type Estimate, estimate, shippedM, type TrainingInput } from './estimate.ts';
import { withoutKin } from './kin.ts';
import { millibitsOf, rounded, THRESHOLDS, type TrainedComparison, type TrainedModel } from './trained-model.ts';

/** Heavier than this nothing is, either way, millibits. */
const MOST = 20_000;
const LEAST_SHARE = 1e-6;

export interface Training {
  readonly model: TrainedModel;
  readonly estimate: Estimate;
}

/** @param names of the comparisons, in the order of the radix. */
export function trainModel(specification: string, names: readonly string[], input: TrainingInput): Training {
  const found = withoutKin(input, estimate(input));
  const comparisons = names.map((name, c) => comparisonOf(name, found.m[c] as Float64Array, found.u[c] as Float64Array));
  const priorMillibits = Math.round(1000 * Math.log2(found.lambda / (1 - found.lambda)));
  return { model: { specification, priorMillibits, comparisons, thresholds: THRESHOLDS }, estimate: found };
}

export function comparisonOf(name: string, trained: Float64Array, u: Float64Array): TrainedComparison {
  const own = monotone(trained, u);
  // A value that is shared by true pairs less often than by chance teaches that something else was learnt.
  const isSane = (own.m[1] as number) > (own.u[1] as number);
  const used = isSane ? own : monotone(shippedM(trained.length), u);
  const m = [...used.m].map((share, level) => (level === 0 ? 0 : rounded(Math.max(LEAST_SHARE, share))));
  const shares = [...used.u].map((share, level) => (level === 0 ? 0 : rounded(Math.max(LEAST_SHARE / 1000, share))));
  const millibits = m.map((share, level) =>
    level === 0 ? 0 : Math.max(-MOST, Math.min(MOST, millibitsOf(share, shares[level] as number))),
  );
  return { name, m, u: shares, millibits, source: isSane ? 'trained' : 'prior' };
}

/**
 * Neighbouring levels whose weights stand in the wrong order are weighed as one (pool adjacent violators): each keeps its share of u,
 * and gets that share of the m of all.
 */
export function monotone(m: Float64Array, u: Float64Array): { readonly m: Float64Array; readonly u: Float64Array } {
  const pools: { from: number; m: number; u: number }[] = [];
  for (let level = 1; level < m.length; level++) {
    pools.push({ from: level, m: m[level] as number, u: u[level] as number });
    for (;;) {
      const last = pools.at(-1);
      const before = pools.at(-2);
      if (last === undefined || before === undefined || before.m * last.u >= last.m * before.u) break;
      pools.splice(-2, 2, { from: before.from, m: before.m + last.m, u: before.u + last.u });
    }
  }
  const pooled = new Float64Array(m.length);
  for (const [at, pool] of pools.entries()) {
    const end = pools[at + 1]?.from ?? m.length;
    for (let level = pool.from; level < end; level++) pooled[level] = (pool.m * (u[level] as number)) / pool.u;
  }
  return { m: pooled, u };
}

/**
 * Learning from answers: shifts of the model's weights that make people's answers more likely, held back by how far a weight may be
 * believed to be off. It is logistic regression with a Gaussian prior at the weights in force (Bayesian shrinkage; the posterior mode,
 * found by Newton steps one weight at a time). A handful of answers moves a weight by tenths of a bit; dozens that say the same move it
 * by bits. The outcome depends on the answers alone, not on their order.
 */
import { type Engine, engineOf, type Model } from '#core/matching/orders/model.ts';
import { levelsOf } from '#core/matching/orders/spec.ts';
import { movedWithin, toStep } from './bounds.ts';

/** Labels of pairs that look the same to every comparison. */
export interface Observation {
  readonly pattern: number;
  readonly frequencyMillibits: number;
  /** Voices, see Label.weight. */
  readonly together: number;
  readonly apart: number;
}

/**
 * How far a shipped weight is believed to be off: standard deviation of the prior, bits. With some six levels in a pattern one answer
 * against the odds moves its score by no more than half a bit.
 */
export const SPREAD_BITS = 0.35;

/** No weight moves further than this, whatever people say: beyond, the comparison is at fault, not its weight. Millibits. */
export const MOST_MILLIBITS = 6_000;

const NATS_PER_MILLIBIT = Math.LN2 / 1000;
const SWEEPS = 200;
const STILL = 1e-9;
/** Longest Newton step, nats. */
const STRIDE = 1;

/** One weight that may move, and the observations that it takes part in. */
interface Lever {
  /** Comparison; −1 is the prior odds. */
  readonly comparison: number;
  readonly level: number;
  readonly at: readonly number[];
  shift: number;
}

/** The model with calibrated weights; its thresholds, frequency rules and bands are the engine's. */
export function calibrate(engine: Engine, observations: readonly Observation[]): Model {
  const { spec, model, radix } = engine;
  const seen = observations
    .filter(({ together, apart }) => together + apart > 0)
    .toSorted((a, b) => a.pattern - b.pattern || a.frequencyMillibits - b.frequencyMillibits);
  const levels = seen.map(({ pattern }) => levelsOf(pattern, radix));
  const levers = leversOf(levels, radix);
  const scores = seen.map(({ frequencyMillibits }, at) => {
    const weights = (levels[at] ?? []).reduce((sum, level, i) => sum + (engine.weights[i]?.[level] ?? 0), 0);
    return (model.priorMillibits + weights + frequencyMillibits) * NATS_PER_MILLIBIT;
  });
  descend(levers, seen, scores);
  const shiftOf = (comparison: number, level: number): number =>
    levers.find((lever) => lever.comparison === comparison && lever.level === level)?.shift ?? 0;
  const weights = spec.comparisons.map(({ name }, i) => {
    const before = engine.weights[i] ?? [];
    return [
      name,
      movedWithin(
        before,
        before.map((_, level) => rounded(shiftOf(i, level))),
      ),
    ] as const;
  });
  return {
    ...model,
    priorMillibits: model.priorMillibits + rounded(shiftOf(-1, 0)),
    weights: Object.fromEntries(weights),
  };
}

/** Level 0 is "unknown": nothing said is no evidence, whatever people answer. */
function leversOf(levels: readonly (readonly number[])[], radix: readonly number[]): Lever[] {
  const every = levels.map((_, at) => at);
  const levers: Lever[] = [{ comparison: -1, level: 0, at: every, shift: 0 }];
  for (const [comparison, count] of radix.entries()) {
    for (let level = 1; level < count; level++) {
      const at = every.filter((one) => levels[one]?.[comparison] === level);
      if (at.length > 0) levers.push({ comparison, level, at, shift: 0 });
    }
  }
  return levers;
}

/** Newton steps, one lever at a time, until nothing moves. `scores` are nats and are kept up to date. */
function descend(levers: readonly Lever[], seen: readonly Observation[], scores: number[]): void {
  const spread = SPREAD_BITS * Math.LN2;
  const stiffness = 1 / (spread * spread);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    for (const lever of levers) {
      let slope = -lever.shift * stiffness;
      let bend = stiffness;
      for (const at of lever.at) {
        const { together, apart } = seen[at] as Observation;
        const p = 1 / (1 + Math.exp(-(scores[at] as number)));
        slope += together - (together + apart) * p;
        bend += (together + apart) * p * (1 - p);
      }
      const step = Math.max(-STRIDE, Math.min(STRIDE, slope / bend));
      lever.shift += step;
      for (const at of lever.at) scores[at] = (scores[at] as number) + step;
      moved = Math.max(moved, Math.abs(step));
    }
    if (moved < STILL) return;
  }
}

function rounded(shiftNats: number): number {
  const millibits = toStep(shiftNats / NATS_PER_MILLIBIT);
  return Math.max(-MOST_MILLIBITS, Math.min(MOST_MILLIBITS, millibits)) || 0;
}

export interface Forecast {
  /** Voices heard, and those the model would have foretold: joined what people joined, not joined what they kept apart. */
  readonly voices: number;
  readonly foretold: number;
  /** Mean surprise of an answer, bits; 0 is perfect foresight, 1 is a coin. */
  readonly surpriseBits: number;
}

/** How well a model foretells answers: with odds over evens it says one sale. */
export function forecast(engine: Engine, observations: readonly Observation[]): Forecast {
  let [voices, foretold, surprise] = [0, 0, 0];
  for (const { pattern, frequencyMillibits, together, apart } of observations) {
    const levels = levelsOf(pattern, engine.radix);
    const weights = levels.reduce((sum, level, i) => sum + (engine.weights[i]?.[level] ?? 0), 0);
    const score = (engine.model.priorMillibits + weights + frequencyMillibits) * NATS_PER_MILLIBIT;
    voices += together + apart;
    foretold += score > 0 ? together : apart;
    surprise += together * softplus(-score) + apart * softplus(score);
  }
  return { voices, foretold, surpriseBits: voices === 0 ? 0 : surprise / voices / Math.LN2 };
}

/** ln(1 + eˣ). */
function softplus(x: number): number {
  return x > 30 ? x : Math.log1p(Math.exp(x));
}

const FOLDS = 5;

/**
 * How well what is learnt from some answers foretells the others: five parts by decision, each foretold by what the other four teach.
 * `before` is the same for the weights as they are.
 */
export function crossCheck(
  engine: Engine,
  answers: readonly (Observation & { readonly decisionId: number })[],
): { readonly before: Forecast; readonly after: Forecast } {
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const hidden = answers.filter(({ decisionId }) => decisionId % FOLDS === fold);
    if (hidden.length === 0) return null;
    const shown = answers.filter(({ decisionId }) => decisionId % FOLDS !== fold);
    return forecast(engineOf(engine.spec, calibrate(engine, gathered(shown))), hidden);
  }).filter((fold) => fold !== null);
  const voices = folds.reduce((sum, fold) => sum + fold.voices, 0);
  return {
    before: forecast(engine, answers),
    after: {
      voices,
      foretold: folds.reduce((sum, fold) => sum + fold.foretold, 0),
      surpriseBits: voices === 0 ? 0 : folds.reduce((sum, fold) => sum + fold.surpriseBits * fold.voices, 0) / voices,
    },
  };
}

/** Observations of one pattern and adjustment as one. */
export function gathered(observations: readonly Observation[]): Observation[] {
  const groups = Map.groupBy(observations, ({ pattern, frequencyMillibits }) => `${pattern} ${frequencyMillibits}`);
  return [...groups.values()].map((group) => {
    const { pattern = 0, frequencyMillibits = 0 } = group[0] ?? {};
    const voices = (of: 'together' | 'apart'): number =>
      group
        .map((one) => one[of])
        .toSorted((a, b) => a - b)
        .reduce((a, b) => a + b, 0);
    return { pattern, frequencyMillibits, together: voices('together'), apart: voices('apart') };
  });
}

/**
 * The card of a run: what was weighed, by which weights, and what came of it. Stored with the run, so that a threshold can be moved on
 * a screen and its consequences counted before anything is done, and so that a run can be told from another years later.
 */

import type { PassReport } from './blocking.ts';
import type { FrequencyRule } from './frequency.ts';
import type { Engine, Model } from './model.ts';
import type { PairState } from './outcome.ts';
import type { MatchResult } from './run.ts';
import { levelsOf } from './spec.ts';

/** Width of a band of the histogram, millibits. */
export const BAND_MILLIBITS = 500;

/** Kept pairs whose score is in `from` … `from` + 499, by what became of them. */
export interface ScoreBand {
  /** Lower bound, millibits; a multiple of BAND_MILLIBITS. */
  readonly from: number;
  readonly joined: number;
  readonly proposed: number;
  readonly apart: number;
  /**
   * Of `proposed`, those that only the score keeps from being joined: no rule, no tie, no conflict stands in the way. Moving the
   * threshold moves these, and the joined ones.
   */
  readonly free: number;
}

export interface ModelCard {
  readonly specification: string;
  readonly modelVersion: string;
  readonly priorMillibits: number;
  /** By comparison: one weight a level, millibits. */
  readonly weights: Model['weights'];
  readonly frequencies: { readonly [comparison: string]: FrequencyRule };
  readonly thresholds: {
    readonly joinAt: number;
    readonly joinNamedAt: number;
    readonly joinContextAt: number;
    readonly margin: number;
    readonly proposeAt: number;
    readonly keepBeatenAt: number;
    readonly certain: number;
    readonly likely: number;
  };
  readonly records: number;
  /** Pairs compared, and those kept. */
  readonly compared: number;
  readonly kept: number;
  /** Candidates by pass, with what was too crowded to compare. */
  readonly passes: readonly PassReport[];
  readonly crowdedReferences: number;
  /** Ascending; bands without pairs are left out. */
  readonly bands: readonly ScoreBand[];
  /** By comparison and level: kept pairs that met it, and of these the joined ones. */
  readonly levels: { readonly [comparison: string]: readonly (readonly [kept: number, joined: number])[] };
}

export function cardOf(engine: Engine, modelVersion: string, { pairs, outcomes, report }: MatchResult): ModelCard {
  const { spec, model, radix } = engine;
  const bands = new Map<number, { from: number; joined: number; proposed: number; apart: number; free: number }>();
  const levels = spec.comparisons.map(({ levels }) => levels.map((): [number, number] => [0, 0]));
  const patterns = new Map<number, [kept: number, joined: number]>();
  for (let pair = 0; pair < pairs.length; pair++) {
    const state = outcomes.state[pair] as PairState;
    const from = Math.floor((pairs.score[pair] as number) / BAND_MILLIBITS) * BAND_MILLIBITS;
    const band = bands.get(from) ?? { from, joined: 0, proposed: 0, apart: 0, free: 0 };
    bands.set(from, band);
    band[state]++;
    if (state === 'proposed' && outcomes.cause[pair] === null) band.free++;
    const pattern = pairs.pattern[pair] as number;
    const met = patterns.get(pattern) ?? [0, 0];
    patterns.set(pattern, met);
    met[0]++;
    if (state === 'joined') met[1]++;
  }
  for (const [pattern, [kept, joined]] of patterns) {
    for (const [at, level] of levelsOf(pattern, radix).entries()) {
      const count = levels[at]?.[level];
      if (count === undefined) continue;
      count[0] += kept;
      count[1] += joined;
    }
  }
  return {
    specification: spec.name,
    modelVersion,
    priorMillibits: model.priorMillibits,
    weights: model.weights,
    frequencies: model.frequencies,
    thresholds: {
      joinAt: model.joinAt,
      joinNamedAt: model.joinNamedAt,
      joinContextAt: model.joinContextAt,
      margin: model.margin,
      proposeAt: model.proposeAt,
      keepBeatenAt: model.keepBeatenAt,
      certain: model.bands.certain,
      likely: model.bands.likely,
    },
    records: report.records,
    compared: report.compared,
    kept: pairs.length,
    passes: report.passes,
    crowdedReferences: report.crowdedReferences,
    bands: [...bands.values()].sort((a, b) => a.from - b.from),
    levels: Object.fromEntries(spec.comparisons.map(({ name }, at) => [name, levels[at] ?? []])),
  };
}

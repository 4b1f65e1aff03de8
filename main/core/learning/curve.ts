/** What a threshold would do, counted over the pairs of the last run before anything is changed. */
import type { Model } from '#core/matching/orders/model.ts';
import { probabilityOf } from '#core/matching/orders/model.ts';

/** Width of a band of scores, millibits. */
export const CURVE_STEP = 500;

/** Pairs of one band of scores that differ in nothing that the thresholds look at. */
export interface CurveCell {
  /** Lower bound of the score, millibits, a multiple of CURVE_STEP. */
  readonly from: number;
  /** Which bar they are held to: a typed reference has a lower one, a campaign or project its own. */
  readonly bar: 'plain' | 'named' | 'context';
  /**
   * `free`: only score and margin decide. `tie`: a rival within the margin. `beaten`: a rival ahead by the margin. `held`: a rule
   * that no threshold lifts (a currency, two ids of one system, a person's word).
   */
  readonly standing: 'free' | 'tie' | 'beaten' | 'held';
  /** What became of them under the model that weighed them. */
  readonly joined: boolean;
  readonly count: number;
}

export interface CurvePoint {
  readonly from: number;
  /** Pairs of the band that the machine would join by itself, propose, and keep apart. */
  readonly joined: number;
  readonly proposed: number;
  readonly apart: number;
  /** Of the joined: those that are wrong if the model's odds are right. */
  readonly expectedWrong: number;
}

export type Thresholds = Pick<Model, 'joinAt' | 'joinNamedAt' | 'joinContextAt' | 'proposeAt'>;

const BARS = { plain: 'joinAt', named: 'joinNamedAt', context: 'joinContextAt' } as const;

/** Bands from the lowest to the highest, under these thresholds. The margin is the run's: another one needs a back-test. */
export function curveUnder(cells: readonly CurveCell[], thresholds: Thresholds): CurvePoint[] {
  const points = new Map<number, { from: number; joined: number; proposed: number; apart: number; expectedWrong: number }>();
  for (const cell of cells) {
    const point = points.get(cell.from) ?? { from: cell.from, joined: 0, proposed: 0, apart: 0, expectedWrong: 0 };
    points.set(cell.from, point);
    const outcome = outcomeUnder(cell, thresholds);
    point[outcome] += cell.count;
    // The middle of the band stands for it.
    if (outcome === 'joined') point.expectedWrong += cell.count * (1 - probabilityOf(cell.from + CURVE_STEP / 2));
  }
  return [...points.values()].sort((a, b) => a.from - b.from);
}

function outcomeUnder({ from, bar, standing }: CurveCell, thresholds: Thresholds): 'joined' | 'proposed' | 'apart' {
  const asked = from >= thresholds.proposeAt ? 'proposed' : 'apart';
  if (standing === 'beaten') return 'apart';
  if (standing === 'held' || standing === 'tie') return asked;
  if (from >= thresholds[BARS[bar]]) return 'joined';
  return bar === 'named' ? 'proposed' : asked;
}

export interface CurveTotals {
  readonly joined: number;
  readonly proposed: number;
  readonly apart: number;
  readonly expectedWrong: number;
}

export function totalsOf(points: readonly CurvePoint[]): CurveTotals {
  const sum = (of: keyof CurveTotals): number => points.reduce((total, point) => total + point[of], 0);
  return { joined: sum('joined'), proposed: sum('proposed'), apart: sum('apart'), expectedWrong: sum('expectedWrong') };
}

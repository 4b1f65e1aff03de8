/** What thresholds would do: pairs of the last run by band of scores, and what people said of pairs of each band. */
import { CURVE_STEP, type CurveCell, curveUnder, totalsOf } from '#core/learning/curve.ts';
import type { Engine } from '#core/matching/orders/model.ts';
import type { models } from '#shared/contract/models.ts';
import type { ReadableDb } from '#store/database.ts';
import { readScoreCells, type ScoreCell } from '#store/queries/labels.ts';
import { readRuns } from '#store/queries/models.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';
import { modelInForce } from './adopted.ts';
import { recentAnswers } from './overview.ts';

const counted = recentResults<readonly CurveCell[]>(2);

export function curve({ db, ports }: ReaderContext, input: InputOf<typeof models.curve>): OutputOf<typeof models.curve> {
  const { engine } = modelInForce(db, ports.sha256);
  const { joinAt, joinNamedAt, joinContextAt, proposeAt } = engine.model;
  const inForce = { joinAt, joinNamedAt, proposeAt };
  const cells = counted.of([db.name, readDataVersion(db)], () => cellsOf(db, engine));
  const points = curveUnder(cells, { joinContextAt, ...(input.thresholds ?? inForce) });
  const said = saidByBand(db, engine);
  return {
    points: points.map((point) => ({ ...point, saidTogether: 0, saidApart: 0, ...said.get(point.from) })),
    current: totalsOf(curveUnder(cells, { joinContextAt, ...inForce })),
    asked: totalsOf(points),
    inForce,
    matchedAt: readRuns(db, 1)[0]?.atMs ?? null,
  };
}

function cellsOf(db: ReadableDb, { spec, radix }: Engine): CurveCell[] {
  const at = spec.comparisons.findIndex(({ kind }) => kind === 'reference');
  const level = spec.comparisons[at]?.levels.findIndex(({ test }) => test.is === 'named') ?? -1;
  const place = radix.slice(0, Math.max(0, at)).reduce((product, count) => product * count, 1);
  // Pairs inside one order are neither joined anew nor asked about, wherever the bars stand.
  const cells = readScoreCells(db, CURVE_STEP, { place, radix: radix[at] ?? 1, level }).filter(({ cause }) => cause !== 'one_sale');
  return cells.map((cell) => ({
    from: cell.from,
    bar: cell.named === 1 ? 'named' : cell.context === 1 ? 'context' : 'plain',
    standing: standingOf(cell),
    joined: cell.state === 'joined',
    count: cell.count,
  }));
}

function standingOf({ state, cause }: ScoreCell): CurveCell['standing'] {
  if (state === 'joined') return 'free';
  switch (cause) {
    case null:
    case 'contradicted':
    case 'context':
      return 'free';
    case 'tie':
      return 'tie';
    case 'better_answer':
      return 'beaten';
    default:
      return 'held';
  }
}

/** Pairs that people answered, by band of their score. */
function saidByBand(db: ReadableDb, engine: Engine): Map<number, { saidTogether: number; saidApart: number }> {
  const bands = new Map<number, { saidTogether: number; saidApart: number }>();
  for (const { pair, label } of recentAnswers(db, { engine }).answered) {
    const from = Math.floor(pair.scoreMillibits / CURVE_STEP) * CURVE_STEP;
    const band = bands.get(from) ?? { saidTogether: 0, saidApart: 0 };
    bands.set(from, band);
    band[label.verdict === 'together' ? 'saidTogether' : 'saidApart']++;
  }
  return bands;
}

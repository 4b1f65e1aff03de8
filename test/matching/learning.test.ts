/** A generated year of an agency, answered by somebody who knows: the machine learns to join more of it, and nothing wrong. */
import { expect, test } from 'vitest';
import { calibrate, forecast, gathered, type Observation } from '#core/learning/calibrate.ts';
import { type Engine, engineOf } from '#core/matching/orders/model.ts';
import { type MatchResult, runMatching } from '#core/matching/orders/run.ts';
import { ENGINE, NO_PACE, NOBODY } from '#test/factories/match-columns.ts';
import { readYear } from './year.ts';

const year = readYear('agency', 1_500, 11);
const saleOf = new Map(
  year.sales.flatMap(({ members }, sale) =>
    members.flatMap((record) => year.rowOf(record) ?? []).map((row) => [row, sale] as const),
  ),
);
const oneSale = (a: number, b: number): boolean => saleOf.has(a) && saleOf.get(a) === saleOf.get(b);

function matched(engine: Engine): MatchResult {
  return runMatching({ engine, columns: year.book.columns, texts: year.book.texts, people: NOBODY, pace: NO_PACE });
}

/** Pairs of rows in one cluster: right ones and wrong ones. */
function joined({ clusterOf }: MatchResult): { right: number; wrong: number } {
  const clusters = Map.groupBy(Array(year.book.columns.size).keys(), clusterOf);
  const pairs = [...clusters.values()].flatMap((rows) => rows.flatMap((b, at) => rows.slice(0, at).map((a) => oneSale(a, b))));
  return { right: pairs.filter((one) => one).length, wrong: pairs.filter((one) => !one).length };
}

test('answers to what is in doubt, ties left out, make the machine join more and nothing wrong', () => {
  const before = matched(ENGINE);
  const { pairs, outcomes } = before;
  const answers: Observation[] = [];
  for (let pair = 0; pair < pairs.length; pair++) {
    const cause = outcomes.cause[pair];
    if (outcomes.state[pair] !== 'proposed' || (cause !== null && cause !== 'context' && cause !== 'contradicted')) continue;
    const right = oneSale(pairs.left[pair] ?? -1, pairs.right[pair] ?? -1);
    answers.push({
      pattern: pairs.pattern[pair] ?? 0,
      frequencyMillibits: pairs.frequency[pair] ?? 0,
      together: right ? 1 : 0,
      apart: right ? 0 : 1,
    });
  }
  expect(answers.length).toBeGreaterThan(20);
  const learnt = engineOf(ENGINE.spec, calibrate(ENGINE, gathered(answers)));
  expect(forecast(learnt, answers).surpriseBits).toBeLessThan(forecast(ENGINE, answers).surpriseBits);
  const [was, is] = [joined(before), joined(matched(learnt))];
  expect(is.right).toBeGreaterThanOrEqual(was.right);
  expect(is.wrong).toBe(was.wrong);
});

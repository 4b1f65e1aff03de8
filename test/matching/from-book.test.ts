/** Generated years that teach their own weights: what is joined by them is right, and no less than by the shipped ones. */
import { describe, expect, test } from 'vitest';
import { modelFromBook } from '#core/learning/unlabelled/from-book.ts';
import { type Engine, engineOf } from '#core/matching/orders/model.ts';
import { runMatching } from '#core/matching/orders/run.ts';
import { ENGINE, NO_PACE, NOBODY } from '#test/factories/match-columns.ts';
import { readYear } from './year.ts';

describe.each([
  { profile: 'shop' as const, seed: 21 },
  { profile: 'agency' as const, seed: 22 },
])('a year of the $profile', ({ profile, seed }) => {
  const year = readYear(profile, 1_500, seed);
  const { columns, texts } = year.book;
  const saleOf = new Map(
    year.sales.flatMap(({ members }, sale) =>
      members.flatMap((record) => year.rowOf(record) ?? []).map((row) => [row, sale] as const),
    ),
  );

  function joinedBy(engine: Engine): { right: number; wrong: number; apart: number; ties: number } {
    const { clusterOf } = runMatching({ engine, columns, texts, people: NOBODY, pace: NO_PACE });
    const clusters = Map.groupBy(Array(columns.size).keys(), clusterOf);
    const pairs = [...clusters.values()].flatMap((rows) => rows.flatMap((b, at) => rows.slice(0, at).map((a) => [a, b] as const)));
    const right = pairs.filter(([a, b]) => saleOf.has(a) && saleOf.get(a) === saleOf.get(b)).length;
    const one = (a: number | undefined, b: number | undefined): boolean =>
      a !== undefined && b !== undefined && clusterOf(a) === clusterOf(b);
    const apart = year.apart.filter(({ a, b }) => one(year.rowOf(a), year.rowOf(b))).length;
    const ties = year.ties.filter(({ record, candidates }) =>
      candidates.some((other) => one(year.rowOf(record), year.rowOf(other))),
    ).length;
    return { right, wrong: pairs.length - right, apart, ties };
  }

  test('joins more, nothing wrong, nothing that must stay apart, and takes no side in a tie', () => {
    const found = modelFromBook({ engine: ENGINE, columns, texts, pace: NO_PACE }, ENGINE.model);
    if ('refused' in found) throw new Error(found.refused.code);
    const [shipped, learnt] = [joinedBy(ENGINE), joinedBy(engineOf(ENGINE.spec, found.model))];
    expect(learnt).toMatchObject({ wrong: 0, apart: 0, ties: 0 });
    expect(learnt.right).toBeGreaterThanOrEqual(shipped.right);
  });
});

import { describe, expect, it } from 'vitest';
import { clustersByAgreement } from './agree.ts';
import { sparseGroups } from './sparse-groups.ts';

type Pair = readonly [left: number, right: number, score: number];

function clusters(
  size: number,
  pairs: readonly Pair[],
  unseen = -3000,
  apart: readonly (readonly [number, number])[] = [],
): number[] {
  const [left, right, score] = [0, 1, 2].map((which) => pairs.map((pair) => pair[which] as number));
  return [
    ...clustersByAgreement({
      size,
      left: left ?? [],
      right: right ?? [],
      score: score ?? [],
      length: pairs.length,
      scoreOf: () => unseen,
      allowed: (a, b) => !apart.some(([x, y]) => (x === a && y === b) || (x === b && y === a)),
    }),
  ];
}

const triangle = (a: number, b: number, c: number): Pair[] => [
  [a, b, 9000],
  [a, c, 9000],
  [b, c, 9000],
];

describe('clusters by agreement', () => {
  it('do not hold by a weak bridge', () => {
    expect(clusters(6, [...triangle(0, 1, 2), ...triangle(3, 4, 5), [2, 3, 1000]])).toEqual([0, 0, 0, 3, 3, 3]);
  });

  it('carry a record with one bad pair', () => {
    expect(clusters(4, [...triangle(0, 1, 2), [0, 3, 7000], [1, 3, 7000], [2, 3, -2000]])).toEqual([0, 0, 0, 0]);
  });

  it('never hold what may not be together, however strong', () => {
    expect(clusters(3, triangle(0, 1, 2), -3000, [[0, 2]])).toEqual([0, 0, 2]);
  });

  it('leave a single strong pair together', () => {
    expect(clusters(3, [[0, 2, 100]])).toEqual([0, 1, 0]);
  });
});

it('large heaps are parted alike, by known pairs alone', () => {
  const pairs = [...triangle(0, 1, 2), ...triangle(3, 4, 5), [2, 3, 1000] as const].map(([left, right, score]) => ({
    left,
    right,
    score,
  }));
  expect(sparseGroups([0, 1, 2, 3, 4, 5], pairs, -4000, () => true)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
});

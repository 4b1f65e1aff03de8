import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Marginals } from './marginals.ts';

type Edge = readonly [left: number, right: number, odds: number];

function found(edges: readonly Edge[], once = { left: true, right: true }, rounds = 60): number[] {
  const list = { length: edges.length, left: edges.map(([left]) => left), right: edges.map(([, right]) => right) };
  const size = 1 + Math.max(0, ...edges.flatMap(([left, right]) => [left, right]));
  return [
    ...new Marginals(list, size, once).probabilities(
      Float64Array.from(edges, ([, , odds]) => odds),
      rounds,
    ),
  ];
}

/** Share of the weight of all matchings that hold an edge, by trying every set of edges. */
function bruteForce(edges: readonly Edge[]): number[] {
  const weights = edges.map(() => 0);
  let all = 0;
  for (let set = 0; set < 1 << edges.length; set++) {
    const chosen = edges.filter((_, i) => (set >> i) & 1);
    const ends = chosen.flatMap(([left, right]) => [left, right]);
    if (new Set(ends).size < ends.length) continue;
    const weight = chosen.reduce((product, [, , odds]) => product * odds, 1);
    all += weight;
    for (const i of edges.keys()) if ((set >> i) & 1) weights[i] = (weights[i] as number) + weight;
  }
  return weights.map((weight) => weight / all);
}

describe('probabilities of one-to-one pairs', () => {
  it('are exact on chains and stars', () => {
    const odds = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(odds, odds, odds, odds, (a, b, c, d) => {
        const chain: Edge[] = [
          [0, 10, a],
          [1, 10, b],
          [1, 11, c],
          [2, 11, d],
        ];
        const exact = bruteForce(chain);
        for (const [i, probability] of found(chain).entries()) expect(probability).toBeCloseTo(exact[i] as number, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('are near the exact ones where ends meet in a ring', () => {
    const ring: Edge[] = [
      [0, 10, 8],
      [0, 11, 2],
      [1, 10, 2],
      [1, 11, 8],
    ];
    const exact = bruteForce(ring);
    for (const [i, probability] of found(ring).entries()) expect(Math.abs(probability - (exact[i] as number))).toBeLessThan(0.1);
  });

  it('split between what is equally good, and leave what stands alone as it is', () => {
    const [one = 0, other = 0, alone = 0] = found([
      [0, 10, 1e9],
      [0, 11, 1e9],
      [5, 15, 3],
    ]);
    expect(one).toBeCloseTo(0.5, 6);
    expect(other).toBeCloseTo(0.5, 6);
    expect(alone).toBeCloseTo(0.75, 9);
  });

  it('take nothing from each other on a side that may have several partners', () => {
    expect(
      found(
        [
          [0, 10, 4],
          [1, 10, 4],
        ],
        { left: true, right: false },
      ),
    ).toEqual([0.8, 0.8]);
  });
});

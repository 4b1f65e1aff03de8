import { describe, expect, it } from 'vitest';
import { estimate, type PairKind, shippedM, type TrainingInput } from './estimate.ts';
import { withoutKin } from './kin.ts';
import { comparisonOf, monotone, trainModel } from './train.ts';

/** Three comparisons of three levels (nothing, equal, different): 400 true pairs among all 100,000. */
function input(changes: Partial<TrainingInput> = {}): TrainingInput {
  const kinds: PairKind[] = [];
  for (let equal = 0; equal < 8; equal++) {
    const levels: number[] = [0, 1, 2].map((bit) => (((equal >> bit) & 1) === 1 ? 1 : 2));
    const share = (agree: number): number => levels.reduce((product, level) => product * (level === 1 ? agree : 1 - agree), 1);
    // True pairs are equal in nine of ten, chance pairs in one of a hundred, each comparison by itself.
    kinds.push({ levels, passes: 1, count: Math.round(400 * share(0.9) + 99_600 * share(0.01)) });
  }
  const kind = kinds.flatMap(({ count }, number) => Array.from({ length: count }, () => number));
  return {
    pairs: { length: kind.length, left: kind, right: kind, kind, kinds, share: 1 },
    chance: {
      counts: [0, 1, 2].map(() => Float64Array.of(0, 1_356, 98_644)),
      looked: 100_000,
      all: 100_000,
    },
    radix: [3, 3, 3],
    blockedBy: [0, 0, 0],
    structure: { is: 'clusters' },
    ...changes,
  };
}

describe('estimating without labels', () => {
  it('finds how often true pairs agree, and how many there are', () => {
    const { m, lambda, expected } = estimate(input());
    expect(m[0]?.[1]).toBeGreaterThan(0.85);
    expect(m[0]?.[1]).toBeLessThan(0.95);
    expect(expected).toBeGreaterThan(350);
    expect(expected).toBeLessThan(450);
    expect(lambda).toBeCloseTo(expected / 100_000, 12);
  });

  it('takes the true pairs out of the chance pairs', () => {
    const { u, m, lambda } = estimate(input());
    expect(u[0]?.[1]).toBeCloseTo((0.01356 - lambda * (m[0]?.[1] ?? 0)) / (1 - lambda), 5);
  });

  it('gives the same for the same, to the last digit', () => {
    expect(JSON.stringify(trainModel('x', ['a', 'b', 'c'], input()).model)).toBe(
      JSON.stringify(trainModel('x', ['a', 'b', 'c'], input()).model),
    );
  });
});

describe('pairs that are alike without being one', () => {
  /** 300 true pairs, 600 of one client that are two orders, and chance; client and place, amount and day. */
  function withKin(): TrainingInput {
    const kinds: PairKind[] = [];
    const counts = [0, 1, 2, 3].map(() => new Float64Array(3));
    for (let equal = 0; equal < 16; equal++) {
      const levels: number[] = [0, 1, 2, 3].map((bit) => (((equal >> bit) & 1) === 1 ? 1 : 2));
      const share = (agree: readonly number[]): number =>
        levels.reduce((product, level, c) => product * (level === 1 ? (agree[c] ?? 0) : 1 - (agree[c] ?? 0)), 1);
      const count = Math.round(
        300 * share([0.97, 0.97, 0.95, 0.95]) + 600 * share([0.97, 0.97, 0.01, 0.01]) + 999_100 * share([0.003, 0.003, 0.01, 0.01]),
      );
      kinds.push({ levels, passes: 1, count });
      for (const [c, level] of levels.entries())
        (counts[c] as Float64Array)[level] = ((counts[c] as Float64Array)[level] as number) + count;
    }
    const all = kinds.reduce((sum, { count }) => sum + count, 0);
    return {
      pairs: { length: 0, left: [], right: [], kind: [], kinds, share: 1 },
      chance: { counts, looked: all, all },
      radix: [3, 3, 3, 3],
      blockedBy: [0, 0, 0, 0],
      structure: { is: 'clusters' },
    };
  }

  it('are told apart, so that what differs can say no', () => {
    const first = estimate(withKin());
    const clean = withoutKin(withKin(), first);
    expect(clean.expected).toBeGreaterThan(250);
    expect(clean.expected).toBeLessThan(350);
    expect(clean.m[2]?.[2]).toBeLessThan(0.15);
    expect(first.m[2]?.[2]).toBeGreaterThan(0.5);
  });

  it('change nothing where there are none', () => {
    const first = estimate(input());
    expect(withoutKin(input(), first)).toBe(first);
  });
});

describe('what cannot be is refused', () => {
  it('an equal value that true pairs share less often than chance: the shipped m is taken', () => {
    const refused = comparisonOf('zip', Float64Array.of(0, 0.01, 0.99), Float64Array.of(0, 0.05, 0.95));
    expect(refused.source).toBe('prior');
    expect(refused.m[1]).toBeCloseTo(shippedM(3)[1] as number, 9);
    expect(refused.millibits[1]).toBeGreaterThan(0);
    expect(refused.millibits[0]).toBe(0);
  });

  it('a weaker level that weighs more: the two are weighed as one', () => {
    const u = Float64Array.of(0, 0.01, 0.001, 0.989);
    const { m } = monotone(Float64Array.of(0, 0.5, 0.4, 0.1), u);
    const weights = [1, 2, 3].map((level) => Math.log2((m[level] as number) / (u[level] as number)));
    expect(weights[0]).toBeCloseTo(weights[1] as number, 9);
    expect(weights[1]).toBeGreaterThan(weights[2] as number);
    expect(m.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});

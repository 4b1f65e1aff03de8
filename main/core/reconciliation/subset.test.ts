import { describe, expect, it } from 'vitest';
import { SUBSET_LIMITS, subsetsOf } from './subset.ts';

describe('subsets that sum to a target', () => {
  it('are all found and counted', () => {
    expect(subsetsOf([100, 250, 400], 500, 2)).toEqual({ solutions: [[0, 2]], complete: true });
    expect(subsetsOf([100, 100, 400], 500, 2).solutions).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(subsetsOf([100, 250, 400], 77, 1)).toEqual({ solutions: [], complete: true });
  });

  it('may hold refunds', () => {
    expect(subsetsOf([1000, -300, 500], 1200, 2).solutions).toEqual([[0, 1, 2]]);
  });

  it('agree with trying every subset', () => {
    const amounts = [310, -120, 450, 95, 95, 700, -310, 205, 60];
    for (const target of [0, 95, 190, 355, 1000, 640]) {
      const wanted: number[][] = [];
      for (let mask = 1; mask < 2 ** amounts.length; mask++) {
        const chosen = amounts.flatMap((_, i) => (((mask >> i) & 1) === 1 ? [i] : []));
        if (chosen.length >= 2 && chosen.reduce((sum, i) => sum + (amounts[i] ?? 0), 0) === target) wanted.push(chosen);
      }
      const { solutions } = subsetsOf(amounts, target, 2, { ...SUBSET_LIMITS, solutions: 1000 });
      const sorted = (list: readonly (readonly number[])[]) => list.map((one) => one.join()).sort();
      expect(sorted(solutions)).toEqual(sorted(wanted));
    }
  });

  it('says when it was not searched fully', () => {
    const many = Array.from({ length: 25 }, (_, i) => i + 1);
    expect(subsetsOf(many, 30, 2)).toEqual({ solutions: [], complete: false });
    expect(subsetsOf(many.slice(0, 24), 150, 2).complete).toBe(false);
    expect(subsetsOf(many.slice(0, 24), 150, 2, { ...SUBSET_LIMITS, nodes: 10, solutions: 1000 }).complete).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTenths, placeBars, tenthsThatAddUp } from './waterfall-math.ts';

describe('tenthsThatAddUp', () => {
  it('adds up where plain rounding would not', () => {
    // 0.04 + 0.04 + 0.04 = 0.12 bits: three bars that round to 0.0 beside a total of 0.1.
    expect(tenthsThatAddUp([40, 40, 40])).toEqual({ parts: [1, 0, 0], total: 1 });
  });

  it('always adds up, and no figure is off by a tenth or more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40_000, max: 40_000 }), { maxLength: 14 }), (millibits) => {
        const { parts, total } = tenthsThatAddUp(millibits);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        for (const [i, part] of parts.entries()) expect(Math.abs(part * 100 - (millibits[i] ?? 0))).toBeLessThanOrEqual(100);
      }),
    );
  });
});

it('writes bits with a sign that is not a hyphen', () => {
  expect([68, -27, 0, 5].map(formatTenths)).toEqual(['+6.8', '−2.7', '0.0', '+0.5']);
});

describe('placeBars', () => {
  it('starts each bar where the last one ended', () => {
    const { bars, zero } = placeBars([-8000, 10_000, -1000]);
    expect(zero).toBeCloseTo(80);
    expect(bars).toEqual([
      { left: 0, width: 80, negative: true },
      { left: 0, width: 100, negative: false },
      { left: 90, width: 10, negative: true },
    ]);
  });

  it('stays inside the track', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40_000, max: 40_000 }), { maxLength: 14 }), (millibits) => {
        for (const { left, width } of placeBars(millibits).bars) {
          expect(left).toBeGreaterThanOrEqual(-1e-9);
          expect(left + width).toBeLessThanOrEqual(100 + 1e-9);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CurveCell, curveUnder, totalsOf } from './curve.ts';
import { changesBetween } from './diff.ts';
import { audited, lotOf } from './sample.ts';
import { byWorth } from './settles.ts';
import { SMALL, SMALL_MODEL } from './small-model.fixture.ts';

const THRESHOLDS = { joinAt: 8_000, joinNamedAt: 3_000, joinContextAt: 9_000, proposeAt: -4_000 };
const cell = (from: number, patch: Partial<CurveCell> = {}): CurveCell => ({
  from,
  bar: 'plain',
  standing: 'free',
  joined: false,
  count: 10,
  ...patch,
});

describe('threshold curve', () => {
  it('joins what is free and above its bar; a rule, a tie or a rival is not lifted by any threshold', () => {
    const cells = [
      cell(8_000),
      cell(7_500),
      cell(3_000, { bar: 'named' }),
      cell(12_000, { standing: 'held' }),
      cell(12_000, { standing: 'tie', count: 1 }),
      cell(12_000, { standing: 'beaten', count: 2 }),
    ];
    expect(totalsOf(curveUnder(cells, THRESHOLDS))).toMatchObject({ joined: 20, proposed: 21, apart: 2 });
    const open = totalsOf(curveUnder(cells, { ...THRESHOLDS, joinAt: -10_000 }));
    expect(open).toMatchObject({ joined: 30, proposed: 11, apart: 2 });
  });

  it('a lower bar never joins fewer, and never expects fewer mistakes', () => {
    const cells = fc.array(
      fc.record({
        from: fc.integer({ min: -10, max: 30 }).map((at) => at * 500),
        bar: fc.constantFrom('plain' as const, 'named' as const, 'context' as const),
        standing: fc.constantFrom('free' as const, 'tie' as const, 'beaten' as const, 'held' as const),
        joined: fc.boolean(),
        count: fc.integer({ min: 1, max: 1_000 }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(cells, fc.integer({ min: -5_000, max: 15_000 }), fc.integer({ min: 0, max: 5_000 }), (drawn, bar, less) => {
        const high = totalsOf(curveUnder(drawn, { ...THRESHOLDS, joinAt: bar }));
        const low = totalsOf(curveUnder(drawn, { ...THRESHOLDS, joinAt: bar - less }));
        expect(low.joined).toBeGreaterThanOrEqual(high.joined);
        expect(low.expectedWrong).toBeGreaterThanOrEqual(high.expectedWrong - 1e-9);
        const all = drawn.reduce((sum, { count }) => sum + count, 0);
        expect(low.joined + low.proposed + low.apart).toBe(all);
      }),
    );
  });
});

describe('changes between models', () => {
  it('lists what differs, the largest first, and nothing of one with itself', () => {
    expect(changesBetween(SMALL, SMALL_MODEL, SMALL_MODEL)).toEqual([]);
    const [place = []] = [SMALL_MODEL.weights.place];
    const other = {
      ...SMALL_MODEL,
      joinAt: 9_000,
      weights: { ...SMALL_MODEL.weights, place: place.map((weight, level) => (level === 2 ? weight - 2_000 : weight)) },
    };
    expect(changesBetween(SMALL, SMALL_MODEL, other)).toMatchObject([
      { label: 'Place', level: 2, before: -3_000, after: -5_000 },
      { label: 'Join by itself', comparison: null, before: 8_000, after: 9_000 },
    ]);
  });
});

describe('worth of a question', () => {
  const question = (place: number, pattern: number | null, scoreMillibits: number) => ({ place, pattern, scoreMillibits });
  const open = new Map([
    [1, 200],
    [2, 20],
    [3, 200],
  ]);
  const order = (answered: ReadonlyMap<number, number> = new Map()) =>
    byWorth([question(0, 2, 0), question(1, 1, 0), question(2, 1, 0), question(3, 3, 9_000), question(4, null, 0)], open, answered);

  it('is most where many pairs hang on an even chance; the next of its kind waits', () => {
    expect(order().map(({ place }) => place)).toEqual([1, 2, 0, 3, 4]);
    expect(order()[0]).toMatchObject({ alike: 200, probability: 0.5 });
  });

  it('falls with the answers that its kind has had', () => {
    expect(order(new Map([[1, 50]])).map(({ place }) => place)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('the audit sample', () => {
  it('does not depend on which record comes first, and draws evenly', () => {
    expect(lotOf('a', 'b')).toBe(lotOf('b', 'a'));
    const lots = Array.from({ length: 4_000 }, (_, at) =>
      lotOf(`["shopify","main","order","#${at}"]`, `["netsuite","main","sales_order","${at}"]`),
    );
    const lowHalf = lots.filter((lot) => lot < 2 ** 52).length;
    expect(Math.abs(lowHalf - 2_000)).toBeLessThan(200);
    expect(new Set(lots).size).toBe(4_000);
  });

  it('counts verdicts only, with an interval that is honest about few', () => {
    expect(audited([])).toMatchObject({ precision: null, low: null });
    const few = audited(['right', 'right', 'unsure']);
    expect(few).toMatchObject({ right: 2, unsure: 1, precision: 1 });
    expect(few.low).toBeLessThan(0.5);
    const many = audited([...Array<'right'>(999).fill('right'), 'wrong']);
    expect(many.precision).toBeCloseTo(0.999, 6);
    expect(many.low).toBeGreaterThan(0.99);
  });
});

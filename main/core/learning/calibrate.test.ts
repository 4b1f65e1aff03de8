import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Engine, engineOf } from '#core/matching/orders/model.ts';
import { levelsOf, patternOf } from '#core/matching/orders/spec.ts';
import { calibrate, crossCheck, forecast, gathered, MOST_MILLIBITS, type Observation } from './calibrate.ts';
import { met, SMALL, SMALL_ENGINE, SMALL_MODEL } from './small-model.fixture.ts';

function scoreOf(engine: Engine, pattern: number): number {
  return levelsOf(pattern, engine.radix).reduce(
    (sum, level, i) => sum + (engine.weights[i]?.[level] ?? 0),
    engine.model.priorMillibits,
  );
}

const learnt = (observations: readonly Observation[]): Engine => engineOf(SMALL, calibrate(SMALL_ENGINE, observations));
const seen = (pattern: number, together: number, apart: number): Observation => ({
  pattern,
  frequencyMillibits: 0,
  together,
  apart,
});

/** Same total, same client, same week: the machine joins such pairs, and for a shop with subscriptions it is wrong. */
const RENEWAL = met({ amount: 1, client: 1, time: 2 });
const observed = fc.record({
  pattern: fc
    .tuple(...SMALL.comparisons.map(({ levels }) => fc.integer({ min: 0, max: levels.length - 1 })))
    .map((levels) => patternOf(levels, SMALL_ENGINE.radix)),
  frequencyMillibits: fc.integer({ min: -6_000, max: 0 }),
  together: fc.integer({ min: 0, max: 40 }),
  apart: fc.integer({ min: 0, max: 40 }),
});

describe('calibration', () => {
  it('without answers changes nothing', () => {
    expect(calibrate(SMALL_ENGINE, [])).toEqual(SMALL_MODEL);
  });

  it('a handful of answers against the odds does not swing it; dozens do', () => {
    const before = scoreOf(SMALL_ENGINE, RENEWAL);
    const fallen = (count: number) => scoreOf(learnt([seen(RENEWAL, 0, count)]), RENEWAL);
    expect(before).toBeGreaterThan(8_000);
    expect(before - fallen(1)).toBeLessThanOrEqual(1_000);
    expect(before - fallen(3)).toBeLessThanOrEqual(2_500);
    expect(fallen(3)).toBeLessThan(fallen(1));
    expect(fallen(60)).toBeLessThan(0);
  });

  it('what answers confirm hardly moves', () => {
    for (const [i, weights] of learnt([seen(RENEWAL, 100, 0)]).weights.entries()) {
      for (const [level, weight] of weights.entries()) {
        expect(Math.abs(weight - (SMALL_ENGINE.weights[i]?.[level] ?? 0))).toBeLessThanOrEqual(150);
      }
    }
  });

  it('does not depend on the order or the grouping of answers', () => {
    fc.assert(
      fc.property(fc.array(observed, { maxLength: 12 }), fc.integer(), (answers, seed) => {
        const shuffled = answers.toSorted((a, b) => ((a.pattern * 31 + seed) % 97) - ((b.pattern * 31 + seed) % 97));
        expect(calibrate(SMALL_ENGINE, gathered(shuffled))).toEqual(calibrate(SMALL_ENGINE, gathered(answers)));
      }),
      { numRuns: 20 },
    );
  });

  it('keeps unknown at nothing, agreement for and disagreement against, levels in their order, and moves within its bounds', () => {
    fc.assert(
      fc.property(fc.array(observed, { maxLength: 20 }), (answers) => {
        const { weights } = learnt(answers);
        for (const [i, before] of SMALL_ENGINE.weights.entries()) {
          const moved = weights[i] ?? [];
          expect(moved[0]).toBe(0);
          for (const [level, old] of before.entries()) {
            const now = moved[level] ?? Number.NaN;
            expect(Number.isSafeInteger(now)).toBe(true);
            if (old > 0) expect(now).toBeGreaterThanOrEqual(0);
            if (old < 0) expect(now).toBeLessThanOrEqual(0);
            expect(Math.abs(now - old)).toBeLessThanOrEqual(2 * MOST_MILLIBITS);
            for (const [other, less] of before.entries()) {
              if (level > 0 && other > 0 && less < old) expect(moved[other]).toBeLessThanOrEqual(now);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('leaves thresholds, frequency rules and bands as they are', () => {
    const { joinAt, margin, frequencies, bands } = calibrate(SMALL_ENGINE, [seen(RENEWAL, 0, 60)]);
    expect({ joinAt, margin, frequencies, bands }).toEqual({
      joinAt: SMALL_MODEL.joinAt,
      margin: SMALL_MODEL.margin,
      frequencies: SMALL_MODEL.frequencies,
      bands: SMALL_MODEL.bands,
    });
  });
});

describe('foresight', () => {
  it('counts answers foretold, and how surprising they were', () => {
    expect(forecast(SMALL_ENGINE, [seen(RENEWAL, 3, 1)])).toMatchObject({ voices: 4, foretold: 3 });
    expect(forecast(SMALL_ENGINE, []).surpriseBits).toBe(0);
  });

  it('on answers that were held back is better where people follow a rule that the weights do not know', () => {
    const answers = Array.from({ length: 80 }, (_, at) => ({ ...seen(RENEWAL, 0, 1), decisionId: at + 1 }));
    const { before, after } = crossCheck(SMALL_ENGINE, answers);
    expect(before).toMatchObject({ voices: 80, foretold: 0 });
    expect(after).toMatchObject({ voices: 80, foretold: 80 });
    expect(after.surpriseBits).toBeLessThan(before.surpriseBits);
  });
});

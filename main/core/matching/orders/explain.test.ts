import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENGINE, matchSeen, mentions, own, type SeenRecord, seenBook } from '#test/factories/match-columns.ts';
import { explainPair, type StoredPair } from './explain.ts';
import { bandOf, engineOf, modelVersion, probabilityOf } from './model.ts';
import { reasonOf } from './reason.ts';
import { levelsOf, patternOf } from './spec.ts';

/** Every pair that a run keeps, as it is stored. */
function storedPairs(records: readonly SeenRecord[]): StoredPair[] {
  const { pairs, outcomes } = matchSeen(seenBook(records));
  return Array.from({ length: pairs.length }, (_, pair) => ({
    state: outcomes.state[pair] ?? 'apart',
    pattern: pairs.pattern[pair] ?? 0,
    frequencyMillibits: pairs.frequency[pair] ?? 0,
    scoreMillibits: pairs.score[pair] ?? 0,
    marginMillibits: outcomes.margin[pair] ?? null,
    cause: outcomes.cause[pair] ?? null,
  }));
}

const ana = { name: 'ana lima', email: 'ana@lima.example', amount: 132_743 };
const shop = (nativeId: string, more: Partial<SeenRecord>): SeenRecord => ({
  system: 'shopify',
  nativeId,
  refs: [own('shopify:order', nativeId)],
  ...ana,
  ...more,
});
const erp = (nativeId: string, more: Partial<SeenRecord>): SeenRecord => ({
  system: 'netsuite',
  type: 'sales_order',
  nativeId,
  ...ana,
  ...more,
});

describe('explanation', () => {
  test('the bars of every stored pair add up to its score exactly', () => {
    const record = fc.record({
      system: fc.constantFrom('shopify' as const, 'netsuite' as const, 'google_ads' as const),
      nativeId: fc.stringMatching(/^[0-9]{1,3}$/),
      amount: fc.constantFrom(999, 132_743, 132_744, 123_743),
      placed: fc.constantFrom('2026-03-04T10:00', '2026-03-04T10:01', '2026-03-05', '2026-04-20'),
      name: fc.constantFrom('ana lima', 'a lima', 'bo berg', 'harbor pine', 'harborpine'),
      email: fc.option(fc.constantFrom('ana@lima.example', 'info@lima.example'), { nil: undefined }),
      title: fc.option(fc.constantFrom('harbor pine spring film', 'harborpine spring film'), { nil: undefined }),
      refs: fc.array(
        fc.tuple(fc.constantFrom(own, mentions), fc.constantFrom('1', '2')).map(([make, id]) => make('shopify:order', id)),
        { maxLength: 2 },
      ),
    });
    const records = fc.uniqueArray(record, { selector: ({ system, nativeId }) => `${system} ${nativeId}`, maxLength: 12 });
    fc.assert(
      fc.property(records, (list) => {
        for (const pair of storedPairs(list)) {
          const { bars, scoreMillibits, probability } = explainPair(pair, ENGINE);
          expect(bars.reduce((sum, { millibits }) => sum + millibits, 0)).toBe(pair.scoreMillibits);
          expect(scoreMillibits).toBe(pair.scoreMillibits);
          expect(probability).toBeCloseTo(1 / (1 + 2 ** (-pair.scoreMillibits / 1000)), 12);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('says each level in words, and what common values take off', () => {
    const crowd = Array.from({ length: 9 }, (_, i) =>
      shop(`x${i}`, { name: `buyer ${i} x`, email: `b${i}@x.example`, placed: '2026-01-01' }),
    );
    const [pair] = storedPairs([shop('1042', { placed: '2026-03-04T10:00' }), erp('7', { placed: '2026-03-05' }), ...crowd]);
    const bars = explainPair(pair as StoredPair, ENGINE).bars.map(({ label, sentence }) => `${label}: ${sentence}`);
    expect(bars).toEqual([
      'Before comparing: Two records that meet by chance are hardly ever one sale',
      'Total: Same total to the cent',
      'Placed: Placed a day apart',
      'Client: Same e-mail and name',
      'Common values: Many records share the same total or the same client, so it says less',
    ]);
  });

  test('names the nearest change that would turn the outcome', () => {
    const flips = (...records: SeenRecord[]) => storedPairs(records).map((pair) => explainPair(pair, ENGINE).flip);
    const first = shop('1042', { placed: '2026-03-04T10:00' });
    expect(flips(first, erp('7', { placed: '2026-03-25' }))).toEqual([
      'With “One bears the last day of the month of the other” in place of “Placed within a month or so” the machine would join them by itself.',
    ]);
    expect(flips(first, erp('7', { placed: '2026-03-04' }))[0]).toMatch(/the machine would not join them by itself\.$/);
    expect(flips(first, shop('1050', { placed: '2026-03-04T15:00' }), erp('7', { placed: '2026-03-04' }))).toEqual([
      'Another answer is as good: without it the machine would join them.',
      'Another answer is as good: without it the machine would join them.',
    ]);
    expect(flips(first, shop('1043', { placed: '2026-03-04T10:00' }))).toEqual([
      'Two ids of one system: only a person may merge them.',
    ]);
  });
});

test('a pattern keeps every level', () => {
  const levels = fc.tuple(...ENGINE.radix.map((count) => fc.integer({ min: 0, max: count - 1 })));
  fc.assert(
    fc.property(levels, (drawn) => {
      expect(levelsOf(patternOf(drawn, ENGINE.radix), ENGINE.radix)).toEqual(drawn);
    }),
  );
});

test('a model that does not fit its specification is refused', () => {
  const { spec, model } = ENGINE;
  expect(() => engineOf(spec, { ...model, weights: { ...model.weights, amount: [0, 1] } })).toThrow('7');
  expect(() => engineOf(spec, { ...model, weights: { ...model.weights, place: [5, 1, 2, 3] } })).toThrow('level 0 of place');
});

test('the version names everything that decides a score', () => {
  const sha256 = (text: string): Uint8Array =>
    Uint8Array.from({ length: 32 }, (_, i) => (text.length * 31 + text.charCodeAt(i * 97)) & 255);
  const version = modelVersion(ENGINE, sha256);
  const heavier = { ...ENGINE.model, weights: { ...ENGINE.model.weights, place: [0, 5_000, 1_500, -3_001] } };
  expect(version).toMatch(/^orders@[a-z2-7]{12}$/);
  expect(modelVersion(engineOf(ENGINE.spec, heavier), (text) => sha256(text.replace('-3001', '-30010')))).not.toBe(version);
});

test('bands and probabilities', () => {
  expect([12_000, 10_000, 9_999, 5_000, 4_999].map((score) => bandOf(score, ENGINE.model))).toEqual([
    'certain',
    'certain',
    'likely',
    'likely',
    'possible',
  ]);
  expect(probabilityOf(0)).toBe(0.5);
});

test('the reason in the queue is short and honest', () => {
  const names = new Map(ENGINE.spec.comparisons.map(({ name }, i) => [name, i]));
  const pattern = (levels: Record<string, number>): number =>
    patternOf(
      ENGINE.spec.comparisons.map(({ name }) => levels[name] ?? 0),
      ENGINE.radix,
    );
  const met = pattern({ amount: 1, time: 4, client: 1 });
  expect(names.size).toBe(ENGINE.spec.comparisons.length);
  expect(reasonOf(met, null, ENGINE, { secondsApart: null })).toBe('Same client, same total, a day apart');
  expect(reasonOf(met, 'tie', ENGINE, { secondsApart: null })).toBe('Equally good answers, same client, same total');
  expect(reasonOf(met, 'same_source', ENGINE, { secondsApart: 3 })).toBe('API retry, 3 s apart');
});

import { expect, test } from 'vitest';
import type { Facts } from '#shared/domain/fields.ts';
import type { KnownVersion } from '#store/queries/staging.ts';
import { changesOf, isAnotherSale, standingOf } from './standing.ts';

const FACTS: Record<number, Facts> = {
  1: { total: 1000, currency: 'EUR', clientName: 'Ana', status: 'pending' },
  2: { total: 1000, currency: 'EUR', clientName: 'Ana', status: 'paid' },
  3: { total: 1000, currency: 'EUR' },
};
const factsOf = (versionId: number) => FACTS[versionId] ?? {};

function version(versionId: number, seen: Partial<KnownVersion>, versionMs = versionId): KnownVersion {
  return {
    versionId,
    payloadHash: Buffer.from([versionId]),
    versionMs,
    entered: 0,
    before: 0,
    here: 0,
    beforePeriodMs: null,
    herePeriodMs: null,
    ...seen,
  };
}

test.each([
  ['not named by the file', [version(1, { before: 1 })], 'none'],
  ['never seen before', [version(1, { here: 1 })], 'new'],
  ['asleep since its import was undone', [version(1, {}), version(2, { here: 1 })], 'new'],
  ['seen with the same payload', [version(1, { before: 1, here: 1 })], 'known'],
  ['seen with a newer payload that says something else', [version(1, { before: 1 }), version(2, { here: 1 })], 'changed'],
  ['seen with an older payload', [version(1, { here: 1 }), version(2, { before: 1 })], 'known'],
  ['seen with another payload that says less', [version(2, { before: 1 }), version(3, { here: 1 })], 'known'],
  ['entered by a person before, and now readable', [version(1, { before: 1, entered: 1 }), version(2, { here: 1 }, 0)], 'changed'],
])('a record %s', (_what, versions, standing) => {
  expect(standingOf(versions, factsOf)).toBe(standing);
  expect(standingOf([...versions].reverse(), factsOf)).toBe(standing);
});

test('what changes is named by field, before and after', () => {
  const versions = [version(1, { before: 1 }), version(2, { here: 1 })];
  expect(changesOf(versions, factsOf, { offsetMinutes: () => 0 })).toEqual([{ field: 'Status', before: 'pending', after: 'paid' }]);
});

const at = (iso: string, precision: 'exact' | 'local' | 'day') => ({ ms: Date.parse(iso), text: iso, precision });
const SALE: Facts = { total: 1000, currency: 'EUR', placedAt: at('2026-03-02T10:00:00Z', 'exact') };

test.each([
  ['another time and another total', { ...SALE, total: 2000, placedAt: at('2026-03-05T10:00:00Z', 'exact') }, true],
  ['another time and another currency', { ...SALE, currency: 'USD', placedAt: at('2026-03-05T10:00:00Z', 'exact') }, true],
  ['another total only', { ...SALE, total: 2000 }, false],
  ['another time only', { ...SALE, placedAt: at('2026-03-05T10:00:00Z', 'exact') }, false],
  [
    'a total that was corrected and a time without seconds',
    { ...SALE, total: 2000, placedAt: at('2026-03-02T10:00:30Z', 'exact') },
    false,
  ],
  ['a wall-clock time of another zone', { ...SALE, total: 2000, placedAt: at('2026-03-02T22:00:00Z', 'local') }, false],
  ['no total', { currency: 'EUR', placedAt: at('2026-03-05T10:00:00Z', 'exact') }, false],
])('%s: another sale is %s', (_what, there, another) => {
  expect(isAnotherSale(SALE, there)).toBe(another);
  expect(isAnotherSale(there, SALE)).toBe(another);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ContentIds, CountTable, hash53, isContentId } from './content-id.ts';

it('names equal rows by their ordinal, the same way in every file', () => {
  const first = new ContentIds();
  const second = new ContentIds();
  const ids = ['a', 'b', 'a'].map((content) => first.next(content));
  expect(new Set(ids).size).toBe(3);
  expect(['a', 'a', 'b'].map((content) => second.next(content))).toEqual([ids[0], ids[2], ids[1]]);
  expect(ids.every(isContentId)).toBe(true);
  expect(isContentId('INV-0071')).toBe(false);
});

it('keeps its form: stored ids depend on it', () => {
  expect(new ContentIds().next('date=2026-03-02\namount=12.50')).toBe('row:4adky8ytghm2jrmjp1ptbb:1');
});

it('counts like a map, also after it grew', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 5000 }), (values) => {
      const table = new CountTable();
      const counts = new Map<number, number>();
      for (const value of values) {
        const hash = hash53(String(value), 7);
        expect(table.add(hash)).toBe(counts.get(hash) ?? 0);
        counts.set(hash, (counts.get(hash) ?? 0) + 1);
      }
    }),
    { numRuns: 20 },
  );
});

it('has no collision among a million short texts, and stays exact in a number', () => {
  const seen = new Set<number>();
  for (let i = 0; i < 1_000_000; i++) seen.add(hash53(`amount=${i}`, 3));
  expect(seen.size).toBe(1_000_000);
  expect([...seen].slice(0, 1000).every(Number.isSafeInteger)).toBe(true);
});

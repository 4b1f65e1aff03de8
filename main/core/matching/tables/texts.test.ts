import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dictionary } from './dictionary.ts';
import { rowOrder } from './row-order.ts';
import { sortTexts } from './sort-texts.ts';
import { compareTexts, GrowingTexts, textAt } from './texts.ts';

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'ÿ', 'þ', '0'), maxLength: 7 }),
  fc.string({ unit: fc.constantFrom('a', 'é', '字', '𝒳'), maxLength: 5 }),
  fc.nat(2000).map((number) => `order-${number}`),
);
const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

describe('a dictionary', () => {
  it('gives equal texts one number, whether they come as strings or stand in others', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), (given) => {
        const dictionary = new Dictionary();
        const known = new Map([['', 0]]);
        for (const one of given) {
          expect(dictionary.find(one)).toBe(known.get(one) ?? 0);
          if (!known.has(one)) known.set(one, known.size);
          expect(dictionary.intern(one)).toBe(known.get(one));
          const within = Uint16Array.from({ length: one.length + 2 }, (_, at) => `(${one})`.charCodeAt(at));
          expect(dictionary.internUnits(within, 1, one.length + 1)).toBe(known.get(one));
        }
        const texts = dictionary.texts();
        for (const [one, number] of known) expect(textAt(texts, number)).toBe(one);
        expect(dictionary.size).toBe(known.size);
      }),
      { numRuns: 300 },
    );
  });

  it('grows beyond its first tables, and from bytes to units of two', () => {
    const dictionary = new Dictionary();
    const all = Array.from({ length: 20_000 }, (_, i) => (i % 5000 === 4999 ? `字${i}` : `text ${i}`));
    const numbers = all.map((one) => dictionary.intern(one));
    expect(numbers).toEqual(all.map((_, at) => at + 1));
    expect(all.map((one) => dictionary.intern(one))).toEqual(numbers);
    const texts = dictionary.texts();
    expect(numbers.map((number) => textAt(texts, number))).toEqual(all);
  });
});

describe('sorting', () => {
  it('is that of strings', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 100 }), (given) => {
        const growing = new GrowingTexts();
        const numbers = Uint32Array.from(given, (one) => growing.push(one));
        const texts = growing.texts();
        const sorted = [...sortTexts(texts, numbers)].map((number) => textAt(texts, number));
        expect(sorted).toEqual(given.toSorted(byUnits));
        for (const [at, one] of given.entries()) {
          const other = given[at + 1] ?? '';
          expect(Math.sign(compareTexts(texts, at + 1, at + 2 < texts.count ? at + 2 : 0))).toBe(byUnits(one, other));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of rows is by number where all ids are numbers, and null where they are in order', () => {
    const orderOf = (ids: readonly string[]): string[] | null => {
      const growing = new GrowingTexts();
      const number = Int32Array.from(ids, (id) => growing.push(id));
      const order = rowOrder(growing.texts(), number);
      return order === null ? null : [...order].map((row) => ids[row] ?? '');
    };
    expect(orderOf(['2', '10', '300000000000'])).toBeNull();
    expect(orderOf(['300000000000', '10', '5', '300000000001'])).toEqual(['5', '10', '300000000000', '300000000001']);
    expect(orderOf(['10', '5', 'a'])).toBeNull();
    expect(orderOf(['a10', 'a5', '010', 'a1'])).toEqual(['010', 'a1', 'a10', 'a5']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingTexts, type Texts } from '../tables/texts.ts';
import { Edits } from './edits.ts';
import { JaroWinkler } from './jaro-winkler.ts';
import { commonStart, countOfStart, startCounts } from './starts.ts';
import { runLists, sharedAtLeast, sharedCount, sharedWeight, wordLists, wordWeights } from './words.ts';

/** The first is the empty one. */
function textsOf([, ...list]: readonly string[]): Texts {
  const texts = new GrowingTexts();
  for (const one of list) texts.push(one);
  return texts.texts();
}

/** Few letters, so that they meet; lengths across the word sizes of the kernels. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'é', '字'), minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), minLength: 20, maxLength: 80 }),
);
/** Two texts of which the second is often the first with a few letters changed. */
const twoTexts = fc.oneof(
  fc.tuple(text, text),
  fc.tuple(text, fc.array(fc.tuple(fc.nat(79), fc.constantFrom('', 'a', 'x', 'ab')), { maxLength: 3 })).map(([one, changes]) => {
    const letters = one.split('');
    for (const [at, letter] of changes) letters.splice(at % (letters.length + 1), letter === '' ? 1 : 0, letter);
    return [one, letters.join('') || 'a'] as [string, string];
  }),
);

describe('Jaro-Winkler', () => {
  it('is that of the definition, for every length', () => {
    fc.assert(
      fc.property(twoTexts, ([a, b]) => {
        const kernel = new JaroWinkler(textsOf(['', a, b]));
        expect(kernel.atLeast(1, 2, 0)).toBeCloseTo(naiveJaroWinkler(a, b), 12);
        expect(kernel.atLeast(2, 1, 0)).toBeCloseTo(naiveJaroWinkler(b, a), 12);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves out only what is below the bar', () => {
    fc.assert(
      fc.property(twoTexts, fc.double({ min: 0.5, max: 1, noNaN: true }), ([a, b], least) => {
        const found = new JaroWinkler(textsOf(['', a, b])).atLeast(1, a === b ? 1 : 2, least);
        const exact = naiveJaroWinkler(a, b);
        expect(found >= least).toBe(exact >= least);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['martha', 'marhta', 0.9611],
    ['dixon', 'dicksonx', 0.8133],
    ['dwayne', 'duane', 0.84],
  ])('%s and %s', (a, b, similarity) => {
    expect(new JaroWinkler(textsOf(['', a, b])).atLeast(1, 2, 0)).toBeCloseTo(similarity, 4);
  });
});

it('edits are those of the definition, for every length', () => {
  fc.assert(
    fc.property(twoTexts, fc.integer({ min: 1, max: 6 }), ([a, b], most) => {
      const kernel = new Edits(textsOf(['', a, b]));
      expect(kernel.atMost(1, 2, most)).toBe(naiveEdits(a, b) <= most);
    }),
    { numRuns: 2000 },
  );
});

describe('words', () => {
  const texts = textsOf(['', 'red clay jug', 'clay jug', 'blue jug', 'jug']);
  const { words, ...lists } = wordLists(texts, new Uint8Array([0, 1, 1, 1, 1]));

  it('are counted once, and shared in any order', () => {
    expect(words).toBe(5);
    expect(sharedCount(lists, 1, 2)).toBe(2);
    expect(sharedCount(lists, 1, 3)).toBe(1);
  });

  it('weigh what their rarity is worth', () => {
    const weights = wordWeights(lists, words, Int32Array.of(1, 2, 3, 4, 4, 4, 4, 0));
    // "clay" is in two of seven values, "jug" in all.
    expect(sharedWeight(lists, weights, 1, 2, false)).toBe(
      Math.round(1000 * Math.log2(8 / 2)) + Math.round(1000 * Math.log2(8 / 7)),
    );
  });

  it('are runs of three letters, without spaces', () => {
    const units = textsOf(['', 'ab cd', 'abcd', 'xbcd']);
    const runs = runLists(units, new Uint8Array([0, 1, 1, 1]));
    expect(sharedCount(runs, 1, 2)).toBe(2);
    expect(sharedCount(runs, 2, 3)).toBe(1);
  });
});

it('shared values are counted to the end only where there may be enough', () => {
  const list = fc.uniqueArray(fc.nat(20), { maxLength: 12 }).map((values) => values.sort((a, b) => a - b));
  fc.assert(
    fc.property(list, list, fc.nat(12), (a, b, least) => {
      const lists = { start: Uint32Array.of(0, a.length, a.length + b.length), values: Int32Array.from([...a, ...b]) };
      const shared = sharedCount(lists, 0, 1);
      expect(sharedAtLeast(lists, 0, 1, least)).toBe(shared >= least ? shared : 0);
    }),
    { numRuns: 500 },
  );
});

it('starts are counted as a look at every value counts them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 }),
      (given) => {
        const texts = ['', ...new Set(given)];
        const values = Int32Array.from(given, (one) => texts.indexOf(one));
        const starts = startCounts(textsOf(texts), values, 4);
        for (const [number, one] of texts.entries()) {
          for (let length = 1; length <= Math.min(4, one.length); length++) {
            expect(countOfStart(starts, number, length)).toBe(
              given.filter((other) => other.startsWith(one.slice(0, length))).length,
            );
          }
        }
        expect(commonStart(textsOf(texts), 1, 1)).toBe(texts[1]?.length);
      },
    ),
    { numRuns: 200 },
  );
});

function naiveJaroWinkler(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: string[] = [];
  for (let j = 0; j < b.length; j++) {
    for (let i = Math.max(0, j - reach); i <= Math.min(a.length - 1, j + reach); i++) {
      if (taken.has(i) || a[i] !== b[j]) continue;
      taken.add(i);
      matched.push(b[j] as string);
      break;
    }
  }
  if (matched.length === 0) return 0;
  const own = [...taken].sort((x, y) => x - y).map((i) => a[i]);
  const moved = own.filter((letter, i) => letter !== matched[i]).length;
  const m = matched.length;
  const jaro = (m / a.length + m / b.length + (m - Math.floor(moved / 2)) / m) / 3;
  if (jaro <= 0.7) return jaro;
  let start = 0;
  while (start < 4 && start < a.length && a[start] === b[start]) start++;
  return jaro + start * 0.1 * (1 - jaro);
}

/** Optimal string alignment, by the textbook. */
function naiveEdits(a: string, b: string): number {
  const cost: number[][] = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => cost[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1);
      (cost[i] as number[])[j] = best;
    }
  }
  return at(a.length, b.length);
}

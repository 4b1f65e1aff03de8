import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchSpec } from '#shared/contract/match-spec.ts';
import type { Records } from '../tables/records.ts';
import { GrowingTexts } from '../tables/texts.ts';
import { comparisonsOf } from './levels.ts';
import { numberLevels } from './number-levels.ts';
import { knowledgeOf, resourcesOf } from './resources.ts';

const TESTS = [
  { test: 'equal' },
  { test: 'within', atMost: 2 },
  { test: 'withinShare', atMost: 0.3 },
  { test: 'difference', from: 1, to: 3 },
  { test: 'difference', from: -4, to: -1 },
] as const;

it('levels of one field of numbers are those of the tests one by one', () => {
  const value = fc.oneof(fc.integer({ min: -12, max: 12 }), fc.constant(Number.NaN));
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...TESTS], { minLength: 1 }),
      fc.array(value, { minLength: 2, maxLength: 8 }),
      fc.boolean(),
      fc.nat(7),
      (tests, numbers, isLink, stop) => {
        // A condition around each test keeps them apart: the levels are then functions.
        const levels = (wrapped: boolean) => tests.map((test) => ({ when: wrapped ? { all: [test] } : test }));
        const table = { name: 'a', id: 'id' };
        const spec = matchSpec.parse({
          name: 'x',
          tables: isLink ? [table, { ...table, name: 'b' }] : [table],
          fields: [{ name: 'n', from: 'n', as: 'number' }],
          comparisons: [
            { name: 'one', field: 'n', levels: levels(false) },
            { name: 'other', field: 'n', levels: levels(true) },
          ],
          passes: [{ name: 'p', key: ['n'] }],
        });
        const records: Records = {
          size: numbers.length,
          leftSize: 1,
          isLink,
          columns: new Map([['n', { kind: 'number', values: Float64Array.from(numbers) }]]),
          texts: new GrowingTexts().texts(),
        };
        const { levelOf } = comparisonsOf(spec, resourcesOf(records, knowledgeOf(spec, records)));
        expect(spec.comparisons.map((one) => numberLevels(one, records) !== null)).toEqual([true, false]);
        for (let right = 1; right < numbers.length; right++) {
          expect(levelOf[0]?.(0, right)).toBe(levelOf[1]?.(0, right));
          expect(levelOf[0]?.(0, right, stop + 1)).toBe(levelOf[1]?.(0, right, stop + 1));
        }
      },
    ),
    { numRuns: 500 },
  );
});

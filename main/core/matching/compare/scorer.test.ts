import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchSpec } from '#shared/contract/match-spec.ts';
import { RecordsBuilder } from '../tables/build.ts';
import { THRESHOLDS, type TrainedModel } from '../training/trained-model.ts';
import { adjustmentsOf, allCommonness, comparisonsOf } from './levels.ts';
import { knowledgeOf, resourcesOf } from './resources.ts';
import { Scorer } from './scorer.ts';

const spec = matchSpec.parse({
  name: 'x',
  tables: [{ name: 'a', id: 'id' }],
  fields: [
    { name: 'first', from: 'first', as: 'text' },
    { name: 'last', from: 'last', as: 'text' },
    { name: 'amount', from: 'amount', as: 'amount' },
  ],
  comparisons: [
    {
      name: 'name',
      levels: [
        {
          when: {
            all: [
              { test: 'equal', field: 'first' },
              { test: 'equal', field: 'last' },
            ],
          },
        },
        { when: { test: 'equal', field: 'first', other: 'last' } },
        { when: { test: 'jaroWinkler', field: 'last', atLeast: 0.8 } },
      ],
    },
    { name: 'amount', field: 'amount', levels: [{ when: { test: 'equal' } }, { when: { test: 'withinShare', atMost: 0.3 } }] },
  ],
  passes: [{ name: 'p', key: ['last'] }],
});

const row = fc.tuple(
  fc.constantFrom('', 'ann', 'bea', 'anne'),
  fc.constantFrom('', 'ann', 'holt', 'holm'),
  fc.constantFrom('', '9', '10', '30'),
);
const weight = fc.integer({ min: -9000, max: 9000 });

it('breaks off only what could not have reached the bar', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 2, maxLength: 6 }),
      fc.tuple(weight, weight, weight, weight),
      fc.tuple(weight, weight, weight),
      weight,
      (rows, name, amount, least) => {
        const builder = new RecordsBuilder(spec);
        const take = builder.open('a', ['id', 'first', 'last', 'amount']);
        for (const [id, cells] of rows.entries()) take((index) => [String(id), ...cells][index] ?? '');
        const records = builder.finish();
        const u = [0, 0.01, 0.02, 0.3, 0.67];
        const model: TrainedModel = {
          specification: 'x',
          priorMillibits: -3000,
          comparisons: [
            { name: 'name', m: u, u, millibits: [0, ...name], source: 'trained' },
            { name: 'amount', m: u.slice(0, 4), u: u.slice(0, 4), millibits: [0, ...amount], source: 'trained' },
          ],
          thresholds: THRESHOLDS,
        };
        const scorer = new Scorer(
          comparisonsOf(spec, resourcesOf(records, knowledgeOf(spec, records))),
          adjustmentsOf(allCommonness(spec, records)),
          model,
        );
        for (let left = 0; left < rows.length; left++) {
          for (let right = left + 1; right < rows.length; right++) {
            const whole = { ...scorer.of(left, right) };
            const found = scorer.atLeast(left, right, least);
            expect(found === null ? null : { ...found }).toEqual(whole.score >= least ? whole : null);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchSpec } from '#shared/contract/match-spec.ts';
import { RecordsBuilder } from '../tables/build.ts';
import { blocksOf } from './blocks.ts';
import { Candidates } from './candidates.ts';

type Row = readonly [name: string, day: number, system: string];

const comparisons = [{ name: 'name', field: 'name', levels: [{ when: { test: 'equal' } }] }];
const fields = [
  { name: 'name', from: 'name', as: 'text' },
  { name: 'day', from: 'day', as: 'number' },
  { name: 'system', from: 'system', as: 'id' },
];
const passes = [
  { name: 'word', key: ['name.eachWord'] },
  { name: 'start and days', key: ['name.first:1'], window: { field: 'day', from: 0, to: 2000 } },
];

function pairs(isLink: boolean, left: readonly Row[], right: readonly Row[], constraints = {}): string[] {
  const spec = matchSpec.parse({
    name: 'x',
    tables: isLink
      ? [
          { name: 'a', id: 'id' },
          { name: 'b', id: 'id' },
        ]
      : [{ name: 'a', id: 'id' }],
    constraints,
    fields,
    comparisons,
    passes,
  });
  const builder = new RecordsBuilder(spec);
  for (const [table, rows] of [
    ['a', left],
    ['b', right],
  ] as const) {
    if (table === 'b' && !isLink) continue;
    const take = builder.open(table, ['id', 'name', 'day', 'system']);
    for (const [id, row] of rows.entries()) take((index) => [String(id), row[0], String(row[1]), row[2]][index] ?? '');
  }
  const records = builder.finish();
  const candidates = new Candidates(
    spec,
    records,
    spec.passes.map((pass) => blocksOf(pass, records)),
  );
  const found: string[] = [];
  for (const pass of candidates.passes.keys()) candidates.walk(pass, (one, other) => found.push(`${one} ${other}`));
  return found;
}

const meets = ([a, x]: Row, [b, y]: Row, isLink: boolean): boolean => {
  const shares = a.split(' ').some((word) => word !== '' && b.split(' ').includes(word));
  const days = isLink ? y - x : Math.abs(y - x);
  return shares || (a !== '' && a[0] === b[0] && days >= 0 && days <= 2);
};

const rows = fc.array(fc.tuple(fc.constantFrom('', 'a', 'b', 'ab', 'a b', 'b a', 'c ab'), fc.nat(6), fc.constantFrom('s', 't')), {
  maxLength: 12,
});

describe('candidates', () => {
  it('of one table are those that a look at every pair finds, each once', () => {
    fc.assert(
      fc.property(rows, (left) => {
        const expected = left.flatMap((one, i) =>
          left.flatMap((other, j) => (i < j && meets(one, other, false) ? [`${i} ${j}`] : [])),
        );
        expect(pairs(false, left, []).sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
  });

  it('of two tables go from left to right, and their windows do', () => {
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const expected = left.flatMap((one, i) =>
          right.flatMap((other, j) => (meets(one, other, true) ? [`${i} ${left.length + j}`] : [])),
        );
        expect(pairs(true, left, right).sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
  });

  it('leave out what the constraints forbid', () => {
    const two: Row[] = [
      ['ab', 1, 's'],
      ['ab', 1, 's'],
      ['ab', 1, 't'],
    ];
    expect(pairs(false, two, [], { distinct: ['system'] })).toEqual(['0 2', '1 2']);
    expect(pairs(false, two, [], { agree: ['system'] })).toEqual(['0 1']);
  });
});

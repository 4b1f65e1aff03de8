import { expect, test } from 'vitest';
import { type Condition, matchSpec } from '#shared/contract/match-spec.ts';
import { splinkSettings } from '#shared/contract/splink-settings.ts';
import { matchTables } from '../match-tables.ts';
import { RecordsBuilder } from '../tables/build.ts';
import { fromSplink } from './from-splink.ts';
import { prepare } from './prepared.ts';
import { readCondition, readNullFields } from './read-sql.ts';
import { toSplink } from './to-splink.ts';
import { conditionSql, nullSql } from './write-sql.ts';

const SPEC = matchSpec.parse({
  name: 'people',
  tables: [{ name: 'people', id: 'id' }],
  fields: [
    { name: 'first', from: 'first', as: 'text' },
    { name: 'last', from: 'last', as: 'text' },
    { name: 'born', from: 'born', as: 'date', dateOrder: 'ymd' },
    { name: 'height', from: 'height', as: 'number' },
    { name: 'words', from: 'last', as: 'text' },
  ],
  comparisons: [
    {
      name: 'names',
      label: 'Names',
      levels: [
        {
          when: {
            all: [
              { test: 'equal', field: 'first' },
              { test: 'equal', field: 'last' },
            ],
          },
          says: 'Same names',
        },
        { when: { test: 'equal', field: 'first', other: 'last' }, says: 'Names changed places' },
        {
          when: {
            any: [
              { test: 'jaroWinkler', field: 'last', atLeast: 0.85 },
              { test: 'initial', field: 'first' },
            ],
          },
        },
      ],
    },
    { name: 'last', field: 'last', levels: [{ when: { test: 'equal' } }, { when: { test: 'edits', atMost: 2 } }] },
    {
      name: 'born',
      field: 'born',
      frequencies: false,
      levels: [{ when: { test: 'equal' } }, { when: { test: 'within', atMost: 31 } }],
    },
    { name: 'height', field: 'height', frequencies: false, levels: [{ when: { test: 'within', atMost: 1500 } }] },
  ],
  passes: [
    { name: 'last', key: ['last'] },
    { name: 'starts', key: ['first.first:2', 'last.first:2'] },
    { name: 'words', key: ['words.eachWord', 'born.year'] },
    { name: 'height', key: ['first'], window: { field: 'height', from: 0, to: 2000 } },
  ],
});

const FIRST = ['Ada', 'Bo', 'Cyril', 'Dana', 'Eli', 'Farah', 'Gus', 'Hana'];
const LAST = ['Adams', 'Berg', 'Carlsen', 'de Vries', 'Ek Holm', 'Ferrari', 'Grau'];

function people(): string[][] {
  const rows: string[][] = [];
  for (let i = 0; i < 400; i++) {
    const person = Math.floor((i * 2) / 3);
    const day = new Date(Date.UTC(1960 + (person % 40), person % 12, 1 + (person % 27) + (i % 5 === 0 ? 1 : 0)));
    const last = LAST[(person * 5) % LAST.length] ?? '';
    rows.push([
      `p${i}`,
      i % 17 === 0 ? '' : (FIRST[(person * 3) % FIRST.length] ?? ''),
      i % 7 === 0 ? last.slice(1) : last,
      i % 11 === 0 ? '' : day.toISOString().slice(0, 10),
      `${160 + (person % 30)}.${i % 3}`,
    ]);
  }
  return rows;
}

function recordsOf(spec: typeof SPEC, header: readonly string[], rows: readonly (readonly string[])[]) {
  const builder = new RecordsBuilder(spec);
  const row = builder.open(spec.tables[0]?.name ?? '', header);
  for (const cells of rows) row((index) => cells[index] ?? '');
  return builder.finish();
}

test('a model written for Splink and read back scores every pair the same, to the millibit', async () => {
  const records = recordsOf(SPEC, ['id', 'first', 'last', 'born', 'height'], people());
  const trained = await matchTables(SPEC, records, () => undefined);
  const prepared = prepare(SPEC, records, trained);
  expect([...prepared.exploded]).toEqual([2]);
  const settings = splinkSettings.parse(JSON.parse(JSON.stringify(toSplink(SPEC, trained.model, prepared.exploded, 'people@1'))));
  const read = fromSplink(settings, 'people');
  expect(read.model.priorMillibits).toBe(trained.model.priorMillibits);
  expect(read.model.comparisons.map(({ millibits }) => millibits)).toEqual(
    trained.model.comparisons.map(({ millibits }) => millibits),
  );
  const rows = Array.from({ length: records.size }, (_, at) => prepared.row(at));
  const again = await matchTables(
    matchSpec.parse(read.spec),
    recordsOf(read.spec, prepared.header, rows),
    () => undefined,
    read.model,
  );
  const scores = ({ outcomes }: typeof trained) =>
    Array.from({ length: outcomes.pairs.length }, (_, at) => [
      outcomes.pairs.left[at],
      outcomes.pairs.right[at],
      outcomes.pairs.score[at],
    ]);
  expect(scores(again)).toEqual(scores(trained));
  expect(trained.outcomes.pairs.length).toBeGreaterThan(100);
});

test('settings that were read are written as they were', async () => {
  const records = recordsOf(SPEC, ['id', 'first', 'last', 'born', 'height'], people());
  const settings = toSplink(SPEC, (await matchTables(SPEC, records, () => undefined)).model, new Set([2]), 'people@1');
  const read = fromSplink(splinkSettings.parse(settings), 'people');
  const again = toSplink(read.spec, read.model, new Set(), 'people@1');
  expect(again.comparisons).toEqual(settings.comparisons);
  expect(again.probability_two_random_records_match).toBe(settings.probability_two_random_records_match);
});

const CONDITIONS: readonly Condition[] = [
  { test: 'equal', field: 'a' },
  { test: 'equal', field: 'a', other: 'b' },
  { test: 'jaroWinkler', field: 'a', atLeast: 0.9 },
  { test: 'edits', field: 'a', atMost: 2 },
  { test: 'sameStart', field: 'a', letters: 4 },
  { test: 'within', field: 'n', atMost: 3000 },
  { test: 'difference', field: 'n', from: 0, to: 5000 },
  { test: 'initial', field: 'a' },
  { test: 'known', field: 'a' },
  {
    all: [
      { test: 'difference', field: 'n', from: -1000, to: 2000 },
      { test: 'initial', field: 'a' },
      { test: 'equal', field: 'b' },
    ],
  },
  {
    any: [
      {
        all: [
          { test: 'known', field: 'a' },
          { test: 'equal', field: 'b', other: 'c' },
        ],
      },
      { test: 'equal', field: 'c' },
    ],
  },
];

test.each([...CONDITIONS.entries()])('condition %i comes back from its SQL', (_, condition) => {
  const sql = conditionSql(condition, { isLink: false, field: undefined, unit: (field) => (field === 'n' ? 1000 : 1) });
  expect(readCondition(sql)).toEqual(condition);
});

test('the null level names its fields, crosswise or not', () => {
  expect(nullSql(['a'], [])).toBe('"a_l" IS NULL OR "a_r" IS NULL');
  expect(readNullFields(nullSql(['a'], []))).toEqual(['a']);
  expect(readNullFields(nullSql(['a', 'b'], ['"a_l" = "b_r"']))).toEqual(['a', 'b']);
});

test('what Splink has no counterpart for is refused by name, both ways', () => {
  const context = { isLink: false, field: 'a', unit: () => 1 };
  expect(() => conditionSql({ test: 'words', atLeast: 0.8 }, context)).toThrow('no counterpart of the test “words”');
  expect(() => conditionSql({ not: { test: 'equal' } }, context)).toThrow('“not” has no exact counterpart');
  expect(() => readCondition('levenshtein("a_l", "a_r") <= 2')).toThrow('none that can be read here');
  expect(() => readCondition('"a_l" = "a_r" AND dmetaphone("b_l") = dmetaphone("b_r")')).toThrow('dmetaphone');
});

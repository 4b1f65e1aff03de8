/** A run after a change leaves what a whole run leaves: over random records, with budgets so small that every rule is met. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ENGINE,
  free,
  mentions,
  NO_PACE,
  NOBODY,
  own,
  type SeenBook,
  type SeenRecord,
  seenBook,
} from '#test/factories/match-columns.ts';
import { PairCollector } from '../pair-list.ts';
import type { RowConstraints } from './decide.ts';
import { StandingBook } from './increment.ts';
import { knownPartners, mergeIncrement } from './merge-increment.ts';
import { type Engine, engineOf } from './model.ts';
import { Neighbours } from './neighbours.ts';
import { TokenIndex } from './references.ts';
import { conclude, type MatchInput, type MatchResult, runMatching } from './run.ts';
import { Hand, shareWork } from './work.ts';

const TIGHT: Engine = engineOf(ENGINE.spec, {
  ...ENGINE.model,
  budget: { blockRecords: 4, neighbours: 2 },
  frequencies: {
    amount: { free: 1, perDoubling: 900, most: 6_000 },
    client: { free: 2, perDoubling: 800, most: 9_000 },
    place: { free: 1, perDoubling: 700, most: 4_000 },
    title: { free: 1, perDoubling: 1_000, most: 6_000 },
  },
});

/** Crowds are small, and nothing is common. */
const NARROW: Engine = engineOf(ENGINE.spec, { ...ENGINE.model, budget: TIGHT.model.budget });

const inputOf = (engine: Engine, { columns, texts }: SeenBook, people: RowConstraints): MatchInput => ({
  engine,
  columns,
  texts,
  people,
  pace: NO_PACE,
});

/** The rows of one book as rows of another that holds the same records and more. */
function rowsIn(book: SeenBook, whole: SeenBook): (row: number) => number {
  const rows = new Map(whole.ids.map((id, row) => [id, row]));
  return (row) => rows.get(book.ids[row] ?? '') ?? -1;
}

function increment(
  engine: Engine,
  before: SeenBook,
  whole: SeenBook,
  was: RowConstraints,
  people: RowConstraints,
): MatchResult | null {
  const last = runMatching(inputOf(engine, before, was));
  const row = rowsIn(before, whole);
  const pairs = new PairCollector();
  for (let at = 0; at < last.pairs.length; at++) {
    const { left, right, pass, pattern, frequency, score } = last.pairs;
    pairs.push(row(left[at] ?? -1), row(right[at] ?? -1), pass[at] ?? 0, pattern[at] ?? 0, frequency[at] ?? 0, score[at] ?? 0);
  }
  const { state, cause, margin } = last.outcomes;
  const known = { pairs: pairs.list(), state, cause, margin };
  const input = inputOf(engine, whole, people);
  const work = shareWork(engine, whole.columns, whole.texts);
  const hand = new Hand(work, NO_PACE, whole.texts);
  const standing = new StandingBook(
    input,
    work,
    hand.prepare().map(([, prepared]) => prepared),
  );
  const old = new Set(before.ids);
  const fresh = [...whole.ids.keys()].filter((at) => !old.has(whole.ids[at] ?? ''));
  const decided = people === was ? [] : [...people.together, ...people.apart.flat(), ...people.parted].flat();
  const found = standing.apply({ fresh, decided }, people, knownPartners(whole.columns.size, known.pairs));
  if (found === null) return null;
  const merged = mergeIncrement(known, found, whole.columns.size);
  const outcomes = {
    ...merged,
    state: [...merged.state],
    cause: [...merged.cause],
    neighbours: new Neighbours(whole.columns.size, merged.pairs),
  };
  return conclude(input, merged.pairs, outcomes, last.report, new TokenIndex(whole.columns, work.tokens));
}

function left({ ids }: SeenBook, { pairs, outcomes, questions, clusterOf }: MatchResult): unknown {
  return {
    pairs: Array.from({ length: pairs.length }, (_, pair) =>
      [
        `${ids[pairs.left[pair] ?? -1]}+${ids[pairs.right[pair] ?? -1]}`,
        ...[pairs.pass, pairs.pattern, pairs.frequency, pairs.score, outcomes.state, outcomes.cause, outcomes.margin].map(
          (column) => column[pair],
        ),
      ].join(' '),
    ),
    questions: questions.map(({ members, score }) => [score, ...members.map((row) => ids[row])]),
    clusters: ids.map((_, row) => ids[clusterOf(row)]),
  };
}

const some = <T>(...values: T[]): fc.Arbitrary<T | undefined> => fc.option(fc.constantFrom(...values), { nil: undefined });
const record: fc.Arbitrary<SeenRecord> = fc
  .record(
    {
      source: fc.constantFrom(
        { system: 'shopify' as const, type: 'order' as const },
        { system: 'netsuite' as const, type: 'sales_order' as const },
        { system: 'hubspot' as const, type: 'deal' as const },
        { system: 'asana' as const, type: 'project' as const },
      ),
      amount: some(999, 132_743, 88_100),
      placed: some('2026-03-04T10:00', '2026-03-04T10:01', '2026-03-05', '2026-03-31', '2026-03-20'),
      name: some('ana lima', 'a lima', 'bo berg', 'harbor pine', 'harborpine'),
      email: some('ana@lima.example', 'info@lima.example'),
      place: some('90036 us', '20468 de'),
      title: some('harbor pine spring media plan', 'spring media plan', 'harborpine search audit', 'search audit 2'),
      refs: fc.array(
        fc
          .tuple(fc.constantFrom(own, mentions, free), fc.constantFrom('1', '2', '3'))
          .map(([make, value]) => make('shopify:order', value)),
        { maxLength: 2 },
      ),
    },
    { noNullPrototype: true },
  )
  .map(({ source, ...rest }) => ({
    ...source,
    nativeId: '',
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  }));

const records = fc
  .array(record, { minLength: 2, maxLength: 24 })
  .map((list) => list.map((one, at) => ({ ...one, nativeId: `n${at}` })));

test('records that came', () => {
  let whole = 0;
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 8 }), fc.boolean(), (list, came, tight) => {
      const engine = tight ? TIGHT : ENGINE;
      const before = seenBook(list.slice(0, Math.max(1, list.length - came)));
      const after = seenBook(list);
      const found = increment(engine, before, after, NOBODY, NOBODY);
      if (found === null) whole++;
      else expect(left(after, found)).toEqual(left(after, runMatching(inputOf(engine, after, NOBODY))));
    }),
    { numRuns: 200 },
  );
  expect(whole).toBeLessThan(40);
});

test('records that came, and decisions that were made', () => {
  fc.assert(
    fc.property(
      records,
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 2 })), { maxLength: 3 }),
      (list, came, drawn) => {
        const before = seenBook(list.slice(0, Math.max(1, list.length - came)));
        const after = seenBook(list);
        const people: RowConstraints = { together: [], apart: [], parted: [] };
        const lists = people as { together: number[][]; apart: [number[], number[]][]; parted: [number, number][] };
        for (const [a, b, kind] of drawn) {
          const [one, other] = [a % list.length, b % list.length].sort((x, y) => x - y) as [number, number];
          if (one === other) continue;
          if (kind === 0) lists.together.push([one, other]);
          else if (kind === 1) lists.apart.push([[one], [other]]);
          else lists.parted.push([one, other]);
        }
        const found = increment(TIGHT, before, after, NOBODY, people);
        if (found !== null) expect(left(after, found)).toEqual(left(after, runMatching(inputOf(TIGHT, after, people))));
      },
    ),
    { numRuns: 200 },
  );
});

const SHOP = { system: 'shopify', type: 'order' } as const;
const ERP = { system: 'netsuite', type: 'sales_order' } as const;
const ana = { name: 'ana lima', email: 'ana@lima.example', amount: 132_743, placed: '2026-03-04' };

/** What records that are no answer themselves do to pairs that stood: their scores before, and after. */
function movedBy(stood: readonly SeenRecord[], came: readonly SeenRecord[], engine = NARROW): [before: number[], after: number[]] {
  const before = seenBook(stood);
  const after = seenBook([...stood, ...came]);
  const whole = runMatching(inputOf(engine, after, NOBODY));
  const found = increment(engine, before, after, NOBODY, NOBODY);
  if (found === null) throw new Error('too much moved');
  expect(left(after, found)).toEqual(left(after, whole));
  return [[...runMatching(inputOf(engine, before, NOBODY)).pairs.score], [...whole.pairs.score]];
}

test('a block that became crowded', () => {
  const client = { name: 'ana lima', email: 'ana@lima.example' };
  const alike = { ...client, placed: '2026-03-04' };
  const stood = [
    { ...SHOP, nativeId: 'a', ...alike, amount: 10_000 },
    { ...ERP, nativeId: 'b', ...alike, placed: '2026-03-07', amount: 10_900 },
  ];
  const far = Array.from({ length: 5 }, (_, at) => ({
    ...SHOP,
    nativeId: `f${at}`,
    ...client,
    placed: `2024-0${at + 1}-04`,
  }));
  expect(movedBy(stood, far)).toEqual([[-2_000], []]);
});

test('a reference that has an owner now', () => {
  const stood = [
    { ...SHOP, nativeId: 'a', ...ana, refs: [own('shopify:order', '1')] },
    { ...ERP, nativeId: 'b', ...ana, amount: 132_000, placed: '2026-03-07', refs: [mentions('shopify:order', '2')] },
  ];
  const owner = { ...SHOP, nativeId: 'c', name: 'bo berg', placed: '2024-01-01', amount: 5, refs: [own('shopify:order', '2')] };
  expect(movedBy(stood, [owner])).toEqual([[-2_000], []]);
});

test('a record that has too many neighbours in a crowd now', () => {
  const at = { placed: '2026-03-04T00:10', amount: 10_000 };
  const stood = [
    { ...SHOP, nativeId: 'a', ...at, name: 'ana lima' },
    { ...ERP, nativeId: 'b', ...at, place: '90036 us', items: 'one pot' },
    ...Array.from({ length: 4 }, (_, far) => ({ ...SHOP, nativeId: `f${far}`, amount: 10_000, placed: `2024-0${far + 1}-04` })),
  ];
  const came = ['bo berg', 'cy dahl'].map((name) => ({
    ...SHOP,
    nativeId: name,
    name,
    amount: 10_000,
    placed: '2026-03-04',
    place: '20468 de',
    items: 'two pots',
  }));
  expect(movedBy(stood, came)).toEqual([[3_800], []]);
});

test('a word that is common now', () => {
  const day = { placed: '2026-03-04T10:00', amount: 132_743 };
  const others = (from: number, count: number): SeenRecord[] =>
    Array.from({ length: count }, (_, at) => ({ ...SHOP, nativeId: `t${from + at}`, title: 'audit' }));
  const stood = [
    { ...SHOP, nativeId: 'a', ...day, title: 'audit' },
    { ...ERP, nativeId: 'b', ...day, title: 'audit zeta' },
    ...others(0, 175),
  ];
  expect(movedBy(stood, others(175, 1), ENGINE)).toEqual([[14_000], [3_000]]);
});

test('a reference that too many bear now', () => {
  const copy = (at: number): SeenRecord => ({ ...ERP, nativeId: `c${at}`, refs: [mentions('shopify:order', '1')] });
  const stood = [{ ...SHOP, nativeId: 'a', refs: [own('shopify:order', '1')] }, ...Array.from({ length: 49 }, (_, at) => copy(at))];
  expect(movedBy(stood, [copy(49)])).toEqual([Array.from({ length: 49 }, () => 5_000), []]);
});

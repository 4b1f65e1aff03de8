import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SeenRecord, seenBook } from '#test/factories/match-columns.ts';
import { Blocking, type PassReport } from './blocking.ts';
import { EntrySorter } from './entries.ts';
import { Keys, keyCodes } from './keys.ts';
import { preparePass } from './passes.ts';
import type { Pass, Specification } from './spec.ts';

const DAY = 1440;
const pass = (name: string, more: Partial<Pass> = {}): Pass => ({
  name,
  key: ['name'],
  withinMinutes: null,
  crowdedMinutes: 60,
  slots: 'apart',
  ...more,
});

/** Pairs that the passes meet, by native id, in the order in which they are met, and what each pass reports. */
function walk(records: readonly SeenRecord[], passes: readonly Pass[], budget = { blockRecords: 200, neighbours: 50 }) {
  const book = seenBook(records);
  const spec: Specification = { name: 'test', comparisons: [], passes };
  const keys = new Keys(book.columns, book.texts, keyCodes(spec, book.columns, book.texts));
  const sorter = new EntrySorter(keys);
  const prepared = passes.map((one) => preparePass(one, sorter, budget));
  const blocking = new Blocking(spec, book.columns, keys, prepared);
  const met: string[] = [];
  const reports: PassReport[] = prepared.map(({ rows, crowdedBlocks, purgedRecords }, at) => {
    const found = (left: number, right: number): void => {
      expect(left).toBeLessThan(right);
      met.push(`${book.ids[left]}+${book.ids[right]}`);
    };
    // In stretches, as threads take them.
    let pairs = 0;
    for (let from = 0; from < rows.length; from += 3) pairs += blocking.walk(at, from, Math.min(from + 3, rows.length), found);
    return { pass: passes[at]?.name ?? '', pairs, crowdedBlocks, purgedRecords };
  });
  return { met, reports };
}

const at = (id: string, more: Partial<SeenRecord>): SeenRecord => ({ system: 'shopify', nativeId: id, ...more });
const erp = (id: string, more: Partial<SeenRecord>): SeenRecord => ({
  system: 'netsuite',
  type: 'sales_order',
  nativeId: id,
  ...more,
});

test('a pass meets what agrees on its key within its window, across systems', () => {
  const records = [
    at('a', { name: 'ana lima', placed: '2026-03-04T10:00' }),
    at('b', { name: 'ana lima', placed: '2026-03-04T11:00' }),
    erp('x', { name: 'ana lima', placed: '2026-03-05' }),
    erp('y', { name: 'ana lima', placed: '2026-04-05' }),
    erp('z', { name: 'ana lima' }),
    erp('n', { placed: '2026-03-04' }),
  ];
  expect(walk(records, [pass('no window')]).met.sort()).toEqual(['x+a', 'x+b', 'y+a', 'y+b', 'z+a', 'z+b']);
  expect(walk(records, [pass('window', { withinMinutes: 2 * DAY })]).met.sort()).toEqual(['x+a', 'x+b']);
  expect(walk(records, [pass('same', { key: ['slot', 'name'], withinMinutes: 60, slots: 'same' })]).met).toEqual(['a+b']);
});

test('a pair belongs to the first pass that meets it', () => {
  const records = [at('a', { name: 'ana', email: 'a@x.example' }), erp('x', { name: 'ana', email: 'a@x.example' })];
  const { met, reports } = walk(records, [pass('e-mail', { key: ['email'] }), pass('client')]);
  expect(met).toEqual(['x+a']);
  expect(reports.map(({ pass, pairs }) => [pass, pairs])).toEqual([
    ['e-mail', 1],
    ['client', 0],
  ]);
});

test('what passes meet is what comparing everything with everything would find, each pair once', () => {
  const record = fc.record({
    system: fc.constantFrom('shopify' as const, 'netsuite' as const),
    nativeId: fc.stringMatching(/^[a-z]{2}$/),
    name: fc.option(fc.constantFrom('ana lima', 'bo berg'), { nil: undefined }),
    amount: fc.option(fc.constantFrom(0, 500, 900), { nil: undefined }),
    placed: fc.option(fc.constantFrom('2026-03-04T10:00', '2026-03-05', '2026-03-05T09:00'), { nil: undefined }),
  });
  const records = fc.uniqueArray(record, { selector: ({ system, nativeId }) => `${system} ${nativeId}`, maxLength: 16 });
  const passes = [
    pass('client and total', { key: ['name', 'total'], withinMinutes: DAY }),
    pass('total', { key: ['total'] }),
    pass('client', { withinMinutes: 120 }),
  ];
  fc.assert(
    fc.property(records, (list) => {
      const { columns, ids } = seenBook(list);
      const expected: string[] = [];
      for (let right = 0; right < columns.size; right++) {
        for (let left = 0; left < right; left++) {
          const near = (window: number) => Math.abs((columns.minute[left] ?? 0) - (columns.minute[right] ?? 0)) <= window;
          const dated = (columns.minute[left] ?? 0) > 0 && (columns.minute[right] ?? 0) > 0;
          const sameName = columns.name[left] !== 0 && columns.name[left] === columns.name[right];
          const sameAmount = (columns.amount[left] ?? 0) > 0 && columns.amount[left] === columns.amount[right];
          const meets = (sameName && sameAmount && dated && near(DAY)) || sameAmount || (sameName && dated && near(120));
          if (meets && columns.slot[left] !== columns.slot[right]) expected.push(`${ids[left]}+${ids[right]}`);
        }
      }
      expect(walk(list, passes).met.sort()).toEqual(expected.sort());
    }),
    { numRuns: 200 },
  );
});

test('a crowded block is walked in a narrow window, and a crowd inside it is left out and reported', () => {
  const minute = (i: number) => `2026-03-04T10:${String(i).padStart(2, '0')}`;
  const shop = Array.from({ length: 6 }, (_, i) => at(`a${i}`, { name: 'guest', placed: minute(9 * i) }));
  const copies = [erp('x', { name: 'guest', placed: minute(1) }), erp('far', { name: 'guest', placed: '2026-03-04T14:00' })];
  const wide = walk([...shop, ...copies], [pass('client', { crowdedMinutes: 5 })], { blockRecords: 7, neighbours: 5 });
  expect(wide.met).toEqual(['x+a0']);
  expect(wide.reports).toMatchObject([{ crowdedBlocks: 1, purgedRecords: 0 }]);
  const dense = walk([...shop, ...copies], [pass('client', { crowdedMinutes: 60 })], { blockRecords: 7, neighbours: 5 });
  expect(dense.met).toEqual([]);
  expect(dense.reports).toMatchObject([{ crowdedBlocks: 1, purgedRecords: 7 }]);
});

test('one hot client of fifty thousand orders makes no flood of pairs', () => {
  const records = Array.from({ length: 50_000 }, (_, i) =>
    (i % 2 === 0 ? at : erp)(`r${i}`, { name: 'guest checkout', amount: 1290, placed: '2026-03-04T10:00' }),
  );
  const { met, reports } = walk(records, [pass('client'), pass('total', { key: ['total'] })]);
  expect(met).toEqual([]);
  expect(reports.map(({ purgedRecords }) => purgedRecords)).toEqual([50_000, 50_000]);
});

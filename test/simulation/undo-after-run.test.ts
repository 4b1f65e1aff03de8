/** A merge that is undone after the machine looked again: what it had joined before, it joins again; what was merged, it leaves. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startMatching } from '#main/services/matching/index.ts';
import { reviewCommands } from '#main/services/review/index.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { ordersIn } from './logical-state.ts';

/** Three runs, each in a thread of its own. */
vi.setConfig({ testTimeout: 120_000 });

const NO_REASON = { reasonCode: null, reasonText: null };
const PLACED = Date.UTC(2026, 2, 3, 9, 12);
const shop: RecordKey = { system: 'shopify', account: 'main', type: 'order', nativeId: '#1' };
const deal: RecordKey = { system: 'hubspot', account: 'main', type: 'deal', nativeId: 'D-1' };
const erp: RecordKey = { system: 'netsuite', account: 'main', type: 'sales_order', nativeId: 'S-1' };

const sale = (clientName: string, email: string, total: number): Facts => ({
  clientName,
  email,
  total,
  currency: 'USD',
  placedAt: { ms: PLACED, text: '2026-03-03T09:12:00Z', precision: 'exact' },
});

let book: HandMadeBook;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

async function lookForDuplicates(): Promise<void> {
  expect(await book.context.jobs.settled(startMatching(book.context))).toMatchObject({ state: 'done', problem: null });
}

it('leaves the book as it was before the merge', async () => {
  book.importFile('all.csv', [
    { key: shop, facts: sale('Mabel Ortiz', 'm.ortiz@example.com', 132_743) },
    { key: deal, facts: sale('Mabel Ortiz', 'm.ortiz@example.com', 132_743) },
    { key: erp, facts: sale('Harbor and Pine', 'ap@harborpine.example', 98_765) },
  ]);
  await lookForDuplicates();
  const before = ordersIn(book.db);
  expect(before.map(({ members, joinedBy }) => [members.length, joinedBy])).toEqual(
    expect.arrayContaining([
      [2, 'rule'],
      [1, 'single'],
    ]),
  );
  const merged = reviewCommands().together(book.context, { commandId: 'merge-all-three', members: [shop, erp], ...NO_REASON });
  expect(ordersIn(book.db)).toHaveLength(1);
  await lookForDuplicates();
  const decisionId = 'decisionId' in merged ? merged.decisionId : null;
  reviewCommands().withdraw(book.context, { commandId: 'undo-the-merge', decisionId: decisionId ?? 0, ...NO_REASON });
  const again = book.jobs.list().findLast(({ kind }) => kind === 'match');
  expect(await book.context.jobs.settled(again?.jobId ?? '')).toMatchObject({ state: 'done' });
  expect(ordersIn(book.db)).toEqual(before);
});

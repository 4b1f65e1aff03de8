/** An order that its shop changed after it was accepted: the books follow with the difference, and its owner is told. */
import { expect, test } from 'vitest';
import { reconcile } from '#core/reconciliation/reconcile.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { holidays } from '#main/services/money/holidays.ts';
import { loadBook } from '#main/services/money/load/index.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { handMadeBook } from '#test/factories/hand-made-book.ts';

const KEY: RecordKey = { system: 'shopify', account: 'storeA', type: 'order', nativeId: '#1001' };
const HOUR = 3_600_000;
const PLACED = Date.UTC(2026, 2, 2);

test('an edit is what the versions of the order say, and goes when the file is taken back', async () => {
  const book = handMadeBook();
  const facts = { orderNumber: '#1001', currency: 'USD', placedAt: { ms: PLACED, text: '2026-03-02', precision: 'day' as const } };
  book.importFile('march.csv', [{ key: KEY, facts: { ...facts, total: 10_000 }, versionMs: PLACED + HOUR }]);
  const later = book.importFile('april.csv', [{ key: KEY, facts: { ...facts, total: 12_500 }, versionMs: PLACED + 5 * HOUR }]);
  const { sha256 } = nodePorts;
  const load = () =>
    loadBook(book.db, { isHoliday: holidays(), asOfMs: PLACED + 30 * 24 * HOUR, sha256, pause: () => undefined }).input;
  const edited = load();
  expect([...(edited.edits ?? [])]).toEqual([[0, [{ minute: PLACED / 60_000 + 300, total: 10_000 }]]]);
  expect(reconcile(edited).findings).toMatchObject([{ reason: 'immutable_field_changed', amountMinor: 2500 }]);
  book.undo(later);
  expect([...(load().edits ?? [])]).toEqual([]);
  expect(reconcile(load()).findings).toEqual([]);
  await book.dispose();
});

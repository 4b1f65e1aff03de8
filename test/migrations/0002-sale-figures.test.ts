import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { isSettlingDue, settleTouches } from '#main/services/imports/settle.ts';
import { holidays } from '#main/services/money/holidays.ts';
import { loadBook } from '#main/services/money/load/index.ts';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { openWriter, type WritableDb } from '#store/database.ts';
import { MIGRATIONS, migrate } from '#store/migrate.ts';

let folder: string;
let db: WritableDb;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-migration-'));
  db = openWriter(join(folder, 'a.onefold'));
  migrate(db, MIGRATIONS.slice(0, 1));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

/** An order as shape 1 kept it, and one whose import was taken back. */
function bookOfShapeOne(): void {
  const facts = {
    currency: 'USD',
    total: 12_000,
    tax: 2_000,
    lineItems: [{ name: 'Gift card', sku: null, quantity: '2', unitPriceMinor: 2_500, totalMinor: null }],
    paymentMethod: 'Stripe',
    placedAt: { ms: Date.UTC(2026, 0, 2), text: '2026-01-02', precision: 'day' },
  };
  db.exec(`INSERT INTO sources VALUES (1, 'shopify', 'main');
    INSERT INTO files VALUES (1, x'00', 0)`);
  const { sha256 } = nodePorts;
  for (const [id, state] of [
    [1, 'published'],
    [2, 'undone'],
  ] as const) {
    db.prepare(
      `INSERT INTO import_batches (id, session_id, source_id, file_id, file_name, label, read_options, header, state, home_count, created_ms)
       VALUES (?, 's', 1, 1, 'f', 'l', '{}', '[]', ?, 1, 0)`,
    ).run(id, state);
    const nativeId = `#${id}`;
    db.prepare('INSERT INTO source_records VALUES (?, 1, 0, ?, ?)').run(id, nativeId, id);
    db.prepare(
      `INSERT INTO record_versions (id, record_id, payload_hash, facts, aliases, refs) VALUES (?, ?, x'00', ?, '[]', '[]')`,
    ).run(id, id, JSON.stringify(facts));
    db.prepare('INSERT INTO sightings VALUES (?, ?, 2, 0, 1, NULL)').run(id, id);
    db.prepare(
      `INSERT INTO orders (record_id, head_id, canonical_id, home_batch_id, is_sale, number, client, total_minor, currency, placed_ms,
         placed_day_only, status, system_mask, member_count, joined_by)
       VALUES (?, ?, ?, ?, 1, ?, '', 12000, 'USD', ?, 1, 'unknown', 1, 1, 'single')`,
    ).run(
      id,
      id,
      canonicalIdOf({ system: 'shopify', account: 'main', type: 'order', nativeId }, sha256),
      id,
      nativeId,
      facts.placedAt.ms,
    );
  }
}

test('a run over a book of shape 1 works the figures out itself; settling then stores them, and a rebuild agrees', async () => {
  bookOfShapeOne();
  migrate(db, MIGRATIONS.slice(0, 2));
  const load = () => {
    const { sha256 } = nodePorts;
    const { input } = loadBook(db, { isHoliday: holidays(), asOfMs: null, sha256, pause: () => undefined });
    const { size, tax, giftCards, method } = input.orders;
    return { size, tax: tax[0], giftCards: giftCards[0], method: input.text(method[0] ?? 0) };
  };
  const figures = { size: 1, tax: 2_000, giftCards: 5_000, method: 'stripe' };
  expect(load()).toEqual(figures);
  expect(rebuildCheck(db, nodePorts).differences).toEqual([]);
  expect(isSettlingDue(db)).toBe(true);
  await settleTouches(db, nodePorts, { signal: new AbortController().signal, report: () => undefined });
  expect(isSettlingDue(db)).toBe(false);
  expect(db.prepare('SELECT count(*) FROM orders WHERE figures IS NULL').pluck().get()).toBe(0);
  expect(load()).toEqual(figures);
  expect(rebuildCheck(db, nodePorts).differences).toEqual([]);
  db.exec("UPDATE orders SET figures = replace(figures, '2000', '2001') WHERE record_id = 1");
  expect(rebuildCheck(db, nodePorts).differences).toEqual([expect.stringContaining('figures is')]);
});

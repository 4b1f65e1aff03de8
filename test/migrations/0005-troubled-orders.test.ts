import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '#store/database.ts';
import { MIGRATIONS, migrate, schemaVersion } from '#store/migrate.ts';
import { exportOrders } from '#store/queries/exports.ts';

test('a book of shape 4 keeps its orders and finds those that need a look by an index of these alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-migration-'));
  const db = openWriter(join(folder, 'a.onefold'));
  try {
    migrate(db, MIGRATIONS.slice(0, 4));
    db.exec(`
      INSERT INTO sources (id, system, account) VALUES (1, 'shopify', 'main');
      INSERT INTO files (id, sha256, byte_count) VALUES (1, x'00', 0);
      INSERT INTO import_batches (id, session_id, source_id, file_id, file_name, label, read_options, header, state, created_ms)
        VALUES (1, 's', 1, 1, 'a.csv', 'a', '{}', '[]', 'published', 0);`);
    const record = db.prepare(
      'INSERT INTO source_records (id, source_id, type_code, native_id, home_batch_id) VALUES (?, 1, 1, ?, 1)',
    );
    const order = db.prepare(
      `INSERT INTO orders (record_id, head_id, canonical_id, home_batch_id, is_sale, number, client, status, system_mask, member_count,
         joined_by, conflict) VALUES (?, ?, ?, 1, ?, '', '', 'open', 1, 1, 'single', ?)`,
    );
    for (const [id, isSale, conflict] of [
      [1, 1, null],
      [2, 1, 'Totals differ'],
      [3, 0, null],
    ] as const) {
      record.run(id, `#${id}`);
      order.run(id, id, `ord_${id}`, isSale, conflict);
    }
    migrate(db, MIGRATIONS.slice(0, 5));
    expect(schemaVersion(db)).toBe(5);
    expect([...exportOrders(db)].map(({ headId }) => headId)).toEqual([1, 2, 3]);
    expect([...exportOrders(db, null, true)].map(({ headId }) => headId)).toEqual([2, 3]);
    const plan = db
      .prepare<[], { detail: string }>(
        'EXPLAIN QUERY PLAN SELECT canonical_id FROM orders WHERE head_id = record_id AND (is_sale = 0 OR conflict IS NOT NULL)',
      )
      .all();
    expect(plan.map(({ detail }) => detail).join()).toContain('orders_by_trouble');
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
});

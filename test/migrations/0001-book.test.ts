import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { APPLICATION_ID, openWriter, type WritableDb } from '#store/database.ts';
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

test('an empty file becomes a book of shape 1', () => {
  expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('what was said and decided cannot hold a value of the wrong kind', () => {
  const loose = db.prepare<[], string>(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
  );
  expect(
    loose
      .pluck()
      .all()
      .filter((name) => !name.startsWith('orders_text')),
  ).toEqual([]);
  expect(() => db.exec("INSERT INTO sources (id, system, account) VALUES (1, 'shopify', x'00')")).toThrow(/cannot store BLOB/);
});

test('a source record is unique by source, type and native id', () => {
  db.exec("INSERT INTO sources VALUES (1, 'shopify', 'main'), (2, 'shopify', 'outlet')");
  db.exec("INSERT INTO files VALUES (1, x'00', 0)");
  db.exec(
    "INSERT INTO import_batches (id, session_id, source_id, file_id, file_name, label, read_options, header, state, created_ms) VALUES (1, 's', 1, 1, 'f', 'l', '{}', '[]', 'staging', 0)",
  );
  const insert = db.prepare('INSERT INTO source_records (source_id, type_code, native_id, home_batch_id) VALUES (?, ?, ?, 1)');
  insert.run(1, 0, '#1001');
  insert.run(2, 0, '#1001');
  insert.run(1, 1, '#1001');
  insert.run(1, 0, '#1001 ');
  expect(() => insert.run(1, 0, '#1001')).toThrow(/UNIQUE/);
  expect(() => insert.run(9, 0, '#1')).toThrow(/FOREIGN KEY/);
});

test('screens read of a log entry what was hashed, and nothing beside it', () => {
  const body = JSON.stringify({ action: 'order.merged', actor: 'person:Ana', at: '2026-01-02T03:04:05.000Z' });
  db.prepare('INSERT INTO change_log (seq, body, hash) VALUES (1, ?, ?)').run(body, Buffer.alloc(32));
  expect(db.prepare('SELECT at, actor, action FROM change_log').get()).toEqual({
    at: '2026-01-02T03:04:05.000Z',
    actor: 'person:Ana',
    action: 'order.merged',
  });
  expect(() => db.exec("UPDATE change_log SET actor = 'person:Eve'")).toThrow(/generated column/);
});

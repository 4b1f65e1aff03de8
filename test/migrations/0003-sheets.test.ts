import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWriter, type WritableDb } from '#store/database.ts';
import { MIGRATIONS, migrate } from '#store/migrate.ts';

let folder: string;
let db: WritableDb;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-migration-'));
  db = openWriter(join(folder, 'a.onefold'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

test('imports from before are of no sheet, and keep what they said; a sheet names a workbook that is there', () => {
  migrate(db, MIGRATIONS.slice(0, 2));
  db.exec(`INSERT INTO sources (id, system, account) VALUES (1, 'bank', 'main');
    INSERT INTO files (id, sha256, byte_count) VALUES (1, x'01', 3);
    INSERT INTO import_batches (id, session_id, source_id, file_id, file_name, label, read_options, header, state, created_ms)
      VALUES (1, 's', 1, 1, 'a.csv', 'Bank statement CSV', '{}', '[]', 'published', 7);`);
  migrate(db, MIGRATIONS.slice(0, 3));
  expect(db.prepare('SELECT file_name, created_ms, workbook_id, sheet FROM import_batches').get()).toEqual({
    file_name: 'a.csv',
    created_ms: 7,
    workbook_id: null,
    sheet: null,
  });
  expect(() => db.exec('UPDATE import_batches SET workbook_id = 9')).toThrow(/FOREIGN KEY/);
});

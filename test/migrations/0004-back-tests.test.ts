import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '#store/database.ts';
import { MIGRATIONS, migrate, schemaVersion } from '#store/migrate.ts';

test('a book of shape 3 keeps its models and gets a place for what back-tests said of them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-migration-'));
  const db = openWriter(join(folder, 'a.onefold'));
  try {
    migrate(db, MIGRATIONS.slice(0, 3));
    db.exec(`INSERT INTO models VALUES ('orders@a', 1, '{}', '{"kind":"shipped"}', 'app', 0)`);
    migrate(db, MIGRATIONS.slice(0, 4));
    expect(schemaVersion(db)).toBe(4);
    expect(db.prepare('SELECT version, number FROM models').all()).toEqual([{ version: 'orders@a', number: 1 }]);
    const keep = db.prepare(`INSERT INTO back_tests VALUES (?, 'orders@a', '1', 0, 0, '{}', '{}')`);
    keep.run('orders@a');
    expect(() => keep.run('orders@a')).toThrow(/UNIQUE/);
    expect(() => keep.run('orders@nobody')).toThrow(/FOREIGN KEY/);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
});

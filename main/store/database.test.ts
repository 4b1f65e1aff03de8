import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSafeSqlite, openReader, openWriter } from './database.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-db-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the writer is durable and hardened, whatever the defaults of the build are', () => {
  const db = openWriter(join(folder, 'a.onefold'));
  const read = (name: string) => db.pragma(name, { simple: true });
  expect(read('journal_mode')).toBe('wal');
  expect(read('synchronous')).toBe(2);
  expect(read('foreign_keys')).toBe(1);
  expect(read('trusted_schema')).toBe(0);
  expect(read('cell_size_check')).toBe(1);
  expect(read('mmap_size')).toBe(0);
  expect(Number(read('wal_autocheckpoint')) * Number(read('page_size'))).toBeLessThan(64 * 1024 * 1024);
  db.close();
});

test('a reader cannot write', () => {
  const path = join(folder, 'a.onefold');
  const writer = openWriter(path);
  writer.exec('CREATE TABLE t (x)');
  const reader = openReader(path);
  expect(() => reader.exec('INSERT INTO t VALUES (1)')).toThrow(/readonly/);
  reader.close();
  writer.close();
});

test.each([
  ['3.51.3', true],
  ['3.54.1', true],
  ['4.0.0', true],
  ['3.51.2', false],
  ['3.46.1', false],
  ['2.99.9', false],
])('SQLite %s is safe for several threads on one log: %s', (version, safe) => {
  expect(isSafeSqlite(version)).toBe(safe);
});

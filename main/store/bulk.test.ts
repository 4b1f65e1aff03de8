import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inBulk, keepLogShort, logOnDisk, roomInLog } from './bulk.ts';
import { moveLog, openWriter, type WritableDb } from './database.ts';

let folder: string;
let path: string;
let db: WritableDb;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-bulk-'));
  path = join(folder, 'a.onefold');
  db = openWriter(path);
  db.exec('CREATE TABLE pages (id INTEGER PRIMARY KEY, body BLOB)');
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const synchronous = () => db.pragma('synchronous', { simple: true });
/** One page and a bit each. */
const writePages = (count: number) =>
  inBulk(db, () => {
    const insert = db.prepare('INSERT INTO pages (body) VALUES (zeroblob(4000))');
    for (let i = 0; i < count; i++) insert.run();
  });

test('a change after work in bulk waits for the disk again, even when that work failed', () => {
  inBulk(db, () => expect(synchronous()).toBe(1));
  expect(synchronous()).toBe(2);
  expect(() =>
    inBulk(db, () => {
      db.exec('INSERT INTO pages (id) VALUES (7)');
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(synchronous()).toBe(2);
  expect(db.prepare('SELECT count(*) AS n FROM pages').get()).toEqual({ n: 0 });
});

test('a log that another thread moves starts over, so that it does not grow with the work', async () => {
  let moves = 0;
  keepLogShort(db, async () => {
    moves++;
    moveLog(path);
  });
  for (let i = 0; i < 60; i++) {
    writePages(1000);
    await roomInLog(db);
  }
  expect(moves).toBeGreaterThan(0);
  expect(statSync(`${path}-wal`).size).toBeLessThan(100e6);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('when nobody can move it, the work goes on', async () => {
  keepLogShort(db, () => Promise.reject(new Error('the thread is gone')));
  for (let i = 0; i < 12; i++) {
    writePages(1000);
    await roomInLog(db);
  }
  expect(db.prepare('SELECT count(*) AS n FROM pages').get()).toEqual({ n: 12_000 });
});

test('before a change that follows work in bulk, what lies in the log is moved; where little does, nothing is', async () => {
  let moves = 0;
  keepLogShort(db, async () => {
    moves++;
    moveLog(path);
  });
  writePages(100);
  await logOnDisk(db);
  expect(moves).toBe(0);
  writePages(1000);
  await logOnDisk(db);
  expect(moves).toBe(1);
  await logOnDisk(db);
  expect(moves).toBe(1);
  const [log] = db.pragma('wal_checkpoint(NOOP)') as { readonly log: number; readonly checkpointed: number }[];
  expect(log?.checkpointed).toBe(log?.log);
});

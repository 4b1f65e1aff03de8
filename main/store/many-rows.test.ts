import { expect, test } from 'vitest';
import { openWriter, type WritableDb } from './database.ts';
import { type Cell, ManyRows } from './many-rows.ts';

type Row = readonly [id: number, source: number, text: string | null, bytes: Uint8Array | null];

function table(): WritableDb {
  const db = openWriter(':memory:');
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, text TEXT UNIQUE, bytes BLOB) STRICT');
  return db;
}

function stored(db: WritableDb): Cell[][] {
  return db.prepare<[], Cell[]>('SELECT id, source, text, bytes FROM t ORDER BY id').raw().all();
}

const COLUMNS = ['id', 'source', 'text', 'bytes'];

test('what is inserted together is what is inserted row by row, however the columns go on', () => {
  const rows: Row[] = Array.from({ length: 300 }, (_, i) => [
    // Rises by one, but for a gap; the same for long, then any; blank for long; always blank.
    i < 200 ? i + 1 : i + 50,
    i < 130 ? 7 : i % 3,
    i < 90 ? null : `text ${i}`,
    null,
  ]);
  const db = table();
  const together = new ManyRows(db, 'INSERT INTO t', COLUMNS);
  let added = 0;
  for (const [i, row] of rows.entries()) {
    together.add(...row);
    // Stretches of every length between one and sixteen rows, and a long one at the end.
    if (i < 136 && Number.isInteger((Math.sqrt(8 * i + 9) - 1) / 2)) added += together.flush();
  }
  added += together.flush();
  expect(added).toBe(300);
  expect(stored(db)).toEqual(rows);
  expect(together.flush()).toBe(0);
  db.close();
});

test('bytes, and numbers beside texts', () => {
  const db = table();
  const together = new ManyRows(db, 'INSERT INTO t', COLUMNS);
  together.add(5, 1, 'a', Buffer.from([1, 2]));
  together.add(6, 1, 'b', null);
  together.add(8, 1, null, Buffer.from([3]));
  together.flush();
  expect(stored(db)).toEqual([
    [5, 1, 'a', Buffer.from([1, 2])],
    [6, 1, 'b', null],
    [8, 1, null, Buffer.from([3])],
  ]);
  db.close();
});

test('counts the rows that went in, not those that were there', () => {
  const db = table();
  const together = new ManyRows(db, 'INSERT INTO t', ['id', 'source', 'text'], 'ON CONFLICT DO NOTHING');
  for (const text of ['a', 'b', 'a', 'c', 'b']) together.add(null, 1, text);
  expect(together.flush()).toBe(3);
  for (const text of ['c', 'd']) together.add(null, 1, text);
  expect(together.flush()).toBe(1);
  db.close();
});

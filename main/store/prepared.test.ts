import { expect, test } from 'vitest';
import { openWriter } from './database.ts';
import { prepared, preparedPluck } from './prepared.ts';

test('a statement is compiled once for a connection; rows and first columns are two statements', () => {
  const db = openWriter(':memory:');
  const other = openWriter(':memory:');
  const sql = 'SELECT ? AS one, 2 AS two';
  expect(prepared(db, sql)).toBe(prepared(db, sql));
  expect(prepared(db, sql)).not.toBe(prepared(other, sql));
  expect(prepared<[number], object>(db, sql).get(1)).toEqual({ one: 1, two: 2 });
  expect(preparedPluck<[number], number>(db, sql).get(1)).toBe(1);
  expect(prepared<[number], object>(db, sql).get(3)).toEqual({ one: 3, two: 2 });
  db.close();
  other.close();
});

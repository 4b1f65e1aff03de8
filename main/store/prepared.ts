/** Statements that are run again and again, compiled once for each connection. */
import type { Statement } from 'better-sqlite3';
import type { ReadableDb } from './database.ts';

const statements = new WeakMap<ReadableDb, Map<string, Statement>>();

/** For fixed texts only: every one is kept as long as its connection. */
export function prepared<P extends unknown[], R>(db: ReadableDb, sql: string): Statement<P, R> {
  return known<P, R>(db, sql, false);
}

/** The first column alone. */
export function preparedPluck<P extends unknown[], R>(db: ReadableDb, sql: string): Statement<P, R> {
  return known<P, R>(db, sql, true);
}

function known<P extends unknown[], R>(db: ReadableDb, sql: string, pluck: boolean): Statement<P, R> {
  let mine = statements.get(db);
  if (mine === undefined) {
    mine = new Map();
    statements.set(db, mine);
  }
  const key = pluck ? `pluck ${sql}` : sql;
  let statement = mine.get(key);
  if (statement === undefined) {
    statement = pluck ? db.prepare(sql).pluck() : db.prepare(sql);
    mine.set(key, statement);
  }
  // What a statement takes and gives is known to its caller alone.
  return statement as unknown as Statement<P, R>;
}

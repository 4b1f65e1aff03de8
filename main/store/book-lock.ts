/**
 * One writer per book, across processes. The lock is SQLite's own exclusive lock on an empty file beside the book: the kernel lets
 * go of it when its holder dies, however it dies, so there is never a stale lock to explain or to break.
 */
import { rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';

export interface BookLock {
  release(): void;
}

export function lockPathOf(bookPath: string): string {
  return join(dirname(bookPath), `.${basename(bookPath)}.lock`);
}

/** @param bookPath with links followed, so that two names of one book meet in one lock. Null when another holds it. */
export function acquireBookLock(bookPath: string): BookLock | null {
  const path = lockPathOf(bookPath);
  for (;;) {
    const db = new BetterSqlite3(path, { timeout: 0 });
    const before = inode(path);
    if (!tryLock(db)) return null;
    // The holder before us may have removed the file between our open and our lock: then we hold a file that nobody else can find.
    if (before !== null && before === inode(path)) return { release: () => release(db, path) };
    db.close();
  }
}

function tryLock(db: Database): boolean {
  try {
    db.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    db.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}

/** Removed while still held, so that whoever opens it next opens a new one. Windows refuses that; there it goes last. */
function release(db: Database, path: string): void {
  if (process.platform !== 'win32') rmSync(path, { force: true });
  db.close();
  if (process.platform === 'win32') rmSync(path, { force: true });
}

function inode(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}

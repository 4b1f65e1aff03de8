/**
 * Opens the one SQLite file of a book. Readers and the writer are different types, so that a query cannot write by mistake.
 * Pragmas: WAL with FULL (an acknowledged change survives power loss), fullfsync on macOS, no memory map, untrusted schema.
 */
import BetterSqlite3, { type Database } from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;
export type ReadableDb = Database & { readonly [readable]: true };
/** The only connection that may write; there is one per book, in the app worker. */
export type WritableDb = ReadableDb & { readonly [writable]: true };

/** "Onef" in ASCII: tells a book from any other SQLite file. */
export const APPLICATION_ID = 0x4f6e6566;

export function openWriter(path: string): WritableDb {
  const db = new BetterSqlite3(path, { timeout: 5000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  if (process.platform === 'darwin') {
    db.pragma('fullfsync = 1');
    db.pragma('checkpoint_fullfsync = 1');
  }
  harden(db);
  db.pragma('wal_autocheckpoint = 4096');
  db.pragma('cache_size = -65536');
  return db as WritableDb;
}

export function openReader(path: string): ReadableDb {
  const db = new BetterSqlite3(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  harden(db);
  db.pragma('query_only = 1');
  db.pragma('cache_size = -32768');
  return db as ReadableDb;
}

function harden(db: Database): void {
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = MEMORY');
}

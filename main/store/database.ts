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

/** Older versions can damage a WAL file that several threads share (fixed in 3.51.3). */
const SQLITE_MIN = [3, 51, 3] as const;

/**
 * Pages of WAL before a checkpoint: 16 MB. Fewer, and an import writes the same index pages again and again; more, and the commit that
 * runs into the checkpoint holds the writer up for longer than a command should wait. In the app another thread does it (bulk.ts).
 */
const CHECKPOINT_PAGES = 4096;

export function openWriter(path: string): WritableDb {
  const db = new BetterSqlite3(path, { timeout: 5000 });
  requireSafeSqlite(db);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  if (process.platform === 'darwin') {
    db.pragma('fullfsync = 1');
    db.pragma('checkpoint_fullfsync = 1');
  }
  harden(db);
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma('cache_size = -49152');
  return db as WritableDb;
}

export function openReader(path: string): ReadableDb {
  const db = new BetterSqlite3(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  requireSafeSqlite(db);
  harden(db);
  db.pragma('query_only = 1');
  db.pragma('cache_size = -32768');
  return db as ReadableDb;
}

/** For moving the write-ahead log into the file, and nothing else: it takes a connection that may write, this one never does. */
export function moveLog(path: string): void {
  const db = new BetterSqlite3(path, { fileMustExist: true, timeout: 5000 });
  try {
    requireSafeSqlite(db);
    harden(db);
    db.pragma('query_only = 1');
    db.pragma('synchronous = FULL');
    if (process.platform === 'darwin') db.pragma('checkpoint_fullfsync = 1');
    db.pragma('wal_checkpoint(PASSIVE)');
  } finally {
    db.close();
  }
}

function harden(db: Database): void {
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = MEMORY');
}

export function isSafeSqlite(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [i, least] of SQLITE_MIN.entries()) {
    const part = parts[i] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

function requireSafeSqlite(db: Database): void {
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
  if (isSafeSqlite(version)) return;
  db.close();
  throw new Error(`SQLite ${version} can damage a book that several threads share; ${SQLITE_MIN.join('.')} or newer is needed.`);
}

/** `SQLITE_BUSY`, `SQLITE_CORRUPT` …: the code of an SQLite error, or '' for any other. */
export function sqliteCode(error: unknown): string {
  return error instanceof BetterSqlite3.SqliteError ? error.code : '';
}

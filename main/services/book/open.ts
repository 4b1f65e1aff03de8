/** Opening, making and closing a book: the checks that come before the first write, and the marks of a clean end. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ports } from '#main/app/ports.ts';
import { inspectBookFile } from '#store/book-file.ts';
import { acquireBookLock, type BookLock } from '#store/book-lock.ts';
import { type PlaceFacts, placeRisk, realPlace } from '#store/book-place.ts';
import { openWriter, sqliteCode, type WritableDb } from '#store/database.ts';
import { BookFromFutureError, MIGRATIONS, type Migration, migrate, schemaVersion } from '#store/migrate.ts';
import { readSetting, writeSetting } from '#store/queries/settings.ts';
import { appendLog } from '../append-log.ts';
import { ProblemError } from '../context.ts';
import { keepShippedModel } from '../models/prepare.ts';
import { BOOK_EXTENSION, backUpAtOnce, backupsOf } from './backup-files.ts';
import { alreadyThere, cannotWrite, damaged, fromTheFuture, inUse, missing, notABook, riskyPlace } from './problems.ts';

export interface OpenedBook {
  /** With links followed. */
  readonly path: string;
  readonly db: WritableDb;
  /** The last holder of this book did not close it; it was checked before it was handed out. */
  readonly uncleanEnd: boolean;
  /** Marks a clean end, empties the write-ahead log and lets go of the lock. */
  close(): void;
}

export interface OpenBookOptions {
  readonly ports: Ports;
  /** Tests lend their own. */
  readonly place?: PlaceFacts;
  readonly migrations?: readonly Migration[];
}

/** Opens a book for writing, or throws a `ProblemError` and leaves the file as it was. */
export async function openBook(given: string, options: OpenBookOptions): Promise<OpenedBook> {
  const path = realPlace(given);
  refuseUnlessBook(path, options);
  const lock = lockOrRefuse(path);
  try {
    const db = openWriter(path);
    try {
      await bringUpToDate(db, path, options);
      const uncleanEnd = readSetting(db, 'cleanEnd') !== '1';
      if (uncleanEnd) quickCheck(db, path);
      writeSetting(db, 'cleanEnd', '0');
      return { path, db, uncleanEnd, close: () => closeBook(db, lock) };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw inWords(error, path);
  }
}

export interface NewBook {
  /** Absolute path, `.onefold` at its end. */
  readonly path: string;
  readonly name: string;
  readonly baseCurrency: string;
  readonly timeZone: string;
  readonly isDemo: boolean;
  readonly actor: string;
}

/** Makes a book and opens it. It appears under its name only when it is whole. */
export async function createBook(book: NewBook, options: OpenBookOptions): Promise<OpenedBook> {
  const path = realPlace(book.path);
  const risk = placeRisk(path, options.place);
  if (risk !== null) throw riskyPlace(path, risk);
  if (existsSync(path)) throw alreadyThere(path);
  const partial = `${path}.partial`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    removeBookFiles(partial);
    const db = openWriter(partial);
    try {
      migrate(db, options.migrations);
      db.transaction(() => writeFirstSettings(db, book, options.ports)).immediate();
    } finally {
      db.close();
    }
    renameSync(partial, path);
  } catch (error) {
    removeBookFiles(partial);
    throw inWords(error, path);
  }
  return openBook(path, options);
}

/** `Books/Northwind Trading.onefold`: a path in `folder` that no file has yet, from the name of a book. */
export function freeBookPath(folder: string, name: string): string {
  const stem =
    name
      .normalize('NFC')
      .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 80) || 'Book';
  for (let n = 1; ; n++) {
    const path = join(folder, `${stem}${n === 1 ? '' : ` ${n}`}${BOOK_EXTENSION}`);
    if (!existsSync(path)) return path;
  }
}

function writeFirstSettings(db: WritableDb, book: NewBook, ports: Ports): void {
  const atMs = ports.clock.nowMs();
  const bookId = ports.newId();
  writeSetting(db, 'bookId', bookId);
  writeSetting(db, 'name', book.name);
  writeSetting(db, 'baseCurrency', book.baseCurrency);
  writeSetting(db, 'timeZone', book.timeZone);
  writeSetting(db, 'isDemo', book.isDemo ? '1' : '0');
  writeSetting(db, 'createdMs', String(atMs));
  writeSetting(db, 'dataVersion', '1');
  writeSetting(db, 'cleanEnd', '1');
  const model = keepShippedModel(db, ports, { actor: book.actor, atMs });
  appendLog(
    db,
    [
      {
        action: 'book.created',
        subjects: ['settings'],
        after: { bookId, name: book.name, baseCurrency: book.baseCurrency, timeZone: book.timeZone, demo: book.isDemo, model },
      },
    ],
    { actor: book.actor, cause: `book:${bookId}`, atMs, offsetMinutes: ports.clock.offsetMinutes(atMs), sha256: ports.sha256 },
  );
}

function refuseUnlessBook(path: string, options: OpenBookOptions): void {
  const risk = placeRisk(path, options.place);
  if (risk !== null) throw riskyPlace(path, risk);
  const known = (options.migrations ?? MIGRATIONS).length;
  const state = readState(path);
  switch (state.kind) {
    case 'missing':
      throw missing(path);
    case 'notABook':
      throw notABook(path);
    case 'damaged':
      throw damaged(path, state.detail, backupsOf(path));
    case 'book':
      if (state.version > known) throw fromTheFuture(path, state.version);
  }
}

function readState(path: string): ReturnType<typeof inspectBookFile> {
  try {
    return inspectBookFile(path);
  } catch (error) {
    throw inWords(error, path);
  }
}

function lockOrRefuse(path: string): BookLock {
  let lock: BookLock | null;
  try {
    lock = acquireBookLock(path);
  } catch (error) {
    throw inWords(error, path);
  }
  if (lock === null) throw inUse(path);
  return lock;
}

/** An older book gets a checked backup before it gets a new shape. */
async function bringUpToDate(db: WritableDb, path: string, { migrations = MIGRATIONS, ports }: OpenBookOptions): Promise<void> {
  const found = schemaVersion(db);
  if (found > 0 && found < migrations.length) await backUpAtOnce(db, path, ports, `before update ${found}`);
  migrate(db, migrations);
}

function quickCheck(db: WritableDb, path: string): void {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw damaged(path, String(verdict), backupsOf(path));
}

function closeBook(db: WritableDb, lock: BookLock): void {
  try {
    writeSetting(db, 'cleanEnd', '1');
    db.pragma('optimize');
  } finally {
    db.close();
    lock.release();
  }
}

/** Removes a closed book and what lies beside it. For the demo book and unfinished ones only: a user's book is never removed. */
export function removeBook(path: string): void {
  removeBookFiles(path);
}

function removeBookFiles(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

function inWords(error: unknown, path: string): unknown {
  if (error instanceof ProblemError) return error;
  if (error instanceof BookFromFutureError) return fromTheFuture(path, error.found);
  const code = sqliteCode(error);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(path, reasonOf(error), backupsOf(path));
  if (code.startsWith('SQLITE_BUSY')) return inUse(path);
  return cannotWrite(path, reasonOf(error));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

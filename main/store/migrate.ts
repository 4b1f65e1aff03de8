/** Brings a book to this version's shape: forward only, one transaction per step, refused for a book from the future. */
import type { Database } from 'better-sqlite3';
import { APPLICATION_ID, type ReadableDb, type WritableDb } from './database.ts';
import { migration0001 } from './migrations/0001-book.ts';
import { migration0002 } from './migrations/0002-sale-figures.ts';
import { migration0003 } from './migrations/0003-sheets.ts';
import { migration0004 } from './migrations/0004-back-tests.ts';
import { migration0005 } from './migrations/0005-troubled-orders.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Database): void;
}

/** In order; versions rise by exactly one. A released migration is never edited. */
export const MIGRATIONS: readonly Migration[] = [migration0001, migration0002, migration0003, migration0004, migration0005];
export const SCHEMA_VERSION = MIGRATIONS.length;

export class BookFromFutureError extends Error {
  override readonly name = 'BookFromFutureError';
  readonly found: number;
  constructor(found: number, known: number) {
    super(`book has shape ${found}, this version knows ${known}`);
    this.found = found;
  }
}

/** 0 for a file without any shape yet. */
export function schemaVersion(db: ReadableDb): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Applies what is missing. Each step is atomic: a crash leaves the version before or the version after. */
export function migrate(db: WritableDb, steps: readonly Migration[] = MIGRATIONS): void {
  const found = schemaVersion(db);
  if (found > steps.length) throw new BookFromFutureError(found, steps.length);
  for (const step of steps.slice(found)) {
    db.transaction(() => {
      step.up(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${step.version}`);
    }).immediate();
  }
}

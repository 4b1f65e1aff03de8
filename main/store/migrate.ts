/** Brings a book to this version's shape: forward only, one transaction per step, refused for a book from the future. */
import { APPLICATION_ID, type WritableDb } from './database.ts';
import { migration0001 } from './migrations/0001-book.ts';

/** In order; versions rise by exactly one. A released migration is never edited. */
export const MIGRATIONS = [migration0001] as const;
export const SCHEMA_VERSION = MIGRATIONS.length;

export class BookFromFutureError extends Error {
  override readonly name = 'BookFromFutureError';
  readonly found: number;
  constructor(found: number) {
    super(`book has shape ${found}, this version knows ${SCHEMA_VERSION}`);
    this.found = found;
  }
}

export function schemaVersion(db: WritableDb): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Applies what is missing. Each step is atomic: a crash leaves the version before or the version after. */
export function migrate(db: WritableDb): void {
  const found = schemaVersion(db);
  if (found > SCHEMA_VERSION) throw new BookFromFutureError(found);
  for (const step of MIGRATIONS.slice(found)) {
    db.transaction(() => {
      step.up(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${step.version}`);
    }).immediate();
  }
}

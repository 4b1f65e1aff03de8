/** Source systems and their accounts. */
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { SAID_ONCE } from './rejected.ts';

/** Id of the source; made when it is new. */
export function ensureSource(db: WritableDb, system: System, account: string): number {
  db.prepare('INSERT INTO sources (system, account) VALUES (?, ?) ON CONFLICT DO NOTHING').run(system, account);
  return (
    db.prepare<[string, string], number>('SELECT id FROM sources WHERE system = ? AND account = ?').pluck().get(system, account) ??
    0
  );
}

/** Accounts of a system that any published batch belongs to, in alphabetical order. */
export function knownAccounts(db: ReadableDb, system: System): string[] {
  return db
    .prepare<[string], string>(
      `SELECT DISTINCT s.account FROM sources s JOIN import_batches b ON b.source_id = s.id
       WHERE s.system = ? AND b.state = 'published' ORDER BY s.account`,
    )
    .pluck()
    .all(system);
}

export interface SourceFigures {
  readonly sourceId: number;
  readonly system: System;
  readonly account: string;
  readonly batches: number;
  readonly records: number;
  /** UTC ms. */
  readonly lastImportedAt: number | null;
  readonly unreadable: number;
}

/** Sources with at least one batch that was ever published. */
export function listSources(db: ReadableDb): SourceFigures[] {
  return db
    .prepare<[], SourceFigures>(
      `SELECT s.id AS sourceId, s.system, s.account, sum(b.state = 'published') AS batches,
         sum(iif(b.state = 'published', b.home_count, 0)) AS records,
         max(iif(b.state = 'published', b.published_ms, NULL)) AS lastImportedAt,
         sum(iif(b.state = 'published', (SELECT count(*) FROM rejected_rows r WHERE r.batch_id = b.id AND r.state = 'open' AND ${SAID_ONCE}), 0)) AS unreadable
       FROM sources s JOIN import_batches b ON b.source_id = s.id WHERE b.state IN ('published', 'undone')
       GROUP BY s.id ORDER BY s.system, s.account`,
    )
    .all();
}

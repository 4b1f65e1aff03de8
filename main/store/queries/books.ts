/** Figures of a whole book. Every one is answered from an index or a small table: they are asked on each change of the book. */
import type { ReadableDb } from '../database.ts';
import { SAID_ONCE } from './rejected.ts';

export interface BookFigures {
  readonly toReview: number;
  /** Sales that live in the book; context on its own is none. */
  readonly orders: number;
  readonly openExceptions: number;
  readonly payouts: number;
  readonly sources: number;
  readonly log: number;
  readonly unreadable: number;
  readonly records: number;
}

/** A number that moves whenever another connection has written to the book: of this connection only, and never of its own writing. */
export function readWritesSeen(db: ReadableDb): number {
  return Number(db.pragma('data_version', { simple: true }));
}

export function readBookFigures(db: ReadableDb): BookFigures {
  const number = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0;
  return {
    toReview: number("SELECT count(*) FROM proposals WHERE state = 'open'"),
    orders: number(
      `SELECT coalesce(sum(n), 0) FROM (SELECT home_batch_id, count(*) AS n FROM orders WHERE head_id = record_id AND is_sale = 1
       GROUP BY home_batch_id) JOIN import_batches b ON b.id = home_batch_id WHERE b.state = 'published'`,
    ),
    openExceptions: number("SELECT count(*) FROM exceptions WHERE state = 'open'"),
    payouts: number('SELECT count(*) FROM payouts'),
    sources: number("SELECT count(DISTINCT source_id) FROM import_batches WHERE state = 'published'"),
    log: number('SELECT coalesce(max(seq), 0) FROM change_log'),
    unreadable: number(
      `SELECT count(*) FROM rejected_rows r JOIN import_batches b ON b.id = r.batch_id WHERE r.state = 'open' AND b.state = 'published'
       AND ${SAID_ONCE}`,
    ),
    records: number("SELECT coalesce(sum(home_count), 0) FROM import_batches WHERE state = 'published'"),
  };
}

/** What a test reads straight out of a book's tables, past the product's own queries. */
import { hash } from 'node:crypto';
import type { ReadableDb } from '#store/database.ts';

export const sha256 = (bytes: string | Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** Native ids of the records that live, in order. */
export function liveKeys(db: ReadableDb): string[] {
  return db
    .prepare<[], string>(
      `SELECT r.native_id FROM source_records r JOIN import_batches b ON b.id = r.home_batch_id WHERE b.state = 'published' ORDER BY 1`,
    )
    .pluck()
    .all();
}

/** Rows by table: what was said, what is derived, what is left over. */
export function figures(db: ReadableDb) {
  const count = (sql: string) => db.prepare<[], number>(`SELECT count(*) FROM ${sql}`).pluck().get() ?? 0;
  return {
    records: count('source_records'),
    versions: count('record_versions'),
    sightings: count('sightings'),
    rejected: count('rejected_rows'),
    narrowRows: count('match_rows') + count('money_rows'),
    statements: count('statements'),
    orders: count('orders'),
    blocks: count('file_blocks'),
    touches: count('batch_touches'),
    log: count('change_log'),
  };
}

/** Sequence numbers without a gap, each entry hashed over its text and naming the one before. */
export function logIsWhole(db: ReadableDb): boolean {
  const rows = db
    .prepare<[], { seq: number; body: string; hash: Buffer }>('SELECT seq, body, hash FROM change_log ORDER BY seq')
    .all();
  let prev: string | null = null;
  for (const [i, { seq, body, hash: stored }] of rows.entries()) {
    const entry = JSON.parse(body) as { prev: string };
    if (seq !== i + 1 || !sha256(body).equals(stored) || (prev !== null && entry.prev !== prev)) return false;
    prev = stored.toString('hex');
  }
  return rows.length > 0;
}

/** What of the book stands in the full-text index. The index is filled in the background, batch by batch, and resumes after a crash. */
import type { ReadableDb, WritableDb } from '../database.ts';

/** Whether full-text search finds every order of the book. */
export function isTextIndexReady(db: ReadableDb): boolean {
  return db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM import_batches WHERE text_cursor IS NOT NULL)').pluck().get() === 0;
}

export interface TextStretch {
  readonly batchId: number;
  /** Orders that stand alone; those with several members are indexed when they are derived. */
  readonly recordIds: readonly number[];
  /** Record up to which this stretch reaches; null when it is the last of its batch. */
  readonly cursor: number | null;
}

/** The next orders to index; null when nothing is left. */
export function nextTextStretch(db: ReadableDb, limit: number): TextStretch | null {
  const batch = db
    .prepare<[], { id: number; cursor: number }>(
      'SELECT id, text_cursor AS cursor FROM import_batches WHERE text_cursor IS NOT NULL ORDER BY id LIMIT 1',
    )
    .get();
  if (batch === undefined) return null;
  const rows = db
    .prepare<[number, number, number], { recordId: number; members: number }>(
      `SELECT record_id AS recordId, member_count AS members FROM orders INDEXED BY orders_by_batch
       WHERE home_batch_id = ? AND head_id = record_id AND record_id > ? ORDER BY record_id LIMIT ?`,
    )
    .all(batch.id, batch.cursor, limit);
  return {
    batchId: batch.id,
    recordIds: rows.filter(({ members }) => members === 1).map(({ recordId }) => recordId),
    cursor: rows.length < limit ? null : (rows.at(-1)?.recordId ?? null),
  };
}

export function advanceTextCursor(db: WritableDb, { batchId, cursor }: TextStretch): void {
  db.prepare('UPDATE import_batches SET text_cursor = ? WHERE id = ?').run(cursor, batchId);
}

/** Orders that are still to be indexed, at most. */
export function countUnindexed(db: ReadableDb): number {
  return (
    db
      .prepare<[], number>(
        `SELECT coalesce(sum((SELECT count(*) FROM orders o WHERE o.home_batch_id = b.id AND o.head_id = o.record_id
           AND o.record_id > b.text_cursor)), 0) FROM import_batches b WHERE b.text_cursor IS NOT NULL`,
      )
      .pluck()
      .get() ?? 0
  );
}

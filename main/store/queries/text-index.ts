/**
 * The full-text index: a text for each order-like record, which finds the order that holds the record. So nothing of it changes when
 * orders are merged or parted. It is filled in the background, batch by batch, and resumes after a crash.
 */
import type { Statement } from 'better-sqlite3';
import type { ReadableDb, WritableDb } from '../database.ts';

/** Replaces what full-text search finds records by. */
export class TextWriter {
  readonly #forget: Statement<[number]>;
  readonly #add: Statement<[number, string]>;

  constructor(db: WritableDb) {
    this.#forget = db.prepare('DELETE FROM orders_text WHERE rowid = ?');
    this.#add = db.prepare('INSERT INTO orders_text (rowid, text) VALUES (?, ?)');
  }

  write(recordId: number, text: string): void {
    this.#forget.run(recordId);
    this.#add.run(recordId, text);
  }
}

/** Whether full-text search finds every order of the book. */
export function isTextIndexReady(db: ReadableDb): boolean {
  return db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM import_batches WHERE text_cursor IS NOT NULL)').pluck().get() === 0;
}

export interface TextStretch {
  readonly batchId: number;
  /** Order-like records that came with this batch. */
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
  const recordIds = db
    .prepare<[number, number, number], number>(
      'SELECT record_id FROM orders INDEXED BY orders_by_batch WHERE home_batch_id = ? AND record_id > ? ORDER BY record_id LIMIT ?',
    )
    .pluck()
    .all(batch.id, batch.cursor, limit);
  return { batchId: batch.id, recordIds, cursor: recordIds.length < limit ? null : (recordIds.at(-1) ?? null) };
}

export function advanceTextCursor(db: WritableDb, { batchId, cursor }: TextStretch): void {
  db.prepare('UPDATE import_batches SET text_cursor = ? WHERE id = ?').run(cursor, batchId);
}

/** About how many records are still to be indexed: as their ids go, for counting a million of them would hold the thread. */
export function unindexedSpan(db: ReadableDb): number {
  return (
    db
      .prepare<[], number>(
        `SELECT coalesce(sum((SELECT max(record_id) FROM orders WHERE home_batch_id = b.id)
           - max(b.text_cursor, (SELECT min(record_id) - 1 FROM orders WHERE home_batch_id = b.id))), 0)
         FROM import_batches b WHERE b.text_cursor IS NOT NULL`,
      )
      .pluck()
      .get() ?? 0
  );
}

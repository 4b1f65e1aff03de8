/** Import batches: one file each, from staging to published, undone and redone. */
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb, WritableDb } from '../database.ts';

export type BatchState = 'staging' | 'staged' | 'published' | 'undone' | 'discarded';

export interface NewBatch {
  readonly sessionId: string;
  readonly sourceId: number;
  readonly fileId: number;
  readonly fileName: string;
  /** "Shopify orders CSV". */
  readonly label: string;
  /** JSON: ReadOptions with the line of the header. */
  readonly readOptions: string;
  /** JSON: header names in file order. */
  readonly header: string;
  readonly createdMs: number;
  /** Set for the text of a sheet: the workbook that is kept beside it, and the sheet's name. */
  readonly workbook: { readonly fileId: number; readonly sheet: string } | null;
}

export function insertBatch(db: WritableDb, batch: NewBatch): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO import_batches (session_id, source_id, file_id, file_name, label, read_options, header, state, created_ms,
         workbook_id, sheet)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'staging', ?, ?, ?)`,
    )
    .run(
      batch.sessionId,
      batch.sourceId,
      batch.fileId,
      batch.fileName,
      batch.label,
      batch.readOptions,
      batch.header,
      batch.createdMs,
      batch.workbook?.fileId ?? null,
      batch.workbook?.sheet ?? null,
    );
  return Number(lastInsertRowid);
}

/** What is known of a batch once its file is read to the end. */
export interface StagedFigures {
  readonly rowCount: number;
  /** JSON: ImportCounts. */
  readonly counts: string;
  /** JSON: currency → minor units as text. */
  readonly controlTotals: string;
  readonly recordsRoot: Buffer;
  /** UTC ms. */
  readonly periodMs: number | null;
}

export function markStaged(db: WritableDb, batchId: number, figures: StagedFigures): void {
  db.prepare(
    `UPDATE import_batches SET state = 'staged', row_count = ?, counts = ?, control_totals = ?, records_root = ?, period_ms = ? WHERE id = ?`,
  ).run(figures.rowCount, figures.counts, figures.controlTotals, figures.recordsRoot, figures.periodMs, batchId);
}

export function writeCounts(db: WritableDb, batchId: number, counts: string): void {
  db.prepare('UPDATE import_batches SET counts = ? WHERE id = ?').run(counts, batchId);
}

/** What follows a flip: derived rows of touched records, search texts of orders that came. */
const DUE_TOUCHES = 'touches_due = EXISTS (SELECT 1 FROM batch_touches t WHERE t.batch_id = import_batches.id)';
const DUE_TEXTS = `text_cursor = iif(EXISTS (SELECT 1 FROM orders o WHERE o.home_batch_id = import_batches.id), 0, NULL)`;

/** The flip: from here on the batch's records live. What follows from it is marked as due. */
export function markPublished(db: WritableDb, batchId: number, actor: string, atMs: number): void {
  db.prepare(
    `UPDATE import_batches SET state = 'published', published_ms = ?, actor = ?, ${DUE_TOUCHES}, ${DUE_TEXTS} WHERE id = ?`,
  ).run(atMs, actor, batchId);
}

export function markUndone(db: WritableDb, batchId: number): void {
  db.prepare(`UPDATE import_batches SET state = 'undone', ${DUE_TOUCHES}, text_cursor = NULL WHERE id = ?`).run(batchId);
}

export function markDiscarded(db: WritableDb, batchId: number): void {
  db.prepare(`UPDATE import_batches SET state = 'discarded' WHERE id = ?`).run(batchId);
}

export interface BatchData {
  readonly batchId: number;
  readonly sessionId: string;
  readonly sourceId: number;
  readonly system: System;
  readonly account: string;
  readonly fileId: number;
  readonly fileName: string;
  readonly fileSha256: Buffer;
  readonly label: string;
  readonly readOptions: string;
  readonly header: string;
  readonly state: BatchState;
  readonly rowCount: number;
  readonly counts: string;
  readonly controlTotals: string;
  readonly recordsRoot: Buffer | null;
  readonly createdMs: number;
  readonly publishedMs: number | null;
  readonly actor: string | null;
  readonly workbookId: number | null;
  readonly workbookSha256: Buffer | null;
  readonly sheet: string | null;
}

const SELECT_BATCH = `SELECT b.id AS batchId, b.session_id AS sessionId, b.source_id AS sourceId, s.system, s.account, b.file_id AS fileId,
    b.file_name AS fileName, f.sha256 AS fileSha256, b.label, b.read_options AS readOptions, b.header, b.state, b.row_count AS rowCount,
    b.counts, b.control_totals AS controlTotals, b.records_root AS recordsRoot, b.created_ms AS createdMs,
    b.published_ms AS publishedMs, b.workbook_id AS workbookId, w.sha256 AS workbookSha256, b.sheet, b.actor
  FROM import_batches b JOIN sources s ON s.id = b.source_id JOIN files f ON f.id = b.file_id
    LEFT JOIN files w ON w.id = b.workbook_id`;

export function readBatch(db: ReadableDb, batchId: number): BatchData | null {
  return db.prepare<[number], BatchData>(`${SELECT_BATCH} WHERE b.id = ?`).get(batchId) ?? null;
}

/** A published batch of this very file in this source, or null: importing it again could add nothing. */
export function findPublishedTwin(db: ReadableDb, sha256: Buffer, sourceId: number, readOptions: string): BatchData | null {
  return (
    db
      .prepare<[Buffer, number, string], BatchData>(
        `${SELECT_BATCH} WHERE f.sha256 = ? AND b.source_id = ? AND b.read_options = ? AND b.state = 'published' ORDER BY b.id LIMIT 1`,
      )
      .get(sha256, sourceId, readOptions) ?? null
  );
}

export function publishedOfFile(db: ReadableDb, fileId: number): number[] {
  return db
    .prepare<[number], number>("SELECT id FROM import_batches WHERE file_id = ? AND state = 'published' ORDER BY id")
    .pluck()
    .all(fileId);
}

/** Batches that were ever published, newest first. */
export function listBatches(db: ReadableDb, offset: number, limit: number): (BatchData & { readonly openUnreadable: number })[] {
  return db
    .prepare<[number, number], BatchData & { openUnreadable: number }>(
      `${SELECT_BATCH.replace(
        'b.actor\n',
        "b.actor, (SELECT count(*) FROM rejected_rows r WHERE r.batch_id = b.id AND r.state = 'open') AS openUnreadable\n",
      )} WHERE b.state IN ('published', 'undone') ORDER BY b.published_ms DESC, b.id DESC LIMIT ? OFFSET ?`,
    )
    .all(limit, offset);
}

export function countBatches(db: ReadableDb): number {
  return db.prepare<[], number>("SELECT count(*) FROM import_batches WHERE state IN ('published', 'undone')").pluck().get() ?? 0;
}

/** A batch that is never published, one for each source: home of records whose only correction was taken back. */
export function ensureLimbo(db: WritableDb, { sourceId, fileId }: BatchData): number {
  const known = db
    .prepare<[number], number>("SELECT id FROM import_batches WHERE source_id = ? AND session_id = 'limbo' AND state = 'discarded'")
    .pluck()
    .get(sourceId);
  if (known !== undefined) return known;
  const limbo = {
    sessionId: 'limbo',
    sourceId,
    fileId,
    fileName: '',
    label: 'Withdrawn corrections',
    readOptions: '{}',
    header: '[]',
    createdMs: 0,
    workbook: null,
  };
  const batchId = insertBatch(db, limbo);
  markDiscarded(db, batchId);
  return batchId;
}

/** Batches whose staging ended without being published: left by a crash or a closed book. */
export function findUnfinished(db: ReadableDb): number[] {
  return db.prepare<[], number>("SELECT id FROM import_batches WHERE state IN ('staging', 'staged')").pluck().all();
}

/** Discarded batches that are still to be cleared away. */
export function findDiscarded(db: ReadableDb): number[] {
  return db.prepare<[], number>("SELECT id FROM import_batches WHERE state = 'discarded' AND session_id <> 'limbo'").pluck().all();
}

/** The last of a discarded batch, once all rows under it are gone: its own row, its file and its source where nothing else is of them. */
export function removeDiscardedBatch(db: WritableDb, { batchId, fileId, workbookId, sourceId }: BatchData): void {
  db.prepare("DELETE FROM import_batches WHERE id = ? AND state = 'discarded'").run(batchId);
  const removeFile = db.prepare(
    `DELETE FROM files WHERE id = @id AND NOT EXISTS (SELECT 1 FROM import_batches WHERE file_id = @id OR workbook_id = @id)
       AND NOT EXISTS (SELECT 1 FROM file_blocks WHERE file_id = @id)`,
  );
  removeFile.run({ id: fileId });
  if (workbookId !== null) removeFile.run({ id: workbookId });
  db.prepare(
    `DELETE FROM sources WHERE id = @sourceId AND NOT EXISTS (SELECT 1 FROM import_batches WHERE source_id = @sourceId)
       AND NOT EXISTS (SELECT 1 FROM source_records WHERE source_id = @sourceId)`,
  ).run({ sourceId });
}

/** Records touched by a change of a batch's state. Written while the batch still is what it was; idempotent. */
export function addTouches(db: WritableDb, batchId: number, recordIds: readonly number[]): void {
  const add = db.prepare('INSERT OR IGNORE INTO batch_touches (batch_id, record_id) VALUES (?, ?)');
  for (const recordId of recordIds) add.run(batchId, recordId);
}

/** Forgets touches that were written for a change that did not happen. */
export function clearTouches(db: WritableDb, batchId: number, limit: number): boolean {
  return (
    db
      .prepare(
        'DELETE FROM batch_touches WHERE (batch_id, record_id) IN (SELECT batch_id, record_id FROM batch_touches WHERE batch_id = ? LIMIT ?)',
      )
      .run(batchId, limit).changes < limit
  );
}

export interface DueTouches {
  readonly batchId: number;
  readonly recordIds: readonly number[];
}

/** The next touched records whose derived rows are due; null when nothing is. */
export function nextTouches(db: ReadableDb, limit: number): DueTouches | null {
  const batchId = db.prepare<[], number>('SELECT id FROM import_batches WHERE touches_due = 1 ORDER BY id LIMIT 1').pluck().get();
  if (batchId === undefined) return null;
  const recordIds = db
    .prepare<[number, number], number>('SELECT record_id FROM batch_touches WHERE batch_id = ? ORDER BY record_id LIMIT ?')
    .pluck()
    .all(batchId, limit);
  return { batchId, recordIds };
}

export function removeTouches(db: WritableDb, { batchId, recordIds }: DueTouches): void {
  const remove = db.prepare('DELETE FROM batch_touches WHERE batch_id = ? AND record_id = ?');
  for (const recordId of recordIds) remove.run(batchId, recordId);
  if (recordIds.length === 0) db.prepare('UPDATE import_batches SET touches_due = 0 WHERE id = ?').run(batchId);
}

export function countDueTouches(db: ReadableDb): number {
  return (
    db
      .prepare<[], number>(
        'SELECT count(*) FROM batch_touches WHERE batch_id IN (SELECT id FROM import_batches WHERE touches_due = 1)',
      )
      .pluck()
      .get() ?? 0
  );
}

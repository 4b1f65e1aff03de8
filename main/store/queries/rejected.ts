/** Rows of files that could not be read for sure: kept with their place, corrected by people, superseded by the source. */
import type { RejectedRow } from '#shared/domain/source-record.ts';
import type { ReadableDb, WritableDb } from '../database.ts';

export type RejectedState = 'open' | 'corrected' | 'superseded';

export function insertRejected(db: WritableDb, batchId: number, { span, column, text, code, cause }: RejectedRow): void {
  db.prepare(
    `INSERT INTO rejected_rows (batch_id, line, byte_offset, byte_length, pointer, column_name, text, code, cause)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(batchId, span.line, span.byteOffset, span.byteLength, span.pointer, column, text, code, cause);
}

/**
 * A file that was imported twice, read in two ways, says each of its rows once: no row is unreadable that the other reading (or a
 * person, in the other import) made out, and of two unreadable ones the one of the later options in order of text counts, unless a
 * person corrected the first. A condition over `r` of rejected_rows and `b`, its published batch.
 */
export const SAID_ONCE = `NOT EXISTS (SELECT 1 FROM import_batches o
  WHERE o.file_id = b.file_id AND o.source_id = b.source_id AND o.id <> b.id AND o.state = 'published'
    AND (EXISTS (SELECT 1 FROM sightings g WHERE g.batch_id = o.id AND g.line = r.line AND g.byte_offset = r.byte_offset)
      OR (o.read_options > b.read_options AND r.state <> 'corrected' AND EXISTS (SELECT 1 FROM rejected_rows other
        WHERE other.batch_id = o.id AND other.line = r.line AND other.byte_offset = r.byte_offset))))`;

export interface RejectedData {
  readonly rejectedId: number;
  readonly batchId: number;
  readonly batchState: string;
  readonly fileId: number;
  readonly fileName: string;
  readonly readOptions: string;
  readonly header: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly pointer: string | null;
  readonly column: string | null;
  readonly text: string;
  readonly code: string;
  readonly cause: string;
  readonly state: RejectedState;
  readonly decisionId: number | null;
  /** Actor of the decision that corrected it. */
  readonly correctedBy: string | null;
}

const SELECT_REJECTED = `SELECT r.id AS rejectedId, r.batch_id AS batchId, b.state AS batchState, b.file_id AS fileId, b.file_name AS fileName,
    b.read_options AS readOptions, b.header, r.line, r.byte_offset AS byteOffset, r.byte_length AS byteLength, r.pointer,
    r.column_name AS column, r.text, r.code, r.cause, r.state, r.decision_id AS decisionId, d.actor AS correctedBy
  FROM rejected_rows r JOIN import_batches b ON b.id = r.batch_id LEFT JOIN decisions d ON d.id = r.decision_id`;

export function readRejected(db: ReadableDb, rejectedId: number): RejectedData | null {
  return db.prepare<[number], RejectedData>(`${SELECT_REJECTED} WHERE r.id = ?`).get(rejectedId) ?? null;
}

/** Null for all. Rows of published batches only; without a batch, rows that were read in two ways are listed once. */
export interface RejectedFilter {
  readonly batchId: number | null;
  readonly state: RejectedState | null;
}

const FILTER = `WHERE b.state = 'published' AND (@batchId IS NULL OR r.batch_id = @batchId) AND (@state IS NULL OR r.state = @state)
  AND (@batchId IS NOT NULL OR ${SAID_ONCE})`;

export function listRejected(db: ReadableDb, filter: RejectedFilter, offset: number, limit: number): RejectedData[] {
  return db
    .prepare<[RejectedFilter & { offset: number; limit: number }], RejectedData>(
      `${SELECT_REJECTED} ${FILTER} ORDER BY r.batch_id DESC, r.line, r.id LIMIT @limit OFFSET @offset`,
    )
    .all({ ...filter, offset, limit });
}

export function countRejected(db: ReadableDb, filter: RejectedFilter): number {
  return (
    db
      .prepare<[RejectedFilter], number>(
        `SELECT count(*) FROM rejected_rows r JOIN import_batches b ON b.id = r.batch_id ${FILTER}`,
      )
      .pluck()
      .get(filter) ?? 0
  );
}

/** First unreadable rows of a batch, in file order. */
export function firstRejected(
  db: ReadableDb,
  batchId: number,
  limit: number,
): { line: number; column: string | null; text: string; cause: string }[] {
  return db
    .prepare<[number, number], { line: number; column: string | null; text: string; cause: string }>(
      'SELECT line, column_name AS column, text, cause FROM rejected_rows WHERE batch_id = ? ORDER BY line, id LIMIT ?',
    )
    .all(batchId, limit);
}

/** All unreadable rows of a batch, whatever became of them. */
export function countRejectedRows(db: ReadableDb, batchId: number): number {
  return db.prepare<[number], number>('SELECT count(*) FROM rejected_rows WHERE batch_id = ?').pluck().get(batchId) ?? 0;
}

export function markCorrected(db: WritableDb, rejectedId: number, decisionId: number): void {
  db.prepare("UPDATE rejected_rows SET state = 'corrected', decision_id = ? WHERE id = ?").run(decisionId, rejectedId);
}

export function setRejectedState(db: WritableDb, rejectedId: number, state: RejectedState): void {
  db.prepare('UPDATE rejected_rows SET state = ? WHERE id = ?').run(state, rejectedId);
}

/** The rows that a decision corrected, one for each import of the file, those in the book first; none when a later one took its place. */
export function findRejectedOf(
  db: ReadableDb,
  decisionId: number,
): { readonly rejectedId: number; readonly batchId: number; readonly fileId: number }[] {
  return db
    .prepare<[number], { rejectedId: number; batchId: number; fileId: number }>(
      `SELECT r.id AS rejectedId, r.batch_id AS batchId, b.file_id AS fileId
       FROM decisions d JOIN files f ON lower(hex(f.sha256)) = d.body ->> '$.batchSha256' JOIN import_batches b ON b.file_id = f.id
       JOIN rejected_rows r ON r.batch_id = b.id AND r.line = d.body ->> '$.line' AND r.decision_id = d.id
       WHERE d.id = ? ORDER BY b.state = 'published' DESC, b.id`,
    )
    .all(decisionId);
}

/** Rows of a batch whose correction was replaced or taken back while the batch was out of the book: open again. */
export function reopenRows(db: WritableDb, batchId: number): void {
  db.prepare(
    `UPDATE rejected_rows SET state = 'open' WHERE batch_id = ? AND state <> 'open'
       AND (SELECT withdrawn_by FROM decisions d WHERE d.id = decision_id) IS NOT NULL`,
  ).run(batchId);
}

/** An open row, and a version that a standing decision entered for it when the same file was imported before. */
export interface KnownCorrection {
  readonly rejectedId: number;
  readonly decisionId: number;
  readonly versionId: number;
  readonly recordId: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly pointer: string | null;
}

/** What is known of the open rows of a batch by earlier imports of its file into the same account, read in the same way. */
export function findKnownCorrections(db: ReadableDb, batchId: number): KnownCorrection[] {
  return db
    .prepare<[number], KnownCorrection>(
      `SELECT DISTINCT r.id AS rejectedId, d.id AS decisionId, v.id AS versionId, v.record_id AS recordId, r.line,
         r.byte_offset AS byteOffset, r.byte_length AS byteLength, r.pointer
       FROM import_batches b
       JOIN import_batches o ON o.file_id = b.file_id AND o.id <> b.id AND o.source_id = b.source_id AND o.read_options = b.read_options
       JOIN rejected_rows was ON was.batch_id = o.id AND was.state <> 'open'
       JOIN decisions d ON d.id = was.decision_id AND d.withdrawn_by IS NULL
       JOIN rejected_rows r ON r.batch_id = b.id AND r.line = was.line AND r.byte_offset = was.byte_offset AND r.state = 'open'
       JOIN sightings s ON s.batch_id = o.id AND s.line = was.line AND s.byte_offset = was.byte_offset
       JOIN record_versions v ON v.id = s.version_id AND v.decision_id = d.id
       WHERE b.id = ? ORDER BY r.id, v.id`,
    )
    .all(batchId);
}

/**
 * Corrected rows of these records: superseded while the source itself gives a readable version that lives, corrected else. Called for
 * every record that a change of a batch's state touched.
 */
export function settleCorrections(db: WritableDb, recordIds: readonly number[]): void {
  db.prepare(
    `UPDATE rejected_rows SET state = iif(EXISTS (
         SELECT 1 FROM record_versions entered JOIN record_versions said ON said.record_id = entered.record_id AND said.decision_id IS NULL
         JOIN sightings s ON s.version_id = said.id JOIN import_batches b ON b.id = s.batch_id AND b.state = 'published'
         WHERE entered.decision_id = rejected_rows.decision_id), 'superseded', 'corrected')
     WHERE state <> 'open' AND decision_id IN (SELECT decision_id FROM record_versions
       WHERE decision_id IS NOT NULL AND record_id IN (SELECT value FROM json_each(?)))`,
  ).run(JSON.stringify(recordIds));
}

/** Walking through the records of a batch, a few hundred at a time, to give them other homes or to remove what was never published. */
import type { Statement } from 'better-sqlite3';
import type { ReadableDb, WritableDb } from '../database.ts';

/** A place in a batch: sightings in order of line, then version. */
export interface WalkCursor {
  readonly line: number;
  readonly versionId: number;
}

export const WALK_START: WalkCursor = { line: -1, versionId: 0 };

export interface WalkedSighting extends WalkCursor {
  readonly recordId: number;
  readonly byteOffset: number;
  /** 0: of a version that a person entered, whose correction was taken back. */
  readonly counts: 0 | 1;
}

/** The next sightings after `after`; fewer than `limit` at the end of the batch. */
export function nextSightings(db: ReadableDb, batchId: number, after: WalkCursor, limit: number): WalkedSighting[] {
  return db
    .prepare<[number, number, number, number], WalkedSighting>(
      `SELECT s.line, s.version_id AS versionId, v.record_id AS recordId, s.byte_offset AS byteOffset,
         d.withdrawn_by IS NULL AS counts
       FROM sightings s JOIN record_versions v ON v.id = s.version_id LEFT JOIN decisions d ON d.id = v.decision_id
       WHERE s.batch_id = ? AND (s.line, s.version_id) > (?, ?) ORDER BY s.line, s.version_id LIMIT ?`,
    )
    .all(batchId, after.line, after.versionId, limit);
}

/** True at the first of a record's sightings in a batch, so that a walk counts each record once. */
export function isFirstSighting(
  db: ReadableDb,
  batchId: number,
  { recordId, line, versionId, byteOffset }: WalkedSighting,
): boolean {
  const first = db
    .prepare<[number, number], { versionId: number; line: number; byteOffset: number }>(
      `SELECT s.version_id AS versionId, s.line, s.byte_offset AS byteOffset FROM record_versions v JOIN sightings s ON s.version_id = v.id
       WHERE v.record_id = ? AND s.batch_id = ? ORDER BY s.line, s.version_id, s.byte_offset LIMIT 1`,
    )
    .get(recordId, batchId);
  return first?.versionId === versionId && first.line === line && first.byteOffset === byteOffset;
}

export function countSightings(db: ReadableDb, batchId: number): number {
  return db.prepare<[number], number>('SELECT count(*) FROM sightings WHERE batch_id = ?').pluck().get(batchId) ?? 0;
}

/** Where a record is at home, and what its home's state is. */
export interface Home {
  readonly recordId: number;
  readonly homeBatchId: number;
  readonly homeState: string;
  readonly homeSession: string;
  readonly versions: number;
}

export class HomeStatements {
  readonly #home: Statement<[number], Home>;
  readonly #elsewhere: Statement<[{ recordId: number; batchId: number; sessionId: string }], number>;

  readonly #published: Statement<[number, number], number>;
  readonly #isShown: Statement<[number], 0 | 1>;
  readonly #isSeenIn: Statement<[number, number], 0 | 1>;

  constructor(db: ReadableDb) {
    this.#published = db
      .prepare<[number, number], number>(
        `SELECT b.id FROM record_versions v JOIN sightings s ON s.version_id = v.id JOIN import_batches b ON b.id = s.batch_id
           LEFT JOIN decisions d ON d.id = v.decision_id
         WHERE v.record_id = ? AND b.id <> ? AND b.state = 'published' AND d.withdrawn_by IS NULL ORDER BY b.id LIMIT 1`,
      )
      .pluck();
    this.#isShown = db
      .prepare<[number], 0 | 1>(
        `SELECT EXISTS (SELECT 1 FROM record_versions v JOIN sightings s ON s.version_id = v.id
           JOIN import_batches b ON b.id = s.batch_id AND b.state = 'published' LEFT JOIN decisions d ON d.id = v.decision_id
         WHERE v.record_id = ? AND d.withdrawn_by IS NULL)`,
      )
      .pluck();
    this.#isSeenIn = db
      .prepare<[number, number], 0 | 1>(
        `SELECT EXISTS (SELECT 1 FROM record_versions v JOIN sightings s ON s.version_id = v.id
         WHERE v.record_id = ? AND s.batch_id = ?)`,
      )
      .pluck();
    this.#home = db.prepare<[number], Home>(
      `SELECT r.id AS recordId, r.home_batch_id AS homeBatchId, b.state AS homeState, b.session_id AS homeSession,
         (SELECT count(*) FROM record_versions v WHERE v.record_id = r.id) AS versions
       FROM source_records r JOIN import_batches b ON b.id = r.home_batch_id WHERE r.id = ?`,
    );
    this.#elsewhere = db
      .prepare<[{ recordId: number; batchId: number; sessionId: string }], number>(
        `SELECT b.id FROM record_versions v JOIN sightings s ON s.version_id = v.id JOIN import_batches b ON b.id = s.batch_id
           LEFT JOIN decisions d ON d.id = v.decision_id
         WHERE v.record_id = @recordId AND b.id <> @batchId AND d.withdrawn_by IS NULL
         ORDER BY b.state = 'published' DESC, b.state IN ('staging', 'staged') AND b.session_id = @sessionId DESC,
           b.state = 'undone' DESC, b.id LIMIT 1`,
      )
      .pluck();
  }

  read(recordId: number): Home {
    const home = this.#home.get(recordId);
    if (home === undefined) throw new Error(`record ${recordId} is gone`);
    return home;
  }

  /** Whether any version that counts is seen in a published batch. */
  isShown(recordId: number): boolean {
    return this.#isShown.get(recordId) === 1;
  }

  /** Whether the batch shows any version of the record. */
  isSeenIn(recordId: number, batchId: number): boolean {
    return this.#isSeenIn.get(recordId, batchId) === 1;
  }

  /** The first other published batch that shows the record, or null. */
  publishedElsewhere(recordId: number, batchId: number): number | null {
    return this.#published.get(recordId, batchId) ?? null;
  }

  /** Best other batch that shows the record: published, else staged in the session, else any; null without one. */
  elsewhere(recordId: number, batchId: number, sessionId: string): number | null {
    return this.#elsewhere.get({ recordId, batchId, sessionId }) ?? null;
  }
}

/** Takes a batch's sightings out of the book, and with them what nothing else shows. Only for batches that were never published. */
export class RemovalStatements {
  readonly #statements: readonly Statement<[number]>[];
  readonly #sighting: Statement<[number, number, number]>;
  readonly #version: Statement<[{ versionId: number }]>;
  readonly #hasVersions: Statement<[number], 0 | 1>;

  constructor(db: WritableDb) {
    this.#sighting = db.prepare('DELETE FROM sightings WHERE version_id = ? AND batch_id = ? AND byte_offset = ?');
    this.#version = db.prepare(
      'DELETE FROM record_versions WHERE id = @versionId AND NOT EXISTS (SELECT 1 FROM sightings WHERE version_id = @versionId)',
    );
    this.#hasVersions = db.prepare<[number], 0 | 1>('SELECT EXISTS (SELECT 1 FROM record_versions WHERE record_id = ?)').pluck();
    this.#statements = [
      'DELETE FROM match_rows WHERE record_id = ?',
      'DELETE FROM money_rows WHERE record_id = ?',
      'DELETE FROM orders WHERE record_id = ?',
      'DELETE FROM source_records WHERE id = ?',
    ].map((sql) => db.prepare<[number]>(sql));
  }

  /** True when the record is still there, for another batch shows it. */
  remove(batchId: number, { versionId, byteOffset, recordId }: WalkedSighting): boolean {
    this.#sighting.run(versionId, batchId, byteOffset);
    this.#version.run({ versionId });
    if (this.#hasVersions.get(recordId) === 1) return true;
    for (const statement of this.#statements) statement.run(recordId);
    return false;
  }
}

/** Removes the unreadable rows, statements and touches of a batch that was never published, some at a time; true when none is left. */
export function removeLeftovers(db: WritableDb, batchId: number, limit: number): boolean {
  const rejected = db
    .prepare('DELETE FROM rejected_rows WHERE id IN (SELECT id FROM rejected_rows WHERE batch_id = ? LIMIT ?)')
    .run(batchId, limit);
  const touches = db
    .prepare(
      'DELETE FROM batch_touches WHERE batch_id = ? AND record_id IN (SELECT record_id FROM batch_touches WHERE batch_id = ? LIMIT ?)',
    )
    .run(batchId, batchId, limit);
  const statements = db
    .prepare('DELETE FROM statements WHERE id IN (SELECT id FROM statements WHERE batch_id = ? LIMIT ?)')
    .run(batchId, limit);
  return rejected.changes + touches.changes + statements.changes === 0;
}

/** A leaf of a batch's Merkle tree, in file order. */
export interface LeafCursor {
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly versionId: number;
}

/** The next leaves: SHA-256 of the payloads, in file order. What people entered is not among them. */
export function nextLeaves(
  db: ReadableDb,
  batchId: number,
  after: LeafCursor | null,
  limit: number,
): (LeafCursor & { readonly payloadHash: Buffer })[] {
  const { line, byteOffset, byteLength, versionId } = after ?? { line: -1, byteOffset: 0, byteLength: 0, versionId: 0 };
  return db
    .prepare<number[], LeafCursor & { payloadHash: Buffer }>(
      `SELECT s.line, s.byte_offset AS byteOffset, s.byte_length AS byteLength, s.version_id AS versionId, v.payload_hash AS payloadHash
       FROM sightings s JOIN record_versions v ON v.id = s.version_id
       WHERE s.batch_id = ? AND s.line >= ? AND (s.line, s.byte_offset, s.byte_length, s.version_id) > (?, ?, ?, ?)
         AND v.decision_id IS NULL ORDER BY s.line, s.byte_offset, s.byte_length, s.version_id LIMIT ?`,
    )
    .all(batchId, line, line, byteOffset, byteLength, versionId, limit);
}

/** Writing what a file says under a batch that is not published yet, and asking what the book knows of each record. */
import type { Statement } from 'better-sqlite3';
import type { WritableDb } from '../database.ts';

export interface VersionData {
  readonly recordId: number;
  readonly payloadHash: Uint8Array;
  /** UTC ms. */
  readonly versionMs: number | null;
  /** Set for a version that a named person entered. */
  readonly decisionId: number | null;
  /** JSON texts. */
  readonly facts: string;
  readonly aliases: string;
  readonly refs: string;
}

export interface SightingData {
  readonly versionId: number;
  readonly batchId: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly pointer: string | null;
}

/** A record that the book has a row for, live or not. */
export interface KnownRecord {
  readonly recordId: number;
  readonly homeBatchId: number;
  /** State and session of its home. */
  readonly homeState: string;
  readonly homeSession: string;
}

/** One payload of a known record, as seen from a batch that is being staged. */
export interface KnownVersion {
  readonly versionId: number;
  readonly payloadHash: Buffer;
  readonly versionMs: number | null;
  readonly entered: 0 | 1;
  /** Seen in a published batch, or in an earlier file of the same session. */
  readonly before: 0 | 1;
  /** Seen in this batch. */
  readonly here: 0 | 1;
  /** Of a payload without a time of its own, UTC ms: latest period of the files that showed it before; of this file, once it is read. */
  readonly beforePeriodMs: number | null;
  readonly herePeriodMs: number | null;
}

/** Prepared once for a batch; each call is one or two microseconds. */
export class StagingStatements {
  readonly #addRecord: Statement<[number, number, string, number]>;
  readonly #findRecord: Statement<[number, number, string], KnownRecord>;
  readonly #addVersion: Statement;
  readonly #addSighting: Statement;
  readonly #versions: Statement<[{ recordId: number; batchId: number; sessionId: string }], KnownVersion>;
  readonly #facts: Statement<[number], string>;
  readonly #nativeId: Statement<[number], string>;
  readonly #hangsTogether: Statement<[{ recordId: number }], 0 | 1>;
  readonly #homeCount: Statement<[number, number]>;
  readonly #rehome: Statement<[number, number]>;
  readonly #rehomeOrder: Statement<[number, number]>;

  constructor(db: WritableDb) {
    this.#addRecord = db.prepare(
      'INSERT INTO source_records (source_id, type_code, native_id, home_batch_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#findRecord = db.prepare(
      `SELECT r.id AS recordId, r.home_batch_id AS homeBatchId, b.state AS homeState, b.session_id AS homeSession
       FROM source_records r JOIN import_batches b ON b.id = r.home_batch_id
       WHERE r.source_id = ? AND r.type_code = ? AND r.native_id = ?`,
    );
    this.#addVersion = db.prepare(
      'INSERT INTO record_versions (record_id, payload_hash, version_ms, decision_id, facts, aliases, refs) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#addSighting = db.prepare(
      'INSERT INTO sightings (version_id, batch_id, line, byte_offset, byte_length, pointer) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    const before = `sightings s JOIN import_batches b ON b.id = s.batch_id WHERE s.version_id = v.id AND b.id <> @batchId
      AND (b.state = 'published' OR (b.session_id = @sessionId AND b.state IN ('staging', 'staged') AND b.id < @batchId))`;
    this.#versions = db.prepare(
      `SELECT v.id AS versionId, v.payload_hash AS payloadHash, v.version_ms AS versionMs, v.decision_id IS NOT NULL AS entered,
         EXISTS (SELECT 1 FROM ${before}) AS before,
         EXISTS (SELECT 1 FROM sightings s WHERE s.version_id = v.id AND s.batch_id = @batchId) AS here,
         CASE WHEN v.version_ms IS NULL THEN (SELECT max(b.period_ms) FROM ${before}) END AS beforePeriodMs,
         CASE WHEN v.version_ms IS NULL THEN (SELECT period_ms FROM import_batches WHERE id = @batchId) END AS herePeriodMs
       FROM record_versions v WHERE v.record_id = @recordId
         AND (v.decision_id IS NULL OR (SELECT withdrawn_by FROM decisions d WHERE d.id = v.decision_id) IS NULL) ORDER BY v.id`,
    );
    this.#facts = db.prepare<[number], string>('SELECT facts FROM record_versions WHERE id = ?').pluck();
    this.#nativeId = db.prepare<[number], string>('SELECT native_id FROM source_records WHERE id = ?').pluck();
    this.#hangsTogether = db
      .prepare<[{ recordId: number }], 0 | 1>(
        `SELECT EXISTS (SELECT 1 FROM decision_records named JOIN decisions d ON d.id = named.decision_id AND d.kind <> 'pin'
             WHERE named.record_id = @recordId)
           OR EXISTS (SELECT 1 FROM match_pairs WHERE left_id = @recordId) OR EXISTS (SELECT 1 FROM match_pairs WHERE right_id = @recordId)
           OR EXISTS (SELECT 1 FROM orders WHERE record_id = @recordId AND (head_id <> record_id OR member_count > 1))`,
      )
      .pluck();
    this.#homeCount = db.prepare('UPDATE import_batches SET home_count = home_count + ? WHERE id = ?');
    this.#rehome = db.prepare('UPDATE source_records SET home_batch_id = ? WHERE id = ?');
    this.#rehomeOrder = db.prepare('UPDATE orders SET home_batch_id = ? WHERE head_id = ?');
  }

  /** Id of a new record whose home is this batch, or null when there is a record of this key. The batch's home count is the caller's. */
  addRecord(sourceId: number, typeCode: number, nativeId: string, batchId: number): number | null {
    const added = this.#addRecord.run(sourceId, typeCode, nativeId, batchId);
    return added.changes === 1 ? Number(added.lastInsertRowid) : null;
  }

  findRecord(sourceId: number, typeCode: number, nativeId: string): KnownRecord {
    const found = this.#findRecord.get(sourceId, typeCode, nativeId);
    if (found === undefined) throw new Error(`record ${nativeId} is neither new nor known`);
    return found;
  }

  addVersion(version: VersionData): number {
    const { recordId, payloadHash, versionMs, decisionId, facts, aliases, refs } = version;
    return Number(this.#addVersion.run(recordId, payloadHash, versionMs, decisionId, facts, aliases, refs).lastInsertRowid);
  }

  addSighting({ versionId, batchId, line, byteOffset, byteLength, pointer }: SightingData): void {
    this.#addSighting.run(versionId, batchId, line, byteOffset, byteLength, pointer);
  }

  /** All payloads of a record, oldest row first; none that a person entered and took back. */
  versions(recordId: number, batchId: number, sessionId: string): KnownVersion[] {
    return this.#versions.all({ recordId, batchId, sessionId });
  }

  /** JSON, Facts. */
  facts(versionId: number): string {
    return this.#facts.get(versionId) ?? '{}';
  }

  nativeId(recordId: number): string {
    return this.#nativeId.get(recordId) ?? '';
  }

  /** Whether derived rows of other records may depend on this one, or its own on decisions. A pin says nothing of a record alone. */
  hangsTogether(recordId: number): boolean {
    return this.#hangsTogether.get({ recordId }) === 1;
  }

  countHome(batchId: number, more: number): void {
    if (more !== 0) this.#homeCount.run(more, batchId);
  }

  /** Gives a record another home: it lives or sleeps with that batch from now on. */
  rehome(recordId: number, fromBatchId: number, toBatchId: number): void {
    this.#rehome.run(toBatchId, recordId);
    this.#rehomeOrder.run(toBatchId, recordId);
    this.#homeCount.run(-1, fromBatchId);
    this.#homeCount.run(1, toBatchId);
  }
}

/** Records of which a correction entered a version. */
export function enteredRecords(db: WritableDb, decisionId: number): number[] {
  return db
    .prepare<[number], number>('SELECT DISTINCT record_id FROM record_versions WHERE decision_id = ?')
    .pluck()
    .all(decisionId);
}

/** A new correction of the same row takes the place of the old one. */
export function replaceDecision(db: WritableDb, oldId: number, newId: number): void {
  db.prepare('UPDATE decisions SET withdrawn_by = ? WHERE id = ?').run(newId, oldId);
}

export function isStanding(db: WritableDb, decisionId: number): boolean {
  return db.prepare<[number], 0 | 1>('SELECT withdrawn_by IS NULL FROM decisions WHERE id = ?').pluck().get(decisionId) === 1;
}

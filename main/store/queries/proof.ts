/** What a verifier reads: the log as it was hashed, batches with their records in file order, the bytes of files, the last run. */
import { inflateRawSync } from 'node:zlib';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type System, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';
import { MIGRATIONS } from '../migrate.ts';
import { readSetting } from './settings.ts';

/**
 * Number, text as it was hashed, hash in hex; ascending. In stretches and as text, since a log may hold millions: twice as fast as
 * row by row with a blob each.
 */
export function* hashedEntries(db: ReadableDb): Generator<[seq: number, body: string, hash: string]> {
  const stretch = db
    .prepare<[number], [number, string, string]>(
      'SELECT seq, body, lower(hex(hash)) FROM change_log WHERE seq > ? ORDER BY seq LIMIT 1000',
    )
    .raw();
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = stretch.all(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last[0];
  }
}

/** Entries that name one of the subjects, as `hashedEntries` gives them. */
export function entriesOfSubjects(db: ReadableDb, subjects: readonly string[]): [seq: number, body: string, hash: string][] {
  return db
    .prepare<[string], [number, string, string]>(
      `SELECT seq, body, lower(hex(hash)) FROM change_log WHERE seq IN
         (SELECT seq FROM change_log_subjects WHERE subject IN (SELECT value FROM json_each(?))) ORDER BY seq`,
    )
    .raw()
    .all(JSON.stringify(subjects));
}

export function countEntries(db: ReadableDb): number {
  return db.prepare<[], number>('SELECT count(*) FROM change_log').pluck().get() ?? 0;
}

/** The last entry that an acknowledged command wrote, or 0. More than the log holds: its tail was cut. */
export function lastAcknowledgedSeq(db: ReadableDb): number {
  return db.prepare<[], number | null>("SELECT max(result ->> '$.seqLast') FROM commands").pluck().get() ?? 0;
}

/** Rows of the log's index by subject. */
export function logSubjects(db: ReadableDb): IterableIterator<[subject: string, seq: number]> {
  return db.prepare<[], [string, number]>('SELECT subject, seq FROM change_log_subjects').raw().iterate();
}

/**
 * The log's tables as the book defines them differ from this version's: what screens show of an entry may then no longer be read out
 * of the hashed text.
 */
export function logShapeDiffers(db: ReadableDb): boolean {
  const fresh = new BetterSqlite3(':memory:');
  for (const step of MIGRATIONS) step.up(fresh);
  const shape = (of: Database) =>
    of
      .prepare<[], string>(
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE tbl_name IN ('change_log', 'change_log_subjects') ORDER BY 1",
      )
      .pluck()
      .all()
      .join('\n');
  const differs = shape(db) !== shape(fresh);
  fresh.close();
  return differs;
}

export interface ProofBatch {
  readonly batchId: number;
  readonly fileId: number;
  readonly fileSha256: Buffer;
  readonly byteCount: number;
  readonly fileName: string;
  readonly label: string;
  readonly system: string;
  readonly account: string;
  readonly state: 'published' | 'undone';
  readonly counts: string;
  readonly controlTotals: string;
  readonly recordsRoot: Buffer | null;
  readonly publishedMs: number | null;
  readonly actor: string | null;
  /** Of a sheet: the workbook that is kept beside its text, and its name. */
  readonly workbookId: number | null;
  readonly workbookSha256: Buffer | null;
  readonly sheet: string | null;
}

/** Batches that were ever published, undone ones too: the log vouches for them for ever. */
export function provenBatches(db: ReadableDb): ProofBatch[] {
  return db
    .prepare<[], ProofBatch>(
      `SELECT b.id AS batchId, f.id AS fileId, f.sha256 AS fileSha256, f.byte_count AS byteCount, b.file_name AS fileName, b.label,
         s.system, s.account, b.state, b.counts, b.control_totals AS controlTotals, b.records_root AS recordsRoot,
         b.published_ms AS publishedMs, b.actor, b.workbook_id AS workbookId, w.sha256 AS workbookSha256, b.sheet
       FROM import_batches b JOIN sources s ON s.id = b.source_id JOIN files f ON f.id = b.file_id
         LEFT JOIN files w ON w.id = b.workbook_id
       WHERE b.state IN ('published', 'undone') ORDER BY b.id`,
    )
    .all();
}

export interface ProofRecord {
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly pointer: string | null;
  readonly payloadHash: Buffer;
  readonly typeCode: number;
  readonly nativeId: string;
}

/** Records of a batch as they lie in its file. What a person entered for an unreadable row is not among them: it has no bytes. */
export function batchRecords(db: ReadableDb, batchId: number): IterableIterator<ProofRecord> {
  return db
    .prepare<[number], ProofRecord>(
      `SELECT s.line, s.byte_offset AS byteOffset, s.byte_length AS byteLength, s.pointer, v.payload_hash AS payloadHash,
         r.type_code AS typeCode, r.native_id AS nativeId
       FROM sightings s JOIN record_versions v ON v.id = s.version_id JOIN source_records r ON r.id = v.record_id
       WHERE s.batch_id = ? AND v.decision_id IS NULL
       ORDER BY s.line, s.byte_offset, s.byte_length, r.type_code, r.native_id`,
    )
    .iterate(batchId);
}

export function countBatchRecords(db: ReadableDb): number {
  return (
    db
      .prepare<[], number>(
        "SELECT count(*) FROM sightings WHERE batch_id IN (SELECT id FROM import_batches WHERE state IN ('published', 'undone'))",
      )
      .pluck()
      .get() ?? 0
  );
}

/** The bytes of a stored file, block by block. */
export function* fileBytes(db: ReadableDb, fileId: number): Generator<Uint8Array> {
  const blocks = db
    .prepare<[number], { codec: number; data: Buffer }>(
      'SELECT codec, data FROM file_blocks WHERE file_id = ? ORDER BY byte_offset',
    )
    .iterate(fileId);
  for (const block of blocks) yield block.codec === 1 ? inflateRawSync(block.data) : block.data;
}

export interface ProofRun {
  readonly runId: number;
  readonly linksRoot: Buffer;
}

/** The run whose links the book holds now; null without one, and while the links of a newer one are being written. */
export function latestRun(db: ReadableDb): ProofRun | null {
  if (readSetting(db, 'matchUnfinished') === '1') return null;
  return (
    db.prepare<[], ProofRun>('SELECT id AS runId, links_root AS linksRoot FROM match_runs ORDER BY id DESC LIMIT 1').get() ?? null
  );
}

export interface ProofLink {
  readonly left: RecordKey;
  readonly right: RecordKey;
  readonly state: string;
  readonly rule: string;
  readonly scoreMillibits: number;
}

/** The pairs that the latest run left, by the keys of their records. */
export function* linkLeaves(db: ReadableDb): Generator<ProofLink> {
  type Side<P extends string> = { [K in `${P}System` | `${P}Account` | `${P}Id`]: string } & { [K in `${P}Type`]: number };
  const side = (of: string) =>
    `${of}s.system AS ${of}System, ${of}s.account AS ${of}Account, ${of}.type_code AS ${of}Type, ${of}.native_id AS ${of}Id`;
  const rows = db
    .prepare<[], Side<'l'> & Side<'r'> & { state: string; rule: string; scoreMillibits: number }>(
      `SELECT ${side('l')}, ${side('r')}, p.state, p.rule, p.score_millibits AS scoreMillibits
       FROM match_pairs p
       JOIN source_records l ON l.id = p.left_id JOIN sources ls ON ls.id = l.source_id
       JOIN source_records r ON r.id = p.right_id JOIN sources rs ON rs.id = r.source_id`,
    )
    .iterate();
  for (const row of rows) {
    yield {
      left: keyOf(row.lSystem, row.lAccount, row.lType, row.lId),
      right: keyOf(row.rSystem, row.rAccount, row.rType, row.rId),
      state: row.state,
      rule: row.rule,
      scoreMillibits: row.scoreMillibits,
    };
  }
}

function keyOf(system: string, account: string, typeCode: number, nativeId: string): RecordKey {
  return { system: system as System, account, type: typeFromCode(typeCode), nativeId };
}

/** Source records and their live versions. Everything is read by id, in sets. */
import type { Facts } from '#shared/domain/fields.ts';
import type { RecordKey, TypedRef } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '../database.ts';
import { prepared } from '../prepared.ts';
import { keyOfRow } from './decisions.ts';

/** A version with a sighting in a published batch, or, of a record that sleeps, in its home batch: what it says once it wakes. */
export interface LiveVersion {
  readonly versionId: number;
  readonly recordId: number;
  /** The source's updated-at, else its latest lifecycle time, else the period of the latest file that shows it, UTC ms. */
  readonly versionMs: number | null;
  /** SHA-256 over the payload, hex. */
  readonly payloadHash: string;
  /** Entered by a named person for a row that could not be read. */
  readonly entered: boolean;
  readonly facts: Facts;
  readonly aliases: readonly string[];
  readonly refs: readonly TypedRef[];
}

/** A record of the book. It is live when its home batch is published; else it sleeps, and so do decisions about it. */
export interface LiveRecord {
  readonly recordId: number;
  readonly key: RecordKey;
  readonly homeBatchId: number;
  readonly live: boolean;
  /** In no order: `orderVersions` knows theirs. */
  readonly versions: readonly LiveVersion[];
}

interface RecordRow {
  readonly id: number;
  readonly system: string;
  readonly account: string;
  readonly type_code: number;
  readonly native_id: string;
  readonly home_batch_id: number;
  readonly live: 0 | 1;
}

interface VersionRow {
  readonly id: number;
  readonly record_id: number;
  readonly payload_hash: Buffer;
  readonly sort_ms: number | null;
  readonly entered: 0 | 1;
  readonly facts: string;
  readonly aliases: string;
  readonly refs: string;
}

/** Aliases and references are read when they are asked for: orders are derived from facts alone. */
class StoredVersion implements LiveVersion {
  readonly versionId: number;
  readonly recordId: number;
  readonly versionMs: number | null;
  readonly payloadHash: string;
  readonly entered: boolean;
  readonly facts: Facts;
  readonly #aliases: string;
  readonly #refs: string;

  constructor(row: VersionRow) {
    this.versionId = row.id;
    this.recordId = row.record_id;
    this.versionMs = row.sort_ms;
    this.payloadHash = row.payload_hash.toString('hex');
    this.entered = row.entered === 1;
    this.facts = JSON.parse(row.facts) as Facts;
    this.#aliases = row.aliases;
    this.#refs = row.refs;
  }

  get aliases(): readonly string[] {
    return JSON.parse(this.#aliases) as string[];
  }

  get refs(): readonly TypedRef[] {
    const stored = JSON.parse(this.#refs) as [string, string, TypedRef['role']][];
    return stored.map(([namespace, value, role]) => ({ namespace, value, role }));
  }
}

/** Records in the order of `recordIds`; ids that the book does not know are left out. */
export function readLiveRecords(db: ReadableDb, recordIds: readonly number[]): LiveRecord[] {
  const ids = JSON.stringify(recordIds);
  const versions = readLiveVersions(db, ids);
  const rows = prepared<[string], RecordRow>(
    db,
    `SELECT r.id, s.system, s.account, r.type_code, r.native_id, r.home_batch_id, b.state = 'published' AS live
       FROM json_each(?) AS wanted JOIN source_records r ON r.id = wanted.value
       JOIN sources s ON s.id = r.source_id JOIN import_batches b ON b.id = r.home_batch_id ORDER BY wanted.key`,
  ).all(ids);
  return rows.map((row) => ({
    recordId: row.id,
    key: keyOfRow(row),
    homeBatchId: row.home_batch_id,
    live: row.live === 1,
    versions: versions.get(row.id) ?? [],
  }));
}

/** By record. A version entered by a person whose decision was taken back is not among them. */
function readLiveVersions(db: ReadableDb, ids: string): Map<number, LiveVersion[]> {
  const rows = prepared<[string], VersionRow>(
    db,
    `SELECT v.id, v.record_id, v.payload_hash, coalesce(v.version_ms, max(b.period_ms)) AS sort_ms,
         v.decision_id IS NOT NULL AS entered, v.facts, v.aliases, v.refs
       FROM record_versions v JOIN source_records r ON r.id = v.record_id
       JOIN sightings s ON s.version_id = v.id JOIN import_batches b ON b.id = s.batch_id
       WHERE v.record_id IN (SELECT value FROM json_each(?)) AND (b.state = 'published' OR b.id = r.home_batch_id)
         AND (v.decision_id IS NULL OR (SELECT withdrawn_by FROM decisions d WHERE d.id = v.decision_id) IS NULL)
       GROUP BY v.id`,
  ).all(ids);
  const byRecord = new Map<number, LiveVersion[]>();
  for (const row of rows) {
    const version = new StoredVersion(row);
    const list = byRecord.get(row.record_id);
    if (list === undefined) byRecord.set(row.record_id, [version]);
    else list.push(version);
  }
  return byRecord;
}

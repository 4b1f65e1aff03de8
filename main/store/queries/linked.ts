/** Money events and bookings that name an order's records, for screens; and what the log says of records. */
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '../database.ts';
import { type KeyRow, keyOfRow } from './decisions.ts';

export interface LinkedRecord {
  readonly kind: string;
  readonly state: 'linked' | 'proposed';
  readonly fromId: number;
  readonly toId: number;
  readonly key: RecordKey;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** Links that end at one of the records, of records that are live. */
export function readLinksTo(db: ReadableDb, recordIds: readonly number[]): LinkedRecord[] {
  type Row = KeyRow & {
    readonly kind: string;
    readonly state: 'linked' | 'proposed';
    readonly to_id: number;
    readonly amount_minor: number | null;
    readonly currency: string | null;
  };
  const isReconciled = db.prepare('SELECT 1 FROM money_runs LIMIT 1').get() !== undefined;
  const links = isReconciled
    ? `(SELECT json_extract(@kinds, '$[' || kind || ']') AS kind, CASE linked WHEN 1 THEN 'linked' ELSE 'proposed' END AS state, from_id, to_id,
         amount_minor, nullif(currency, '') AS currency FROM money_links WHERE to_id IN (SELECT value FROM json_each(@ids)))`
    : '(SELECT kind, state, from_id, to_id, amount_minor, currency FROM links WHERE to_id IN (SELECT value FROM json_each(@ids)))';
  return db
    .prepare<[{ ids: string; kinds?: string }], Row>(
      `SELECT l.kind, l.state, l.to_id, l.amount_minor, l.currency, r.id, s.system, s.account, r.type_code, r.native_id
       FROM ${links} l JOIN source_records r ON r.id = l.from_id JOIN sources s ON s.id = r.source_id
       JOIN import_batches b ON b.id = r.home_batch_id AND b.state = 'published' ORDER BY l.kind, r.id`,
    )
    .all({ ids: JSON.stringify(recordIds), ...(isReconciled ? { kinds: JSON.stringify(LINK_KINDS) } : {}) })
    .map((row) => ({
      kind: row.kind,
      state: row.state,
      fromId: row.id,
      toId: row.to_id,
      key: keyOfRow(row),
      amountMinor: row.amount_minor,
      currency: row.currency,
    }));
}

export interface PairFacts {
  readonly leftId: number;
  readonly rightId: number;
  readonly state: 'joined' | 'proposed' | 'apart';
  readonly rule: string;
  readonly pattern: number;
  readonly frequencyMillibits: number;
  readonly scoreMillibits: number;
  readonly marginMillibits: number | null;
  readonly cause: string | null;
}

/** Compared pairs of which both ends are among the records. */
export function readPairsAmong(db: ReadableDb, recordIds: readonly number[]): PairFacts[] {
  const ids = JSON.stringify(recordIds);
  return db
    .prepare<[string, string], PairFacts>(
      `SELECT left_id AS leftId, right_id AS rightId, state, rule, pattern, frequency_millibits AS frequencyMillibits,
         score_millibits AS scoreMillibits, margin_millibits AS marginMillibits, cause
       FROM match_pairs WHERE left_id IN (SELECT value FROM json_each(?)) AND right_id IN (SELECT value FROM json_each(?))
       ORDER BY left_id, right_id`,
    )
    .all(ids, ids);
}

/** Names of the files that the records' home batches came from: record → file name. */
export function readFileNames(db: ReadableDb, recordIds: readonly number[]): Map<number, string> {
  const rows = db
    .prepare<[string], { id: number; file_name: string }>(
      `SELECT r.id, b.file_name FROM source_records r JOIN import_batches b ON b.id = r.home_batch_id
       WHERE r.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map((row) => [row.id, row.file_name]));
}

export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly field: string | null;
}

/** Latest entries of the log about any of the subjects, newest first. */
export function readLogOf(db: ReadableDb, subjects: readonly string[], limit: number): LogLine[] {
  return db
    .prepare<[string, number], LogLine>(
      `SELECT seq, at, actor, action, body ->> '$.field' AS field FROM change_log WHERE seq IN
         (SELECT seq FROM change_log_subjects WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?)
       ORDER BY seq DESC`,
    )
    .all(JSON.stringify(subjects), limit);
}

export function countLogOf(db: ReadableDb, subjects: readonly string[]): number {
  return (
    db
      .prepare<[string], number>(
        'SELECT count(DISTINCT seq) FROM change_log_subjects WHERE subject IN (SELECT value FROM json_each(?))',
      )
      .pluck()
      .get(JSON.stringify(subjects)) ?? 0
  );
}

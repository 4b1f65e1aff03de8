/** The change log for screens: filtered lists and counts, one entry, and the order that an entry's record lies in now. */
import type { RecordKey } from '#shared/domain/source-record.ts';
import { keyText } from '#shared/domain/source-record.ts';
import { type System, typeCode, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';

export interface LogQuery {
  /** Found anywhere in the entry but in the previous hash; ASCII letters of either case. */
  readonly text: string;
  readonly actors: readonly string[];
  readonly actions: readonly string[];
  /** Subjects of which the entry names at least one; null for all entries. */
  readonly subjects: readonly string[] | null;
  /** ISO 8601 UTC; `from` is included, `to` is not. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface StoredEntry {
  readonly seq: number;
  readonly body: string;
  readonly hash: Buffer;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Number of the newest entry; 0 for an empty log. */
export function lastSeq(db: ReadableDb): number {
  return db.prepare<[], number | null>('SELECT max(seq) FROM change_log').pluck().get() ?? 0;
}

/** Sequence numbers that pass, ascending. */
export function matchingSeqs(db: ReadableDb, query: LogQuery): Int32Array {
  const { sql, values } = condition(query);
  return Int32Array.from(
    db
      .prepare<(string | number)[], number>(`SELECT seq FROM change_log WHERE ${sql}`)
      .pluck()
      .all(...values),
  ).sort();
}

/** Entries by actor and action. */
export function countByActorAndAction(db: ReadableDb, query: LogQuery): { actor: string; action: string; count: number }[] {
  const { sql, values } = condition(query);
  return db
    .prepare<(string | number)[], { actor: string; action: string; count: number }>(
      `SELECT actor, action, count(*) AS count FROM change_log WHERE ${sql} GROUP BY actor, action`,
    )
    .all(...values);
}

function condition(query: LogQuery): Condition {
  const parts: Condition[] = [];
  const among = (column: string, list: readonly string[]) =>
    parts.push({ sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(list)] });
  if (query.actors.length > 0) among('actor', query.actors);
  if (query.actions.length > 0) among('action', query.actions);
  if (query.from !== null) parts.push({ sql: 'at >= ?', values: [query.from] });
  if (query.to !== null) parts.push({ sql: 'at < ?', values: [query.to] });
  if (query.subjects !== null)
    parts.push({
      sql: 'seq IN (SELECT seq FROM change_log_subjects WHERE subject IN (SELECT value FROM json_each(?)))',
      values: [JSON.stringify(query.subjects)],
    });
  if (query.text !== '') {
    const pattern = likePattern(query.text);
    parts.push({ sql: "body LIKE ? ESCAPE '\\' AND json_remove(body, '$.prev') LIKE ? ESCAPE '\\'", values: [pattern, pattern] });
  }
  return { sql: parts.map((part) => part.sql).join(' AND ') || '1', values: parts.flatMap((part) => part.values) };
}

/** The text as it stands in a JSON string inside the body. */
function likePattern(text: string): string {
  return `%${JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\\%_]/g, '\\$&')}%`;
}

/** Entries by number, in the order given; numbers that the log does not hold are left out. */
export function readEntries(db: ReadableDb, seqs: readonly number[]): StoredEntry[] {
  const one = db.prepare<[number], StoredEntry>('SELECT seq, body, hash FROM change_log WHERE seq = ?');
  return seqs.map((seq) => one.get(seq)).filter((entry) => entry !== undefined);
}

/** Subjects of the records in an order, found by any id that was ever shown for it. Null when there is no such order. */
export function subjectsOfOrder(db: ReadableDb, canonicalId: string): string[] | null {
  const rows = db
    .prepare<[string], { system: string; account: string; typeCode: number; nativeId: string }>(
      `SELECT s.system, s.account, r.type_code AS typeCode, r.native_id AS nativeId
       FROM orders asked JOIN orders o ON o.head_id = asked.head_id
       JOIN source_records r ON r.id = o.record_id JOIN sources s ON s.id = r.source_id
       WHERE asked.canonical_id = ?`,
    )
    .all(canonicalId);
  return rows.length === 0
    ? null
    : rows.map((row) => keyText({ ...row, system: row.system as System, type: typeFromCode(row.typeCode) }));
}

/** Id of the order that holds the record now, or null: no order, or its import was undone. */
export function orderOfRecord(db: ReadableDb, key: RecordKey): string | null {
  return (
    db
      .prepare<[number, string, string, string], string>(
        `SELECT head.canonical_id FROM sources s
         JOIN source_records r ON r.source_id = s.id AND r.type_code = ? AND r.native_id = ?
         JOIN orders o ON o.record_id = r.id JOIN orders head ON head.record_id = o.head_id
         JOIN import_batches b ON b.id = head.home_batch_id AND b.state = 'published'
         WHERE s.system = ? AND s.account = ?`,
      )
      .pluck()
      .get(typeCode(key.type), key.nativeId, key.system, key.account) ?? null
  );
}

/** File name of a batch, or null. */
export function batchFileName(db: ReadableDb, batchId: number): string | null {
  return db.prepare<[number], string>('SELECT file_name FROM import_batches WHERE id = ?').pluck().get(batchId) ?? null;
}

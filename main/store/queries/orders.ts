/** Canonical orders: writing the derived rows, and finding which records hang together. Lists for screens are in order-lists.ts. */
import type { ReadableDb, WritableDb } from '../database.ts';
import { prepared, preparedPluck } from '../prepared.ts';

/** A row of `orders`, as derived. */
export interface OrderRowData {
  readonly recordId: number;
  readonly headId: number;
  readonly canonicalId: string;
  readonly homeBatchId: number;
  readonly isSale: boolean;
  readonly number: string;
  readonly client: string;
  /** Minor units of `currency`. */
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly placedMs: number | null;
  readonly placedDayOnly: boolean;
  readonly status: string;
  readonly systemMask: number;
  readonly memberCount: number;
  readonly joinedBy: 'single' | 'rule' | 'person';
  readonly confidenceMillibits: number | null;
  readonly conflict: string | null;
  /** JSON, field name → [value, record it comes from]; null for a single record whose facts are the fields. */
  readonly fields: string | null;
  /** What reconciling reads of it (`readSaleFigures`). Null: of a book that an earlier version wrote, not derived again yet. */
  readonly figures: string | null;
}

const INSERT = `INSERT INTO orders (head_id, home_batch_id, is_sale, number, client, total_minor, currency, placed_ms, placed_day_only,
    status, system_mask, member_count, joined_by, confidence_millibits, conflict, fields, figures, record_id, canonical_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** The canonical id of a record is for ever: a row that is there keeps it, and its index need not be looked at. */
const UPDATE = `UPDATE orders SET head_id = ?, home_batch_id = ?, is_sale = ?, number = ?, client = ?, total_minor = ?, currency = ?,
    placed_ms = ?, placed_day_only = ?, status = ?, system_mask = ?, member_count = ?, joined_by = ?, confidence_millibits = ?,
    conflict = ?, fields = ?, figures = ?
  WHERE record_id = ?`;

export function writeOrderRows(db: WritableDb, rows: readonly OrderRowData[]): void {
  const update = prepared<(string | number | null)[], never>(db, UPDATE);
  const insert = prepared<(string | number | null)[], never>(db, INSERT);
  for (const row of rows) {
    const values = valuesOf(row);
    if (update.run(...values, row.recordId).changes === 0) insert.run(...values, row.recordId, row.canonicalId);
  }
}

function valuesOf(row: OrderRowData): (string | number | null)[] {
  return [
    row.headId,
    row.homeBatchId,
    row.isSale ? 1 : 0,
    row.number,
    row.client,
    row.totalMinor,
    row.currency,
    row.placedMs,
    row.placedDayOnly ? 1 : 0,
    row.status,
    row.systemMask,
    row.memberCount,
    row.joinedBy,
    row.confidenceMillibits,
    row.conflict,
    row.fields,
    row.figures,
  ];
}

/** Records that share an order with any of these, by the rows as they stand (themselves among them). */
export function readOrderFellows(db: ReadableDb, recordIds: readonly number[]): number[] {
  return preparedPluck<[string], number>(
    db,
    `SELECT record_id FROM orders WHERE head_id IN
         (SELECT head_id FROM orders WHERE record_id IN (SELECT value FROM json_each(?)))`,
  ).all(JSON.stringify(recordIds));
}

/** Records that a standing *together* of a person names beside any of these. */
export function readTogetherFellows(db: ReadableDb, recordIds: readonly number[]): number[] {
  return preparedPluck<[string], number>(
    db,
    `SELECT DISTINCT fellow.record_id FROM decision_records own
       JOIN decisions d ON d.id = own.decision_id AND d.kind = 'together' AND d.withdrawn_by IS NULL
       JOIN decision_records fellow ON fellow.decision_id = d.id
       WHERE own.record_id IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(recordIds));
}

export interface PairRow {
  readonly leftId: number;
  readonly rightId: number;
  readonly scoreMillibits: number;
}

/** Pairs that the machine joins, with an end among these records. */
export function readJoinedPairs(db: ReadableDb, recordIds: readonly number[]): PairRow[] {
  const ids = JSON.stringify(recordIds);
  return prepared<[string, string], PairRow>(
    db,
    `SELECT left_id AS leftId, right_id AS rightId, score_millibits AS scoreMillibits FROM match_pairs
         WHERE state = 'joined' AND left_id IN (SELECT value FROM json_each(?))
       UNION
       SELECT left_id, right_id, score_millibits FROM match_pairs
         WHERE state = 'joined' AND right_id IN (SELECT value FROM json_each(?))`,
  ).all(ids, ids);
}

/** Which of these records are clustered into orders (sales and context), by type code. */
export function keepOrderLike(db: ReadableDb, recordIds: readonly number[], typeCodes: readonly number[]): number[] {
  return preparedPluck<[string, string], number>(
    db,
    `SELECT id FROM source_records WHERE id IN (SELECT value FROM json_each(?)) AND type_code IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(recordIds), JSON.stringify(typeCodes));
}

/** Head of the order that holds the record of this canonical id, alias or not; null for an id that was never given. */
export function findOrderHead(db: ReadableDb, canonicalId: string): number | null {
  return db.prepare<[string], number>('SELECT head_id FROM orders WHERE canonical_id = ?').pluck().get(canonicalId) ?? null;
}

/** Heads of the orders that hold these records: record → head. */
export function readHeads(db: ReadableDb, recordIds: readonly number[]): Map<number, number> {
  const rows = prepared<[string], { record_id: number; head_id: number }>(
    db,
    'SELECT record_id, head_id FROM orders WHERE record_id IN (SELECT value FROM json_each(?))',
  ).all(JSON.stringify(recordIds));
  return new Map(rows.map((row) => [row.record_id, row.head_id]));
}

export function readCanonicalIds(db: ReadableDb, recordIds: readonly number[]): Map<number, string> {
  const rows = prepared<[string], { record_id: number; canonical_id: string }>(
    db,
    'SELECT record_id, canonical_id FROM orders WHERE record_id IN (SELECT value FROM json_each(?))',
  ).all(JSON.stringify(recordIds));
  return new Map(rows.map((row) => [row.record_id, row.canonical_id]));
}

/** Ids of order-like records after `afterId`, ascending: for walking through the whole book. */
export function nextOrderLike(db: ReadableDb, typeCodes: readonly number[], afterId: number, limit: number): number[] {
  return preparedPluck<[number, string, number], number>(
    db,
    'SELECT id FROM source_records WHERE id > ? AND type_code IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?',
  ).all(afterId, JSON.stringify(typeCodes), limit);
}

/** Stored rows of these records. */
export function readOrderRows(db: ReadableDb, recordIds: readonly number[]): OrderRowData[] {
  return db
    .prepare<[string], Omit<OrderRowData, 'isSale' | 'placedDayOnly'> & { readonly isSale: 0 | 1; readonly placedDayOnly: 0 | 1 }>(
      `SELECT record_id AS recordId, head_id AS headId, canonical_id AS canonicalId, home_batch_id AS homeBatchId, is_sale AS isSale,
         number, client, total_minor AS totalMinor, currency, placed_ms AS placedMs, placed_day_only AS placedDayOnly, status, system_mask AS systemMask,
         member_count AS memberCount, joined_by AS joinedBy, confidence_millibits AS confidenceMillibits, conflict, fields,
         figures
       FROM orders WHERE record_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds))
    .map((row) => ({ ...row, isSale: row.isSale === 1, placedDayOnly: row.placedDayOnly === 1 }));
}

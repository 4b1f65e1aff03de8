/** Reading the narrow money table as reconciling takes it: integers in chunks, in the order of record ids. */
import type { Statement } from 'better-sqlite3';
import type { ReadableDb } from '../database.ts';
import { prepared } from '../prepared.ts';
import { MONEY_COLUMNS } from './money-rows.ts';

/** Where each column of the table stands in a tuple. Tuples here: a million objects cost more than the query. */
export const AT = Object.fromEntries([...MONEY_COLUMNS, 'native_id', 'home_batch_id'].map((name, i) => [name, i])) as Readonly<
  Record<(typeof MONEY_COLUMNS)[number] | 'native_id' | 'home_batch_id', number>
>;

export type MoneyTuple = readonly (number | string | null)[];

const LIVE = `r.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')`;
/** The plus keeps SQLite from the index by batch: it would read and sort all that is left of the table for every chunk. */
const LIVE_IN_ORDER = `+o.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')`;

/** Live money events and bookings with an id above `afterId`, by id, at most `limit`. References in hexadecimal: a million buffers cost more. */
export function readMoneyTuples(db: ReadableDb, afterId: number, limit: number): MoneyTuple[] {
  return db
    .prepare(
      `SELECT ${MONEY_COLUMNS.map((column) => (column === 'refs' ? 'hex(m.refs)' : `m.${column}`)).join(', ')}, r.native_id, r.home_batch_id
       FROM money_rows m CROSS JOIN source_records r ON r.id = m.record_id
       WHERE m.record_id > ? AND ${LIVE} ORDER BY m.record_id LIMIT ?`,
    )
    .raw()
    .all(afterId, limit) as MoneyTuple[];
}

/** Live money events and bookings among some records, by id. */
export function readMoneyTuplesOf(db: ReadableDb, ids: readonly number[]): MoneyTuple[] {
  return db
    .prepare(
      `SELECT ${MONEY_COLUMNS.map((column) => (column === 'refs' ? 'hex(m.refs)' : `m.${column}`)).join(', ')}, r.native_id, r.home_batch_id
       FROM json_each(?) j CROSS JOIN money_rows m ON m.record_id = j.value CROSS JOIN source_records r ON r.id = m.record_id
       WHERE ${LIVE} ORDER BY m.record_id`,
    )
    .raw()
    .all(JSON.stringify(ids)) as MoneyTuple[];
}

/** How many rows there are, live or not, and the highest record id: how much room columns may need. */
export function countMoneyRows(db: ReadableDb): { rows: number; highestId: number } {
  const row = db
    .prepare<[], { rows: number; highestId: number | null }>('SELECT count(*) AS rows, max(record_id) AS highestId FROM money_rows')
    .get();
  return { rows: row?.rows ?? 0, highestId: row?.highestId ?? 0 };
}

/** A live canonical order that is a sale. `fields`: JSON, FieldChoice by field; null: its one record's facts are its fields. */
export interface SaleRow {
  readonly headId: number;
  readonly fields: string | null;
  readonly status: string;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly placedMs: number | null;
  /** Facts of the head's only version, JSON; null where it has several. */
  readonly facts: string | null;
}

/** Sales with a head above `afterId`, by head, some `limit` of them. Empty when there are no more. */
export function readSales(db: ReadableDb, afterId: number, limit: number): SaleRow[] {
  const tuples = db
    .prepare<[number, number], SaleRow>(
      `SELECT o.record_id AS headId, o.fields, o.status, o.total_minor AS totalMinor, o.currency, o.placed_ms AS placedMs, v.facts
       FROM orders o LEFT JOIN record_versions v ON v.record_id = o.record_id AND o.fields IS NULL
       WHERE o.record_id > ? AND o.head_id = o.record_id AND o.is_sale = 1
         AND ${LIVE_IN_ORDER} ORDER BY o.record_id LIMIT ?`,
    )
    .all(afterId, limit);
  const rows: SaleRow[] = [];
  for (const { facts, ...sale } of tuples) {
    const { headId } = sale;
    // One row for each version: the facts of a head with several are for the reader to fold.
    if (rows.at(-1)?.headId === headId) rows[rows.length - 1] = { ...sale, facts: null };
    else rows.push({ ...sale, facts });
  }
  // The last head may have versions beyond the limit: it comes again with the next stretch.
  if (tuples.length === limit && rows.length > 1) rows.pop();
  return rows;
}

/** A live canonical order that is a sale, as reconciling reads it. `figures`: `readSaleFigures`; null: not derived since an older version. */
export type SaleTuple = readonly [
  headId: number,
  sourceId: number,
  typeCode: number,
  nativeId: string,
  status: string,
  totalMinor: number | null,
  currency: string | null,
  placedMs: number | null,
  figures: string | null,
];

/** Sales with a head above `afterId`, by head, at most `limit`. */
export function readSaleTuples(db: ReadableDb, afterId: number, limit: number): SaleTuple[] {
  return prepared<[number, number], SaleTuple>(
    db,
    `SELECT o.record_id, r.source_id, r.type_code, r.native_id, o.status, o.total_minor, o.currency, o.placed_ms, o.figures
       FROM orders o CROSS JOIN source_records r ON r.id = o.record_id
       WHERE o.record_id > ? AND o.head_id = o.record_id AND o.is_sale = 1
         AND ${LIVE_IN_ORDER} ORDER BY o.record_id LIMIT ?`,
  )
    .raw()
    .all(afterId, limit);
}

/** Heads of the live sales that some records stand in, ascending. */
export function readHeadsOf(db: ReadableDb, recordIds: readonly number[]): number[] {
  return db
    .prepare<[string], number>(
      `SELECT DISTINCT o.head_id FROM json_each(?) j CROSS JOIN orders m ON m.record_id = j.value
       CROSS JOIN orders o ON o.record_id = m.head_id AND o.head_id = o.record_id AND o.is_sale = 1
       WHERE ${LIVE_IN_ORDER} ORDER BY o.head_id`,
    )
    .pluck()
    .all(JSON.stringify(recordIds));
}

/** Sales by their heads. */
export function readSaleTuplesOf(db: ReadableDb, headIds: readonly number[]): SaleTuple[] {
  return prepared<[string], SaleTuple>(
    db,
    `SELECT o.record_id, r.source_id, r.type_code, r.native_id, o.status, o.total_minor, o.currency, o.placed_ms, o.figures
       FROM json_each(?) j CROSS JOIN orders o ON o.record_id = j.value CROSS JOIN source_records r ON r.id = o.record_id
       WHERE o.head_id = o.record_id AND o.is_sale = 1 AND ${LIVE_IN_ORDER} ORDER BY o.record_id`,
  )
    .raw()
    .all(JSON.stringify(headIds));
}

/**
 * Two sums over which records are joined, but for pairs with one of these: while they are the same, no two of the others were joined or
 * parted, so that no order that stood changed but by new members.
 */
export function readJoinedSums(db: ReadableDb, without: readonly number[]): string {
  const sums = (pairs: string): Statement<unknown[], { one: number; two: number; count: number }> =>
    db.prepare(
      `SELECT coalesce(sum(((left_id % 1000003) * (right_id % 999983)) % 2147483647), 0) AS one,
         coalesce(sum((left_id * 31 + right_id * 17) % 1000000007), 0) AS two, count(*) AS count FROM (${pairs})`,
    );
  const ids = JSON.stringify(without);
  const all = sums("SELECT left_id, right_id FROM match_pairs WHERE state = 'joined'").get();
  const some = sums(
    `SELECT p.left_id, p.right_id FROM json_each(@ids) j CROSS JOIN match_pairs p ON p.left_id = j.value WHERE p.state = 'joined'
     UNION SELECT p.left_id, p.right_id FROM json_each(@ids) j CROSS JOIN match_pairs p ON p.right_id = j.value WHERE p.state = 'joined'`,
  ).get({ ids });
  return [(all?.one ?? 0) - (some?.one ?? 0), (all?.two ?? 0) - (some?.two ?? 0), (all?.count ?? 0) - (some?.count ?? 0)].join(' ');
}

/** An order-like record of a sale: which order holds it, and what matching knows of it. */
export type SaleMember = readonly [
  headId: number,
  recordId: number,
  sourceId: number,
  typeCode: number,
  nameId: number | null,
  emailId: number | null,
  titleId: number | null,
  /** Hexadecimal. */
  refs: string,
  nativeId: string,
  /** Records in its order. */
  fellows: number,
];

/** Live members of sales with a record id above `afterId`, by record id, at most `limit`. */
export function readSaleMembers(db: ReadableDb, afterId: number, limit: number): SaleMember[] {
  return db
    .prepare(
      `SELECT o.head_id, m.record_id, m.source_id, m.type_code, m.name_id, m.email_id, m.title_id, hex(m.refs), r.native_id, h.member_count
       FROM match_rows m CROSS JOIN orders o ON o.record_id = m.record_id CROSS JOIN orders h ON h.record_id = o.head_id CROSS JOIN source_records r ON r.id = m.record_id
       WHERE m.record_id > ? AND ${LIVE} ORDER BY m.record_id LIMIT ?`,
    )
    .raw()
    .all(afterId, limit) as SaleMember[];
}

/** Live members of some sales by their heads, by record id. */
export function readSaleMembersOf(db: ReadableDb, headIds: readonly number[]): SaleMember[] {
  return db
    .prepare(
      `SELECT o.head_id, m.record_id, m.source_id, m.type_code, m.name_id, m.email_id, m.title_id, hex(m.refs), r.native_id, h.member_count
       FROM json_each(?) j CROSS JOIN orders h ON h.record_id = j.value CROSS JOIN orders o ON o.head_id = h.record_id
       CROSS JOIN match_rows m ON m.record_id = o.record_id CROSS JOIN source_records r ON r.id = m.record_id
       WHERE ${LIVE} ORDER BY m.record_id`,
    )
    .raw()
    .all(JSON.stringify(headIds)) as SaleMember[];
}

export interface TextStatements {
  /** '' for an id that the book does not know. */
  text(id: number): string;
  /** 0 for a text that the book does not know. */
  id(text: string): number;
}

export function textStatements(db: ReadableDb): TextStatements {
  const text = db.prepare<[number], string>('SELECT text FROM strings WHERE id = ?').pluck();
  const id = db.prepare<[string], number>('SELECT id FROM strings WHERE text = ?').pluck();
  return { text: (of) => text.get(of) ?? '', id: (of) => id.get(of) ?? 0 };
}

/** First and last minute that the records of each batch speak of: batch → [source, first, last]. Orders and what is around them. */
export function readOrderSpans(db: ReadableDb): { sourceId: number; batchId: number; first: number; last: number }[] {
  return db
    .prepare<[], { sourceId: number; batchId: number; first: number; last: number }>(
      `SELECT m.source_id AS sourceId, r.home_batch_id AS batchId, min(m.placed_minute) AS first, max(m.placed_minute) AS last
       FROM match_rows m CROSS JOIN source_records r ON r.id = m.record_id
       WHERE m.type_code = 0 AND m.placed_minute IS NOT NULL AND ${LIVE} GROUP BY m.source_id, r.home_batch_id`,
    )
    .all();
}

/** The same of some batches alone. */
export function readOrderSpansOf(db: ReadableDb, batches: readonly number[]): ReturnType<typeof readOrderSpans> {
  return db
    .prepare<[string], { sourceId: number; batchId: number; first: number; last: number }>(
      `SELECT m.source_id AS sourceId, r.home_batch_id AS batchId, min(m.placed_minute) AS first, max(m.placed_minute) AS last
       FROM json_each(?) j CROSS JOIN source_records r ON r.home_batch_id = j.value CROSS JOIN match_rows m ON m.record_id = r.id
       WHERE m.type_code = 0 AND m.placed_minute IS NOT NULL GROUP BY m.source_id, r.home_batch_id`,
    )
    .all(JSON.stringify(batches));
}

/** Pairs of records that an open question calls one sale sent twice. */
export function readSentTwice(db: ReadableDb): (readonly [number, number])[] {
  return db
    .prepare<[], string>(
      `SELECT members FROM proposals WHERE state IN ('open', 'skipped') AND reason LIKE 'API retry%' AND member_count = 2 ORDER BY id`,
    )
    .pluck()
    .all()
    .flatMap((text) => {
      const [a, b] = JSON.parse(text) as number[];
      return a === undefined || b === undefined ? [] : [[a, b] as const];
    });
}

/** How many sales there are, and the highest record id of a head. */
export function countSales(db: ReadableDb): { sales: number; highestHead: number } {
  const row = db
    .prepare<[], { sales: number; highestHead: number | null }>(
      `SELECT count(*) AS sales, max(o.record_id) AS highestHead FROM orders o
       WHERE o.head_id = o.record_id AND o.is_sale = 1 AND o.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')`,
    )
    .get();
  return { sales: row?.sales ?? 0, highestHead: row?.highestHead ?? 0 };
}

/** Highest record id that stands in any order. */
export function highestMember(db: ReadableDb): number {
  return db.prepare<[], number | null>('SELECT max(record_id) FROM match_rows').pluck().get() ?? 0;
}

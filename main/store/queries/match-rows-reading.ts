/** Reading the narrow table that matching works on: integers in chunks, texts by id. */
import { ORDER_LIKE_TYPES, typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';

const ORDER_LIKE_CODES = JSON.stringify(ORDER_LIKE_TYPES.map(typeCode));

/** A live order-like record and the number of bytes of its references. Tuples here: a million objects cost more than the query. */
export type LiveRow = readonly [recordId: number, sourceId: number, typeCode: number, nativeId: string, refBytes: number];

/** Live order-like records with an id above `afterId`, by id, at most `limit`. */
export function readLiveRows(db: ReadableDb, afterId: number, limit: number): LiveRow[] {
  return db
    .prepare(
      `SELECT m.record_id, m.source_id, m.type_code, r.native_id, length(m.refs)
       FROM match_rows m CROSS JOIN source_records r ON r.id = m.record_id
       WHERE m.record_id > ? AND m.type_code IN (SELECT value FROM json_each(?))
         AND r.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')
       ORDER BY m.record_id LIMIT ?`,
    )
    .raw()
    .all(afterId, ORDER_LIKE_CODES, limit) as LiveRow[];
}

/** What matching knows of one order-like record. */
export type MatchRow = readonly [
  recordId: number,
  amountMinor: number | null,
  netMinor: number | null,
  placedMinute: number | null,
  dayOnly: number,
  currencyId: number | null,
  nameId: number | null,
  emailId: number | null,
  firmId: number | null,
  phoneId: number | null,
  placeId: number | null,
  itemsId: number | null,
  titleId: number | null,
  refBytes: number,
];

export interface MatchRows {
  readonly rows: readonly MatchRow[];
  /** References of all of them, one after the other: one buffer for many rows costs less than many. */
  readonly refs: Uint8Array;
}

/** Order-like rows, live or not, by id, at most `limit` at a time. */
export function* readMatchRows(db: ReadableDb, limit: number): Generator<MatchRows, void, undefined> {
  const columns = db
    .prepare(
      `SELECT record_id, amount_minor, net_minor, placed_minute, day_only, currency_id, name_id, email_id, firm_id, phone_id,
         place_id, items_id, title_id, length(refs)
       FROM match_rows WHERE record_id > ? AND type_code IN (SELECT value FROM json_each(?)) ORDER BY record_id LIMIT ?`,
    )
    .raw();
  const references = db
    .prepare<[number, number, string], Uint8Array | null>(
      `SELECT CAST(group_concat(refs, '' ORDER BY record_id) AS BLOB)
       FROM match_rows WHERE record_id > ? AND record_id <= ? AND type_code IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  for (let after = 0; ; ) {
    const rows = columns.all(after, ORDER_LIKE_CODES, limit) as MatchRow[];
    const last = rows.at(-1);
    if (last === undefined) return;
    yield { rows, refs: references.get(after, last[0], ORDER_LIKE_CODES) ?? new Uint8Array() };
    after = last[0];
  }
}

/** One money event or booking with references. */
export type ReferringRow = readonly [
  recordId: number,
  typeCode: number,
  amountMinor: number | null,
  currency: string | null,
  refs: Uint8Array,
];

/** Live money events and bookings with an id above `afterId`, by id, at most `limit`. */
export function readReferringRows(db: ReadableDb, afterId: number, limit: number): ReferringRow[] {
  return db
    .prepare(
      `SELECT m.record_id, m.type_code, m.amount_minor, s.text, m.refs
       FROM money_rows m CROSS JOIN source_records r ON r.id = m.record_id LEFT JOIN strings s ON s.id = m.currency_id
       WHERE m.record_id > ? AND r.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')
       ORDER BY m.record_id LIMIT ?`,
    )
    .raw()
    .all(afterId, limit) as ReferringRow[];
}

export interface SourceRow {
  readonly id: number;
  readonly system: string;
  readonly account: string;
}

export function readSources(db: ReadableDb): SourceRow[] {
  return db.prepare<[], SourceRow>('SELECT id, system, account FROM sources ORDER BY id').all();
}

/** Interned texts, in the order of `ids`. */
export function readTexts(db: ReadableDb, ids: readonly number[]): string[] {
  return db
    .prepare<[string], string>(
      'SELECT s.text FROM json_each(?) AS wanted JOIN strings s ON s.id = wanted.value ORDER BY wanted.key',
    )
    .pluck()
    .all(JSON.stringify(ids));
}

/**
 * What a run rests on: the published batches and the adopted model. While this text is the same, no record came, went or changed but by
 * a person's correction, which is a decision of its own.
 */
export function readMatchInput(db: ReadableDb): string {
  return (
    db
      .prepare<[], string>(
        `SELECT coalesce(group_concat(id), '') || ' ' ||
         coalesce((SELECT max(id) FROM decisions WHERE kind = 'adopt_model' AND withdrawn_by IS NULL), '')
       FROM (SELECT id FROM import_batches WHERE state = 'published' ORDER BY id)`,
      )
      .pluck()
      .get() ?? ''
  );
}

/** Reading the narrow table that matching works on: integers in chunks, texts by id. */
import { ORDER_LIKE_TYPES, typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';

/** One live order-like record, as a tuple: a million objects cost more than the query. */
export type MatchRow = readonly [
  recordId: number,
  sourceId: number,
  typeCode: number,
  nativeId: string,
  amountMinor: number | null,
  currencyId: number | null,
  placedMinute: number | null,
  dayOnly: number,
  nameId: number | null,
  emailId: number | null,
  phoneId: number | null,
  placeId: number | null,
  itemsId: number | null,
  titleId: number | null,
  netMinor: number | null,
  firmId: number | null,
  refs: Uint8Array,
];

const ORDER_LIKE_CODES = JSON.stringify(ORDER_LIKE_TYPES.map(typeCode));

/** Live order-like records with an id above `afterId`, by id, at most `limit`. */
export function readMatchRows(db: ReadableDb, afterId: number, limit: number): MatchRow[] {
  return db
    .prepare(
      `SELECT m.record_id, m.source_id, m.type_code, r.native_id, m.amount_minor, m.currency_id, m.placed_minute, m.day_only,
         m.name_id, m.email_id, m.phone_id, m.place_id, m.items_id, m.title_id, m.net_minor, m.firm_id, m.refs
       FROM match_rows m CROSS JOIN source_records r ON r.id = m.record_id
       WHERE m.record_id > ? AND m.type_code IN (SELECT value FROM json_each(?))
         AND r.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')
       ORDER BY m.record_id LIMIT ?`,
    )
    .raw()
    .all(afterId, ORDER_LIKE_CODES, limit) as MatchRow[];
}

/** Order-like rows, live or not, and the bytes of their references: how much room reading will take. */
export function measureMatchRows(db: ReadableDb): { readonly rows: number; readonly refBytes: number } {
  const row = db
    .prepare<[string], { rows: number; refBytes: number }>(
      `SELECT count(*) AS rows, coalesce(sum(length(refs)), 0) AS refBytes FROM match_rows
       WHERE type_code IN (SELECT value FROM json_each(?))`,
    )
    .get(ORDER_LIKE_CODES);
  return row ?? { rows: 0, refBytes: 0 };
}

/** One money event or booking with references. */
export type ReferringRow = readonly [
  recordId: number,
  typeCode: number,
  amountMinor: number | null,
  currency: string | null,
  refs: Uint8Array,
];

/** Live records that are not order-like, with an id above `afterId`, by id, at most `limit`. */
export function readReferringRows(db: ReadableDb, afterId: number, limit: number): ReferringRow[] {
  return db
    .prepare(
      `SELECT m.record_id, m.type_code, m.amount_minor, s.text, m.refs
       FROM match_rows m CROSS JOIN source_records r ON r.id = m.record_id LEFT JOIN strings s ON s.id = m.currency_id
       WHERE m.record_id > ? AND m.type_code NOT IN (SELECT value FROM json_each(?))
         AND r.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')
       ORDER BY m.record_id LIMIT ?`,
    )
    .raw()
    .all(afterId, ORDER_LIKE_CODES, limit) as ReferringRow[];
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
 * What a run rests on: the published batches. While this text is the same, no record came, went or changed but by a person's
 * correction, which is a decision of its own.
 */
export function readMatchInput(db: ReadableDb): string {
  return (
    db
      .prepare<[], string>(
        `SELECT coalesce(group_concat(id), '') FROM (SELECT id FROM import_batches WHERE state = 'published' ORDER BY id)`,
      )
      .pluck()
      .get() ?? ''
  );
}

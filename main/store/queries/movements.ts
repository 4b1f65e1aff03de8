/** Records behind a movement of a ledger account: what its lines are, as far as rows say it without posting everything again. */
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import { type RecordType, typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';

export interface MovementQuery {
  readonly sourceId: number;
  readonly currency: string;
  /** Minutes UTC, the first included, the last not; null: rows that have no date. */
  readonly span: { readonly fromMinute: number; readonly toMinute: number } | null;
  /** Places in MONEY_KINDS. */
  readonly kinds: readonly number[];
  /** Rows that bear a fee beside them count, too. */
  readonly withFees: boolean;
  /** *free*: only rows that no order, payment or payout holds. *banked*: lines of banks that show payouts of the source. */
  readonly only: 'free' | 'banked' | null;
}

const HELD_BY = ['payment-order', 'refund-order', 'refund-payment'].map((kind) =>
  LINK_KINDS.indexOf(kind as (typeof LINK_KINDS)[number]),
);
/** Records that a row on a balance may be about: where it is there, they only report it (core/reconciliation/events.ts). */
const REPORTS = ['charge', 'payment', 'refund', 'dispute'].map((type) => typeCode(type as RecordType));
const BALANCE_ROW = typeCode('balance_transaction');
/** How far apart a gateway dates a charge and its row on the balance, minutes. */
const APART = 7 * 1440;
const PAYOUT_BANK = LINK_KINDS.indexOf('payout-bank');

/** Ids in order of time, one page of them. */
export function movementIds(
  db: ReadableDb,
  { sourceId, currency, span, kinds, withFees, only }: MovementQuery,
  { offset, limit }: { offset: number; limit: number },
): { total: number; ids: number[] } {
  const when = span === null ? 'm.at_minute IS NULL' : 'm.at_minute >= @fromMinute AND m.at_minute < @toMinute';
  const what = `(m.kind IN (SELECT value FROM json_each(@kinds))${withFees ? ' OR m.fee_minor <> 0' : ''})`;
  const whose =
    only === 'banked'
      ? `m.record_id IN (SELECT l.to_id FROM money_links l JOIN source_records p ON p.id = l.from_id
           WHERE l.kind = ${PAYOUT_BANK} AND l.linked = 1 AND p.source_id = @sourceId)`
      : 'm.source_id = @sourceId';
  const free =
    only === 'free'
      ? `AND NOT EXISTS (SELECT 1 FROM money_links l WHERE l.from_id = m.record_id AND l.linked = 1 AND l.kind IN (${HELD_BY.join()}))`
      : '';
  const near =
    span === null ? 'b.at_minute IS NULL' : `b.at_minute >= @fromMinute - ${APART} AND b.at_minute < @toMinute + ${APART}`;
  const spoken = `NOT (r.type_code IN (${REPORTS.join()}) AND upper(r.native_id) IN (
      SELECT j.value ->> 1 FROM money_rows b JOIN record_versions v ON v.record_id = b.record_id JOIN json_each(v.refs) j
      WHERE b.source_id = @sourceId AND b.type_code = ${BALANCE_ROW} AND ${near}
        AND j.value ->> 0 IN ('charge', 'refund', 'dispute') AND j.value ->> 2 = 'own'))`;
  const from = `FROM money_rows m JOIN source_records r ON r.id = m.record_id JOIN strings c ON c.id = m.currency_id
    WHERE ${whose} AND c.text = @currency AND ${when} AND ${what} ${free} AND ${spoken}
      AND r.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published')`;
  const given = { sourceId, currency, kinds: JSON.stringify(kinds), fromMinute: 0, toMinute: 0, ...span };
  const total = db.prepare<[typeof given], number>(`SELECT count(*) ${from}`).pluck().get(given);
  const ids = db
    .prepare<[typeof given & { offset: number; limit: number }], number>(
      `SELECT m.record_id ${from} ORDER BY m.at_minute, m.record_id LIMIT @limit OFFSET @offset`,
    )
    .pluck()
    .all({ ...given, offset, limit });
  return { total: total ?? 0, ids };
}

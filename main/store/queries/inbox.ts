/** Exceptions as the inbox asks for them. */
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import type { ReadableDb } from '../database.ts';
import { EXCEPTIONS, type ExceptionData } from './money-found.ts';

const COLUMNS = Object.entries<string>(EXCEPTIONS.columns)
  .map(([name, column]) => `e.${column} AS "${name}"`)
  .join(', ');
const PAYOUT_LINE = LINK_KINDS.indexOf('payout-line');

/** Unsettled first, then by urgency and due time. */
const ORDER = `ORDER BY e.state IN ('resolved', 'waived'), e.severity, e.due_ms IS NULL, e.due_ms, e.id`;

export function readException(db: ReadableDb, id: string): ExceptionData | null {
  return db.prepare<[string], ExceptionData>(`SELECT ${COLUMNS} FROM exceptions e WHERE e.id = ?`).get(id) ?? null;
}

/** Exceptions that speak of any of the records or heads. */
export function exceptionsOf(db: ReadableDb, recordIds: readonly number[]): ExceptionData[] {
  return db
    .prepare<[string], ExceptionData>(
      `SELECT ${COLUMNS} FROM exceptions e WHERE e.id IN
         (SELECT exception_id FROM exception_subjects WHERE record_id IN (SELECT value FROM json_each(?))) ${ORDER}`,
    )
    .all(JSON.stringify(recordIds));
}

/** Exceptions about a payout, its records, or any of its lines. */
export function breaksOfPayout(db: ReadableDb, headId: number): ExceptionData[] {
  return db
    .prepare<[{ headId: number }], ExceptionData>(
      `SELECT ${COLUMNS} FROM exceptions e WHERE e.id IN
         (SELECT exception_id FROM exception_subjects WHERE record_id = @headId
          UNION SELECT s.exception_id FROM money_links l JOIN exception_subjects s ON s.record_id = l.from_id
            WHERE l.to_id = @headId AND l.kind = ${PAYOUT_LINE}) ${ORDER} LIMIT 200`,
    )
    .all({ headId });
}

/** All exceptions, unsettled first. There are as many as things that do not hold: thousands, not millions. */
export function readExceptions(db: ReadableDb): ExceptionData[] {
  return db.prepare<[], ExceptionData>(`SELECT ${COLUMNS} FROM exceptions e ${ORDER}`).all();
}

export function countOpenExceptions(db: ReadableDb): number {
  return db.prepare<[], number>("SELECT count(*) FROM exceptions WHERE state IN ('open', 'pending')").pluck().get() ?? 0;
}

/** Client and number of orders by record of a member. */
export function readOrderNames(
  db: ReadableDb,
  recordIds: readonly number[],
): Map<number, { orderId: string; number: string; client: string }> {
  const rows = db
    .prepare<[string], { recordId: number; orderId: string; number: string; client: string }>(
      `SELECT o.record_id AS recordId, h.canonical_id AS orderId, h.number, h.client FROM orders o JOIN orders h ON h.record_id = o.head_id
       WHERE o.record_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map(({ recordId, ...order }) => [recordId, order]));
}

export function readPayoutNames(db: ReadableDb, headIds: readonly number[]): Map<number, { payoutId: string; reference: string }> {
  const rows = db
    .prepare<[string], { headId: number; payoutId: string; reference: string }>(
      'SELECT head_id AS headId, payout_id AS payoutId, reference FROM payouts WHERE head_id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify(headIds));
  return new Map(rows.map(({ headId, ...payout }) => [headId, payout]));
}

/** The order that each money record is linked to, or proposed for: record → head, the likeliest. */
export function readLinkedOrders(db: ReadableDb, recordIds: readonly number[]): Map<number, number> {
  const toOrder = JSON.stringify(LINK_KINDS.flatMap((kind, code) => (kind.endsWith('-order') ? [code] : [])));
  const rows = db
    .prepare<[string, string], { recordId: number; headId: number }>(
      `SELECT l.from_id AS recordId, l.to_id AS headId FROM money_links l
       WHERE l.from_id IN (SELECT value FROM json_each(?)) AND l.kind IN (SELECT value FROM json_each(?)) ORDER BY l.linked, l.permille`,
    )
    .all(JSON.stringify(recordIds), toOrder);
  return new Map(rows.map(({ recordId, headId }) => [recordId, headId]));
}

/** Money as screens ask for it: payouts, lines of a payout, movements of an account. */
import { MONEY_KINDS, type MoneyKind } from '#shared/domain/money-events.ts';
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '../database.ts';
import { type KeyRow, keyOfRow } from './decisions.ts';

const PAYOUT_LINE = LINK_KINDS.indexOf('payout-line');
const PAYOUT_BANK = LINK_KINDS.indexOf('payout-bank');
const BOOKING_PAYOUT = LINK_KINDS.indexOf('booking-payout');
const TO_ORDER = JSON.stringify(LINK_KINDS.flatMap((kind, code) => (kind.endsWith('-order') ? [code] : [])));

/** Exceptions that are not settled, counted by the payout that they speak of, themselves or by a line. */
const BROKEN = `broken (head_id, breaks) AS (
  SELECT head_id, count(DISTINCT id) FROM (
    SELECT s.record_id AS head_id, e.id FROM exceptions e JOIN exception_subjects s ON s.exception_id = e.id WHERE e.state IN ('open', 'pending')
    UNION SELECT l.to_id, e.id FROM exceptions e JOIN exception_subjects s ON s.exception_id = e.id
      JOIN money_links l ON l.from_id = s.record_id AND l.kind = ${PAYOUT_LINE} WHERE e.state IN ('open', 'pending'))
  GROUP BY head_id)`;

export interface ListedPayout {
  readonly headId: number;
  readonly payoutId: string;
  readonly own: 0 | 1;
  readonly system: string;
  readonly account: string;
  readonly reference: string;
  readonly currency: string;
  readonly atMinute: number | null;
  readonly sentMinor: number;
  readonly lineCount: number;
  readonly lineSumMinor: number;
  readonly bankedMinor: number;
  readonly bankMinute: number | null;
  readonly state: string;
  readonly holds: 0 | 1;
  readonly dueMinute: number | null;
  readonly breaks: number;
}

const LISTED = `SELECT p.head_id AS headId, p.payout_id AS payoutId, p.own, s.system, s.account, p.reference, p.currency, p.at_minute AS atMinute,
    p.sent_minor AS sentMinor, p.line_count AS lineCount, p.line_sum_minor AS lineSumMinor, p.banked_minor AS bankedMinor,
    (SELECT max(m.at_minute) FROM money_links l JOIN money_rows m ON m.record_id = l.to_id
     WHERE l.from_id = p.head_id AND l.kind = ${PAYOUT_BANK} AND l.linked = 1) AS bankMinute,
    p.state, p.holds, p.due_minute AS dueMinute, coalesce(b.breaks, 0) AS breaks
  FROM payouts p JOIN sources s ON s.id = p.source_id LEFT JOIN broken b ON b.head_id = p.head_id`;

export interface PayoutFilter {
  readonly text: string;
  /** Empty: all. */
  readonly systems: readonly string[];
  readonly states: readonly string[];
  readonly currencies: readonly string[];
  readonly breaksOnly: boolean;
}

const FILTERED = `(@text = '' OR instr(lower(p.reference), lower(@text)) > 0)
  AND (@systems = '[]' OR s.system IN (SELECT value FROM json_each(@systems)))
  AND (@states = '[]' OR p.state IN (SELECT value FROM json_each(@states)))
  AND (@currencies = '[]' OR p.currency IN (SELECT value FROM json_each(@currencies)))
  AND (@breaksOnly = 0 OR b.breaks > 0)`;

/** The latest first. */
export function listPayouts(
  db: ReadableDb,
  filter: PayoutFilter,
  { offset, limit }: { offset: number; limit: number },
): { total: number; rows: ListedPayout[] } {
  const values = {
    text: filter.text.trim(),
    systems: JSON.stringify(filter.systems),
    states: JSON.stringify(filter.states),
    currencies: JSON.stringify(filter.currencies),
    breaksOnly: filter.breaksOnly ? 1 : 0,
    offset,
    limit,
  };
  const total = db
    .prepare<[typeof values], number>(
      `WITH ${BROKEN} SELECT count(*) FROM payouts p JOIN sources s ON s.id = p.source_id LEFT JOIN broken b ON b.head_id = p.head_id WHERE ${FILTERED}`,
    )
    .pluck()
    .get(values);
  const rows = db
    .prepare<[typeof values], ListedPayout>(
      `WITH ${BROKEN} ${LISTED} WHERE ${FILTERED} ORDER BY p.at_minute DESC, p.payout_id LIMIT @limit OFFSET @offset`,
    )
    .all(values);
  return { total: total ?? 0, rows };
}

export function readPayout(db: ReadableDb, payoutId: string): ListedPayout | null {
  return db.prepare<[string], ListedPayout>(`WITH ${BROKEN} ${LISTED} WHERE p.payout_id = ?`).get(payoutId) ?? null;
}

export function countPayoutStates(db: ReadableDb): { state: string; count: number }[] {
  return db.prepare<[], { state: string; count: number }>('SELECT state, count(*) AS count FROM payouts GROUP BY state').all();
}

/** How many payouts have a break. */
export function countBroken(db: ReadableDb): number {
  return (
    db.prepare<[], number>(`WITH ${BROKEN} SELECT count(*) FROM payouts p JOIN broken b ON b.head_id = p.head_id`).pluck().get() ??
    0
  );
}

export interface LineSum {
  /** Place in MONEY_KINDS; null where the source does not say. */
  readonly kind: number | null;
  readonly lines: number;
  /** Minor units; what the lines move is `net`. */
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly netMinor: number;
  /** Lines whose order is linked. */
  readonly withOrder: number;
}

/** Lines of a payout by kind. */
export function payoutLineSums(db: ReadableDb, headId: number): LineSum[] {
  return db
    .prepare<[string, number], LineSum>(
      `SELECT m.kind, count(*) AS lines, sum(coalesce(m.amount_minor, 0)) AS amountMinor, sum(coalesce(m.fee_minor, 0)) AS feeMinor,
         sum(l.amount_minor) AS netMinor,
         sum(EXISTS (SELECT 1 FROM money_links o WHERE o.from_id = m.record_id AND o.linked = 1 AND o.kind IN (SELECT value FROM json_each(?)))) AS withOrder
       FROM money_links l JOIN money_rows m ON m.record_id = l.from_id WHERE l.to_id = ? AND l.kind = ${PAYOUT_LINE} AND l.linked = 1
       GROUP BY m.kind ORDER BY m.kind`,
    )
    .all(TO_ORDER, headId);
}

/** How many orders the lines of a payout lead to, and what those ask for. */
export function payoutOrders(db: ReadableDb, headId: number): { orders: number; totalMinor: number } {
  return (
    db
      .prepare<[string, number], { orders: number; totalMinor: number }>(
        `SELECT count(*) AS orders, coalesce(sum(o.total_minor), 0) AS totalMinor FROM orders o WHERE o.record_id IN
           (SELECT t.to_id FROM money_links l JOIN money_links t ON t.from_id = l.from_id AND t.linked = 1 AND t.kind IN (SELECT value FROM json_each(?))
            WHERE l.to_id = ? AND l.kind = ${PAYOUT_LINE} AND l.linked = 1)`,
      )
      .get(TO_ORDER, headId) ?? { orders: 0, totalMinor: 0 }
  );
}

/** A part of a payout's lines: all, those of one kind (place in MONEY_KINDS), of none, with a fee, or what is no charge. */
export type LinePart = 'all' | 'unknown' | 'fees' | 'taken' | number;

const CHARGES = ['charge', 'charge_reversal'].map((kind) => MONEY_KINDS.indexOf(kind as MoneyKind));

function partOf(part: LinePart): string {
  switch (part) {
    case 'all':
      return '1';
    case 'unknown':
      return 'm.kind IS NULL';
    case 'fees':
      return 'm.fee_minor <> 0';
    case 'taken':
      return `(m.fee_minor <> 0 OR m.kind IS NULL OR m.kind NOT IN (${CHARGES.join()}))`;
    default:
      return 'm.kind = @kind';
  }
}

/** Record ids of a part of a payout's lines, by time. */
export function payoutLineIds(
  db: ReadableDb,
  headId: number,
  part: LinePart,
  { offset, limit }: { offset: number; limit: number },
): { total: number; ids: number[] } {
  const given = { headId, kind: typeof part === 'number' ? part : null };
  const from = `FROM money_links l JOIN money_rows m ON m.record_id = l.from_id
    WHERE l.to_id = @headId AND l.kind = ${PAYOUT_LINE} AND l.linked = 1 AND ${partOf(part)}`;
  const total = db.prepare<[typeof given], number>(`SELECT count(*) ${from}`).pluck().get(given);
  const ids = db
    .prepare<[typeof given & { offset: number; limit: number }], number>(
      `SELECT m.record_id ${from} ORDER BY m.at_minute, m.record_id LIMIT @limit OFFSET @offset`,
    )
    .pluck()
    .all({ ...given, offset, limit });
  return { total: total ?? 0, ids };
}

export interface PayoutRecord {
  readonly recordId: number;
  readonly part: 'payout' | 'bank' | 'booking';
  readonly linked: 0 | 1;
  readonly permille: number;
  readonly rule: number;
}

/** Bank lines and bookings of a payout, linked or proposed; and its own record. */
export function payoutRecords(db: ReadableDb, headId: number, own: boolean): PayoutRecord[] {
  const others = db
    .prepare<[number, number], PayoutRecord>(
      `SELECT to_id AS recordId, 'bank' AS part, linked, permille, rule FROM money_links WHERE from_id = ? AND kind = ${PAYOUT_BANK}
       UNION ALL SELECT from_id, 'booking', linked, permille, rule FROM money_links WHERE to_id = ? AND kind = ${BOOKING_PAYOUT}
       ORDER BY 2, 3 DESC, 1`,
    )
    .all(headId, headId);
  return own ? [{ recordId: headId, part: 'payout', linked: 1, permille: 1000, rule: 0 }, ...others] : others;
}

export interface LineRow {
  readonly recordId: number;
  readonly key: RecordKey;
  readonly kind: number | null;
  readonly atMinute: number | null;
  readonly dayOnly: 0 | 1;
  readonly amountMinor: number | null;
  readonly feeMinor: number | null;
  readonly netMinor: number | null;
  readonly currency: string | null;
  readonly description: string | null;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly orderLinked: 0 | 1 | null;
}

/** Money rows as lines, in the order of `recordIds`. */
export function readLines(db: ReadableDb, recordIds: readonly number[]): LineRow[] {
  type Row = KeyRow & Omit<LineRow, 'recordId' | 'key'>;
  return db
    .prepare<[string, string], Row>(
      `SELECT r.id, s.system, s.account, r.type_code, r.native_id, m.kind, m.at_minute AS atMinute, m.day_only AS dayOnly,
         m.amount_minor AS amountMinor, m.fee_minor AS feeMinor, m.net_minor AS netMinor, c.text AS currency,
         (SELECT v.facts ->> '$.description' FROM record_versions v WHERE v.record_id = m.record_id ORDER BY v.id DESC LIMIT 1) AS description,
         o.canonical_id AS orderId, o.number AS orderNumber, t.linked AS orderLinked
       FROM json_each(?) wanted JOIN money_rows m ON m.record_id = wanted.value JOIN source_records r ON r.id = m.record_id
       JOIN sources s ON s.id = r.source_id LEFT JOIN strings c ON c.id = m.currency_id
       LEFT JOIN money_links t ON t.from_id = m.record_id AND (t.kind, t.to_id) =
         (SELECT b.kind, b.to_id FROM money_links b WHERE b.from_id = m.record_id AND b.kind IN (SELECT value FROM json_each(?))
          ORDER BY b.linked DESC, b.permille DESC, b.to_id LIMIT 1)
       LEFT JOIN orders o ON o.record_id = t.to_id
       ORDER BY wanted.key`,
    )
    .all(JSON.stringify(recordIds), TO_ORDER)
    .map(({ id, system, account, type_code, native_id, ...row }) => ({
      ...row,
      recordId: id,
      key: keyOfRow({ id, system, account, type_code, native_id }),
    }));
}

export interface LinkRecord {
  readonly fromId: number;
  readonly kind: number;
  readonly toId: number;
  readonly linked: 0 | 1;
  readonly permille: number;
  readonly rule: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly groupId: number;
}

const LINK = `SELECT l.from_id AS fromId, l.kind, l.to_id AS toId, l.linked, l.permille, l.rule, l.amount_minor AS amountMinor, l.currency,
    l.group_id AS groupId FROM money_links l`;

/** Links that begin or end at a record or head, those that stand first, then the likeliest. */
export function linksAt(db: ReadableDb, recordId: number): LinkRecord[] {
  return db
    .prepare<[number, number], LinkRecord>(
      `SELECT * FROM (${LINK} WHERE l.from_id = ? UNION ${LINK} WHERE l.to_id = ?) ORDER BY linked DESC, permille DESC, kind, fromId, toId`,
    )
    .all(recordId, recordId);
}

/** Links to an order, or to a payout, in the order of time. */
export function linksInto(db: ReadableDb, headId: number): LinkRecord[] {
  return db
    .prepare<[number], LinkRecord>(
      `${LINK} JOIN money_rows m ON m.record_id = l.from_id WHERE l.to_id = ? ORDER BY m.at_minute, l.from_id, l.kind`,
    )
    .all(headId);
}

/** The payout that each of the records lies in: record → payout. */
export function payoutsOfLines(
  db: ReadableDb,
  recordIds: readonly number[],
): Map<number, { payoutId: string; reference: string; state: string }> {
  const rows = db
    .prepare<[string], { recordId: number; payoutId: string; reference: string; state: string }>(
      `SELECT l.from_id AS recordId, p.payout_id AS payoutId, p.reference, p.state FROM money_links l JOIN payouts p ON p.head_id = l.to_id
       WHERE l.kind = ${PAYOUT_LINE} AND l.linked = 1 AND l.from_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map(({ recordId, ...payout }) => [recordId, payout]));
}

/** Keys by record, live or not. */
export function readKeys(db: ReadableDb, recordIds: readonly number[]): Map<number, RecordKey> {
  const rows = db
    .prepare<[string], KeyRow>(
      `SELECT r.id, s.system, s.account, r.type_code, r.native_id FROM source_records r JOIN sources s ON s.id = r.source_id
       WHERE r.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map((row) => [row.id, keyOfRow(row)]));
}

export function readOrderCurrency(db: ReadableDb, headId: number): string | null {
  return db.prepare<[number], string | null>('SELECT currency FROM orders WHERE record_id = ?').pluck().get(headId) ?? null;
}

/** How a payout is named, by its head. */
export function readPayoutName(db: ReadableDb, headId: number): { own: 0 | 1; reference: string } | null {
  return (
    db.prepare<[number], { own: 0 | 1; reference: string }>('SELECT own, reference FROM payouts WHERE head_id = ?').get(headId) ??
    null
  );
}

/** What journal entries are made of: payouts with their lines, arrivals and bookings; sales that the books do not hold. */
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '../database.ts';
import { type KeyRow, keyOfRow } from './decisions.ts';

const PAYOUT_LINE = LINK_KINDS.indexOf('payout-line');
const PAYOUT_BANK = LINK_KINDS.indexOf('payout-bank');
const BOOKING_PAYOUT = LINK_KINDS.indexOf('booking-payout');
const TO_ORDER = LINK_KINDS.flatMap((kind, code) => (kind.endsWith('-order') ? [code] : [])).join(', ');

/** Minutes since 1970 UTC; minor units of `currency`. */
export interface StoredPayout {
  readonly headId: number;
  readonly payoutId: string;
  readonly system: string;
  readonly reference: string;
  readonly currency: string;
  readonly atMinute: number | null;
  readonly sentMinor: number;
  readonly lineCount: number;
  readonly lineSumMinor: number;
  readonly state: string;
  /** What sending it cost, where its own record says so. */
  readonly feeMinor: number;
  /** What linked bookings hold of it; null: the books do not hold it. */
  readonly bookedMinor: number | null;
}

/** Payouts that are not older than the book, by id. */
export function readStoredPayouts(db: ReadableDb): StoredPayout[] {
  return db
    .prepare<[], StoredPayout>(
      `SELECT p.head_id AS headId, p.payout_id AS payoutId, s.system, p.reference, p.currency, p.at_minute AS atMinute,
         p.sent_minor AS sentMinor, p.line_count AS lineCount, p.line_sum_minor AS lineSumMinor, p.state,
         CASE WHEN p.own = 1 THEN coalesce((SELECT m.fee_minor FROM money_rows m WHERE m.record_id = p.head_id), 0) ELSE 0 END AS feeMinor,
         (SELECT sum(b.amount_minor) FROM money_links b WHERE b.to_id = p.head_id AND b.kind = ${BOOKING_PAYOUT} AND b.linked = 1) AS bookedMinor
       FROM payouts p JOIN sources s ON s.id = p.source_id WHERE p.state <> 'before' ORDER BY p.payout_id`,
    )
    .all();
}

export interface StoredLine {
  readonly recordId: number;
  readonly key: RecordKey;
  /** Place in MONEY_KINDS; null where the source does not say. */
  readonly kind: number | null;
  readonly atMinute: number | null;
  /** What the line moves of the payout, after its fee. */
  readonly netMinor: number;
  readonly feeMinor: number;
  /** Of the record itself. */
  readonly currency: string | null;
  /** Head and number of the order that it is linked to. */
  readonly orderHead: number | null;
  readonly orderNumber: string | null;
}

/** Reads prepared once for many payouts. */
export interface JournalReader {
  /** In the order of their keys. */
  lines(payoutHead: number): StoredLine[];
  /** Linked bank lines, in the order of their keys; amounts are absolute. */
  arrivals(
    payoutHead: number,
  ): { readonly key: RecordKey; readonly atMinute: number | null; readonly minor: number; readonly currency: string }[];
}

export function journalReader(db: ReadableDb): JournalReader {
  const lines = db.prepare<[number], KeyRow & Omit<StoredLine, 'recordId' | 'key'>>(
    `SELECT r.id, s.system, s.account, r.type_code, r.native_id, m.kind, m.at_minute AS atMinute, l.amount_minor AS netMinor,
       coalesce(m.fee_minor, 0) AS feeMinor, c.text AS currency, h.record_id AS orderHead, h.number AS orderNumber
     FROM money_links l JOIN money_rows m ON m.record_id = l.from_id JOIN source_records r ON r.id = m.record_id
     JOIN sources s ON s.id = r.source_id LEFT JOIN strings c ON c.id = m.currency_id
     LEFT JOIN money_links t ON t.from_id = m.record_id AND (t.kind, t.to_id) =
       (SELECT b.kind, b.to_id FROM money_links b WHERE b.from_id = m.record_id AND b.linked = 1 AND b.kind IN (${TO_ORDER})
        ORDER BY b.permille DESC, b.to_id LIMIT 1)
     LEFT JOIN orders o ON o.record_id = t.to_id LEFT JOIN orders h ON h.record_id = o.head_id
     WHERE l.to_id = ? AND l.kind = ${PAYOUT_LINE} AND l.linked = 1
     ORDER BY s.system, s.account, r.type_code, r.native_id`,
  );
  const arrivals = db.prepare<[number], KeyRow & { atMinute: number | null; minor: number; currency: string }>(
    `SELECT r.id, s.system, s.account, r.type_code, r.native_id, m.at_minute AS atMinute, l.amount_minor AS minor, l.currency
     FROM money_links l JOIN money_rows m ON m.record_id = l.to_id JOIN source_records r ON r.id = m.record_id
     JOIN sources s ON s.id = r.source_id
     WHERE l.from_id = ? AND l.kind = ${PAYOUT_BANK} AND l.linked = 1 ORDER BY s.system, s.account, r.type_code, r.native_id`,
  );
  return {
    lines: (payoutHead) =>
      lines.all(payoutHead).map((row) => {
        const { kind, atMinute, netMinor, feeMinor, currency, orderHead, orderNumber } = row;
        return { recordId: row.id, key: keyOfRow(row), kind, atMinute, netMinor, feeMinor, currency, orderHead, orderNumber };
      }),
    arrivals: (payoutHead) =>
      arrivals.all(payoutHead).map((row) => {
        const { atMinute, minor, currency } = row;
        return { key: keyOfRow(row), atMinute, minor, currency };
      }),
  };
}

/** How a sale is named, and whether anything of it moved. */
export interface UnbookedSale {
  readonly headId: number;
  readonly orderId: string;
  readonly number: string;
  readonly client: string;
  readonly system: string;
  readonly dayOnly: 0 | 1;
  readonly creditMinor: number;
  readonly paidMinor: number;
}

/** Reconciled sales of which the books of record hold nothing, by head. */
export function readUnbookedSales(db: ReadableDb): Map<number, UnbookedSale> {
  const rows = db
    .prepare<[], UnbookedSale>(
      `SELECT o.record_id AS headId, o.canonical_id AS orderId, o.number, o.client, s.system, o.placed_day_only AS dayOnly,
         p.credit_minor AS creditMinor, p.paid_minor AS paidMinor
       FROM positions p JOIN orders o ON o.record_id = p.head_id JOIN source_records r ON r.id = o.record_id
       JOIN sources s ON s.id = r.source_id WHERE p.booked_minor = 0 AND o.head_id = o.record_id AND o.is_sale = 1`,
    )
    .all();
  return new Map(rows.map((row) => [row.headId, row]));
}

/** Heads of sales whose members disagree, with the words for it. */
export function readConflicts(db: ReadableDb): Map<number, string> {
  const rows = db
    .prepare<[], { headId: number; conflict: string }>(
      'SELECT record_id AS headId, conflict FROM orders WHERE head_id = record_id AND is_sale = 1 AND conflict IS NOT NULL',
    )
    .all();
  return new Map(rows.map(({ headId, conflict }) => [headId, conflict]));
}

/** Heads of sales that an open question may join with another sale. */
export function readSalesInQuestion(db: ReadableDb): Set<number> {
  const rows = db
    .prepare<[], { proposal: string; headId: number }>(
      `SELECT DISTINCT p.id AS proposal, h.record_id AS headId FROM proposals p JOIN proposal_members m ON m.proposal_id = p.id
       JOIN orders o ON o.record_id = m.record_id JOIN orders h ON h.record_id = o.head_id AND h.is_sale = 1
       WHERE p.state IN ('open', 'skipped') AND p.band <> 'possible' ORDER BY p.id`,
    )
    .all();
  const counts = new Map<string, number>();
  for (const { proposal } of rows) counts.set(proposal, (counts.get(proposal) ?? 0) + 1);
  return new Set(rows.filter(({ proposal }) => (counts.get(proposal) ?? 0) > 1).map(({ headId }) => headId));
}

/** What exceptions that are not settled hold back: their reasons and, as JSON, the records and heads. */
export function readHeldSubjects(db: ReadableDb): { readonly reason: string; readonly held: string }[] {
  return db
    .prepare<[], { reason: string; held: string }>(
      "SELECT reason, held FROM exceptions WHERE state IN ('open', 'pending') AND held <> '[]' ORDER BY id",
    )
    .all();
}

/** What the orders table shows of an order: number, client, status, total, time. A function of its canonical fields. */
import type { Facts } from '#shared/domain/fields.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { saleFigures } from './sale-facts.ts';

export const ORDER_STATUSES = ['open', 'paid', 'refunded', 'cancelled', 'unknown'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export interface OrderSummary {
  readonly number: string;
  readonly client: string;
  readonly status: OrderStatus;
  /** Minor units of `currency`. */
  readonly totalMinor: number | null;
  readonly currency: string | null;
  /** UTC ms. */
  readonly placedMs: number | null;
  /** The source gave a date without a time: `placedMs` is its midnight UTC, and no zone may move it to another day. */
  readonly placedDayOnly: boolean;
  /** What reconciling reads of it (`readSaleFigures`). */
  readonly figures: string;
}

/**
 * `facts` of a single record, or the chosen values of a cluster; `key` is that of the member whose id is shown. `termsRecordId`: the
 * member that the total comes from, where it is not the head.
 */
export function summaryOf(facts: Facts, key: RecordKey, termsRecordId: number | null = null): OrderSummary {
  const status = statusOf(facts);
  const placed = facts.placedAt ?? facts.startsAt ?? facts.createdAt ?? null;
  return {
    number: facts.orderNumber ?? facts.reference ?? facts.title ?? key.nativeId,
    client: facts.company ?? facts.clientName ?? facts.shipName ?? facts.email ?? '',
    status,
    totalMinor: facts.total ?? facts.amount ?? null,
    currency: facts.currency ?? null,
    placedMs: placed?.ms ?? null,
    placedDayOnly: placed?.precision === 'day',
    figures: saleFigures(facts, status, termsRecordId),
  };
}

/** Words of the systems' own status columns, lower case without spaces, dashes and underscores. */
const STATUS_WORDS: Readonly<Record<string, OrderStatus>> = {
  paid: 'paid',
  completed: 'paid',
  complete: 'paid',
  processing: 'paid',
  shipped: 'paid',
  paidinfull: 'paid',
  partiallyrefunded: 'paid',
  billed: 'paid',
  fullybilled: 'paid',
  closed: 'paid',
  refunded: 'refunded',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  voided: 'cancelled',
  void: 'cancelled',
  failed: 'cancelled',
  trash: 'cancelled',
  deleted: 'cancelled',
  expired: 'cancelled',
  closedlost: 'cancelled',
  pending: 'open',
  onhold: 'open',
  authorized: 'open',
  authorised: 'open',
  partiallypaid: 'open',
  unpaid: 'open',
  open: 'open',
  unshipped: 'open',
  partiallyshipped: 'open',
  draft: 'open',
  submitted: 'open',
  closedwon: 'open',
  pendingfulfillment: 'open',
  pendingfulfilment: 'open',
  pendingapproval: 'open',
  pendingbilling: 'open',
  partiallyfulfilled: 'open',
};

/** Cancelled and refunded in full come from facts of their own where the source has them; else from its status word. */
export function statusOf(facts: Facts): OrderStatus {
  if (facts.cancelledAt != null) return 'cancelled';
  if (facts.total != null && facts.total > 0 && facts.refunded === facts.total) return 'refunded';
  const word = (facts.status ?? '').toLowerCase().replace(/[\s_-]+/g, '');
  if (word === '') return facts.paidAt != null ? 'paid' : 'unknown';
  return STATUS_WORDS[word] ?? 'unknown';
}

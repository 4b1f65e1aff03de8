/** What does not hold of single orders: paid too much or too little, sent unpaid, kept although cancelled, lines that do not sum. */
import { allowance } from '#shared/domain/policy.ts';
import { mostBilled } from '../reconciliation/booking-orders.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import { CHARGE, REFUND } from '../reconciliation/money-kinds.ts';
import { isCancelled, writtenOffOf } from '../reconciliation/order-states.ts';
import { LINK_KINDS } from '../reconciliation/outputs.ts';
import { CREDIT, DISPUTED, FIGURES, ORDERED, PAID, REFUNDED } from '../reconciliation/positions.ts';
import type { World } from '../reconciliation/world.ts';
import { ORDER_STATUSES } from '../survivorship/order-row.ts';
import { type Findings, order as orderSubject, row as rowSubject } from './findings.ts';

const SHOPS: ReadonlySet<string> = new Set(['shopify', 'woocommerce', 'amazon']);

/** What findings about orders need to know of each. */
export interface OrderMoney {
  /** Sum of linked invoices and receipts less credits, in the order's currency. */
  readonly billed: Float64Array;
  /** Minute of the last capture and the last refund, NO_MINUTE: none. */
  readonly lastPaid: Int32Array;
  readonly lastRefund: Int32Array;
  /** Source of the account that was paid, −1: none. */
  readonly paidInto: Int32Array;
  /** Row of the last refund, −1: none. */
  readonly refundRow: Int32Array;
  /** 1 where a proposed link could change what the order was paid. */
  readonly asked: Uint8Array;
}

export function orderMoney(world: World): OrderMoney {
  const { input, paid, events, links, bookings, booked } = world;
  const { money, orders } = input;
  const billed = new Float64Array(orders.size);
  const lastPaid = new Int32Array(orders.size).fill(NO_MINUTE);
  const lastRefund = new Int32Array(orders.size).fill(NO_MINUTE);
  const refundRow = new Int32Array(orders.size).fill(-1);
  const paidInto = new Int32Array(orders.size).fill(-1);
  const asked = new Uint8Array(orders.size);
  for (let row = 0; row < money.size; row++) {
    const order = paid.orderOf[row] as number;
    if (order === -1 || events.moves[row] !== 1) continue;
    const at = money.minute[row] as number;
    if (money.kind[row] === CHARGE) {
      if (at > (lastPaid[order] as number)) lastPaid[order] = at;
      paidInto[order] = money.source[row] as number;
    }
    if (money.kind[row] !== REFUND || at < (lastRefund[order] as number)) continue;
    lastRefund[order] = at;
    refundRow[order] = row;
  }
  for (const [order, list] of booked.bookingsOf) {
    for (const index of list) {
      const booking = bookings[index];
      const currency = money.currency[booking?.row ?? 0] as number;
      // Books that name another currency than the order's bill it in a way that cannot be compared.
      if (booking === undefined || (currency !== 0 && currency !== orders.currency[order])) continue;
      billed[order] = (billed[order] as number) + booking.minor;
    }
  }
  const found = links.columns();
  const payment = LINK_KINDS.indexOf('payment-order');
  for (let i = 0; i < found.size; i++) if (found.linked[i] === 0 && found.kind[i] === payment) asked[found.to[i] as number] = 1;
  return { billed, lastPaid, lastRefund, paidInto, refundRow, asked };
}

export function findOrders(world: World, sums: OrderMoney, findings: Findings): void {
  const { orders } = world.input;
  const writtenOff = writtenOffOf(world);
  for (let order = 0; order < orders.size; order++) {
    if (orders.test[order] === 1 || Number.isNaN(orders.total[order] as number)) continue;
    checkLines(world, order, findings);
    findEdits(world, order, findings);
    if (isCancelled(world, order)) findKept(world, order, findings);
    else findPaid(world, sums, order, writtenOff[order] as number, findings);
    findOverRefund(world, sums, order, findings);
  }
}

/** Minutes now, and whether a span after a moment has passed. */
function isPast({ input }: World, minute: number, hours: number): boolean {
  return minute !== NO_MINUTE && minute + hours * 60 < input.asOfMs / 60_000;
}

function paysAbroad({ positions }: World, order: number): boolean {
  return positions.others.get(order)?.some(({ position }) => position.paidMinor !== 0) === true;
}

function findPaid(world: World, sums: OrderMoney, order: number, writtenOff: number, findings: Findings): void {
  const { input, positions } = world;
  const { orders, policy } = input;
  const at = order * FIGURES;
  const { figures } = positions;
  const ordered = figures[at + ORDERED] as number;
  const paid = (figures[at + PAID] as number) + (figures[at + CREDIT] as number);
  const currency = orders.currency[order] as number;
  const isShop = SHOPS.has(input.sources[orders.source[order] as number]?.system ?? '');
  const billed = sums.billed[order] as number;
  const slack = allowance(policy.tolerance, ordered);
  if (paysAbroad(world, order)) return;
  const evidence = [
    { label: 'Ordered', minor: ordered },
    { label: 'Paid', minor: paid },
    ...(billed === 0 ? [] : [{ label: 'Billed', minor: billed }]),
  ];
  const common = { subjects: [orderSubject(order)], currency, evidence };
  const returned = (figures[at + REFUNDED] as number) + (figures[at + DISPUTED] as number);
  const most = isShop ? ordered : Math.max(mostBilled(input, order), billed);
  if (paid - returned > most + slack) {
    const due = isShop ? ordered : Math.max(ordered, billed);
    findings.raise({ reason: 'overpaid', ...common, minute: sums.lastPaid[order] as number, minor: paid - due });
    return;
  }
  const twin = twinPaid(world, order);
  // What was billed twice was paid on purpose: a client has two bills.
  const hasBills = !isShop && twin !== null && billed > 0 && (sums.billed[twin] as number) > 0;
  if (twin !== null && paid >= ordered && ordered > 0 && order > twin && !hasBills) {
    findings.raise({
      reason: 'overpaid',
      ...common,
      subjects: [orderSubject(twin), orderSubject(order)],
      minute: sums.lastPaid[order] as number,
      minor: paid,
      guess: { text: 'If both orders are one sale, it was charged twice.', subject: orderSubject(twin), probability: null },
    });
  }
  const due = !isShop && billed > 0 ? billed : ordered;
  if (
    paid > 0 &&
    paid < due - slack - writtenOff &&
    sums.asked[order] === 0 &&
    isPast(world, sums.lastPaid[order] as number, policy.orderClockHours)
  ) {
    findings.raise({ reason: 'underpaid', ...common, minute: sums.lastPaid[order] as number, minor: due - paid });
  }
  if (paid === 0 && isUnpaidAndSent(world, sums, order) && twin === null) {
    findings.raise({
      reason: 'fulfilled_unpaid',
      ...common,
      minute: orders.fulfilled[order] as number,
      minor: ordered - writtenOff,
    });
  }
}

/** The other order of an open question "one sale written twice?", if that one was paid. */
function twinPaid({ input, positions }: World, order: number): number | null {
  const twin = input.twins?.get(order);
  return twin !== undefined && (positions.figures[twin * FIGURES + PAID] as number) > 0 ? twin : null;
}

function isUnpaidAndSent(world: World, sums: OrderMoney, order: number): boolean {
  const { orders, policy } = world.input;
  if (sums.asked[order] === 1 || (orders.total[order] as number) <= 0) return false;
  // Only where the shop itself says that it waits for the money: what it calls paid may have come another way.
  const open = ORDER_STATUSES[orders.status[order] as number] === 'open' || (orders.outstanding[order] as number) > 0;
  return open && isPast(world, orders.fulfilled[order] as number, policy.orderClockHours);
}

function findKept(world: World, order: number, findings: Findings): void {
  const { input, positions } = world;
  const { orders, policy } = input;
  const at = order * FIGURES;
  const kept =
    (positions.figures[at + PAID] as number) -
    (positions.figures[at + REFUNDED] as number) -
    (positions.figures[at + DISPUTED] as number);
  if (kept <= 0 || !isPast(world, orders.cancelled[order] as number, policy.orderClockHours)) return;
  findings.raise({
    reason: 'paid_cancelled_unrefunded',
    subjects: [orderSubject(order)],
    minute: orders.cancelled[order] as number,
    minor: kept,
    currency: orders.currency[order] as number,
    evidence: [{ label: 'Kept', minor: kept }],
  });
}

function findOverRefund({ input, positions }: World, sums: OrderMoney, order: number, findings: Findings): void {
  const at = order * FIGURES;
  const refunded = positions.figures[at + REFUNDED] as number;
  const paid = (positions.figures[at + PAID] as number) + (positions.figures[at + CREDIT] as number);
  const refund = sums.refundRow[order] as number;
  if (refunded <= paid || refund === -1) return;
  findings.raise({
    reason: 'refund_exceeds_payment',
    subjects: [rowSubject(refund), orderSubject(order)],
    minute: sums.lastRefund[order] as number,
    minor: refunded - paid,
    currency: input.orders.currency[order] as number,
    evidence: [
      { label: 'Paid', minor: paid },
      { label: 'Given back', minor: refunded },
    ],
  });
}

/** An accepted order whose total a later version changed: posted as an edit, and for its owner to look at. */
function findEdits({ input }: World, order: number, findings: Findings): void {
  const { orders } = input;
  for (const [i, { minute, total }] of (input.edits?.get(order) ?? []).entries()) {
    const next = input.edits?.get(order)?.[i + 1]?.total ?? (orders.total[order] as number);
    findings.raise({
      reason: 'immutable_field_changed',
      subjects: [orderSubject(order)],
      minute,
      minor: next - total,
      currency: orders.currency[order] as number,
      evidence: [
        { label: 'Total before', minor: total },
        { label: 'Total after', minor: next },
      ],
    });
  }
}

/** Which identity of the order's own figures holds: prices with tax, or without; a cent of rounding is none of either. */
export function taxIdentity(parts: {
  subtotal: number;
  shipping: number;
  tax: number;
  more: number;
  total: number;
}): 'exclusive' | 'inclusive' | null {
  const { subtotal, shipping, tax, more, total } = parts;
  if (Math.abs(subtotal + shipping + tax + more - total) <= 1) return 'exclusive';
  return Math.abs(subtotal + shipping + more - total) <= 1 ? 'inclusive' : null;
}

function checkLines({ input }: World, order: number, findings: Findings): void {
  const { orders } = input;
  const [subtotal, total] = [orders.subtotal[order] as number, orders.total[order] as number];
  const [shipping, tax] = [orders.shipping[order] as number, orders.tax[order] as number];
  if (Number.isNaN(subtotal) || Number.isNaN(shipping) || Number.isNaN(tax)) return;
  const more = (orders.tip[order] || 0) + (orders.duties[order] || 0);
  if (taxIdentity({ subtotal, shipping, tax, more, total }) !== null) return;
  findings.raise({
    reason: 'line_item_mismatch',
    subjects: [orderSubject(order)],
    minute: orders.placed[order] as number,
    minor: total - subtotal - shipping - tax - more,
    currency: orders.currency[order] as number,
    evidence: [
      { label: 'Subtotal', minor: subtotal },
      { label: 'Shipping', minor: shipping },
      { label: 'Tax', minor: tax },
      { label: 'Total', minor: total },
    ],
  });
}

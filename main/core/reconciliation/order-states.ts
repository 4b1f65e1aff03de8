/** Whether an order is open, reconciled, has an exception or was cancelled. */
import { ORDER_STATUSES } from '../survivorship/order-row.ts';
import { mostBilled } from './booking-orders.ts';
import { NO_MINUTE } from './inputs.ts';
import type { Finding } from './outputs.ts';
import { CREDIT, DISPUTED, FIGURES, ORDERED, PAID, REFUNDED } from './positions.ts';
import { refundsSaid } from './shop-refunds.ts';
import type { World } from './world.ts';

const [OPEN, RECONCILED, EXCEPTION, CANCELLED] = [0, 1, 2, 3] as const;

export function orderStatesOf(world: World, findings: readonly Finding[]): Uint8Array {
  const { orders } = world.input;
  const { orderOf } = world.paid;
  const unsettled = unsettledOrders(world);
  const writtenOff = writtenOffOf(world);
  const states = new Uint8Array(orders.size).fill(OPEN);
  for (let order = 0; order < orders.size; order++) {
    if (isCancelled(world, order)) states[order] = CANCELLED;
    else if (unsettled[order] === 0 && isEven(world, order, writtenOff[order] as number)) states[order] = RECONCILED;
  }
  for (const { subjects, state } of findings) {
    if (state === 'resolved') continue;
    for (const subject of subjects) {
      const order = subject.of === 'order' ? subject.order : subject.of === 'row' ? (orderOf[subject.row] as number) : -1;
      if (order !== -1 && states[order] !== CANCELLED) states[order] = EXCEPTION;
    }
  }
  return states;
}

export function isCancelled({ input }: World, order: number): boolean {
  const { orders } = input;
  return (
    orders.test[order] === 1 ||
    orders.cancelled[order] !== NO_MINUTE ||
    ORDER_STATUSES[orders.status[order] as number] === 'cancelled'
  );
}

/** By order: 1 where a movement of it lies in no payout yet. */
function unsettledOrders({ input, events, paid, paidOut }: World): Uint8Array {
  const open = new Uint8Array(input.orders.size);
  for (let row = 0; row < input.money.size; row++) {
    const order = paid.orderOf[row] as number;
    if (order !== -1 && events.moves[row] === 1 && paidOut.payoutOf[row] === -1) open[order] = 1;
  }
  return open;
}

/** What people wrote off of each order, in its currency. */
export function writtenOffOf({ input }: World): Float64Array {
  const off = new Float64Array(input.orders.size);
  for (const { target, minor, currency } of input.writeOffs) {
    if (target.of === 'order' && currency === input.orders.currency[target.order])
      off[target.order] = (off[target.order] as number) + minor;
  }
  return off;
}

const SHOPS: ReadonlySet<string> = new Set(['shopify', 'woocommerce', 'amazon']);

/** Tax that was billed on terms agreed before tax, minor units: what invoices hold above the terms, up to the tax that can be. */
export function billedTaxOf({ input, booked, bookings }: World, order: number): number {
  const { orders, money } = input;
  if (SHOPS.has(input.sources[orders.source[order] as number]?.system ?? '')) return 0;
  let billed = 0;
  for (const index of booked.bookingsOf.get(order) ?? []) {
    const booking = bookings[index];
    const currency = money.currency[booking?.row ?? 0] as number;
    if (booking === undefined || booking.kind === 'credit' || (currency !== 0 && currency !== orders.currency[order])) continue;
    billed += booking.minor;
  }
  const total = orders.total[order] as number;
  return billed > total && billed <= mostBilled(input, order) ? billed - total : 0;
}

/** Nothing is owed on either side: receivable, refunds payable and contested disputes are zero. */
function isEven(world: World, order: number, writtenOff: number): boolean {
  const { figures } = world.positions;
  const at = order * FIGURES;
  const owed =
    (figures[at + ORDERED] as number) +
    billedTaxOf(world, order) -
    (figures[at + PAID] as number) -
    (figures[at + CREDIT] as number) -
    writtenOff;
  const returned = refundsSaid(world, order) === figures[at + REFUNDED];
  return owed === 0 && returned && figures[at + DISPUTED] === 0;
}

/** The position of each order: what was asked, paid, given back, disputed, charged, settled, banked and booked (LEDGER.md). */
import type { Banked } from './bank-links.ts';
import type { BookedOrders } from './booking-orders.ts';
import { type Booking, ofRecord } from './bookings.ts';
import { buyerOf, type Events, feeOf, netOf } from './events.ts';
import type { ReconcileInput } from './inputs.ts';
import {
  CHARGE,
  CHARGE_REVERSAL,
  DISPUTE,
  DISPUTE_REVERSAL,
  FEE,
  FEE_RETURNED,
  GIFT_CARD,
  REFUND,
  REFUND_FAILED,
  STORE_CREDIT,
} from './money-kinds.ts';
import type { OrderFinder } from './order-finder.ts';
import { POSITION_FIGURES, type Position, type Positions } from './outputs.ts';
import type { PaidOut } from './payouts.ts';

export const FIGURES = POSITION_FIGURES.length;
export const [ORDERED, PAID, CREDIT, REFUNDED, DISPUTED, FEES, SETTLED, BANKED, BOOKED] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

export interface PositionContext {
  readonly input: ReconcileInput;
  readonly events: Events;
  readonly finder: OrderFinder;
  readonly orderOf: Int32Array;
  readonly paidOut: PaidOut;
  readonly banked: Banked;
  readonly bookings: readonly Booking[];
  readonly booked: BookedOrders;
}

export function positionsOf(context: PositionContext): Positions {
  const { input, events, orderOf, paidOut, banked } = context;
  const { money, orders } = input;
  const figures = new Float64Array(orders.size * FIGURES);
  const foreign = new Map<number, Map<number, Float64Array>>();
  const add = (order: number, currency: number, figure: number, minor: number): void => {
    if (minor === 0 || Number.isNaN(minor)) return;
    if (currency === orders.currency[order]) {
      const at = order * FIGURES + figure;
      figures[at] = (figures[at] as number) + minor;
      return;
    }
    const byCurrency = foreign.get(order) ?? new Map<number, Float64Array>();
    foreign.set(order, byCurrency);
    const other = byCurrency.get(currency) ?? new Float64Array(FIGURES);
    byCurrency.set(currency, other);
    other[figure] = (other[figure] as number) + minor;
  };
  for (let order = 0; order < orders.size; order++)
    add(order, orders.currency[order] as number, ORDERED, orders.total[order] as number);
  for (let row = 0; row < money.size; row++) {
    const order = orderOf[row] as number;
    if (order === -1 || events.moves[row] !== 1) continue;
    const kind = money.kind[row] as number;
    const currency = money.currency[row] as number;
    const net = netOf(money, row);
    const buyer = buyerOf(money, events, row);
    if (kind === CHARGE || kind === CHARGE_REVERSAL) add(order, buyer.currency, PAID, buyer.minor);
    else if (kind === REFUND || kind === REFUND_FAILED) add(order, buyer.currency, REFUNDED, -buyer.minor);
    else if (kind === DISPUTE || kind === DISPUTE_REVERSAL) add(order, buyer.currency, DISPUTED, -buyer.minor);
    add(order, currency, FEES, kind === FEE || kind === FEE_RETURNED ? -net : feeOf(money, row));
    const payout = paidOut.payoutOf[row] as number;
    if (payout === -1 || paidOut.payouts[payout]?.failed === true) continue;
    add(order, currency, SETTLED, net);
    if (banked.rowsOf.has(payout)) add(order, currency, BANKED, net);
  }
  addCredit(context, figures, add);
  for (const [order, list] of context.booked.bookingsOf) {
    for (const booking of ofRecord(input, context.bookings, list))
      add(order, (money.currency[booking.row] as number) || (orders.currency[order] as number), BOOKED, booking.minor);
  }
  return { figures, others: sorted(foreign) };
}

const CREDIT_WORDS = /gift[ _-]?card|store[ _-]?credit|shop[ _-]?cash|geschenkkarte|carte[ _-]cadeau|tarjeta[ _-]regalo|buono/;

/** Whether an order's payment method names a gift card or store credit. */
export function usesCredit(method: string): boolean {
  return CREDIT_WORDS.test(method);
}

/**
 * What was paid with gift cards and store credit. A shop's transactions state it; an order that only names the method says it by what
 * captures and the outstanding balance leave of the total.
 */
function addCredit(
  { input, finder }: PositionContext,
  figures: Float64Array,
  add: (order: number, currency: number, figure: number, minor: number) => void,
): void {
  const { money, orders, text } = input;
  const stated = new Set<number>();
  for (let row = 0; row < money.size; row++) {
    if (money.kind[row] !== GIFT_CARD && money.kind[row] !== STORE_CREDIT) continue;
    const named = finder.narrowed(row, finder.named(row).orders);
    const [order] = named;
    if (named.length !== 1 || order === undefined) continue;
    stated.add(order);
    add(order, money.currency[row] as number, CREDIT, Math.abs(money.amount[row] as number));
  }
  for (let order = 0; order < orders.size; order++) {
    const method = orders.method[order] as number;
    if (method === 0 || stated.has(order) || orders.test[order] === 1 || !usesCredit(text(method))) continue;
    const outstanding = orders.outstanding[order] as number;
    const at = order * FIGURES;
    const left = (orders.total[order] as number) - (figures[at + PAID] as number) - (Number.isNaN(outstanding) ? 0 : outstanding);
    if (left > 0) figures[at + CREDIT] = left;
  }
}

function sorted(foreign: ReadonlyMap<number, ReadonlyMap<number, Float64Array>>): Positions['others'] {
  const out = new Map<number, { currency: number; position: Position }[]>();
  for (const order of [...foreign.keys()].sort((a, b) => a - b)) {
    const byCurrency = [...(foreign.get(order) ?? [])].sort(([a], [b]) => a - b);
    out.set(
      order,
      byCurrency.map(([currency, values]) => ({ currency, position: positionOf(values, 0) })),
    );
  }
  return out;
}

/** The figures that start at an index, by name. */
export function positionOf(figures: Float64Array, at: number): Position {
  return Object.fromEntries(POSITION_FIGURES.map((name, i) => [name, figures[at + i] ?? 0])) as Record<keyof Position, number>;
}

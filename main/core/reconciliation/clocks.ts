/** What moves because time does: the clocks of a book that was looked at as a whole, in the order in which they run out. */
import { orderMoney } from '../exceptions/order-findings.ts';
import { dayOf } from './bookings.ts';
import { DISPUTE_DAYS } from './dispute-outcome.ts';
import { EVENT_STATUSES, NO_MINUTE } from './inputs.ts';
import { CHARGE, DISPUTE } from './money-kinds.ts';
import { isCancelled } from './order-states.ts';
import { latestPayouts } from './payout-states.ts';
import { CREDIT, FIGURES, ORDERED, PAID } from './positions.ts';
import type { World } from './world.ts';

const PENDING = EVENT_STATUSES.indexOf('pending');

/** Clocks of rows and of single orders; those of payouts are read anew with every run. */
export class Clocks {
  readonly #rows: Moments;
  readonly #orders: Moments;

  constructor(world: World) {
    this.#rows = inOrder(rowClocks(world));
    this.#orders = inOrder(orderClocks(world));
  }

  /** Rows and orders that may look otherwise at `toMs` than at `fromMs` (UTC ms), though nothing came. */
  between(fromMs: number, toMs: number): { readonly rows: readonly number[]; readonly orders: readonly number[] } {
    if (fromMs === toMs) return { rows: [], orders: [] };
    return { rows: within(this.#rows, fromMs, toMs), orders: within(this.#orders, fromMs, toMs) };
  }
}

/** Minutes UTC, ascending, and whose clock runs out then. */
interface Moments {
  readonly minutes: Float64Array;
  readonly whose: Uint32Array;
}

type Clock = readonly [minute: number, whose: number];

function rowClocks(world: World): Clock[] {
  const { input, events, paidOut } = world;
  const { money, policy } = input;
  const clocks: Clock[] = [];
  const latestOf = latestPayouts(world);
  for (let row = 0; row < money.size; row++) {
    const minute = money.minute[row] as number;
    if (minute === NO_MINUTE) continue;
    const kind = money.kind[row] as number;
    if (money.status[row] === PENDING) clocks.push([minute + policy.pendingHours * 60, row]);
    if (kind === DISPUTE) clocks.push([(dayOf(minute) + DISPUTE_DAYS + 1) * 1440, row]);
    if (kind === CHARGE && events.moves[row] === 1 && paidOut.payoutOf[row] === -1) clocks.push([latestOf(row), row]);
  }
  return clocks;
}

function orderClocks(world: World): Clock[] {
  const { input, positions } = world;
  const { orders, policy } = input;
  const { lastPaid } = orderMoney(world);
  const clocks: Clock[] = [];
  for (let order = 0; order < orders.size; order++) {
    const at = order * FIGURES;
    const paid = (positions.figures[at + PAID] as number) + (positions.figures[at + CREDIT] as number);
    // Of an order that is paid and stands no clock decides anything.
    if (paid >= (positions.figures[at + ORDERED] as number) && !isCancelled(world, order)) continue;
    for (const minute of [lastPaid[order], orders.fulfilled[order], orders.cancelled[order]] as readonly number[])
      if (minute !== NO_MINUTE) clocks.push([minute + policy.orderClockHours * 60, order]);
  }
  return clocks;
}

function inOrder(clocks: readonly Clock[]): Moments {
  const sorted = clocks.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    minutes: Float64Array.from(sorted, ([minute]) => minute),
    whose: Uint32Array.from(sorted, ([, whose]) => whose),
  };
}

/** Both ends included. */
function within({ minutes, whose }: Moments, fromMs: number, toMs: number): number[] {
  const [from, to] = [fromMs / 60_000, toMs / 60_000];
  let at = 0;
  for (let step = 2 ** Math.ceil(Math.log2(minutes.length + 1)); step >= 1; step /= 2)
    if (at + step <= minutes.length && (minutes[at + step - 1] as number) < from) at += step;
  const found: number[] = [];
  for (; at < minutes.length && (minutes[at] as number) <= to; at++) found.push(whose[at] as number);
  return found;
}

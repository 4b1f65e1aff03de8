/**
 * Which order a refund that names none most likely belongs to: one whose shop already says that so much was given back, the same buyer,
 * a payment on the same account not long before. Likelihoods of the parts are multiplied; "none of them" keeps a share of its own.
 */
import { dayOf } from '../reconciliation/bookings.ts';
import { grossOf } from '../reconciliation/events.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import { CHARGE } from '../reconciliation/money-kinds.ts';
import { FIGURES, REFUNDED } from '../reconciliation/positions.ts';
import type { World } from '../reconciliation/world.ts';

export interface RefundGuess {
  readonly order: number;
  /** 0 … 1 */
  readonly probability: number;
  readonly why: string;
}

export const MOST_GUESS_DAYS = 120;
/** Payments looked at, latest first: of a busy account, those of the last days. */
export const MOST_PAYMENTS = 5_000;
const SHOWN = 3;
/** Weight of "none of these", beside a plain candidate of the same day, which weighs 1. */
const NOBODY = 0.25;

export function guessOrders(world: World): (refund: number) => RefundGuess[] {
  const { input, paid, positions } = world;
  const { money, orders } = input;
  let bySource: ReadonlyMap<number, readonly number[]> | null = null;
  const payments = (source: number): readonly number[] => {
    bySource ??= paymentsBySource(world);
    return bySource.get(source) ?? [];
  };
  return (refund) => {
    const amount = Math.abs(grossOf(money, refund));
    const at = money.minute[refund] as number;
    if (at === NO_MINUTE) return [];
    const found = new Map<number, { weight: number; why: string }>();
    const list = payments(money.source[refund] as number);
    const last = lastBefore(list, money.minute, at);
    for (let i = last; i >= 0 && last - i < MOST_PAYMENTS; i--) {
      const payment = list[i] ?? 0;
      const days = dayOf(at) - dayOf(money.minute[payment] as number);
      if (days > MOST_GUESS_DAYS) break;
      if (money.currency[payment] !== money.currency[refund] || grossOf(money, payment) < amount) continue;
      const order = paid.orderOf[payment] as number;
      const said = (orders.refunded[order] as number) - (positions.figures[order * FIGURES + REFUNDED] as number);
      const byShop = said === amount;
      const same =
        (money.email[refund] !== 0 &&
          (money.email[refund] === orders.email[order] || money.email[refund] === money.email[payment])) ||
        (money.name[refund] !== 0 && money.name[refund] === orders.name[order]);
      const whole = grossOf(money, payment) === amount;
      const weight = (byShop ? 500 : 1) * (same ? 100 : 1) * (whole ? 4 : 1) * 2 ** (-days / 14);
      const why = byShop
        ? 'The shop says that so much was given back, and no refund was found for it.'
        : same
          ? 'Same buyer, paid on the same account before.'
          : whole
            ? 'Paid the very amount on the same account before.'
            : 'Paid on the same account not long before.';
      const known = found.get(order);
      if (known === undefined || known.weight < weight) found.set(order, { weight, why });
    }
    const sum = [...found.values()].reduce((total, { weight }) => total + weight, NOBODY);
    return [...found]
      .map(([order, { weight, why }]) => ({ order, probability: weight / sum, why }))
      .sort((a, b) => b.probability - a.probability || a.order - b.order)
      .slice(0, SHOWN);
  };
}

/** Payments whose order is known, by their account, in the order of time. */
export function paymentsBySource({ input: { money }, events, paid }: World): ReadonlyMap<number, readonly number[]> {
  const bySource = new Map<number, number[]>();
  for (let row = 0; row < money.size; row++) {
    if (money.kind[row] !== CHARGE || events.moves[row] !== 1 || paid.orderOf[row] === -1 || money.minute[row] === NO_MINUTE)
      continue;
    const list = bySource.get(money.source[row] as number);
    if (list === undefined) bySource.set(money.source[row] as number, [row]);
    else list.push(row);
  }
  for (const list of bySource.values()) list.sort((a, b) => (money.minute[a] as number) - (money.minute[b] as number) || a - b);
  return bySource;
}

/** Of payments in the order of time those that a guess about a refund of this minute looks at. */
export function paymentsBefore(payments: readonly number[], minutes: Int32Array, minute: number): readonly number[] {
  const last = lastBefore(payments, minutes, minute);
  const near = payments.slice(Math.max(0, last + 1 - MOST_PAYMENTS), last + 1);
  return near.filter((payment) => dayOf(minute) - dayOf(minutes[payment] as number) <= MOST_GUESS_DAYS);
}

/** Index of the last row at or before a minute, −1: none. Rows lie in the order of time. */
function lastBefore(rows: readonly number[], minutes: Int32Array, at: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((minutes[rows[middle] ?? 0] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

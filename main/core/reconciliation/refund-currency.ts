/**
 * Refunds that were settled in another currency than the order's and do not say what the buyer got back. It is told by what is certain:
 * a refund of all that its payment brought gave the buyer all of it back; what the shop says was given back and no other refund accounts
 * for is the one refund that is left. A rate of another day would be a guess, so anything else stays in the currency of the gateway.
 */
import { buyerOf, type Events, grossOf } from './events.ts';
import type { ReconcileInput } from './inputs.ts';
import { REFUND, REFUND_FAILED } from './money-kinds.ts';

export interface RefundContext {
  readonly input: ReconcileInput;
  /** What the buyer got back is filled in. */
  readonly events: Events;
  /** Payment that a row answers, and order of a row; −1: none. */
  readonly parentOf: Int32Array;
  readonly orderOf: Int32Array;
}

export function tellRefundsAbroad(context: RefundContext): void {
  const untold = untoldRefunds(context);
  if (untold.size === 0) return;
  const told = toldRefunds(context, untold);
  const { orders } = context.input;
  for (const [order, rows] of untold) {
    const left = rows.filter((row) => !tellWhole(context, row, rows));
    const whole = rows.reduce((sum, row) => sum - (left.includes(row) ? 0 : (context.events.buyerAmount[row] as number)), 0);
    const rest = (orders.refunded[order] as number) - (told.get(order) ?? 0) - whole;
    const [only] = left;
    // NaN where the shop says nothing of refunds: then no comparison holds.
    if (only !== undefined && left.length === 1 && rest > 0 && isLikely(context, only, rest)) tell(context, only, -rest);
  }
}

/** By order: refunds in a foreign currency that state nothing else, of payments of which the buyer's side is known. */
function untoldRefunds({ input, events, parentOf, orderOf }: RefundContext): Map<number, number[]> {
  const { money, orders } = input;
  const found = new Map<number, number[]>();
  for (let row = 0; row < money.size; row++) {
    const [order, parent] = [orderOf[row] as number, parentOf[row] as number];
    if (money.kind[row] !== REFUND || events.moves[row] !== 1 || order === -1 || parent === -1) continue;
    if (buyerOf(money, events, row).currency === orders.currency[order]) continue;
    if (!Number.isNaN(events.buyerAmount[row] as number) || money.currency[row] !== money.currency[parent]) continue;
    if (buyerOf(money, events, parent).currency !== orders.currency[order]) continue;
    const known = found.get(order);
    if (known === undefined) found.set(order, [row]);
    else known.push(row);
  }
  return found;
}

/** What other refunds of these orders gave back in the order's currency, positive. */
function toldRefunds({ input, events, orderOf }: RefundContext, wanted: ReadonlyMap<number, unknown>): Map<number, number> {
  const { money, orders } = input;
  const sums = new Map<number, number>();
  for (let row = 0; row < money.size; row++) {
    const order = orderOf[row] as number;
    if ((money.kind[row] !== REFUND && money.kind[row] !== REFUND_FAILED) || events.moves[row] !== 1 || !wanted.has(order))
      continue;
    const { minor, currency } = buyerOf(money, events, row);
    if (currency === orders.currency[order]) sums.set(order, (sums.get(order) ?? 0) - minor);
  }
  return sums;
}

/** A refund that takes back, alone, all that its payment brought. */
function tellWhole(context: RefundContext, row: number, rows: readonly number[]): boolean {
  const { input, events, parentOf } = context;
  const parent = parentOf[row] as number;
  const alone = rows.every((other) => other === row || parentOf[other] !== parent);
  if (!alone || -grossOf(input.money, row) !== grossOf(input.money, parent)) return false;
  tell(context, row, -buyerOf(input.money, events, parent).minor);
  return true;
}

/** Not more than the buyer paid, and at a rate within a quarter of the payment's: rates move, but not so far within a return's weeks. */
function isLikely({ input, events, parentOf }: RefundContext, row: number, minor: number): boolean {
  const { money } = input;
  const parent = parentOf[row] as number;
  const paid = buyerOf(money, events, parent).minor;
  const back = BigInt(minor) * BigInt(grossOf(money, parent)) * 4n;
  const even = BigInt(paid) * BigInt(-grossOf(money, row));
  return minor <= paid && back >= even * 3n && back <= even * 5n;
}

function tell({ input, events, orderOf }: RefundContext, row: number, minor: number): void {
  events.buyerAmount[row] = minor;
  events.buyerCurrency[row] = input.orders.currency[orderOf[row] as number] as number;
}

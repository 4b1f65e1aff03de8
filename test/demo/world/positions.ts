import type { Json } from '../base/json.ts';
import { ownerTotal } from './copies.ts';
import type { MoneyRow, Sale } from './model.ts';

/** The figures of an order in one currency (LEDGER.md, "Position of an order"); minor units, all positive but net ones. */
export interface Position {
  orderedMinor: number;
  paidMinor: number;
  creditMinor: number;
  refundedMinor: number;
  disputedMinor: number;
  feesMinor: number;
  settledMinor: number;
  bankedMinor: number;
  bookedMinor: number;
}

const nothing = (): Position => ({
  orderedMinor: 0,
  paidMinor: 0,
  creditMinor: 0,
  refundedMinor: 0,
  disputedMinor: 0,
  feesMinor: 0,
  settledMinor: 0,
  bankedMinor: 0,
  bookedMinor: 0,
});

/** The sale's position by currency: what buyers paid in the order's currency, what settled in the gateway's. */
export function positionsOf(sale: Sale, bookedMinor: number): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>([[sale.currency, nothing()]]);
  const inCurrency = (currency: string): Position => {
    const known = positions.get(currency) ?? nothing();
    positions.set(currency, known);
    return known;
  };
  const own = inCurrency(sale.currency);
  own.orderedMinor = ownerTotal(sale);
  own.creditMinor = sale.plan.credit?.minor ?? 0;
  own.bookedMinor = bookedMinor;
  for (const row of sale.rows) addMovement(row, inCurrency(row.buyerCurrency), inCurrency(row.currency));
  return positions;
}

function addMovement(row: MoneyRow, buyer: Position, settled: Position): void {
  if (row.kind === 'charge') buyer.paidMinor += row.buyerMinor;
  if (row.kind === 'refund') buyer.refundedMinor -= row.buyerMinor;
  if (row.kind === 'dispute' || row.kind === 'dispute_reversal') buyer.disputedMinor -= row.buyerMinor;
  settled.feesMinor += row.kind === 'fee' ? -row.netMinor : row.feeMinor;
  if (!row.payout) return;
  settled.settledMinor += row.netMinor;
  if (row.payout.bankLines.length > 0) settled.bankedMinor += row.netMinor;
}

/** Whether every figure of the sale follows from the files alone, so that a machine can be held to it. */
export function isPositionAsked(sale: Sale): boolean {
  const { plan, basket, gateway } = sale;
  const taxedPlan = sale.channel === 'agency' && basket.taxMinor > 0;
  return (
    plan.state !== 'test' &&
    plan.retry === 'none' &&
    gateway !== 'wire' &&
    !taxedPlan &&
    !sale.basket.lines.some((line) => line.sku === 'GIFT-CARD')
  );
}

export function positionJson(position: Position): Json {
  return { ...position };
}

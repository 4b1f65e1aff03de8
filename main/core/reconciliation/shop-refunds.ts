/** What was given back of an order as its shop says, and where a person knows better. */
import { buyerOf, type Events } from './events.ts';
import type { ReconcileInput } from './inputs.ts';
import { FIGURES, REFUNDED } from './positions.ts';
import type { Verdicts } from './verdicts.ts';
import type { World } from './world.ts';

/** Refunds that a person gave their order, by order, minor units of its currency. */
export function confirmedRefunds(
  { decisions, money, orders }: ReconcileInput,
  events: Events,
  verdicts: Verdicts,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const rows = new Set(decisions.flatMap(({ kind, from }) => (kind === 'refund-order' && from.of === 'row' ? [from.row] : [])));
  for (const row of rows) {
    const order = verdicts.orderOf('refund-order', row);
    const { minor, currency } = buyerOf(money, events, row);
    if (order === null || events.moves[row] !== 1 || currency !== orders.currency[order]) continue;
    found.set(order, (found.get(order) ?? 0) - minor);
  }
  return found;
}

/**
 * Refunds of an order as the sale's side knows them, minor units. A source that does not speak of refunds agrees with the gateway; of one
 * that does not know of a refund (made at the gateway, for a customer who wrote) the person who confirmed it speaks.
 */
export function refundsSaid({ input, positions, confirmed }: World, order: number): number {
  const said = input.orders.refunded[order] as number;
  const given = positions.figures[order * FIGURES + REFUNDED] as number;
  if (Number.isNaN(said)) return given;
  return said >= given ? said : Math.min(given, said + (confirmed.get(order) ?? 0));
}

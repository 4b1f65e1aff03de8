/** Whether a dispute is open, won or lost: by its status, by the money that came back, by the clock. */
import { dayOf } from './bookings.ts';
import { type Events, grossOf } from './events.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import { DISPUTE_REVERSAL, statusIs } from './money-kinds.ts';
import type { World } from './world.ts';

/**
 * From the dispute to the networks’ last word: up to three weeks to answer and ten to decide. A dispute that is older, not said to be open
 * and not won is lost. Days.
 */
export const DISPUTE_DAYS = 90;

export interface DisputeState {
  readonly outcome: 'open' | 'won' | 'lost';
  /** When it was decided, minutes UTC: of a loss by the clock the day the clock ran out. */
  readonly minute: number;
}

export function disputeOutcome({ input, events, returned, answered, paid }: World, row: number): DisputeState {
  const minute = input.money.minute[row] as number;
  const status = events.status[row] as number;
  if (returned.has(disputeKey(input, answered.parentOf, paid.orderOf, row)) || statusIs(status, 'won'))
    return { outcome: 'won', minute };
  if (statusIs(status, 'lost')) return { outcome: 'lost', minute };
  if (statusIs(status, 'disputed') || minute === NO_MINUTE) return { outcome: 'open', minute };
  const old = dayOf(input.asOfMs / 60_000) - dayOf(minute) > DISPUTE_DAYS;
  return old ? { outcome: 'lost', minute: minute + DISPUTE_DAYS * 1440 } : { outcome: 'open', minute };
}

/** Disputes whose money came back, by the payment they are about. */
export function returnedDisputes(
  input: ReconcileInput,
  events: Events,
  parentOf: Int32Array,
  orderOf: Int32Array,
): ReadonlySet<string> {
  const found = new Set<string>();
  const { money } = input;
  for (let row = 0; row < money.size; row++) {
    if (money.kind[row] === DISPUTE_REVERSAL && events.moves[row] === 1) found.add(disputeKey(input, parentOf, orderOf, row));
  }
  return found;
}

function disputeKey({ money }: ReconcileInput, parentOf: Int32Array, orderOf: Int32Array, row: number): string {
  const parent = parentOf[row] as number;
  return parent === -1 ? `o${orderOf[row]} ${money.source[row]} ${Math.abs(grossOf(money, row))}` : `p${parent}`;
}

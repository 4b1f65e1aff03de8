/** Where money leaks, by month: what was found, and what of it came back. */
import { isoDay } from '#shared/domain/instant.ts';
import { dayOf } from './bookings.ts';
import { netOf } from './events.ts';
import { NO_MINUTE } from './inputs.ts';
import { CHARGE, CONVERSION } from './money-kinds.ts';
import type { Finding, Leak } from './outputs.ts';
import { latestPayouts } from './payout-states.ts';
import type { World } from './world.ts';

/** Reasons that are a leak of their own name. */
const BY_REASON: Partial<Record<Finding['reason'], Leak['kind']>> = {
  payout_missing_in_bank: 'settled_never_banked',
  refund_without_order: 'refund_without_order',
  refund_exceeds_payment: 'over_refund',
  fulfilled_unpaid: 'fulfilled_unpaid',
  paid_cancelled_unrefunded: 'paid_cancelled_unrefunded',
  fee_above_contract: 'fee_above_contract',
  booked_twice: 'booked_twice',
};

export function leaksOf(world: World, findings: readonly Finding[]): Leak[] {
  const leaks = new Leaks();
  for (const { reason, state, amountMinor, currency, eventMs } of findings) {
    const kind = BY_REASON[reason];
    if (kind !== undefined)
      leaks.add(kind, currency, eventMs === null ? null : eventMs / 60_000, amountMinor ?? 0, state === 'resolved');
  }
  findUnsettled(world, leaks);
  return leaks.list();
}

/** Captures that lie in no payout although the rail's clock has run out; those that came late count as recovered. */
function findUnsettled(world: World, leaks: Leaks): void {
  const { input, events, paidOut, answered } = world;
  const { money, asOfMs } = input;
  // Where a payout's lines are not known, any capture may lie in it.
  const unknown = new Set(paidOut.payouts.flatMap(({ lines, source, currency }) => (lines === 0 ? [`${source} ${currency}`] : [])));
  const latestOf = latestPayouts(world);
  const converted = new Set<number>();
  for (let row = 0; row < money.size; row++) {
    if (money.kind[row] === CONVERSION && answered.parentOf[row] !== -1) converted.add(answered.parentOf[row] as number);
  }
  for (let row = 0; row < money.size; row++) {
    const minute = money.minute[row] as number;
    if (money.kind[row] !== CHARGE || events.moves[row] !== 1 || minute === NO_MINUTE || converted.has(row)) continue;
    const payout = paidOut.payouts[paidOut.payoutOf[row] as number];
    const latest = latestOf(row);
    const late = payout !== undefined && payout.minute !== NO_MINUTE && payout.minute > latest;
    const missing = payout === undefined && asOfMs / 60_000 > latest && !unknown.has(`${money.source[row]} ${money.currency[row]}`);
    if (late || missing) leaks.add('paid_never_settled', money.currency[row] as number, minute, netOf(money, row), late);
  }
}

class Leaks {
  readonly #leaks = new Map<
    string,
    { kind: Leak['kind']; currency: number; month: string; foundMinor: number; recoveredMinor: number; count: number }
  >();

  add(kind: Leak['kind'], currency: number, minute: number | null, minor: number, recovered: boolean): void {
    const month = minute === null ? '' : isoDay(dayOf(minute)).slice(0, 7);
    const key = `${kind} ${currency} ${month}`;
    const leak = this.#leaks.get(key) ?? { kind, currency, month, foundMinor: 0, recoveredMinor: 0, count: 0 };
    this.#leaks.set(key, leak);
    leak.foundMinor += minor;
    if (recovered) leak.recoveredMinor += minor;
    leak.count += 1;
  }

  list(): Leak[] {
    return sortedLeaks([...this.#leaks.values()]);
  }
}

/** By kind, currency and month. */
export function sortedLeaks(leaks: readonly Leak[]): Leak[] {
  return leaks.toSorted(
    (a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) || a.currency - b.currency || (a.month < b.month ? -1 : 1),
  );
}

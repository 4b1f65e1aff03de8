/** Sums that a row states about itself: where they do not hold, one of its figures is not what it says, and none is believed. */
import { BadValue } from './cells.ts';
import type { FactDraft } from './facts.ts';

/** Amount − fee = net, in minor units, where a row states all three. A missing net is worked out. */
export function checkNet(facts: FactDraft, column: string): void {
  const { amount, fee, net } = facts;
  if (amount == null) return;
  if (net == null) {
    facts.net = amount - (fee ?? 0);
    return;
  }
  if (amount - (fee ?? 0) === net) return;
  throw new BadValue(
    'conflicting_rows',
    column,
    '',
    `Amount (${amount}), fee (${fee ?? 0}) and net (${net}) of this row do not fit together, in the smallest unit of the currency.`,
  );
}

/**
 * Sort key of a version whose row shows how far it has come but not when: the row's time (UTC ms), a millisecond later for each step.
 * Null stays null.
 */
export function steppedVersion(ms: number | null, step: number): number | null {
  return ms === null ? null : ms + step;
}

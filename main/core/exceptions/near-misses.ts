/**
 * A payout that the bank does not have, and a line of its rail that nothing explains, of nearly that amount and inside the same days: most
 * likely the bank, or a bank between, kept something. It is said as a guess, and links nothing.
 */
import { railOf } from '#shared/domain/clock.ts';
import { type BankLine, sentOf } from '../reconciliation/bank-links.ts';
import { dayOf } from '../reconciliation/bookings.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import type { World } from '../reconciliation/world.ts';

/** Days from the payout in which its line is looked for. */
const DAYS = 10;
/** The most that may have been kept or added: a twentieth of the amount. */
const PART = 20;

export interface NearMisses {
  readonly lineOf: ReadonlyMap<number, BankLine>;
  /** By row of the line. */
  readonly payoutOf: ReadonlyMap<number, number>;
}

export const NEAR_MISS = 'Nearly this amount, on the same days: the bank may have kept or added the difference.';

/** Pairs of which each has no other. */
export function nearMisses({ input, paidOut, banked }: World): NearMisses {
  const open = banked.lines.filter(({ row, rails }) => rails.length > 0 && !banked.payoutsOf.has(row) && !banked.proposed.has(row));
  const byDay = Map.groupBy(open, ({ day }) => day);
  const lines = new Map<number, BankLine[]>();
  const claims = new Map<number, number[]>();
  for (const [index, draft] of open.length === 0 ? [] : paidOut.payouts.entries()) {
    const sent = sentOf(draft);
    const system = input.sources[draft.source]?.system;
    if (draft.failed || draft.minute === NO_MINUTE || system === undefined || Number.isNaN(sent)) continue;
    if (banked.rowsOf.has(index) || banked.proposedPayouts.has(index)) continue;
    const from = dayOf(draft.minute) - 1;
    for (const line of Array.from({ length: DAYS + 2 }, (_, i) => byDay.get(from + i) ?? []).flat()) {
      if (line.currency !== draft.currency || !line.rails.includes(railOf(system))) continue;
      if (line.minor > 0 !== sent > 0 || Math.abs(line.minor - sent) * PART > Math.abs(sent)) continue;
      lines.set(index, [...(lines.get(index) ?? []), line]);
      claims.set(line.row, [...(claims.get(line.row) ?? []), index]);
    }
  }
  const sure = [...lines].flatMap(([index, [line, other]]) =>
    line !== undefined && other === undefined && claims.get(line.row)?.length === 1 ? [[index, line] as const] : [],
  );
  return { lineOf: new Map(sure), payoutOf: new Map(sure.map(([index, { row }]) => [row, index])) };
}

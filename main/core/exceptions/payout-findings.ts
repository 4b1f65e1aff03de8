/** What does not hold of payouts and bank lines. */

import { dayOf } from '../reconciliation/bookings.ts';
import type { Coverage } from '../reconciliation/coverage.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import type { Payout } from '../reconciliation/outputs.ts';
import type { World } from '../reconciliation/world.ts';
import { type Findings, payout, row } from './findings.ts';
import { NEAR_MISS, nearMisses } from './near-misses.ts';

/** Days from the first day of a source within which a payout may hold lines that are older than its files. */
const FIRST_DAYS = 7;

export function findPayouts(world: World, payouts: readonly Payout[], coverage: Coverage, findings: Findings): void {
  const near = nearMisses(world);
  for (const [index, found] of payouts.entries()) {
    const { currency, minute, state, sent, lineSum } = found;
    const draft = world.paidOut.payouts[index];
    const subjects = [payout(index)];
    if (state === 'before' || draft === undefined) continue;
    if (state === 'failed') {
      findings.raise({
        reason: 'payout_failed',
        subjects,
        minute,
        minor: sent,
        currency,
        evidence: [{ label: 'Sent', minor: sent }],
      });
      continue;
    }
    if (found.lines > 0 && lineSum !== sent + draft.fee && !mayReachBack(world, found, coverage)) {
      findings.raise({
        reason: 'payout_sum_mismatch',
        subjects,
        minute,
        minor: sent + draft.fee - lineSum,
        currency,
        heldBack: subjects,
        guess: { text: 'Something was kept back or added that no line shows.', subject: null, probability: null },
        evidence: [
          { label: 'Sent', minor: sent },
          { label: 'Lines', minor: lineSum },
          { label: 'Difference', minor: sent + draft.fee - lineSum },
        ],
      });
    }
    if (state !== 'broken') continue;
    const missing = sent - found.banked;
    const line = near.lineOf.get(index);
    findings.raise({
      reason: 'payout_missing_in_bank',
      subjects,
      minute,
      minor: missing,
      currency,
      evidence: [
        { label: 'Sent', minor: sent },
        { label: 'In the bank', minor: found.banked },
        ...(line === undefined ? [] : [{ label: 'A line nearly of this amount', minor: line.minor }]),
      ],
      guess: line === undefined ? null : { text: NEAR_MISS, subject: row(line.row), probability: null },
    });
  }
}

/** The first payouts of a book hold sales that are older than its files: nothing is wrong with their sums. */
function mayReachBack({ input }: World, { source, minute, lineSum, sent }: Payout, coverage: Coverage): boolean {
  const first = coverage.firstDay(source);
  // A settlement report holds all its lines.
  if (first === null || minute === NO_MINUTE || input.sources[source]?.system === 'amazon') return false;
  return dayOf(minute) - first <= FIRST_DAYS && Math.abs(lineSum) < Math.abs(sent);
}

/** Lines that name a rail and belong to no payout. */
export function findBankLines(world: World, findings: Findings): void {
  const { banked, input } = world;
  const { policy, money } = input;
  const near = nearMisses(world);
  const known = new Set(world.paidOut.payouts.map(({ source }) => input.sources[source]?.system));
  for (const line of banked.lines) {
    if (line.rails.length === 0 || banked.payoutsOf.has(line.row) || banked.proposed.has(line.row)) continue;
    const minute = money.minute[line.row] as number;
    if (policy.bookStartMs !== null && minute * 60_000 < policy.bookStartMs) continue;
    // Without a file of that rail there is nothing that could explain it: that is waited for.
    if (!line.rails.some((rail) => known.has(rail === 'bank' ? 'bank' : rail))) continue;
    const index = near.payoutOf.get(line.row);
    findings.raise({
      reason: 'bank_line_unexplained',
      subjects: [row(line.row)],
      minute,
      minor: line.minor,
      currency: line.currency,
      evidence: [{ label: 'Text', text: input.text(money.description[line.row] as number) }],
      guess: index === undefined ? null : { text: NEAR_MISS, subject: payout(index), probability: null },
    });
  }
}

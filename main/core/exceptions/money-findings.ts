/** What does not hold of single movements: captures and refunds that no order holds, disputes, several equally good answers. */

import { dayOf } from '../reconciliation/bookings.ts';
import type { Coverage } from '../reconciliation/coverage.ts';
import { disputeOutcome } from '../reconciliation/dispute-outcome.ts';
import { grossOf } from '../reconciliation/events.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import { DISPUTE, MOVES, PAYS_OUT, statusIs } from '../reconciliation/money-kinds.ts';
import type { World } from '../reconciliation/world.ts';
import { type Findings, order, row as rowSubject } from './findings.ts';
import { guessOrders } from './refund-guess.ts';

export function findMoney(world: World, coverage: Coverage, findings: Findings): void {
  findNobodys(world, coverage, findings);
  findOrphans(world, findings);
  findDisputes(world, findings);
  findAmbiguous(world, findings);
  findPending(world, findings);
}

/** Captures for which no order was found although their shop's files cover that day. */
function findNobodys(world: World, coverage: Coverage, findings: Findings): void {
  const { input, paid, finder } = world;
  const { money, orders, policy } = input;
  const shops = [...new Set([...orders.source, ...(input.rest?.shops ?? [])])];
  for (const row of paid.nobody) {
    const minute = money.minute[row] as number;
    if (minute === NO_MINUTE || (policy.bookStartMs !== null && minute * 60_000 < policy.bookStartMs)) continue;
    const source = money.source[row] as number;
    const served = shops.filter((shop) => finder.affinity.share(source, shop) >= 0.02);
    const day = dayOf(minute);
    // A sale is placed before it is paid: the shop's files may end the day before.
    if (!served.some((shop) => coverage.covers(shop, day) || coverage.covers(shop, day - 1))) continue;
    const minor = grossOf(money, row);
    const currency = money.currency[row] as number;
    findings.raise({
      reason: 'payment_without_order',
      subjects: [rowSubject(row)],
      minute,
      minor,
      currency,
      heldBack: [rowSubject(row)],
    });
  }
}

function findOrphans(world: World, findings: Findings): void {
  const { input, answered, links } = world;
  const { money } = input;
  const guesses = guessOrders(world);
  for (const row of answered.orphans) {
    const minor = grossOf(money, row);
    const currency = money.currency[row] as number;
    const candidates = guesses(row);
    const [best] = candidates;
    const group = links.newGroup();
    for (const { order: candidate, probability } of candidates) {
      links.add({
        kind: 'refund-order',
        from: row,
        to: candidate,
        rule: 'buyer@1',
        linked: false,
        permille: Math.floor(probability * 1000),
        amount: Math.abs(minor),
        currency,
        group,
      });
    }
    findings.raise({
      reason: 'refund_without_order',
      subjects: [rowSubject(row)],
      minute: money.minute[row] as number,
      minor,
      currency,
      heldBack: [rowSubject(row)],
      guess:
        best === undefined
          ? null
          : { text: best.why, subject: order(best.order), probability: Math.floor(best.probability * 1000) / 1000 },
    });
  }
}

function findDisputes(world: World, findings: Findings): void {
  const { money } = world.input;
  for (let row = 0; row < money.size; row++) {
    if (money.kind[row] !== DISPUTE || world.events.moves[row] !== 1) continue;
    const { outcome } = disputeOutcome(world, row);
    if (outcome === 'won') continue;
    const reason = outcome === 'lost' ? 'dispute_lost_unbooked' : 'dispute_open';
    const minute = money.minute[row] as number;
    findings.raise({
      reason,
      subjects: [rowSubject(row)],
      minute,
      minor: grossOf(money, row),
      currency: money.currency[row] as number,
    });
  }
}

/** Movements that a gateway calls pending, longer than the policy lets anything be pending. */
function findPending(world: World, findings: Findings): void {
  const { money, policy, asOfMs } = world.input;
  const latest = asOfMs / 60_000 - policy.pendingHours * 60;
  for (let row = 0; row < money.size; row++) {
    const minute = money.minute[row] as number;
    if (!statusIs(money.status[row] as number, 'pending') || MOVES[money.kind[row] as number] !== 1) continue;
    if (minute === NO_MINUTE || minute > latest || world.events.speaker[row] !== -1 || PAYS_OUT[money.kind[row] as number] === 1)
      continue;
    const minor = grossOf(money, row);
    findings.raise({
      reason: 'pending_overdue',
      subjects: [rowSubject(row)],
      minute,
      minor,
      currency: money.currency[row] as number,
    });
  }
}

/** Captures with several equally good orders; a number that two invoices bear is told as that. */
function findAmbiguous({ input: { money }, paid }: World, findings: Findings): void {
  for (const [row, orders] of paid.proposed) {
    if (paid.byNumber.has(row)) continue;
    findings.raise({
      reason: 'ambiguous_match',
      subjects: [rowSubject(row), ...orders.map(order)],
      minute: money.minute[row] as number,
      minor: grossOf(money, row),
      currency: money.currency[row] as number,
      heldBack: [rowSubject(row)],
    });
  }
}

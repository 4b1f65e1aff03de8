/** What a split would leave, before it is done. */

import type { review } from '#shared/contract/review.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { ProblemError, type ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { badgeOf } from '../records.ts';
import { canonicalTotals } from './effects.ts';
import { planSplit } from './split.ts';

/** Null when the order is gone, or when the records would leave nothing on one side. */
export function previewSplit(
  { db, ports }: ReaderContext,
  input: InputOf<typeof review.previewSplit>,
): OutputOf<typeof review.previewSplit> {
  try {
    const plan = planSplit(db, ports, input, { actor: 'person:you', atMs: ports.clock.nowMs(), why: null });
    return {
      canonicalBefore: canonicalTotals([plan.before]),
      canonicalAfter: canonicalTotals(plan.after),
      orders: plan.after.map((order) => ({
        orderId: canonicalIdOf(order.head.key, ports.sha256),
        members: order.members.map(({ recordId, key }) => badgeOf(recordId, key)),
      })),
    };
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

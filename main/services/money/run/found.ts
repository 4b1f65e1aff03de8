/** Payouts and positions as rows. */
import { NO_MINUTE } from '#core/reconciliation/inputs.ts';
import { ORDER_STATES, POSITION_FIGURES, type ReconcileOutput } from '#core/reconciliation/outputs.ts';
import type { PayoutData, PositionData } from '#store/queries/money-found.ts';
import type { LoadedBook } from '../load/index.ts';
import type { Ends } from './ends.ts';

export function payoutRows({ input, sources }: LoadedBook, { payouts }: ReconcileOutput, ends: Ends): PayoutData[] {
  const rows = payouts.map((payout, place): PayoutData => {
    const name = ends.payouts[place];
    if (name === undefined) throw new Error(`no payout ${place}`);
    return {
      headId: name.headId,
      payoutId: name.payoutId,
      own: name.own ? 1 : 0,
      sourceId: sources.at(payout.source).id,
      reference: name.key.nativeId,
      currency: input.currencies[payout.currency] ?? '',
      atMinute: minuteOrNull(payout.minute),
      sentMinor: payout.sent,
      lineCount: payout.lines,
      lineSumMinor: payout.lineSum,
      bankedMinor: payout.banked,
      state: payout.state,
      holds: payout.holds ? 1 : 0,
      dueMinute: minuteOrNull(payout.dueMinute),
    };
  });
  return rows.sort((a, b) => a.headId - b.headId);
}

export function* positionRows({ input, orders }: LoadedBook, output: ReconcileOutput): Generator<PositionData, undefined> {
  const { positions, orderStates } = output;
  const byHead = Uint32Array.from(orders.headIds, (_, order) => order).sort(
    (a, b) => (orders.headIds[a] as number) - (orders.headIds[b] as number),
  );
  for (const order of byHead) {
    const figure = (at: number): number => (positions.figures[order * POSITION_FIGURES.length + at] as number) + 0;
    const others = positions.others.get(order);
    yield {
      headId: orders.headIds[order] as number,
      state: ORDER_STATES[orderStates[order] as number] ?? 'open',
      orderedMinor: figure(0),
      paidMinor: figure(1),
      creditMinor: figure(2),
      refundedMinor: figure(3),
      disputedMinor: figure(4),
      feesMinor: figure(5),
      settledMinor: figure(6),
      bankedMinor: figure(7),
      bookedMinor: figure(8),
      others:
        others === undefined || others.length === 0
          ? null
          : JSON.stringify(
              Object.fromEntries(others.map(({ currency, position }) => [input.currencies[currency] ?? '', position])),
            ),
    };
  }
  return undefined;
}

function minuteOrNull(minute: number): number | null {
  return minute === NO_MINUTE ? null : minute;
}

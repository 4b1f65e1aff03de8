/** Which movements stand behind a figure of an order's position. Pure. */
import type { OrderPosition, PositionFigures } from '#shared/contract/money.ts';

export type Figure = keyof PositionFigures;
type Line = OrderPosition['lines'][number];

/** In the order of the money's way. `always`: shown though it is zero. */
export const FIGURES: readonly { readonly key: Figure; readonly label: string; readonly always: boolean }[] = [
  { key: 'orderedMinor', label: 'Ordered', always: true },
  { key: 'paidMinor', label: 'Paid', always: true },
  { key: 'creditMinor', label: 'Gift card, credit', always: false },
  { key: 'refundedMinor', label: 'Refunded', always: false },
  { key: 'disputedMinor', label: 'Disputed', always: false },
  { key: 'feesMinor', label: 'Fees', always: false },
  { key: 'settledMinor', label: 'Settled', always: false },
  { key: 'bankedMinor', label: 'In the bank', always: false },
  { key: 'bookedMinor', label: 'In the books', always: false },
];

const BEHIND: Readonly<Record<Figure, (line: Line) => boolean>> = {
  orderedMinor: () => false,
  paidMinor: ({ line }) => line.kind === 'charge' || line.kind === 'charge_reversal',
  creditMinor: ({ line }) => line.kind === 'gift_card' || line.kind === 'store_credit',
  refundedMinor: ({ line }) => line.kind === 'refund' || line.kind === 'refund_failed',
  disputedMinor: ({ line }) => line.kind === 'dispute' || line.kind === 'dispute_reversal',
  feesMinor: ({ line }) => line.kind === 'fee' || line.kind === 'fee_returned' || (line.feeMinor ?? 0) !== 0,
  settledMinor: ({ payout }) => payout !== null,
  bankedMinor: ({ payout }) => payout?.state === 'arrived' || payout?.state === 'broken',
  bookedMinor: ({ line }) => line.kind === 'booking',
};

/** Only what is linked counts; what is proposed is in no figure. */
export function linesOf(figure: Figure, lines: readonly Line[]): Line[] {
  return lines.filter((one) => one.link.state === 'linked' && BEHIND[figure](one));
}

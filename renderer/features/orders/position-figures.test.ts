import { expect, test } from 'vitest';
import type { OrderPosition } from '#shared/contract/money.ts';
import { type Figure, linesOf } from './position-figures.ts';

type Line = OrderPosition['lines'][number];

/** As much of a line as the figures look at. */
function line(kind: string, more: { fee?: number; payout?: 'arrived' | 'waiting'; proposed?: boolean } = {}): Line {
  const part = {
    line: { kind, feeMinor: more.fee ?? 0 },
    link: { state: more.proposed === true ? 'proposed' : 'linked' },
    payout: more.payout === undefined ? null : { payoutId: 'pyo_1', reference: 'po_1', state: more.payout },
    reports: [],
  };
  return part as unknown as Line;
}

const LINES = [
  line('charge', { fee: 30, payout: 'arrived' }),
  line('refund', { payout: 'waiting' }),
  line('fee'),
  line('booking'),
  line('charge', { proposed: true }),
];
const kinds = (figure: Figure) => linesOf(figure, LINES).map((one) => one.line.kind);

test('a figure leads to what it is made of, and to nothing that is only proposed', () => {
  expect(kinds('paidMinor')).toEqual(['charge']);
  expect(kinds('refundedMinor')).toEqual(['refund']);
  expect(kinds('feesMinor')).toEqual(['charge', 'fee']);
  expect(kinds('settledMinor')).toEqual(['charge', 'refund']);
  expect(kinds('bankedMinor')).toEqual(['charge']);
  expect(kinds('bookedMinor')).toEqual(['booking']);
  expect(kinds('orderedMinor')).toEqual([]);
});

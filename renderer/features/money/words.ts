/** Words and tones of payouts. Pure. */
import type { z } from 'zod';
import type { PayoutRow, payoutFilter } from '#shared/contract/money.ts';

export type PayoutFilter = z.infer<typeof payoutFilter>;
export type PayoutState = PayoutRow['state'];

export const STATE_WORDS: Readonly<Record<PayoutState, string>> = {
  expected: 'Expected',
  waiting: 'Waiting for a source',
  arrived: 'Arrived',
  broken: 'Broken',
  failed: 'Failed',
  before: 'Before the book',
};

/** Expected and waiting are calm: nothing is wrong yet. */
export function toneOf({
  state,
  holds,
  breaks,
}: Pick<PayoutRow, 'state' | 'holds' | 'breaks'>): 'ok' | 'warn' | 'bad' | 'info' | undefined {
  if (state === 'broken' || state === 'failed') return 'bad';
  if (state === 'expected' || state === 'waiting') return 'info';
  if (state === 'before') return undefined;
  return holds && breaks === 0 ? 'ok' : 'warn';
}

/** `2026-11` → `Nov 2026`. */
export function monthWords(month: string): string {
  const [year = '', number = '1'] = month.split('-');
  const name = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2000, Number(number) - 1, 1));
  return `${name} ${year}`;
}

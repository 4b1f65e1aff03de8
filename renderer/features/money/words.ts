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

/** What a list says at its end: a payout that holds but has something open says so, in words and not by colour alone. */
export function verdictOf({ verdict, holds, breaks }: Pick<PayoutRow, 'verdict' | 'holds' | 'breaks'>): string {
  return holds && breaks > 0 ? `${breaks} ${breaks === 1 ? 'break' : 'breaks'}` : verdict;
}

/** Months are named by hand: “Sept” in one browser and “Sep” in another would not line up. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `2026-11` → `Nov 2026`; nothing → what has no date. */
export function monthWords(month: string): string {
  if (month === '') return 'Without a date';
  const [year = '', number = '1'] = month.split('-');
  return `${MONTHS[Number(number) - 1] ?? number} ${year}`;
}

/** Every month from the first to the last of some, so that a month without anything keeps its place. Undated ones are left out. */
export function monthsThrough(some: readonly string[]): string[] {
  const sorted = some.filter((month) => month !== '').toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const place = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  return Array.from({ length: place(last) - place(first) + 1 }, (_, i) => {
    const at = place(first) + i;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

/** The fiscal year of a month: `2026`, or `2026/27` where it does not begin in January (1). What has no date is in none. */
export function fiscalYear(month: string, startMonth: number): string {
  if (month === '') return '';
  const [year, number] = month.split('-').map(Number) as [number, number];
  if (startMonth === 1) return String(year);
  const first = number >= startMonth ? year : year - 1;
  return `${first}/${String((first + 1) % 100).padStart(2, '0')}`;
}

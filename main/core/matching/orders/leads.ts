/** How far one answer to a record is ahead of another. */

import type { PairList } from '../pair-list.ts';
import { type Columns, NO_TIME } from './columns.ts';
import type { Engine } from './model.ts';
import { levelAt } from './spec.ts';

/** Copies are keyed in by hand, up to days after the sale: of two sales so near, the nearer one is no better an answer. */
const KEYED_WITHIN_DAYS = 3;
const MINUTES_A_DAY = 1440;

/**
 * Millibits by which `pair` leads `other`, two pairs of one record. What the days alone say is left out where both lie within days: a
 * customer who bought the same twice in a week has two sales, and the copy of either may bear either's date. Minutes count in full,
 * and so do days of a copy that would be dated before its sale.
 */
export function leadsOf(
  { minute, dayOnly }: Pick<Columns, 'minute' | 'dayOnly'>,
  list: PairList,
  { spec, weights, radix }: Engine,
): (pair: number, other: number) => number {
  const { left, right, pattern, score } = list;
  const at = spec.comparisons.findIndex(({ kind, between }) => kind === 'time' && between !== 'context');
  const levels = spec.comparisons[at]?.levels ?? [];
  const isByDay = levels.map(({ test }) => test.is === 'withinDays' && test.days <= KEYED_WITHIN_DAYS);
  const ownWeights = weights[at] ?? [];

  const levelOf = (pair: number): number => (at === -1 ? 0 : levelAt(pattern[pair] as number, radix, at));

  /** One bears a date only, and that lies more than a day before the moment of the other. A day may be another one in another zone. */
  const isBeforeItsSale = (pair: number): boolean => {
    const [a, b] = [left[pair] as number, right[pair] as number];
    if (dayOnly[a] === dayOnly[b]) return false;
    const [copy, sale] = dayOnly[a] === 1 ? [a, b] : [b, a];
    if (minute[copy] === NO_TIME || minute[sale] === NO_TIME) return false;
    return Math.floor((minute[sale] as number) / MINUTES_A_DAY) - Math.floor((minute[copy] as number) / MINUTES_A_DAY) > 1;
  };

  return (pair, other) => {
    const lead = (score[pair] as number) - (score[other] as number);
    const [own, others] = [levelOf(pair), levelOf(other)];
    if (isByDay[own] !== true || isByDay[others] !== true || isBeforeItsSale(pair) || isBeforeItsSale(other)) return lead;
    return lead - (ownWeights[own] as number) + (ownWeights[others] as number);
  };
}

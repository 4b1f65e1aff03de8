/** How far apart two records lie in time. */
import { type Columns, NO_TIME } from './columns.ts';
import { type Comparison, firstLevel } from './spec.ts';

const MINUTES_A_DAY = 1440;

export function timeLevel(comparison: Comparison, columns: Columns): (left: number, right: number) => number {
  const { minute, dayOnly, context } = columns;
  const { between } = comparison;
  return (left, right) => {
    const a = minute[left] as number;
    const b = minute[right] as number;
    if (a === NO_TIME || b === NO_TIME) return 0;
    if (between !== undefined && between !== (context[left] === 1 || context[right] === 1 ? 'context' : 'sales')) return 0;
    const exact = dayOnly[left] === 0 && dayOnly[right] === 0;
    const days = Math.abs(Math.floor(a / MINUTES_A_DAY) - Math.floor(b / MINUTES_A_DAY));
    return firstLevel(comparison, (test) => {
      if (test.is === 'withinMinutes') return exact && Math.abs(a - b) <= test.minutes;
      if (test.is === 'monthEnd') return dayOnly[a < b ? right : left] === 1 && isMonthEnd(Math.min(a, b), Math.max(a, b));
      return test.is === 'withinDays' && days <= test.days;
    });
  };
}

/** Minutes since 1970 UTC: whether the later one lies on the last day of the month of the earlier one. */
function isMonthEnd(earlier: number, later: number): boolean {
  const day = Math.floor(later / MINUTES_A_DAY);
  return monthOf(day + 1) !== monthOf(day) && monthOf(day) === monthOf(Math.floor(earlier / MINUTES_A_DAY));
}

/**
 * Number of the month (12 × year + month, counted from March of year 0) of a day since 1970 UTC, in the proleptic Gregorian calendar:
 * Howard Hinnant's civil_from_days (public domain).
 */
function monthOf(day: number): number {
  const since = day + 719_468;
  const era = Math.floor(since / 146_097);
  const dayOfEra = since - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return (era * 400 + yearOfEra) * 12 + Math.floor((5 * dayOfYear + 2) / 153);
}

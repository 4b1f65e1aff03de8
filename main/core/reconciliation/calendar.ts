/** Working days and business hours. Days are numbers since 1970-01-01 (a Thursday); holidays arrive as a function. */
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { OfficeHours } from '#shared/domain/policy.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The same answers, each asked once. */
export function rememberedHolidays(isHoliday: IsHoliday): IsHoliday {
  const known = new Map<string, Map<number, boolean>>();
  return (country, day) => {
    let days = known.get(country);
    if (days === undefined) {
      days = new Map();
      known.set(country, days);
    }
    let answer = days.get(day);
    if (answer === undefined) {
      answer = isHoliday(country, day);
      days.set(day, answer);
    }
    return answer;
  };
}

/** 0 Monday … 6 Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** `country` null: weekends only. */
export function isWorkingDay(day: number, country: string | null, isHoliday: IsHoliday): boolean {
  return weekdayOf(day) < 5 && (country === null || !isHoliday(country, day));
}

/** The n-th working day after a day; for n = 0 the day itself, or the next working day where it is none. */
export function addWorkingDays(day: number, n: number, country: string | null, isHoliday: IsHoliday): number {
  let at = day;
  while (!isWorkingDay(at, country, isHoliday)) at++;
  for (let left = n; left > 0; left--) {
    at++;
    while (!isWorkingDay(at, country, isHoliday)) at++;
  }
  return at;
}

export interface BusinessClock {
  /** Null: any hour of a business day. Minutes since midnight UTC. */
  readonly officeHours: OfficeHours | null;
  readonly country: string | null;
  readonly isHoliday: IsHoliday;
}

/** An instant plus so many business hours, UTC ms: an hour counts on a working day, inside office hours where there are any. */
export function addBusinessHours(ms: number, hours: number, { officeHours, country, isHoliday }: BusinessClock): number {
  const from = (officeHours?.fromMinute ?? 0) * 60_000;
  const to = officeHours === null ? DAY_MS : officeHours.toMinute * 60_000;
  let at = ms;
  let left = hours * HOUR_MS;
  for (;;) {
    const day = Math.floor(at / DAY_MS);
    const opens = day * DAY_MS + from;
    const closes = day * DAY_MS + to;
    if (!isWorkingDay(day, country, isHoliday) || at >= closes) {
      at = (day + 1) * DAY_MS + from;
      continue;
    }
    const begin = Math.max(at, opens);
    if (begin + left <= closes) return begin + left;
    left -= closes - begin;
    at = (day + 1) * DAY_MS + from;
  }
}

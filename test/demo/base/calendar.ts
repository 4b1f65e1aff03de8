/** Time for the generator: instants are UTC milliseconds; local text is made per zone, with its daylight-saving rule. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Zone = 'UTC' | 'America/New_York' | 'America/Los_Angeles' | 'Europe/Berlin';

const STANDARD_OFFSET: Readonly<Record<Zone, number>> = {
  UTC: 0,
  'America/New_York': -300,
  'America/Los_Angeles': -480,
  'Europe/Berlin': 60,
};

/** Minutes east of UTC at an instant. US: second Sunday of March to first of November, 2:00 local; EU: last Sundays of March and October, 1:00 UTC. */
export function offsetMinutes(zone: Zone, at: number): number {
  const standard = STANDARD_OFFSET[zone];
  if (zone === 'UTC') return standard;
  const year = new Date(at).getUTCFullYear();
  const european = zone === 'Europe/Berlin';
  const start = european ? lastSunday(year, 2) + HOUR : nthSunday(year, 2, 2) + 2 * HOUR - standard * MINUTE;
  const end = european ? lastSunday(year, 9) + HOUR : nthSunday(year, 10, 1) + HOUR - standard * MINUTE;
  return at >= start && at < end ? standard + 60 : standard;
}

function nthSunday(year: number, month: number, nth: number): number {
  const first = Date.UTC(year, month, 1);
  return first + ((7 - new Date(first).getUTCDay()) % 7) * DAY + (nth - 1) * 7 * DAY;
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0);
  return last - new Date(last).getUTCDay() * DAY;
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
}

function partsOf(at: number, zone: Zone): Parts {
  const iso = new Date(at + offsetMinutes(zone, at) * MINUTE).toISOString();
  return { year: iso.slice(0, 4), month: iso.slice(5, 7), day: iso.slice(8, 10), time: iso.slice(11, 19) };
}

/** `2026-09-03`, the calendar day in a zone. */
export function isoDate(at: number, zone: Zone = 'UTC'): string {
  const p = partsOf(at, zone);
  return `${p.year}-${p.month}-${p.day}`;
}

/** `9/3/2026`, as US back offices write it, or `09/03/2026` when padded. */
export function usDate(at: number, zone: Zone, padded = false): string {
  const p = partsOf(at, zone);
  return padded ? `${p.month}/${p.day}/${p.year}` : `${Number(p.month)}/${Number(p.day)}/${p.year}`;
}

/** `03/09/2026`, day first. */
export function dayFirstDate(at: number, zone: Zone): string {
  const p = partsOf(at, zone);
  return `${p.day}/${p.month}/${p.year}`;
}

/** `10:15:00` in a zone. */
export function clockTime(at: number, zone: Zone): string {
  return partsOf(at, zone).time;
}

/** `2026-09-14 10:02:11` in UTC, as Stripe's reports write it. */
export function utcStamp(at: number): string {
  return `${isoDate(at)} ${clockTime(at, 'UTC')}`;
}

/** `2026-09-03 10:15:00 -0400`, as Shopify's exports write it. */
export function offsetStamp(at: number, zone: Zone): string {
  const p = partsOf(at, zone);
  const offset = offsetMinutes(zone, at);
  const size = Math.abs(offset);
  const text = `${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
  return `${p.year}-${p.month}-${p.day} ${p.time} ${offset < 0 ? '-' : '+'}${text}`;
}

/** `2026-09-14T10:02:11` without an offset, as WooCommerce writes both its local and its GMT times. */
export function bareStamp(at: number, zone: Zone): string {
  const p = partsOf(at, zone);
  return `${p.year}-${p.month}-${p.day}T${p.time}`;
}

/** `PST` or `PDT`, PayPal's own column. */
export function pacificName(at: number): string {
  return offsetMinutes('America/Los_Angeles', at) === -480 ? 'PST' : 'PDT';
}

/** Midnight UTC of the instant's day. */
export function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

/** The last day of the instant's month, at 17:48 UTC: when a month-end copy is typed. */
export function monthEnd(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, 17, 48);
}

export type Banking = 'US' | 'EU';

/** A day on which banks of the region move money (Federal Reserve and TARGET holidays). */
export function isBankingDay(at: number, region: Banking): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidaysOf(new Date(at).getUTCFullYear(), region).has(startOfDay(at));
}

/** The day `count` banking days after the instant's day (0: the day itself, or the next banking day). */
export function addBankingDays(at: number, count: number, region: Banking): number {
  let day = startOfDay(at);
  while (!isBankingDay(day, region)) day += DAY;
  for (let left = count; left > 0; left--) {
    day += DAY;
    while (!isBankingDay(day, region)) day += DAY;
  }
  return day;
}

const holidays = new Map<string, ReadonlySet<number>>();

function holidaysOf(year: number, region: Banking): ReadonlySet<number> {
  const key = `${region}${year}`;
  const known = holidays.get(key);
  if (known) return known;
  const made = new Set(region === 'US' ? federalHolidays(year) : targetHolidays(year));
  holidays.set(key, made);
  return made;
}

function federalHolidays(year: number): number[] {
  const monday = (month: number, nth: number): number => nthWeekday(year, month, 1, nth);
  const lastMondayOfMay = Date.UTC(year, 4, 31) - ((new Date(Date.UTC(year, 4, 31)).getUTCDay() + 6) % 7) * DAY;
  const fixed = [
    [0, 1],
    [5, 19],
    [6, 4],
    [10, 11],
    [11, 25],
  ].map(([month = 0, day = 1]) => observed(Date.UTC(year, month, day)));
  return [...fixed, monday(0, 3), monday(1, 3), lastMondayOfMay, monday(8, 1), monday(9, 2), nthWeekday(year, 10, 4, 4)];
}

/** A holiday on a Sunday is observed on Monday; one on a Saturday is not moved by the Federal Reserve. */
function observed(day: number): number {
  return new Date(day).getUTCDay() === 0 ? day + DAY : day;
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  const first = Date.UTC(year, month, 1);
  return first + ((7 + weekday - new Date(first).getUTCDay()) % 7) * DAY + (nth - 1) * 7 * DAY;
}

function targetHolidays(year: number): number[] {
  const easter = easterSunday(year);
  return [
    Date.UTC(year, 0, 1),
    easter - 2 * DAY,
    easter + DAY,
    Date.UTC(year, 4, 1),
    Date.UTC(year, 11, 25),
    Date.UTC(year, 11, 26),
  ];
}

/** Gregorian Easter, the anonymous algorithm (Nature, 1876). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return Date.UTC(year, month - 1, ((h + l - 7 * m + 114) % 31) + 1);
}

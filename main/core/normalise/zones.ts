/** Wall-clock times of IANA zones to UTC, with daylight saving, and the zone names that exports print. */
import { DAY_MS, dayFromCivil } from '#shared/domain/instant.ts';

/**
 * Offsets of zone names found in exports, in minutes. Only names that mean one offset in the files of the systems read here;
 * the others (IST, CST of China …) are not read, so that nothing is guessed.
 */
const NAMED_OFFSETS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  BST: 60,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  JST: 540,
  AEST: 600,
  AEDT: 660,
  ACST: 570,
  ACDT: 630,
  AWST: 480,
  NZST: 720,
  NZDT: 780,
};

/** Minutes east of UTC for `PDT`, `CEST` …, or null for a name that is unknown or means more than one offset. */
export function namedOffset(name: string): number | null {
  return NAMED_OFFSETS[name.toUpperCase()] ?? null;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Offset in ms of a whole UTC day on which it does not change; absent when it changes, and not yet known otherwise. */
const steadyDays = new Map<string, Map<number, number | null>>();

/** Whether the name is a zone this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US-u-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/**
 * UTC ms of a wall-clock time (given as if it were UTC) in a zone. In the hour that clocks repeat the earlier instant is taken;
 * in the hour they skip, the time is read with the offset before the change (as RFC 5545 does).
 */
export function wallToUtc(wallMs: number, zone: string): number {
  if (zone === 'UTC') return wallMs;
  const day = Math.floor(wallMs / DAY_MS);
  const before = steadyOffset(zone, day - 1);
  const after = steadyOffset(zone, day + 1);
  const here = steadyOffset(zone, day);
  if (here !== null && here === before && here === after) return wallMs - here;
  const first = offsetAt(zone, wallMs - DAY_MS);
  if (offsetAt(zone, wallMs - first) === first) return wallMs - first;
  const second = offsetAt(zone, wallMs - first);
  return offsetAt(zone, wallMs - second) === second ? wallMs - second : wallMs - first;
}

function steadyOffset(zone: string, day: number): number | null {
  let days = steadyDays.get(zone);
  if (days === undefined) {
    days = new Map();
    steadyDays.set(zone, days);
  }
  const known = days.get(day);
  if (known !== undefined) return known;
  const start = offsetAt(zone, day * DAY_MS);
  const steady = start === offsetAt(zone, (day + 1) * DAY_MS) ? start : null;
  days.set(day, steady);
  return steady;
}

function offsetAt(zone: string, utcMs: number): number {
  const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatOf(zone).formatToParts(utcMs)) {
    if (type in part) part[type as keyof typeof part] = Number(value);
  }
  const day = dayFromCivil(part.year, part.month, part.day) ?? 0;
  return day * DAY_MS + part.hour * 3_600_000 + part.minute * 60_000 + part.second * 1000 - Math.floor(utcMs / 1000) * 1000;
}

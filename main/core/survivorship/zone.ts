/** A time zone as pure code sees it: the clock offset at an instant. The book's zone is lent by the caller. */
import { DAY_MS } from '#shared/domain/instant.ts';

export interface Zone {
  /** Minutes east of UTC at that instant. */
  offsetMinutes(ms: number): number;
}

export const UTC: Zone = { offsetMinutes: () => 0 };

/** Wall-clock milliseconds in the zone, counted as if they were UTC. */
export function wallMs(ms: number, zone: Zone): number {
  return ms + zone.offsetMinutes(ms) * 60_000;
}

/** Day number on the zone's calendar. */
export function localDay(ms: number, zone: Zone): number {
  return Math.floor(wallMs(ms, zone) / DAY_MS);
}

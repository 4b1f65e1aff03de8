/** Days of the book's time zone as instants, for filters and time lines. Pure: the zone arrives as an argument. */

const DAY_MS = 86_400_000;

/** `2026-11-09` of a date field → the first and last millisecond of that day in the zone; null when it is no day. */
export function dayBounds(text: string, zone: string): { fromMs: number; toMs: number } | null {
  const utc = Date.parse(`${text}T00:00:00.000Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(utc)) return null;
  return { fromMs: startOfDay(utc, zone), toMs: startOfDay(utc + DAY_MS, zone) - 1 };
}

/** `2026-11-09`: the day of an instant in the zone. */
export function dayOf(ms: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);
}

/** The first millisecond of the day of an instant in the zone. */
export function dayStart(ms: number, zone: string): number {
  return startOfDay(Date.parse(`${dayOf(ms, zone)}T00:00:00.000Z`), zone);
}

/** @param utc midnight in UTC of the day that is meant */
function startOfDay(utc: number, zone: string): number {
  // The offset at the answer decides; near a change of clocks the first guess may stand on the other side of it.
  const guess = utc - offsetAt(utc, zone);
  return utc - offsetAt(guess, zone);
}

/** What the zone's clocks show minus UTC, ms. */
function offsetAt(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const value = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second')) - ms;
}

/**
 * Time as a source gave it: UTC, plus the source's own text. A date without a time stays a date: it never becomes midnight
 * somewhere. Reading is done in `core/normalise`; these are the shapes.
 */
export interface SourceInstant {
  /** UTC milliseconds. For precision `day`: midnight UTC of the written date. */
  readonly ms: number;
  /** Exactly as the source wrote it. */
  readonly text: string;
  /**
   * `exact`: the text carries its offset, or the format says UTC. `local`: a wall-clock time read in the zone of the account
   * or the book. `day`: a date only.
   */
  readonly precision: 'exact' | 'local' | 'day';
}

export const DAY_MS = 86_400_000;

/** Days since 1970-01-01, UTC. */
export function dayNumber(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** `2026-11-09T18:04:00.000Z` without a Date object, so that pure code may use it. Proleptic Gregorian; valid for years 0–9999. */
export function isoUtc(ms: number): string {
  const day = dayNumber(ms);
  const { year, month, dayOfMonth } = civilFromDay(day);
  const rest = ms - day * DAY_MS;
  const p2 = (n: number) => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${p2(month)}-${p2(dayOfMonth)}T${p2(Math.floor(rest / 3_600_000))}:${p2(Math.floor(rest / 60_000) % 60)}:${p2(Math.floor(rest / 1000) % 60)}.${String(rest % 1000).padStart(3, '0')}Z`;
}

/** `2026-11-09` of a day number. */
export function isoDay(day: number): string {
  return isoUtc(day * DAY_MS).slice(0, 10);
}

/** Civil date of a day number (Howard Hinnant's `civil_from_days`). */
export function civilFromDay(day: number): { year: number; month: number; dayOfMonth: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const dayOfMonth = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth };
}

/** Day number of a civil date, or null when there is no such date (31 February). */
export function dayFromCivil(year: number, month: number, dayOfMonth: number): number | null {
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return null;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  const day = era * 146_097 + doe - 719_468;
  const back = civilFromDay(day);
  return back.month === month && back.dayOfMonth === dayOfMonth ? day : null;
}

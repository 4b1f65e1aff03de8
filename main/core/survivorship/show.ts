/** Facts as people read them: grouped money, dates in the book's zone, items in one line. */
import { type FactValue, FIELDS, type FieldName, type LineItem } from '#shared/domain/fields.ts';
import { civilFromDay, DAY_MS, dayNumber, type SourceInstant } from '#shared/domain/instant.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import { wallMs, type Zone } from './zone.ts';

/** The contract's shape of a value on a screen. */
export interface Shown {
  readonly text: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `currency` is the record's own; money without one is shown as plain minor units of two decimals and no code. */
export function showValue(
  field: FieldName,
  value: FactValue | null | undefined,
  currency: string | null,
  zone: Zone,
): Shown | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return showMoney(value, currency);
  if (typeof value === 'string') return plain(value);
  switch (FIELDS[field].kind) {
    case 'instant':
      return plain(showInstant(value as SourceInstant, zone));
    case 'lines':
      return plain((value as readonly LineItem[]).map(showLine).join(', '));
    default:
      return plain((value as readonly string[]).join(', '));
  }
}

export function showMoney(amountMinor: number, currency: string | null): Shown {
  return { text: formatGrouped(amountMinor, currency ?? ''), amountMinor, currency };
}

function plain(text: string): Shown {
  return { text, amountMinor: null, currency: null };
}

/** `3 Mar 2026`, or `3 Mar 2026, 09:12` on the book's clock when the source gave a time. */
export function showInstant(instant: SourceInstant, zone: Zone): string {
  if (instant.precision === 'day') return showDay(dayNumber(instant.ms));
  return showTime(instant.ms, zone);
}

/** An instant of ours (a log entry, a decision) on the book's clock, to the minute. */
export function showTime(ms: number, zone: Zone): string {
  const wall = wallMs(ms, zone);
  const minutes = Math.floor((wall - dayNumber(wall) * DAY_MS) / 60_000);
  const p2 = (n: number) => String(n).padStart(2, '0');
  return `${showDay(dayNumber(wall))}, ${p2(Math.floor(minutes / 60))}:${p2(minutes % 60)}`;
}

export function showDay(day: number): string {
  const { year, month, dayOfMonth } = civilFromDay(day);
  return `${dayOfMonth} ${MONTHS[month - 1]} ${year}`;
}

function showLine(line: LineItem): string {
  return `${line.quantity} × ${line.name}`;
}

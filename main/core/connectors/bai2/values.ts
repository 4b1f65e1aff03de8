/** Amounts, days and lists of amounts as BAI2 writes them. */
import { civilFromDay, dayFromCivil, type SourceInstant } from '#shared/domain/instant.ts';
import { bankDay } from '../bank/line.ts';
import { BadValue } from '../cells.ts';

/** Whole minor units without a point: `+000000000208500`, `-3500`; blank is none. */
export function bai2Amount(text: string, column: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const amount = /^[+-]?\d{1,20}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (Number.isSafeInteger(amount)) return amount + 0;
  throw new BadValue('bad_amount', column, text, `“${text}” is not an amount in minor units.`);
}

/** `YYMMDD`. */
export function bai2Day(text: string, column: string): SourceInstant {
  const parts = /^(\d{2})(\d{2})(\d{2})$/.exec(text.trim());
  if (parts === null) throw new BadValue('bad_date', column, text, `“${text}” is not a date.`);
  const year = Number(parts[1]);
  return bankDay(year < 70 ? 2000 + year : 1900 + year, Number(parts[2]), Number(parts[3]), text.trim(), column);
}

export function isDay(text: string): boolean {
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)].map(Number);
  const number = text.length === 6 ? dayFromCivil(2000 + (year ?? 0), month ?? 0, day ?? 0) : null;
  return number !== null && civilFromDay(number).month === month;
}

/** How many fields tell when the funds of an amount are there, by the type of funds and what follows it. */
export function fundsFields(type: string, next: string | undefined): number {
  switch (type.trim().toUpperCase()) {
    case 'S':
      return 3;
    case 'V':
      return 2;
    case 'D':
      return 1 + 2 * Math.max(0, Math.min(100, Number(next) || 0));
    default:
      return 0;
  }
}

export interface Summary {
  readonly code: string;
  readonly amount: number | null;
  readonly items: number | null;
}

/** The balances and totals of an account record: type, amount, number of items, type of funds, and its fields, again and again. */
export function readSummaries(fields: readonly string[]): readonly Summary[] {
  const found: Summary[] = [];
  for (let i = 0; i < fields.length; ) {
    const code = (fields[i] ?? '').trim();
    if (code === '' && i + 1 >= fields.length) break;
    const amount = bai2Amount(fields[i + 1] ?? '', '03');
    const items = bai2Amount(fields[i + 2] ?? '', '03');
    found.push({ code, amount, items });
    i += 4 + fundsFields(fields[i + 3] ?? '', fields[i + 4]);
  }
  return found;
}

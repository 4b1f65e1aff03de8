/** Amounts and days as OFX writes them. */
import type { SourceInstant } from '#shared/domain/instant.ts';
import { readAmount } from '../../normalise/amounts.ts';
import { bankDay } from '../bank/line.ts';
import { BadValue } from '../cells.ts';

/** `-1234.50`, `-1234,50`, `-33.7200`: point or comma starts the decimals, and nothing groups the digits (OFX 3.2.9.1). */
export function ofxAmount(text: string, column: string, currency: string): number {
  const mark = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.';
  const amount = readAmount(text, currency, mark);
  if (amount !== null) return amount;
  throw new BadValue('bad_amount', column, text, `“${text}” is not an amount in ${currency}.`);
}

const DAY = /^(\d{4})(\d{2})(\d{2})(?:\d{2,6}(?:\.\d{1,3})?)?(?:\[[^\]]{1,20}\])?$/;

/** `20130824`, `20130824080000`, `20130824080000.000[-8:PST]`: the day, as written. */
export function ofxDay(text: string, column: string): SourceInstant {
  const parts = DAY.exec(text);
  if (parts === null) throw new BadValue('bad_date', column, text, `“${text}” is not a date.`);
  return bankDay(Number(parts[1]), Number(parts[2]), Number(parts[3]), text, column);
}

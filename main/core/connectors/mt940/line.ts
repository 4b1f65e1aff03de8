/** Field 61 of MT940 and MT942: one movement, in positions (SWIFT standards, category 9). */
import { civilFromDay, DAY_MS, dayFromCivil, dayNumber, type SourceInstant } from '#shared/domain/instant.ts';
import { readAmount } from '../../normalise/amounts.ts';
import { bankDay } from '../bank/line.ts';
import { BadValue } from '../cells.ts';

/**
 * Value date · entry date, often blank · mark · third letter of the currency · amount with a comma · type · the owner's reference ·
 * `//` and the bank's reference. Some banks leave blanks where a date is missing.
 */
const MOVEMENT =
  /^(\d{6})(\d{4}| {4})?(RC|RD|EC|ED|C|D)([A-Z])? ?(\d{1,15}(?:,\d{0,5})?)([NFS][A-Z0-9]{3})([^\n]*?)(?:\/\/([^\n]*))?$/;

export interface Movement {
  readonly valueAt: SourceInstant;
  readonly bookedAt: SourceInstant;
  /** C and RD come in; RC and RD are reversals of the other. */
  readonly amountMinor: number;
  /** EC and ED: expected, not booked. */
  readonly expected: boolean;
  readonly type: string | null;
  readonly ownReference: string | null;
  readonly bankReference: string | null;
}

/** @param text the first line of the field, without its tag. */
export function readMovement(text: string, currency: string): Movement {
  const parts = MOVEMENT.exec(text);
  if (parts === null) throw new BadValue('unknown_value', ':61:', text, 'This movement is not written as field 61 is.');
  const [, value = '', entry = '', mark = '', , amountText = '', type, own, bank] = parts;
  const amount = readAmount(amountText.replace(/,$/, ''), currency, ',');
  if (amount === null) throw new BadValue('bad_amount', ':61:', amountText, `“${amountText}” is not an amount in ${currency}.`);
  const valueAt = shortDay(value, ':61:');
  return {
    valueAt,
    bookedAt: entry.trim() === '' ? valueAt : entryDay(entry, valueAt),
    amountMinor: mark === 'C' || mark === 'RD' || mark === 'EC' ? amount : -amount,
    expected: mark === 'EC' || mark === 'ED',
    type: type ?? null,
    ownReference: textOrNull(own),
    bankReference: textOrNull(bank),
  };
}

/** Of fields 60 and 62: `C140729EUR3058,98`. */
export interface Balance {
  readonly minor: number;
  readonly currency: string;
  readonly day: number;
}

export function readBalance(text: string, column: string): Balance {
  const parts = /^([CD])(\d{6})([A-Z]{3})(\d{1,15}(?:,\d{0,5})?)\s*$/.exec(text);
  const [, mark, day = '', currency = '', amountText = ''] = parts ?? [];
  const amount = parts === null ? null : readAmount(amountText.replace(/,$/, ''), currency, ',');
  if (amount === null) throw new BadValue('bad_amount', column, text, `“${text}” is not a balance.`);
  return { minor: (mark === 'D' ? -amount : amount) + 0, currency, day: dayNumber(shortDay(day, column).ms) };
}

/** `YYMMDD`; years from 70 on are of the last century. Banks count February to its 30th: that is its last day. */
export function shortDay(text: string, column: string): SourceInstant {
  const [year = 0, month = 0, dayOfMonth = 0] = [text.slice(0, 2), text.slice(2, 4), text.slice(4)].map(Number);
  return lenientDay(year < 70 ? 2000 + year : 1900 + year, month, dayOfMonth, text, column);
}

function lenientDay(year: number, month: number, dayOfMonth: number, text: string, column: string): SourceInstant {
  const longFebruary = month === 2 && (dayOfMonth === 29 || dayOfMonth === 30);
  const last =
    longFebruary && dayFromCivil(year, 2, dayOfMonth) === null ? (dayFromCivil(year, 2, 29) === null ? 28 : 29) : dayOfMonth;
  return bankDay(year, month, last, text, column);
}

/** `MMDD` in the year that puts it nearest to the value date: around New Year the two lie in different years. */
function entryDay(text: string, valueAt: SourceInstant): SourceInstant {
  const month = Number(text.slice(0, 2));
  const dayOfMonth = Number(text.slice(2));
  const { year } = civilFromDay(dayNumber(valueAt.ms));
  const candidates = [year, year - 1, year + 1].flatMap((candidate) => {
    const day = month === 2 ? dayFromCivil(candidate, 2, Math.min(dayOfMonth, 28)) : dayFromCivil(candidate, month, dayOfMonth);
    return day === null ? [] : [{ candidate, distance: Math.abs(day * DAY_MS - valueAt.ms) }];
  });
  const nearest = candidates.toSorted((a, b) => a.distance - b.distance)[0];
  return lenientDay(nearest?.candidate ?? year, month, dayOfMonth, text, ':61:');
}

function textOrNull(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Values of cells as a CSV would state them (ECMA-376 part 1, 18.3 and 18.8): numbers exact as their text, dates as ISO 8601. */
import { isoDay } from '#shared/domain/instant.ts';

/** Which parts of a moment a number format shows; null: it shows a number. */
export type MomentFormat = 'date' | 'time' | 'both' | null;

/** Formats that have a number and no code: dates, times, and those of East Asian calendars. */
export function builtInFormat(id: number): MomentFormat {
  if (id === 22) return 'both';
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date';
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47 ? 'time' : null;
}

/**
 * What a format code shows. Quoted and escaped text, padding, colours and conditions say nothing; spans of time (`[h]:mm`) are numbers.
 * `m` is a minute beside hours or seconds, else a month.
 */
export function codeFormat(code: string): MomentFormat {
  const [first = ''] = code.replace(/"[^"]*"?|\\.|[_*]./g, '').split(';');
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return null;
  const bare = first.replace(/\[[^\]]*\]/g, '').replace(/AM\/PM|A\/P/gi, 'h');
  if (/general|[#0?]/i.test(bare.replace(/s[.,]0+/gi, 's'))) return null;
  const time = /[hs]/i.test(bare);
  const date = /[yd]/i.test(bare) || (!time && /m/i.test(bare));
  return date && time ? 'both' : date ? 'date' : time ? 'time' : null;
}

/** Digits that a spreadsheet keeps, and shows. */
const KEPT_DIGITS = 15;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A stored number as it is written out: no exponent, and what lies beyond the fifteenth digit of a fraction rounded away, since it is
 * what the binary form left behind (`19.989999999999998` is 19.99). No float is involved. Whole numbers stay as they are; what is too
 * large to be an amount keeps its exponent, by which a rounded id is known. Null when the text is no number.
 */
export function numberText(text: string): string | null {
  const found = NUMBER.exec(text.trim());
  if (found === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent] = found;
  if (whole === '' && fraction === '') return null;
  if (exponent === undefined && fraction === '') return signed(sign, whole.replace(/^0+(?=\d)/, ''));
  const point = whole.length + Number(exponent ?? 0);
  const leading = /^0*/.exec(whole + fraction)?.[0].length ?? 0;
  const rounded = roundDigits((whole + fraction).slice(leading), KEPT_DIGITS);
  const at = point - leading + rounded.carried;
  const digits = rounded.digits.replace(/0+$/, '');
  if (digits === '') return '0';
  if (at > KEPT_DIGITS + 6 || at < -30) return text.trim().toUpperCase();
  const shown =
    at <= 0
      ? `0.${'0'.repeat(-at)}${digits}`
      : at >= digits.length
        ? digits.padEnd(at, '0')
        : `${digits.slice(0, at)}.${digits.slice(at)}`;
  return signed(sign, shown);
}

function signed(sign: string, digits: string): string {
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

/** The first `count` digits, the last rounded half up; `carried` 1 when that made one digit more. */
function roundDigits(digits: string, count: number): { readonly digits: string; readonly carried: 0 | 1 } {
  if (digits.length <= count) return { digits, carried: 0 };
  const kept = digits.slice(0, count);
  if (digits.charCodeAt(count) < 53) return { digits: kept, carried: 0 };
  const up = (BigInt(kept) + 1n).toString();
  return { digits: up, carried: up.length > kept.length ? 1 : 0 };
}

/** 31 December 9999. */
const LAST_SERIAL = 2_958_465;
/** Days from 1 January 1970 to day 0 of each epoch: 30 December 1899, 1 January 1904. */
const EPOCH_1900 = -25_569;
const EPOCH_1904 = -24_107;
const SECONDS = 86_400;

/**
 * A serial number of days as `2026-03-01`, `2026-03-01 10:15:00` or `10:15:00`; to the second. Null when it is no moment of the
 * calendar: before the first day, or 29 February 1900, which the 1900 epoch counts and no calendar has.
 */
export function momentText(serial: number, format: MomentFormat, is1904: boolean): string | null {
  if (!(serial >= 0 && serial <= LAST_SERIAL + 1) || format === null) return null;
  const seconds = serial < 1 ? Math.min(SECONDS - 1, Math.round(serial * SECONDS)) : Math.round(serial * SECONDS);
  const days = Math.floor(seconds / SECONDS);
  const clock = clockText(seconds - days * SECONDS);
  if (days === 0 && !is1904) return format === 'date' ? null : clock;
  if (days === 0 && format === 'time') return clock;
  if (!is1904 && days === 60) return null;
  const fromUnix = days + (is1904 ? EPOCH_1904 : days < 60 ? EPOCH_1900 + 1 : EPOCH_1900);
  const day = isoDay(fromUnix);
  return format === 'date' && seconds === days * SECONDS ? day : `${day} ${clock}`;
}

function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A moment that is written out (`t="d"`): `2026-03-01T00:00:00` of a cell that shows a date is that date. */
export function writtenMoment(text: string): string {
  return text
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?$/, '$1')
    .replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?$/, '$1 $2');
}

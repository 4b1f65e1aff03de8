/**
 * Dates and times as exports write them. Which of two numbers is the day is a property of the file, never of one value: it is
 * found from evidence over the whole column (`dateEvidence`) or asked, and a value that stays open is not read at all.
 */
import { DAY_MS, dayFromCivil, type SourceInstant } from '#shared/domain/instant.ts';
import { namedOffset, wallToUtc } from './zones.ts';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** Why a text is not read as an instant. `open`: day and month could be either way round. */
export type DateProblem = 'not_a_date' | 'open' | 'unknown_zone';

interface Civil {
  readonly day: number;
  /** Where the time begins in the text. */
  readonly rest: number;
}

/** No date is longer; a megabyte of blanks is not worth a look. */
const LONGEST = 60;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NUMERIC = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?=$|[\sT,])/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?=$|T)/;
const MONTH_FIRST = /^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?=$|[\s,])/;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]([A-Za-z]{3,9})\.?,?[\s-](\d{4}|\d{2})(?=$|[\s,])/;
const TIME =
  /^[T\s,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([AaPp])\.?[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Za-z]{2,5})?$/;

/** Reads the dates of one file: its day order, the zone of times without an offset, or UTC where the layout says so. */
export class DateReader {
  readonly #order: DateOrder | null;
  readonly #zone: string;
  readonly #utc: boolean;
  #lastText = '';
  #last: SourceInstant | DateProblem = 'not_a_date';

  /** @param utc the layout states its times in UTC, so a time without offset is exact. */
  constructor(order: DateOrder | null, zone: string, utc: boolean) {
    this.#order = order;
    this.#zone = zone;
    this.#utc = utc;
  }

  read(text: string): SourceInstant | DateProblem {
    if (text === this.#lastText) return this.#last;
    this.#lastText = text;
    this.#last = this.#read(text);
    return this.#last;
  }

  #read(text: string): SourceInstant | DateProblem {
    if (text.length > LONGEST) return 'not_a_date';
    const civil = civilIso(text) ?? civilOther(text, this.#order);
    if (typeof civil === 'string') return civil;
    const dayMs = civil.day * DAY_MS;
    if (civil.rest >= text.length) return { ms: dayMs, text, precision: 'day' };
    const fast = plainTime(text, civil.rest);
    if (fast >= 0) return this.#wall(dayMs + fast, text);
    const time = TIME.exec(text.slice(civil.rest));
    if (time === null) return 'not_a_date';
    const clock = clockMs(time);
    if (clock === null) return 'not_a_date';
    const zone = time[6];
    if (zone === undefined) return this.#wall(dayMs + clock, text);
    const offset = offsetMinutes(zone);
    return offset === null ? 'unknown_zone' : { ms: dayMs + clock - offset * 60_000, text, precision: 'exact' };
  }

  #wall(wallMs: number, text: string): SourceInstant {
    if (this.#utc) return { ms: wallMs, text, precision: 'exact' };
    return { ms: wallToUtc(wallMs, this.#zone), text, precision: 'local' };
  }
}

function digit(text: string, i: number): number {
  const value = text.charCodeAt(i) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/** `2026-09-03`, the form most systems write, without a regular expression. */
function civilIso(text: string): Civil | null {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const next = text.charCodeAt(10);
  if (text.length > 10 && next !== 32 && next !== 84) return null;
  const year = digit(text, 0) * 1000 + digit(text, 1) * 100 + digit(text, 2) * 10 + digit(text, 3);
  const month = digit(text, 5) * 10 + digit(text, 6);
  const day = dayFromCivil(year, month, digit(text, 8) * 10 + digit(text, 9));
  return day === null || Number.isNaN(day) ? null : { day, rest: 10 };
}

/** ` 10:15:00`, and with it the rest of the text; −1 for any other form. */
function plainTime(text: string, from: number): number {
  if (text.length !== from + 9 || text.charCodeAt(from + 3) !== 58 || text.charCodeAt(from + 6) !== 58) return -1;
  const hours = digit(text, from + 1) * 10 + digit(text, from + 2);
  const minutes = digit(text, from + 4) * 10 + digit(text, from + 5);
  const seconds = digit(text, from + 7) * 10 + digit(text, from + 8);
  return hours < 24 && minutes < 60 && seconds < 60 ? ((hours * 60 + minutes) * 60 + seconds) * 1000 : -1;
}

function civilOther(text: string, order: DateOrder | null): Civil | DateProblem {
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return civilNumeric(numeric, order);
  const compact = COMPACT.exec(text);
  if (compact !== null) return civil(Number(compact[1]), Number(compact[2]), Number(compact[3]), 8);
  const named = MONTH_FIRST.exec(text);
  if (named !== null) return civil(Number(named[3]), monthNumber(named[1]), Number(named[2]), named[0].length);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return civil(fullYear(dayFirst[3]), monthNumber(dayFirst[2]), Number(dayFirst[1]), dayFirst[0].length);
  return 'not_a_date';
}

function civilNumeric(parts: RegExpExecArray, order: DateOrder | null): Civil | DateProblem {
  const [whole, a = '', mark, b = '', c = ''] = parts;
  if (a.length === 3 || c.length === 3 || c.length === 1)
    return a.length === 4 ? civil(Number(a), Number(b), Number(c), whole.length) : 'not_a_date';
  if (a.length === 4) return civil(Number(a), Number(b), Number(c), whole.length);
  if (order === 'ymd' && c.length === 2) return civil(fullYear(a), Number(b), Number(c), whole.length);
  const chosen = mark === '.' ? 'dmy' : (order ?? settledBy(Number(a), Number(b)));
  if (chosen === null) return 'open';
  return chosen === 'dmy'
    ? civil(fullYear(c), Number(b), Number(a), whole.length)
    : civil(fullYear(c), Number(a), Number(b), whole.length);
}

/** Without an order of the file, a single date is read only when it has one reading. */
function settledBy(first: number, second: number): DateOrder | null {
  if (first > 12 || first === second) return 'dmy';
  return second > 12 ? 'mdy' : null;
}

function civil(year: number, month: number, dayOfMonth: number, rest: number): Civil | DateProblem {
  const day = dayFromCivil(year, month, dayOfMonth);
  return day === null || year < 1900 ? 'not_a_date' : { day, rest };
}

/** Two-digit years: 00–69 are 2000–2069. */
function fullYear(text: string | undefined): number {
  const year = Number(text);
  if (text === undefined || text.length !== 2) return year;
  return year <= 69 ? 2000 + year : 1900 + year;
}

function monthNumber(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function clockMs(parts: RegExpExecArray): number | null {
  let hours = Number(parts[1]);
  const half = parts[5]?.toLowerCase();
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (half === 'p' ? 12 : 0);
  }
  const minutes = Number(parts[2]);
  const seconds = Number(parts[3] ?? 0);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((parts[4] ?? '').slice(0, 3).padEnd(3, '0'));
}

/** `+05:30`, `-0400`, `-04`, `PDT`; minutes east of UTC. */
function offsetMinutes(text: string): number | null {
  const sign = text.charAt(0);
  if (sign !== '+' && sign !== '-') return namedOffset(text);
  const digits = text.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return sign === '-' ? -minutes : minutes;
}

/** What one value says about the day order of its file. `same`: written so that both readings agree, or no order is needed. */
export type OrderEvidence = DateOrder | 'open' | 'same' | 'none';

export function dateEvidence(text: string): OrderEvidence {
  if (text.length > LONGEST) return 'none';
  const parts = NUMERIC.exec(text);
  if (parts === null) return text === '' ? 'none' : civilOther(text, null) === 'not_a_date' ? 'none' : 'same';
  const [, first = '', mark, second = ''] = parts;
  if (first.length === 4 || mark === '.') return 'same';
  const a = Number(first);
  const b = Number(second);
  if (a > 12 && b <= 12) return 'dmy';
  if (b > 12 && a <= 12) return 'mdy';
  if (a > 12 && b > 12) return 'none';
  return a === b ? 'none' : 'open';
}

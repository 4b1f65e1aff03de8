/** Reads a cell as a field says: to a text in the form in which it is compared, to a whole number, or to nothing. */
import type { FieldSpec } from '#shared/contract/match-spec.ts';
import { DAY_MS } from '#shared/domain/instant.ts';
import { exponentOf } from '#shared/domain/money.ts';
import { DateReader } from '../../normalise/dates.ts';
import { readEmail } from '../../normalise/emails.ts';
import { readName } from '../../normalise/names.ts';
import { readPhone } from '../../normalise/phones.ts';
import { normaliseReference } from '../../normalise/references.ts';
import { foldText } from '../../normalise/text.ts';
import { apply, bandsOf, calendarPart, type Operation, readOperation, wordsOf } from './operations.ts';

/** A number is an integer; null says nothing. */
export type Read = (cell: string) => string | number | null;

/** Longer cells are compared by their beginning. */
const LONGEST = 2000;
/** Digits after the point that a plain number keeps. */
const NUMBER_DECIMALS = 3;
/** Fewer digits are no telephone number. */
const SHORTEST_PHONE = 5;

export function readerOf(field: FieldSpec): Read {
  const read = plainReader(field);
  const operations = (field.make ?? []).map(readOperation);
  const ignored = new Set((field.ignore ?? []).map((value) => foldText(value)));
  const dropped = new Set((field.drop ?? []).flatMap((word) => wordsOf(foldText(word))));
  return (cell) => {
    const text = cell.length > LONGEST ? cell.slice(0, LONGEST) : cell;
    if (text.trim() === '') return null;
    if (ignored.size > 0 && ignored.has(foldText(text))) return null;
    let value = read(text);
    if (dropped.size > 0 && typeof value === 'string') {
      value = wordsOf(value)
        .filter((word) => !dropped.has(word))
        .join(' ');
    }
    for (const operation of operations) value = value === null ? null : transformed(operation, value);
    return value === '' ? null : value;
  };
}

function transformed(operation: Operation, value: string | number): string | number {
  const { name, count } = operation;
  if (typeof value === 'string') return apply(operation, value);
  if (name === 'year' || name === 'month' || name === 'week') return String(calendarPart(name, value));
  return name === 'band' ? String(bandsOf(value, count)[0]) : apply(operation, String(value));
}

function plainReader(field: FieldSpec): Read {
  switch (field.as) {
    case 'text':
      return foldText;
    case 'person':
      return readPerson;
    case 'company':
      return (cell) => readName(cell).value;
    case 'email':
      return emailOf;
    case 'phone':
      return phoneOf;
    case 'reference':
      return normaliseReference;
    case 'digits':
      return (cell) => cell.normalize('NFKC').replace(/\D+/g, '');
    case 'id':
      return (cell) => cell.normalize('NFKC').trim();
    case 'year':
      return yearOf;
    case 'date':
      return dayReader(field.dateOrder ?? null);
    case 'amount':
      return decimalReader(exponentOf(field.currency ?? 'USD'), field.decimalMark ?? '.');
    case 'number':
      return decimalReader(NUMBER_DECIMALS, field.decimalMark ?? '.');
  }
}

/** `Example, Ada` → `ada example`. */
function readPerson(cell: string): string {
  const [family = '', given = '', ...more] = cell.split(',').map((part) => part.trim());
  const flipped = more.length === 0 && family !== '' && given !== '' && !/\d/.test(cell);
  return foldText(flipped ? `${given} ${family}` : cell);
}

function emailOf(cell: string): string | null {
  const email = readEmail(cell);
  if (email === null) return cell.normalize('NFKC').trim().toLowerCase();
  return email.flags.includes('placeholder') ? null : email.value;
}

function phoneOf(cell: string): string | null {
  const phone = readPhone(cell);
  if (phone !== null) return phone.value;
  const digits = cell.replace(/\D+/g, '');
  return digits.length < SHORTEST_PHONE || new Set(digits).size === 1 ? null : digits;
}

/** The first number of four digits between 1000 and 2999: `(1996), pp. 12` → 1996. */
function yearOf(cell: string): number | null {
  const year = /(?<!\d)[12]\d{3}(?!\d)/.exec(cell)?.[0];
  return year === undefined ? null : Number(year);
}

/** Days since 1970-01-01, UTC. */
function dayReader(order: FieldSpec['dateOrder'] | null): Read {
  const reader = new DateReader(order ?? null, 'UTC', true);
  return (cell) => {
    const instant = reader.read(cell.trim());
    return typeof instant === 'string' ? null : Math.floor(instant.ms / DAY_MS);
  };
}

/** A decimal number as an integer of `decimals` places; further digits are rounded half away from zero. */
function decimalReader(decimals: number, mark: '.' | ','): Read {
  const group = mark === '.' ? /[\s,'_]/g : /[\s.'_]/g;
  return (cell) => {
    const bare = cell
      .normalize('NFKC')
      .replace(/\u2212/g, '-')
      .replace(group, '')
      .replace(mark, '.');
    const [, before = '', whole = '', fraction = '', after = ''] = /^(\D*?)(\d*)(?:\.(\d*))?(\D*)$/.exec(bare) ?? [];
    if (whole + fraction === '' || whole.length > 13) return null;
    const negative = before.includes('-') || after.startsWith('-') || (before.includes('(') && after.includes(')'));
    const padded = fraction.padEnd(decimals + 1, '0');
    const up = padded.charCodeAt(decimals) >= 53 ? 1 : 0;
    const value = Number(whole + padded.slice(0, decimals)) + up;
    return negative && value !== 0 ? -value : value;
  };
}

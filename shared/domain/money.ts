/**
 * Money: integer minor units with an ISO 4217 currency. No float ever touches it.
 * `amountMinor` is a safe integer (|x| < 2^53); SQLite returns larger ones silently rounded, so they are refused here.
 */
import { assert } from './assert.ts';

export interface Money {
  /** Integer in the smallest unit of the currency (cents, yen, fils). */
  readonly amountMinor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

/** ISO 4217 currencies whose exponent is not 2. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Digits after the decimal point of a currency. Unknown codes count as 2, the ISO default. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}

export function money(amountMinor: number, currency: string): Money {
  assert(Number.isSafeInteger(amountMinor), `amount ${amountMinor} is not a safe integer`);
  assert(isCurrencyCode(currency), `"${currency}" is not a currency code`);
  return { amountMinor, currency };
}

export type DecimalMark = '.' | ',';

/**
 * Reads an amount as people and systems write it: `1,234.56`, `1.234,56`, `1'234.56`, `(12.50)`, `12.50-`, `−5`, `$ 40`.
 * Returns minor units, or null when the text is not an amount, has more decimals than the currency (unless they are zeros),
 * or does not fit a safe integer. Never rounds.
 */
export function parseAmount(text: string, currency: string, decimalMark: DecimalMark = '.'): number | null {
  let s = text.trim();
  if (s === '') return null;
  let negative = false;
  if (s.startsWith('(') && s.endsWith(')')) {
    negative = true;
    s = s.slice(1, -1);
  }
  s = s
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^[A-Z]{3}|[A-Z]{3}$/g, '')
    .replace(/[$€£¥₹]/g, '');
  const sign = /^[-+\u2212]|[-+\u2212]$/.exec(s);
  if (sign !== null) {
    if (sign[0] !== '+') negative = !negative;
    s = sign.index === 0 ? s.slice(1) : s.slice(0, -1);
  }
  const group = decimalMark === '.' ? ',' : '.';
  const parts = s.split(decimalMark);
  if (parts.length > 2) return null;
  const [whole = '', fraction = ''] = parts;
  const digits = whole.includes(group) ? ungroup(whole, group) : whole;
  if (digits === null || !/^\d*$/.test(digits) || !/^\d*$/.test(fraction) || digits + fraction === '') return null;
  const exponent = exponentOf(currency);
  if (/[1-9]/.test(fraction.slice(exponent))) return null;
  const minor = Number(digits + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minor)) return null;
  return negative && minor !== 0 ? -minor : minor;
}

/** `1,234,567` → `1234567`; Indian grouping `1,00,000` too; null for `1,2` (that comma is a decimal mark). */
function ungroup(whole: string, group: string): string | null {
  const parts = whole.split(group);
  const wellFormed = parts.every((part, i) =>
    i === 0
      ? part.length >= 1 && part.length <= 3
      : i === parts.length - 1
        ? part.length === 3
        : part.length === 2 || part.length === 3,
  );
  return wellFormed ? parts.join('') : null;
}

/** `-1234.50`: plain, locale-free, exact. For exports and hashing, not for screens. */
export function formatPlain(amountMinor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `-1,234.50`: grouped for screens; the currency is shown beside it. */
export function formatGrouped(amountMinor: number, currency: string): string {
  const plain = formatPlain(Math.abs(amountMinor), currency);
  const [whole = '', fraction] = plain.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amountMinor < 0 ? '−' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

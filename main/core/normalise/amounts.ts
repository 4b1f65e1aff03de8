/** Amounts of files to integer minor units, and the evidence for which mark a file uses for decimals. */
import { type DecimalMark, exponentOf, parseAmount } from '#shared/domain/money.ts';

const ZERO = 48;
const NINE = 57;
/** Any amount with grouping, sign and currency is shorter. */
const LONGEST = 60;

/**
 * Minor units of an amount, or null when the text is none (see `parseAmount`: never rounds). The plain form that machines write
 * (`-1234.50`) is read without allocation, since files hold millions of them.
 */
export function readAmount(text: string, currency: string, mark: DecimalMark): number | null {
  if (text.length > LONGEST) return null;
  const plain = mark === '.' ? plainAmount(text, exponentOf(currency)) : -0.5;
  return plain === -0.5 ? parseAmount(text, currency, mark) : plain;
}

/** `-?digits[.digits]` within 15 digits; −0.5 (no minor unit) stands for "not that plain". */
function plainAmount(text: string, exponent: number): number {
  const length = text.length;
  if (length === 0 || length > 15) return -0.5;
  const negative = text.charCodeAt(0) === 45;
  let i = negative ? 1 : 0;
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (code === 46 && decimals < 0) decimals = 0;
    else return -0.5;
  }
  if (digits === 0 || decimals > exponent) return -0.5;
  for (let k = decimals < 0 ? 0 : decimals; k < exponent; k++) value *= 10;
  return negative && value !== 0 ? -value : value;
}

/** Whether a text is a number at all, whatever its decimals: a unit price of 3.141593 is one, `n/a` is none. */
export function isNumberText(text: string, mark: DecimalMark): boolean {
  if (text.length > LONGEST) return false;
  return parseAmount(text, 'CLF', mark) !== null || /^[-+]?\d+[.,]\d+$/.test(text.trim());
}

/** What one amount says about the decimal mark of its file. `open`: both readings are possible and differ. */
export type MarkEvidence = DecimalMark | 'open' | 'none';

export function markEvidence(text: string): MarkEvidence {
  if (text.length > LONGEST) return 'none';
  const digits = text.replace(/[^\d.,]/g, '');
  const dots = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (dots > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  if (dots + commas === 0) return 'none';
  if (dots > 1) return ',';
  if (commas > 1) return '.';
  const mark: DecimalMark = dots === 1 ? '.' : ',';
  const [whole = '', fraction = ''] = digits.split(mark);
  const maybeGroup = fraction.length === 3 && whole.length >= 1 && whole.length <= 3 && !whole.startsWith('0');
  return maybeGroup ? 'open' : mark;
}

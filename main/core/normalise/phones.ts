/** Telephone numbers: comparable across the ways people and systems write them. */

export interface PhoneReading {
  /**
   * The last nine digits: country code, trunk zero and punctuation set aside, so that `+44 20 7946 0958` and `(020) 7946 0958` meet.
   * Shorter numbers keep what they have.
   */
  readonly value: string;
  readonly digits: string;
  /** Whether a country code was written. */
  readonly international: boolean;
}

const COMPARED = 9;
const SHORTEST = 7;
const LONGEST = 15;
const LONGEST_TEXT = 80;

/** Null when the text is no number, or one that people type where they have none (`0000000000`, `1234567890`). */
export function readPhone(text: string): PhoneReading | null {
  if (text.length > LONGEST_TEXT) return null;
  const written = text
    .normalize('NFKC')
    .replace(/(?:ext\.?|extension|x|durchwahl)\s*\d+\s*$/i, '')
    .trim();
  if (/[\p{L}@]/u.test(written)) return null;
  const international = /^\s*(?:\+|00)/.test(written);
  const all = written.replace(/\(0\)/g, '').replace(/\D/g, '');
  const digits = international ? all.replace(/^00/, '') : all.replace(/^0(?=\d{7,})/, '');
  if (digits.length < SHORTEST || digits.length > LONGEST || isPlaceholder(digits)) return null;
  return { value: digits.slice(-COMPARED), digits, international };
}

/** One digit over and over, or digits in a row. */
function isPlaceholder(digits: string): boolean {
  const tail = digits.slice(-SHORTEST);
  return new Set(tail).size === 1 || '01234567890123456789'.includes(digits) || '98765432109876543210'.includes(digits);
}

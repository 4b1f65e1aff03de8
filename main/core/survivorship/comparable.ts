/**
 * When two values say the same thing. Comparison keys for survivorship and the merge screen: case, accents, punctuation, an
 * ampersand, a leading `#`, phone spacing and time-of-day beside a plain date never make two values differ.
 */
import { type FactValue, FIELDS, type FieldName, type LineItem } from '#shared/domain/fields.ts';
import { dayNumber, type SourceInstant } from '#shared/domain/instant.ts';
import { localDay, type Zone } from './zone.ts';

const REFERENCE_FIELDS: ReadonlySet<FieldName> = new Set([
  'orderNumber',
  'reference',
  'poNumber',
  'invoiceNumber',
  'paymentReferences',
]);

/** True when the two values mean the same for this field. Money must be in one currency; the caller sees to it. */
export function sameValue(field: FieldName, a: FactValue, b: FactValue, zone: Zone): boolean {
  if (a === b) return true;
  if (FIELDS[field].kind === 'instant') return sameInstant(a as SourceInstant, b as SourceInstant, zone);
  return comparisonKey(field, a) === comparisonKey(field, b);
}

/** True when not even the writing differs. */
export function identicalValue(a: FactValue, b: FactValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Equal for values that say the same, whatever the writing. Times count to the minute, plain dates as their day. */
export function comparisonKey(field: FieldName, value: FactValue): string {
  if (FIELDS[field].kind === 'instant') {
    const { ms, precision } = value as SourceInstant;
    return precision === 'day' ? `day ${dayNumber(ms)}` : `minute ${Math.floor(ms / 60_000)}`;
  }
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return textKey(field, value);
  if (FIELDS[field].kind === 'list')
    return (value as readonly string[])
      .map((text) => textKey(field, text))
      .sort()
      .join('\n');
  return (value as readonly LineItem[]).map(lineKey).sort().join('\n');
}

const BEYOND_ASCII = /[^\0-\x7f]/;

function textKey(field: FieldName, text: string): string {
  if (field === 'email') return text.trim().toLowerCase();
  if (field === 'phone') return text.replace(/\D/g, '').replace(/^00/, '');
  if (field === 'currency') return text.trim().toUpperCase();
  const plain = (BEYOND_ASCII.test(text) ? text.normalize('NFKD').replace(/\p{M}/gu, '') : text).toLowerCase();
  if (REFERENCE_FIELDS.has(field)) return referenceKey(plain);
  return plain
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** `#01042` and `1042` are one number; `SO-1042` is another. */
function referenceKey(plain: string): string {
  const bare = plain.replace(/[\s#]/g, '');
  return /^\d+$/.test(bare) ? bare.replace(/^0+(?=\d)/, '') : bare;
}

function lineKey(line: LineItem): string {
  const quantity = line.quantity.trim().replace(/\.0+$/, '');
  return JSON.stringify([
    textKey('title', line.name),
    (line.sku ?? '').toLowerCase(),
    quantity,
    line.unitPriceMinor,
    line.totalMinor,
  ]);
}

/** A plain date agrees with any time of that day in the book's zone; two times agree to the minute (some exports drop seconds). */
function sameInstant(a: SourceInstant, b: SourceInstant, zone: Zone): boolean {
  if (a.precision === 'day' && b.precision === 'day') return a.ms === b.ms;
  if (a.precision === 'day') return dayNumber(a.ms) === localDay(b.ms, zone);
  if (b.precision === 'day') return dayNumber(b.ms) === localDay(a.ms, zone);
  return Math.floor(a.ms / 60_000) === Math.floor(b.ms / 60_000);
}

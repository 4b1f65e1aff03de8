/** A code that a vendor added, renamed or changed: never read as anything, and shown beside what was expected in its place. */
import { BadValue } from './cells.ts';

const SHOWN = 4;
const LONGEST = 60;

/**
 * @param what what such values are: "category of Stripe transactions".
 * @param known every value that would have been read.
 */
export function unknownValue(column: string, text: string, what: string, known: Iterable<string>): BadValue {
  const shown = text.slice(0, LONGEST);
  const nearest = nearestTo(shown, known);
  const expected = nearest.length === 0 ? '' : ` Expected was one like ${nearest.map((value) => `“${value}”`).join(', ')}.`;
  return new BadValue(
    'unknown_value',
    column,
    text,
    `“${shown}” is no ${what} that this version knows, so what this money is cannot be told.${expected}`,
  );
}

/** The known values that differ least from a text, nearest first; ties in the order of the alphabet. */
export function nearestTo(text: string, known: Iterable<string>): readonly string[] {
  const wanted = text.toLowerCase();
  return [...new Set(known)]
    .map((value) => ({ value, distance: distanceOf(wanted, value.toLowerCase().slice(0, LONGEST)) }))
    .sort((a, b) => a.distance - b.distance || (a.value < b.value ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ value }) => value);
}

/** Letters to put in, take out or change (Levenshtein, one row at a time). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      const changed = (row[k - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(k - 1) ? 0 : 1);
      next.push(Math.min(changed, (row[k] ?? 0) + 1, (next[k - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

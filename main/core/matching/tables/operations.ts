/** What is made of a text that was read, for fields (`make`) and keys: `first:4`, `sortWords`. All take and give folded texts. */
import { unreachable } from '#shared/domain/assert.ts';

const VOWELS = /[aeiouy]/g;

export interface Operation {
  readonly name: OperationName;
  readonly count: number;
}

const NAMES = [
  'first',
  'last',
  'words',
  'rareWords',
  'runs',
  'band',
  'firstWord',
  'lastWord',
  'sortWords',
  'initials',
  'letters',
  'digits',
  'dropZeros',
  'consonants',
  'local',
  'domain',
  'noSpaces',
  'year',
  'month',
  'week',
  'eachWord',
] as const;
export type OperationName = (typeof NAMES)[number];

export function readOperation(text: string): Operation {
  const [written = '', count = '1'] = text.split(':');
  const name = NAMES.find((one) => one === written);
  if (name === undefined) throw new RangeError(`there is no operation "${text}"`);
  return { name, count: Number(count) };
}

/** Operations that make several keys of one value; they stand last. */
export const SEVERAL: ReadonlySet<OperationName> = new Set(['eachWord', 'rareWords', 'runs', 'band']);

/** `''` where nothing is left. */
export function apply({ name, count }: Operation, text: string): string {
  switch (name) {
    case 'first':
      return text.slice(0, count);
    case 'last':
      return text.slice(-count);
    case 'words':
      return wordsOf(text).slice(0, count).join(' ');
    case 'firstWord':
      return wordsOf(text)[0] ?? '';
    case 'lastWord':
      return wordsOf(text).at(-1) ?? '';
    case 'sortWords':
      return wordsOf(text).sort().join(' ');
    case 'initials':
      return wordsOf(text)
        .map((word) => word.slice(0, 1))
        .join('');
    case 'letters':
      return text.replace(/[^\p{L}]+/gu, '');
    case 'digits':
      return text.replace(/\D+/g, '');
    case 'dropZeros':
      return text.replace(/^0+(?=.)/, '');
    case 'consonants':
      return consonants(text);
    case 'local':
      return text.slice(0, Math.max(0, text.lastIndexOf('@')));
    case 'domain':
      return text.slice(text.lastIndexOf('@') + 1);
    case 'noSpaces':
      return text.replaceAll(' ', '');
    case 'rareWords':
    case 'runs':
    case 'band':
    case 'eachWord':
    case 'year':
    case 'month':
    case 'week':
      return text;
    default:
      return unreachable(name);
  }
}

export function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** First letter, then consonants without repeats: `jonathan` and `jonathen` meet, `mcdonald` and `macdonald` too. */
function consonants(text: string): string {
  const compact = text.replaceAll(' ', '');
  const rest = compact.slice(1).replace(VOWELS, '');
  return (compact.slice(0, 1) + rest).replace(/(.)\1+/g, '$1');
}

const DAYS_OF_MONDAY = 3;

/** A day number (since 1970-01-01) as a year, month or week number; a year as itself. */
export function calendarPart(name: 'year' | 'month' | 'week', day: number): number {
  if (name === 'week') return Math.floor((day + DAYS_OF_MONDAY) / 7);
  const date = new Date(day * 86_400_000);
  return name === 'year' ? date.getUTCFullYear() : date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/**
 * Two bands that a number falls into, of a grid in steps of `percent` and of the same grid shifted by half a step: two numbers that
 * differ by less than half a step share one at least.
 */
export function bandsOf(value: number, percent: number): readonly [number, number] {
  const steps = Math.log(Math.abs(value) + 1) / Math.log(1 + percent / 100);
  const sign = value < 0 ? -1 : 1;
  return [sign * (2 * Math.floor(steps) + 1), sign * (2 * Math.floor(steps + 0.5) + 2)];
}

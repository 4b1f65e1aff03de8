/** Words and runs of letters of texts, as ascending lists of numbers, and how two such lists compare. */
import { GrowingNumbers } from '../growing.ts';
import { sharedInt32, sharedUint32 } from '../orders/shared-arrays.ts';
import { finalise } from '../refs.ts';
import { Dictionary } from '../tables/dictionary.ts';
import type { Texts } from '../tables/texts.ts';
import { popCount } from './patterns.ts';

const SPACE = 32;
const RUN_LENGTH = 3;

/** Lists of all texts in one array: those of text n are `values[start[n]]` … `values[start[n + 1] − 1]`. */
export interface NumberLists {
  readonly start: Uint32Array;
  readonly values: Int32Array;
}

export interface Lists extends NumberLists {
  /** Of each text `MARKS` × 32 bits: one is set for each value, by its last bits. Empty where nothing was asked for. */
  readonly marks: Int32Array;
}

/** Words of 32 bits that mark a list. */
const MARKS = 4;

/** Words of each text: ascending, distinct. Texts that `asked` leaves out have none. Numbers of words are from 1 to below `words`. */
export function wordLists(texts: Texts, asked: Uint8Array): Lists & { readonly words: number } {
  const dictionary = new Dictionary();
  const lists = listsOf(texts.count, (text, into) => {
    if (asked[text] === 0) return;
    const { units, start } = texts;
    eachWord(units, start[text] as number, start[text + 1] as number, (from, to) =>
      into.push(dictionary.internUnits(units, from, to)),
    );
  });
  return { ...lists, words: dictionary.size };
}

/** Where each word between two positions begins, and where the blank behind it stands. */
export function eachWord(
  units: Uint8Array | Uint16Array,
  from: number,
  to: number,
  found: (start: number, end: number) => void,
): void {
  for (let start = from, end = from; start < to; start = end + 1) {
    end = start;
    while (end < to && units[end] !== SPACE) end++;
    if (end > start) found(start, end);
  }
}

/** Runs of three letters of each text, spaces left out, as numbers; shorter texts are one run. */
export function runLists({ units, start }: Texts, asked: Uint8Array): Lists {
  const letters: number[] = [];
  return listsOf(asked.length, (text, into) => {
    if (asked[text] === 0) return;
    letters.length = 0;
    for (let at = start[text] as number; at < (start[text + 1] as number); at++) {
      if (units[at] !== SPACE) letters.push(units[at] as number);
    }
    for (let at = 0; at < Math.max(1, letters.length - RUN_LENGTH + 1); at++) {
      const [a, b, c] = [letters[at] ?? 0, letters[at + 1] ?? 0, letters[at + 2] ?? 0];
      into.push(finalise(Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)) | 0);
    }
  });
}

function listsOf(size: number, fill: (text: number, into: number[]) => void): Lists {
  const start = sharedUint32(size + 1);
  const values = new GrowingNumbers();
  const own: number[] = [];
  for (let text = 0; text < size; text++) {
    start[text] = values.length;
    own.length = 0;
    fill(text, own);
    sortFew(own);
    for (let at = 0; at < own.length; at++) if (at === 0 || own[at] !== own[at - 1]) values.push(own[at] as number);
  }
  start[size] = values.length;
  const lists = { start, values: values.values() };
  return { ...lists, marks: marksOf(lists) };
}

/** So many are put in order one by one: most texts have a handful of words. */
const FEW = 24;

/** Puts numbers in ascending order, in place. */
export function sortFew(values: number[]): void {
  if (values.length > FEW) {
    values.sort((a, b) => a - b);
    return;
  }
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    let at = i;
    while (at > 0 && (values[at - 1] as number) > value) {
      values[at] = values[at - 1] as number;
      at--;
    }
    values[at] = value;
  }
}

function marksOf({ start, values }: NumberLists): Int32Array {
  const size = start.length - 1;
  if (values.length === 0) return new Int32Array(0);
  const marks = sharedInt32(size * MARKS);
  for (let text = 0; text < size; text++) {
    for (let at = start[text] as number; at < (start[text + 1] as number); at++) {
      const bit = (values[at] as number) & (32 * MARKS - 1);
      const mark = text * MARKS + (bit >>> 5);
      marks[mark] = (marks[mark] as number) | (1 << (bit & 31));
    }
  }
  return marks;
}

/** No two lists with nothing in common in their marks share a value. */
export function mayShare({ marks }: Lists, a: number, b: number): boolean {
  const [i, j] = [a * MARKS, b * MARKS];
  return (
    ((marks[i] as number) & (marks[j] as number)) !== 0 ||
    ((marks[i + 1] as number) & (marks[j + 1] as number)) !== 0 ||
    ((marks[i + 2] as number) & (marks[j + 2] as number)) !== 0 ||
    ((marks[i + 3] as number) & (marks[j + 3] as number)) !== 0
  );
}

/** Values of a list that the other certainly lacks: at least one for each mark that only the first has. */
export function surelyMissing({ marks }: Lists, a: number, b: number): number {
  const [i, j] = [a * MARKS, b * MARKS];
  return (
    popCount((marks[i] as number) & ~(marks[j] as number)) +
    popCount((marks[i + 1] as number) & ~(marks[j + 1] as number)) +
    popCount((marks[i + 2] as number) & ~(marks[j + 2] as number)) +
    popCount((marks[i + 3] as number) & ~(marks[j + 3] as number))
  );
}

/** Values that two lists share. */
export function sharedCount({ start, values }: NumberLists, a: number, b: number): number {
  let i = start[a] as number;
  let j = start[b] as number;
  const endA = start[a + 1] as number;
  const endB = start[b + 1] as number;
  let count = 0;
  while (i < endA && j < endB) {
    const difference = (values[i] as number) - (values[j] as number);
    if (difference === 0) count++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return count;
}

/** Values that two lists share, or 0 once it is certain that they share fewer than `least`. */
export function sharedAtLeast({ start, values }: NumberLists, a: number, b: number, least: number): number {
  let i = start[a] as number;
  let j = start[b] as number;
  const endA = start[a + 1] as number;
  const endB = start[b + 1] as number;
  // Values that may still go without a partner, on each side.
  let spareA = endA - i - least;
  let spareB = endB - j - least;
  let count = 0;
  while (i < endA && j < endB) {
    const difference = (values[i] as number) - (values[j] as number);
    if (difference === 0) {
      count++;
      i++;
      j++;
    } else if (difference < 0) {
      if (--spareA < 0) return 0;
      i++;
    } else {
      if (--spareB < 0) return 0;
      j++;
    }
  }
  return count >= least ? count : 0;
}

/** Sum of the weights of the values that two lists share; with `squares` of their squares. Exact: weights are integers. */
export function sharedWeight({ start, values }: NumberLists, weights: Int32Array, a: number, b: number, squares: boolean): number {
  let i = start[a] as number;
  let j = start[b] as number;
  const endA = start[a + 1] as number;
  const endB = start[b + 1] as number;
  let sum = 0;
  while (i < endA && j < endB) {
    const difference = (values[i] as number) - (values[j] as number);
    if (difference === 0) {
      const weight = weights[values[i] as number] as number;
      sum += squares ? weight * weight : weight;
    }
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return sum;
}

export function lengthOf({ start }: NumberLists, text: number): number {
  return (start[text + 1] as number) - (start[text] as number);
}

/** Millibits that a word is worth in a field: log2 of all values by those with the word. `values` are texts, 0 for none. */
export function wordWeights(lists: NumberLists, words: number, values: Int32Array): Int32Array {
  const counts = new Uint32Array(words);
  let all = 0;
  for (let row = 0; row < values.length; row++) {
    const text = values[row] as number;
    if (text === 0) continue;
    all++;
    for (let at = lists.start[text] as number; at < (lists.start[text + 1] as number); at++) {
      const word = lists.values[at] as number;
      counts[word] = (counts[word] as number) + 1;
    }
  }
  const weights = sharedInt32(words);
  for (let word = 0; word < words; word++) {
    const count = counts[word] as number;
    weights[word] = count === 0 ? 0 : Math.round(1000 * Math.log2((all + 1) / count));
  }
  return weights;
}

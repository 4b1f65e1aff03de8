/** Common starts of texts, and how many values begin with them. */
import { sharedUint32 } from '../orders/shared-arrays.ts';
import { sortTexts } from '../tables/sort-texts.ts';
import type { Texts } from '../tables/texts.ts';

/** Letters that two texts have in common at the start. */
export function commonStart({ units, start }: Texts, a: number, b: number): number {
  const fromA = start[a] as number;
  const fromB = start[b] as number;
  const most = Math.min((start[a + 1] as number) - fromA, (start[b + 1] as number) - fromB);
  let length = 0;
  while (length < most && units[fromA + length] === units[fromB + length]) length++;
  return length;
}

/** The same for many pairs: the last one is remembered, since levels ask for it again and again. */
export class CommonStarts {
  readonly #texts: Texts;
  #lastA = -1;
  #lastB = -1;
  #last = 0;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** Letters that two texts have in common at the start. */
  of(a: number, b: number): number {
    if (a !== this.#lastA || b !== this.#lastB) {
      this.#last = commonStart(this.#texts, a, b);
      this.#lastA = a;
      this.#lastB = b;
    }
    return this.#last;
  }
}

/** For each text the number of values that begin with its first 1, 2, 3 … letters. */
export interface StartCounts {
  readonly all: number;
  /** Counts of text n are `counts[start[n]]` … `counts[start[n + 1] − 1]`. */
  readonly start: Uint32Array;
  readonly counts: Uint32Array;
}

/** `values` are texts, 0 for none. Longer starts than `longest` count as the longest. */
export function startCounts(texts: Texts, values: Int32Array, longest: number): StartCounts {
  const occurrences = new Uint32Array(texts.count);
  let all = 0;
  for (let at = 0; at < values.length; at++) {
    const text = values[at] as number;
    if (text === 0) continue;
    occurrences[text] = (occurrences[text] as number) + 1;
    all++;
  }
  const start = sharedUint32(texts.count + 1);
  for (let text = 0; text < texts.count; text++) {
    const length =
      occurrences[text] === 0 ? 0 : Math.min(longest, (texts.start[text + 1] as number) - (texts.start[text] as number));
    start[text + 1] = (start[text] as number) + length;
  }
  const counts = sharedUint32(start[texts.count] as number);
  const sorted = sortedTexts(texts, occurrences);
  // How many letters each begins with that the one before begins with, too: a start goes on for as long as they are enough.
  const shared = new Uint32Array(sorted.length);
  for (let at = 1; at < sorted.length; at++)
    shared[at] = Math.min(longest, commonStart(texts, sorted[at - 1] as number, sorted[at] as number));
  /** Of each length where the run of texts with that start began, and how many values they have. */
  const from = new Uint32Array(longest + 1);
  const sums = new Uint32Array(longest + 1);
  let open = 0;
  const close = (to: number, end: number): void => {
    for (; open > to; open--) {
      for (let at = from[open] as number; at < end; at++)
        counts[(start[sorted[at] as number] as number) + open - 1] = sums[open] as number;
    }
  };
  for (let at = 0; at < sorted.length; at++) {
    close(shared[at] as number, at);
    const text = sorted[at] as number;
    const own = occurrences[text] as number;
    const length = (start[text + 1] as number) - (start[text] as number);
    for (let depth = 1; depth <= open; depth++) sums[depth] = (sums[depth] as number) + own;
    while (open < length) {
      open++;
      from[open] = at;
      sums[open] = own;
    }
  }
  close(0, sorted.length);
  return { all, start, counts };
}

/** Values that begin with the first `length` letters of a text. */
export function countOfStart({ start, counts, all }: StartCounts, text: number, length: number): number {
  const from = start[text] as number;
  const stored = (start[text + 1] as number) - from;
  return stored === 0 || length === 0 ? all : (counts[from + Math.min(length, stored) - 1] as number);
}

/** Texts that occur, by their letters. */
function sortedTexts(texts: Texts, occurrences: Uint32Array): Uint32Array {
  const sorted = new Uint32Array(texts.count);
  let length = 0;
  for (let text = 1; text < texts.count; text++) if (occurrences[text] !== 0) sorted[length++] = text;
  return sortTexts(texts, sorted.subarray(0, length));
}

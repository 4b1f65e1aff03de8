/** Common starts of texts, and how many values begin with them. */
import type { TextUnits } from '../tables/records.ts';

/** Letters that two texts have in common at the start. */
export function commonStart({ units, start }: TextUnits, a: number, b: number): number {
  const fromA = start[a] as number;
  const fromB = start[b] as number;
  const most = Math.min((start[a + 1] as number) - fromA, (start[b + 1] as number) - fromB);
  let length = 0;
  while (length < most && units[fromA + length] === units[fromB + length]) length++;
  return length;
}

/** For each text the number of values that begin with its first 1, 2, 3 … letters. */
export class StartCounts {
  readonly #start: Uint32Array;
  readonly #counts: Uint32Array;
  readonly all: number;

  /** `values` are texts, 0 for none. Longer starts than `longest` count as the longest. */
  constructor(texts: readonly string[], values: Int32Array, longest: number) {
    const occurrences = new Uint32Array(texts.length);
    let all = 0;
    for (const text of values) {
      if (text === 0) continue;
      occurrences[text] = (occurrences[text] as number) + 1;
      all++;
    }
    this.all = all;
    const sorted = [...occurrences.keys()].filter((text) => occurrences[text] !== 0);
    sorted.sort((a, b) => ((texts[a] as string) < (texts[b] as string) ? -1 : 1));
    this.#start = new Uint32Array(texts.length + 1);
    for (let text = 0; text < texts.length; text++) {
      const length = occurrences[text] === 0 ? 0 : Math.min(longest, (texts[text] as string).length);
      this.#start[text + 1] = (this.#start[text] as number) + length;
    }
    this.#counts = new Uint32Array(this.#start[texts.length] as number);
    this.#count(texts, sorted, occurrences, 0, sorted.length, 0, longest);
  }

  /** Values that begin with the first `length` letters of a text. */
  count(text: number, length: number): number {
    const from = this.#start[text] as number;
    const stored = (this.#start[text + 1] as number) - from;
    return stored === 0 || length === 0 ? this.all : (this.#counts[from + Math.min(length, stored) - 1] as number);
  }

  /** Runs of sorted texts with equal first letters, letter by letter. */
  #count(
    texts: readonly string[],
    sorted: readonly number[],
    occurrences: Uint32Array,
    from: number,
    to: number,
    depth: number,
    longest: number,
  ): void {
    if (depth === longest) return;
    for (let start = from, end = from; start < to; start = end) {
      const unit = (texts[sorted[start] as number] as string).charCodeAt(depth);
      let sum = 0;
      while (end < to && sameUnit((texts[sorted[end] as number] as string).charCodeAt(depth), unit)) {
        sum += occurrences[sorted[end] as number] as number;
        end++;
      }
      // Only the shortest text of a run can end here, and it ends for all equal ones.
      if (Number.isNaN(unit)) continue;
      for (let at = start; at < end; at++) this.#counts[(this.#start[sorted[at] as number] as number) + depth] = sum;
      this.#count(texts, sorted, occurrences, start, end, depth + 1, longest);
    }
  }
}

/** NaN is the end of a text. */
function sameUnit(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

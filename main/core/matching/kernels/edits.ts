/**
 * Edits between two texts: letters added, dropped, changed, or changed places with a neighbour (optimal string alignment). To 32
 * letters in parallel bits (Myers 1999 with Hyyrö's transpositions, 2003), above in a band as wide as the edits that are allowed.
 */
import type { Texts } from '../tables/texts.ts';
import { LetterMasks, popCount } from './patterns.ts';

export class Edits {
  readonly #texts: Texts;
  readonly #masks: LetterMasks;

  constructor(texts: Texts) {
    this.#texts = texts;
    this.#masks = new LetterMasks(texts);
  }

  /** Whether no more than `most` edits make one text the other. */
  atMost(a: number, b: number, most: number): boolean {
    if (a === b) return true;
    const { start, bag } = this.#texts;
    const lengthA = (start[a + 1] as number) - (start[a] as number);
    const lengthB = (start[b + 1] as number) - (start[b] as number);
    if (Math.abs(lengthA - lengthB) > most) return false;
    const bagA = bag[a] as number;
    const bagB = bag[b] as number;
    // Every letter that only one of them has costs an edit on its side.
    if (popCount(bagA & ~bagB) > most || popCount(bagB & ~bagA) > most) return false;
    if (lengthA === 0 || lengthB === 0) return Math.max(lengthA, lengthB) <= most;
    if (lengthA <= 32) return this.#parallel(a, lengthA, b, lengthB) <= most;
    if (lengthB <= 32) return this.#parallel(b, lengthB, a, lengthA) <= most;
    return this.#banded(a, lengthA, b, lengthB, most) <= most;
  }

  #parallel(a: number, lengthA: number, b: number, lengthB: number): number {
    const { units, start } = this.#texts;
    this.#masks.set(a);
    const masks = this.#masks.low;
    const last = 1 << (lengthA - 1);
    const from = start[b] as number;
    let plus = -1;
    let minus = 0;
    let diagonal = 0;
    let before = 0;
    let edits = lengthA;
    for (let j = 0; j < lengthB; j++) {
      const mask = masks[units[from + j] as number] as number;
      const swap = ((~diagonal & mask) << 1) & before;
      diagonal = (((mask & plus) + plus) ^ plus) | mask | minus | swap;
      let up = minus | ~(diagonal | plus);
      let down = plus & diagonal;
      if ((up & last) !== 0) edits++;
      if ((down & last) !== 0) edits--;
      up = (up << 1) | 1;
      down <<= 1;
      plus = down | ~(diagonal | up);
      minus = up & diagonal;
      before = mask;
    }
    return edits;
  }

  #banded(a: number, lengthA: number, b: number, lengthB: number, most: number): number {
    const { units, start } = this.#texts;
    const [fromA, fromB] = [start[a] as number, start[b] as number];
    const over = most + 1;
    let older = new Int32Array(lengthB + 1).fill(over);
    let old = new Int32Array(lengthB + 1).fill(over);
    let now = new Int32Array(lengthB + 1).fill(over);
    for (let j = 0; j <= Math.min(most, lengthB); j++) old[j] = j;
    let bestBefore = 0;
    for (let i = 1; i <= lengthA; i++) {
      now.fill(over);
      if (i <= most) now[0] = i;
      let best = now[0] as number;
      const to = Math.min(lengthB, i + most);
      for (let j = Math.max(1, i - most); j <= to; j++) {
        const same = units[fromA + i - 1] === units[fromB + j - 1];
        let cost = Math.min((old[j] as number) + 1, (now[j - 1] as number) + 1, (old[j - 1] as number) + (same ? 0 : 1));
        const swapped =
          i > 1 && j > 1 && units[fromA + i - 1] === units[fromB + j - 2] && units[fromA + i - 2] === units[fromB + j - 1];
        if (swapped) cost = Math.min(cost, (older[j - 2] as number) + 1);
        now[j] = Math.min(cost, over);
        best = Math.min(best, cost);
      }
      // A swap looks back two rows.
      if (best > most && bestBefore > most) return over;
      bestBefore = best;
      [older, old, now] = [old, now, older];
    }
    return old[lengthB] as number;
  }
}

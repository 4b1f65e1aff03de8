/**
 * Where each letter of a text stands, as bits: what the bit-parallel kernels read. The masks of the last text stay until another is
 * asked for, since pairs come with one side fixed for many others.
 */
import type { Texts } from '../tables/texts.ts';

export class LetterMasks {
  /** Bits of letters 0–31 and 32–63 of the text that was set last, by code unit. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly #texts: Texts;
  #current = 0;

  constructor(texts: Texts) {
    this.#texts = texts;
    this.low = new Uint32Array(texts.highest + 1);
    this.high = new Uint32Array(texts.highest + 1);
  }

  /** Sets the masks to those of a text of at most 64 letters. */
  set(text: number): void {
    if (text === this.#current) return;
    const { units, start } = this.#texts;
    const { low, high } = this;
    for (let at = start[this.#current] as number, end = start[this.#current + 1] as number; at < end; at++) {
      low[units[at] as number] = 0;
      high[units[at] as number] = 0;
    }
    const from = start[text] as number;
    const length = Math.min(64, (start[text + 1] as number) - from);
    for (let i = 0; i < length; i++) {
      const unit = units[from + i] as number;
      if (i < 32) low[unit] = (low[unit] as number) | (1 << i);
      else high[unit] = (high[unit] as number) | (1 << (i - 32));
    }
    this.#current = text;
  }
}

export function popCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Jaro-Winkler similarity (Winkler 1990: up to four letters of common start add a tenth of what is missing each, from 0.7 on), bit by
 * bit in parallel as in Hyyrö's and rapidfuzz's way: one word for texts to 32 letters, two to 64, plain loops above. A bound from
 * length and letters rejects most pairs before anything is compared.
 */
import type { Texts } from '../tables/texts.ts';
import { LetterMasks, popCount } from './patterns.ts';

const BOOST_FROM = 0.7;
const PREFIX = 4;
const SCALE = 0.1;

export class JaroWinkler {
  readonly #texts: Texts;
  readonly #masks: LetterMasks;
  readonly #taken = new Uint8Array(1 << 12);
  #lastA = 0;
  #lastB = 0;
  #lastLeast = 2;
  #last = 0;

  constructor(texts: Texts) {
    this.#texts = texts;
    this.#masks = new LetterMasks(texts);
  }

  /** The similarity of two texts (0 to 1), or 0 where it is certainly below `least`. */
  atLeast(a: number, b: number, least: number): number {
    if (a === b) return 1;
    if (a === this.#lastA && b === this.#lastB && least >= this.#lastLeast) return this.#last;
    const isBelow = this.#bound(a, b) < least;
    const similarity = isBelow ? 0 : this.#similarity(a, b);
    this.#lastA = a;
    this.#lastB = b;
    this.#lastLeast = isBelow ? least : 0;
    this.#last = similarity;
    return similarity;
  }

  /** Never below the similarity. Letters that one has and the other lacks cannot be matched. */
  #bound(a: number, b: number): number {
    const { start, bag } = this.#texts;
    const lengthA = (start[a + 1] as number) - (start[a] as number);
    const lengthB = (start[b + 1] as number) - (start[b] as number);
    if (lengthA === 0 || lengthB === 0) return 0;
    const bagA = bag[a] as number;
    const bagB = bag[b] as number;
    const common = Math.min(lengthA - popCount(bagA & ~bagB), lengthB - popCount(bagB & ~bagA));
    if (common <= 0) return 0;
    const jaro = (common / lengthA + common / lengthB + 1) / 3;
    return jaro > BOOST_FROM ? jaro + PREFIX * SCALE * (1 - jaro) : jaro;
  }

  #similarity(a: number, b: number): number {
    const { units, start } = this.#texts;
    const startA = start[a] as number;
    const startB = start[b] as number;
    const lengthA = (start[a + 1] as number) - startA;
    const lengthB = (start[b + 1] as number) - startB;
    const jaro =
      lengthA > 64 || lengthB > 64
        ? this.#long(startA, lengthA, startB, lengthB)
        : lengthA > 32 || lengthB > 32
          ? this.#two(a, startA, lengthA, startB, lengthB)
          : this.#one(a, lengthA, startB, lengthB);
    if (jaro <= BOOST_FROM) return jaro;
    const most = Math.min(PREFIX, lengthA, lengthB);
    let prefix = 0;
    while (prefix < most && units[startA + prefix] === units[startB + prefix]) prefix++;
    return jaro + prefix * SCALE * (1 - jaro);
  }

  /** Both at most 32 letters. */
  #one(a: number, lengthA: number, startB: number, lengthB: number): number {
    const { units } = this.#texts;
    this.#masks.set(a);
    const masks = this.#masks.low;
    const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
    let window = reach >= 31 ? -1 : (1 << (reach + 1)) - 1;
    let flagsA = 0;
    let flagsB = 0;
    for (let j = 0; j < lengthB; j++) {
      const open = (masks[units[startB + j] as number] as number) & window & ~flagsA;
      if (open !== 0) {
        flagsA |= open & -open;
        flagsB |= 1 << j;
      }
      window = j < reach ? (window << 1) | 1 : window << 1;
    }
    const common = popCount(flagsA);
    if (common === 0) return 0;
    let moved = 0;
    while (flagsB !== 0) {
      const j = 31 - Math.clz32(flagsB & -flagsB);
      const bit = flagsA & -flagsA;
      if (((masks[units[startB + j] as number] as number) & bit) === 0) moved++;
      flagsA ^= bit;
      flagsB &= flagsB - 1;
    }
    return jaroOf(common, moved, lengthA, lengthB);
  }

  /** Both at most 64 letters: the same with two words. */
  #two(a: number, startA: number, lengthA: number, startB: number, lengthB: number): number {
    const { units } = this.#texts;
    this.#masks.set(a);
    const { low, high } = this.#masks;
    const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
    const takenB = this.#taken;
    let flagsLow = 0;
    let flagsHigh = 0;
    let common = 0;
    for (let j = 0; j < lengthB; j++) {
      const from = Math.max(0, j - reach);
      const to = Math.min(lengthA - 1, j + reach);
      const unit = units[startB + j] as number;
      takenB[j] = 0;
      const openLow = (low[unit] as number) & ~flagsLow & bitsBetween(from, to);
      if (openLow !== 0) {
        flagsLow |= openLow & -openLow;
      } else {
        const openHigh = (high[unit] as number) & ~flagsHigh & bitsBetween(from - 32, to - 32);
        if (openHigh === 0) continue;
        flagsHigh |= openHigh & -openHigh;
      }
      takenB[j] = 1;
      common++;
    }
    if (common === 0) return 0;
    let moved = 0;
    for (let j = 0; j < lengthB; j++) {
      if (takenB[j] === 0) continue;
      const isLow = flagsLow !== 0;
      const flags = isLow ? flagsLow : flagsHigh;
      const i = 31 - Math.clz32(flags & -flags) + (isLow ? 0 : 32);
      if (isLow) flagsLow &= flagsLow - 1;
      else flagsHigh &= flagsHigh - 1;
      if (units[startA + i] !== units[startB + j]) moved++;
    }
    return jaroOf(common, moved, lengthA, lengthB);
  }

  /** Any length. */
  #long(startA: number, lengthA: number, startB: number, lengthB: number): number {
    const { units } = this.#texts;
    const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
    const takenA = this.#taken.subarray(0, lengthA).fill(0);
    const matched: number[] = [];
    for (let j = 0; j < lengthB; j++) {
      const unit = units[startB + j] as number;
      const to = Math.min(lengthA - 1, j + reach);
      for (let i = Math.max(0, j - reach); i <= to; i++) {
        if (takenA[i] === 1 || units[startA + i] !== unit) continue;
        takenA[i] = 1;
        matched.push(unit);
        break;
      }
    }
    let moved = 0;
    let at = 0;
    for (let i = 0; i < lengthA; i++) if (takenA[i] === 1 && units[startA + i] !== matched[at++]) moved++;
    return matched.length === 0 ? 0 : jaroOf(matched.length, moved, lengthA, lengthB);
  }
}

function jaroOf(common: number, moved: number, lengthA: number, lengthB: number): number {
  return (common / lengthA + common / lengthB + (common - (moved >> 1)) / common) / 3;
}

/** Bits `from` … `to` of a word; bounds outside of it are cut. */
function bitsBetween(from: number, to: number): number {
  if (to < 0 || from > 31 || to < from) return 0;
  const above = to >= 31 ? -1 : (1 << (to + 1)) - 1;
  return from <= 0 ? above : above & ~((1 << from) - 1);
}

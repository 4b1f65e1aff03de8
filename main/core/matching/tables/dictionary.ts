/**
 * Every distinct text once: a number for each, 0 for none. Two texts are equal where their numbers are. An open table of numbers over
 * the texts' hashes in shared memory: a text takes its letters and sixteen bytes or so, where a string in a map takes a hundred.
 */
import { GrowingNumbers } from '../growing.ts';
import { finalise } from '../refs.ts';
import { GrowingTexts, type Texts } from './texts.ts';

const FIRST_SLOTS = 1024;
const STEP = 0x9e3779b1;

export class Dictionary {
  readonly #texts = new GrowingTexts();
  /** Hash of each text. */
  readonly #hashes = new GrowingNumbers();
  /** Numbers of texts by their hash, 0 where there is none; a power of two, never more than half full. */
  readonly #slots = new GrowingNumbers();
  #mask = FIRST_SLOTS - 1;

  constructor() {
    this.#hashes.push(0);
    this.#slots.reach(FIRST_SLOTS);
  }

  /** Numbers are below it. */
  get size(): number {
    return this.#texts.count;
  }

  /** The number of a text; `''` is none. */
  intern(text: string): number {
    if (text === '') return 0;
    const hash = hashOf(text);
    const slot = this.#slotOf(text, hash);
    return this.#slots.at(slot) || this.#entered(this.#texts.push(text), hash, slot);
  }

  /** The number of a text that is known; 0 for another one. */
  find(text: string): number {
    return text === '' ? 0 : this.#slots.at(this.#slotOf(text, hashOf(text)));
  }

  /** The same for a text that stands in others, from one position to before another. */
  internUnits(units: Uint8Array | Uint16Array, from: number, to: number): number {
    if (from === to) return 0;
    let mixed = to - from;
    for (let i = from; i < to; i++) mixed = Math.imul(mixed ^ (units[i] as number), STEP);
    const hash = finalise(mixed) | 0;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const number = this.#slots.at(slot);
      if (number === 0) return this.#entered(this.#texts.pushUnits(units, from, to), hash, slot);
      if (this.#hashes.at(number) === hash && this.#texts.isUnits(number, units, from, to)) return number;
    }
  }

  /** Those so far, in place. */
  texts(): Texts {
    return this.#texts.texts();
  }

  /** Where a text is, or would be entered. */
  #slotOf(text: string, hash: number): number {
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const number = this.#slots.at(slot);
      if (number === 0 || (this.#hashes.at(number) === hash && this.#texts.is(number, text))) return slot;
    }
  }

  #entered(number: number, hash: number, slot: number): number {
    this.#slots.set(slot, number);
    this.#hashes.push(hash);
    if (2 * number > this.#mask) this.#widen();
    return number;
  }

  #widen(): void {
    const size = 2 * (this.#mask + 1);
    this.#slots.reach(size);
    this.#slots.values().fill(0);
    this.#mask = size - 1;
    for (let number = 1; number < this.size; number++) {
      let slot = this.#hashes.at(number) & this.#mask;
      while (this.#slots.at(slot) !== 0) slot = (slot + 1) & this.#mask;
      this.#slots.set(slot, number);
    }
  }
}

function hashOf(text: string): number {
  const { length } = text;
  let hash = length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), STEP);
  return finalise(hash) | 0;
}

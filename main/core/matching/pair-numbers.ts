/** Numbers from 1 for whatever pairs of whole numbers they are asked for: an open table in shared memory, 12 bytes and a few a pair. */
import { GrowingNumbers } from './growing.ts';
import { finalise } from './refs.ts';

const FIRST_SLOTS = 1024;

export class PairNumbers {
  readonly #first = new GrowingNumbers();
  readonly #second = new GrowingNumbers();
  readonly #slots = new GrowingNumbers();
  #mask = FIRST_SLOTS - 1;

  constructor() {
    this.#first.push(0);
    this.#second.push(0);
    this.#slots.reach(FIRST_SLOTS);
  }

  /** Both are 32 bits. */
  of(first: number, second: number): number {
    for (let slot = slotOf(first, second) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const number = this.#slots.at(slot);
      if (number === 0) return this.#entered(first, second, slot);
      if (this.#first.at(number) === first && this.#second.at(number) === second) return number;
    }
  }

  #entered(first: number, second: number, slot: number): number {
    const number = this.#first.length;
    this.#first.push(first);
    this.#second.push(second);
    this.#slots.set(slot, number);
    if (2 * number > this.#mask) this.#widen();
    return number;
  }

  #widen(): void {
    const size = 2 * (this.#mask + 1);
    this.#slots.reach(size);
    this.#slots.values().fill(0);
    this.#mask = size - 1;
    for (let number = 1; number < this.#first.length; number++) {
      let slot = slotOf(this.#first.at(number), this.#second.at(number)) & this.#mask;
      while (this.#slots.at(slot) !== 0) slot = (slot + 1) & this.#mask;
      this.#slots.set(slot, number);
    }
  }
}

function slotOf(first: number, second: number): number {
  return finalise(Math.imul(first, 0x9e3779b1) ^ second);
}

/** The same for numbers of any kind, by their bits; −0 is 0. */
export class FloatNumbers {
  readonly #pairs = new PairNumbers();
  readonly #value = new Float64Array(1);
  readonly #bits = new Int32Array(this.#value.buffer);

  of(value: number): number {
    this.#value[0] = value + 0;
    return this.#pairs.of(this.#bits[0] as number, this.#bits[1] as number);
  }
}

/** Texts in shared memory, one after the other: what every thread reads, and no string of which lies in the heap. */
import { GrowingBytes, GrowingNumbers, unsigned } from '../growing.ts';

export interface Texts {
  /** Texts are 0 … count − 1; number 0 is the empty one. */
  readonly count: number;
  /** UTF-16 code units; one byte each as long as none is above 255. */
  readonly units: Uint8Array | Uint16Array;
  /** Text n is `units[start[n]]` … `units[start[n + 1] − 1]`. */
  readonly start: Uint32Array;
  /** Of each text a set of its letters in 32 bits: bit (unit mod 32) is set where the unit occurs. */
  readonly bag: Int32Array;
  /** The highest unit that occurs. */
  readonly highest: number;
}

/** Units that become one piece of a text: arguments of a call, so not too many. */
const AT_ONCE = 4096;

export function textAt({ units, start }: Texts, text: number): string {
  const from = start[text] as number;
  const to = start[text + 1] as number;
  let made = '';
  for (let at = from; at < to; at += AT_ONCE) made += pieceOf(units, at, Math.min(to, at + AT_ONCE));
  return made;
}

/** Spreading a list is four times as fast as spreading typed numbers. */
function pieceOf(units: Uint8Array | Uint16Array, from: number, to: number): string {
  const letters: number[] = [];
  for (let at = from; at < to; at++) letters.push(units[at] as number);
  return String.fromCharCode(...letters);
}

/** Below 0 where the first comes first by code units, as strings compare; 0 where they are equal. */
export function compareTexts({ units, start }: Texts, a: number, b: number): number {
  const fromA = start[a] as number;
  const fromB = start[b] as number;
  const lengthA = (start[a + 1] as number) - fromA;
  const lengthB = (start[b + 1] as number) - fromB;
  const shorter = Math.min(lengthA, lengthB);
  for (let i = 0; i < shorter; i++) {
    const difference = (units[fromA + i] as number) - (units[fromB + i] as number);
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

const BYTE = 255;

/** Texts as they come, each with a number: the empty one is there from the beginning, with number 0. */
export class GrowingTexts {
  count = 1;
  #end = 0;
  #highest = 0;
  #bytes = new GrowingBytes();
  /** Longer than the texts so far. */
  #units: Uint8Array | Uint16Array = new Uint8Array(this.#bytes.reach(0), 0, 1 << 12);
  readonly #start = new GrowingNumbers();
  readonly #bag = new GrowingNumbers();

  constructor() {
    this.#start.push(0);
    this.#start.push(0);
    this.#bag.push(0);
  }

  push(text: string): number {
    const { length } = text;
    this.#reach(this.#end + length);
    let bag = 0;
    let end = this.#end;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > this.#highest) this.#rise(unit);
      this.#units[end++] = unit;
      bag |= 1 << (unit & 31);
    }
    return this.#close(end, bag);
  }

  /** A text that stands in others, from one position to before another. */
  pushUnits(units: Uint8Array | Uint16Array, from: number, to: number): number {
    this.#reach(this.#end + to - from);
    let bag = 0;
    let end = this.#end;
    for (let i = from; i < to; i++) {
      const unit = units[i] as number;
      if (unit > this.#highest) this.#rise(unit);
      this.#units[end++] = unit;
      bag |= 1 << (unit & 31);
    }
    return this.#close(end, bag);
  }

  is(number: number, text: string): boolean {
    const from = this.#start.at(number);
    const { length } = text;
    if (this.#start.at(number + 1) - from !== length) return false;
    for (let i = 0; i < length; i++) if (this.#units[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  isUnits(number: number, units: Uint8Array | Uint16Array, from: number, to: number): boolean {
    const own = this.#start.at(number);
    if (this.#start.at(number + 1) - own !== to - from) return false;
    for (let i = from; i < to; i++) if (this.#units[own + i - from] !== units[i]) return false;
    return true;
  }

  /** Those so far, in place: no copy. */
  texts(): Texts {
    const { count } = this;
    const memory = this.#bytes.reach(0);
    const isWide = this.#units instanceof Uint16Array;
    return {
      count,
      units: isWide ? new Uint16Array(memory, 0, this.#end) : new Uint8Array(memory, 0, this.#end),
      start: unsigned(this.#start.values()),
      bag: this.#bag.values(),
      highest: this.#highest,
    };
  }

  #close(end: number, bag: number): number {
    this.#end = end;
    this.#start.push(end);
    this.#bag.push(bag);
    return this.count++;
  }

  #reach(units: number): void {
    if (units <= this.#units.length) return;
    const isWide = this.#units instanceof Uint16Array;
    const memory = this.#bytes.reach(isWide ? 2 * units : units);
    this.#units = isWide ? new Uint16Array(memory, 0, memory.byteLength >>> 1) : new Uint8Array(memory, 0, memory.byteLength);
  }

  /** A unit that is higher than all before: the first above a byte makes all of them two bytes. */
  #rise(unit: number): void {
    if (unit > BYTE && this.#highest <= BYTE) {
      const { length } = this.#units;
      const bytes = new GrowingBytes();
      const wide = new Uint16Array(bytes.reach(2 * length), 0, length);
      wide.set(this.#units);
      this.#units = wide;
      this.#bytes = bytes;
    }
    this.#highest = unit;
  }
}

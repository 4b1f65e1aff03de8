/**
 * Seeded random numbers for the demo generator: sfc32 (Doty-Humphrey, PractRand), seeded by FNV-1a over a label.
 * The same seed gives the same bytes on every machine; a fork per concern keeps one part of the world from
 * shifting when another part draws more numbers.
 */
export class Random {
  readonly #seed: number;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, label = '') {
    this.#seed = seed;
    this.#a = hash32(`${label}|a|${seed}`);
    this.#b = hash32(`${label}|b|${seed}`);
    this.#c = hash32(`${label}|c|${seed}`);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A stream of its own for one concern, independent of how much this one has drawn. */
  fork(label: string): Random {
    return new Random(this.#seed, label);
  }

  uint32(): number {
    const out = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** An integer in [0, n), n at most 2^53. */
  below(n: number): number {
    if (n <= 0x200000) return Math.floor((this.uint32() * n) / 0x100000000);
    return ((this.uint32() & 0x1fffff) * 0x100000000 + this.uint32()) % n;
  }

  /** An integer in [low, high]. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True in `perMille` of 1,000 draws. */
  chance(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  pick<T>(list: readonly T[]): T {
    return itemAt(list, this.below(list.length));
  }

  /** One of the choices, with odds in proportion to the weights. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let left = this.below(choices.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [value, weight] of choices) {
      if (left < weight) return value;
      left -= weight;
    }
    throw new RangeError('weighted: no choices');
  }

  /** A string of `length` characters of the alphabet. */
  text(alphabet: string, length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet[this.below(alphabet.length)] ?? '';
    return out;
  }
}

export const DIGITS = '0123456789';
export const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const UPPERCASE = '0123456789ABCDEFGHJKLMNPRSTUVWXY';

/** The element at an index that is known to exist. */
export function itemAt<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`);
  return value;
}

function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

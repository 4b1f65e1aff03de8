/**
 * Native ids for rows that have none: from what the row says and its ordinal among identical rows of the same file. Two equal
 * purchases on one day stay two records, a re-import of the file adds nothing, and files that overlap agree on the rows they share.
 *
 * The place of a row (`orders.csv:17`) is deliberately no part of it: the same row stands on another line in the next export, and a
 * file can be renamed. That place is what the sighting records; result files and screens name such a record by its first sighting,
 * which is why the id carries a mark they can recognise.
 */

const PREFIX = 'row:';
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

export function isContentId(nativeId: string): boolean {
  return nativeId.startsWith(PREFIX);
}

/** Hands out ids over one file. Needs 12 bytes a row, whatever the rows hold. */
export class ContentIds {
  readonly #seen = new CountTable();

  /** @param content what the row says, without values that a later export restates (running balances). */
  next(content: string): string {
    const low = hash53(content, 0x9e3779b1);
    const high = hash53(content, 0x85ebca77);
    const ordinal = this.#seen.add(low) + 1;
    return `${PREFIX}${base32(high)}${base32(low)}:${ordinal}`;
  }
}

/** Counts how often a hash was seen: open addressing in typed arrays, since a file may hold millions. */
export class CountTable {
  #keys = new Float64Array(1024);
  #counts = new Uint32Array(1024);
  #used = 0;

  /** Counts one more; returns how many came before. */
  add(hash: number): number {
    if (this.#used * 2 >= this.#keys.length) this.#grow();
    const at = slotOf(this.#keys, this.#counts, hash);
    const before = this.#counts[at] ?? 0;
    this.#keys[at] = hash;
    this.#counts[at] = before + 1;
    if (before === 0) this.#used++;
    return before;
  }

  #grow(): void {
    const oldKeys = this.#keys;
    const oldCounts = this.#counts;
    this.#keys = new Float64Array(oldKeys.length * 2);
    this.#counts = new Uint32Array(oldKeys.length * 2);
    for (let i = 0; i < oldKeys.length; i++) {
      const count = oldCounts[i] ?? 0;
      if (count === 0) continue;
      const key = oldKeys[i] ?? 0;
      const at = slotOf(this.#keys, this.#counts, key);
      this.#keys[at] = key;
      this.#counts[at] = count;
    }
  }
}

function slotOf(keys: Float64Array, counts: Uint32Array, hash: number): number {
  const mask = keys.length - 1;
  let at = (hash ^ (hash / 2 ** 32)) & mask;
  while (counts[at] !== 0 && keys[at] !== hash) at = (at + 1) & mask;
  return at;
}

/**
 * 53 bits of a text: two 32-bit lanes, each multiplied and folded per character, mixed at the end. Not a cryptographic hash: a
 * person who forges a collision in their own file gains nothing, payload hashes are made elsewhere.
 */
export function hash53(text: string, seed: number): number {
  let a = seed | 0;
  let b = ~seed | 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul((b << 5) ^ (b >>> 27) ^ code, 0x2c1b3c6d);
  }
  a = mix(a ^ b);
  b = mix(b ^ Math.imul(a, 0x297a2d39));
  return (b & 0x1fffff) * 2 ** 32 + (a >>> 0);
}

function mix(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return x ^ (x >>> 16);
}

/** 53 bits as 11 base-32 characters. */
export function base32(value: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < 11; i++) {
    text = DIGITS.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/**
 * Typed references as matching reads them: 9 bytes each, so that a million orders are compared without a string.
 *
 * Byte 0 is the role. Bytes 1–2 hash the namespace, bytes 3–8 hash namespace and value (big endian): two tokens with equal bytes 1–8
 * are one token; two with equal bytes 1–2 only are different ids of one space, which is how records say *no* to each other.
 */
import type { TypedRef } from '#shared/domain/source-record.ts';

export const REF_BYTES = 9;

export const REF_ROLES = ['own', 'mentions', 'free'] as const satisfies readonly TypedRef['role'][];
export const OWN = 0;
export const MENTIONS = 1;
export const FREE = 2;

/** The tokens of one record, sorted by their bytes, so that equal sets give equal blobs. */
export function packRefs(refs: readonly TypedRef[]): Uint8Array {
  const out = new Uint8Array(refs.length * REF_BYTES);
  writeRefs(refs, out, 0);
  return out;
}

/** Bytes 0–4 of a token as one number, bytes 5–8 as another: comparing them compares the bytes. Of the record being packed. */
const heads: number[] = [];
const tails: number[] = [];

/** The same at a place of a larger array; returns where the next record's begin. A record has a handful: each is put in its place. */
export function writeRefs(refs: readonly TypedRef[], out: Uint8Array, at: number): number {
  for (let i = 0; i < refs.length; i++) {
    const { role, namespace, value } = refs[i] as TypedRef;
    const { space, lanes } = spaceOf(namespace);
    const [high, low] = finished(mixed(lanes, value), lanes.length + value.length);
    const head = REF_ROLES.indexOf(role) * 2 ** 32 + space * 2 ** 16 + (high & 0xffff);
    let place = i;
    for (; place > 0; place--) {
      const before = heads[place - 1] as number;
      if (before < head || (before === head && (tails[place - 1] as number) <= low)) break;
      heads[place] = before;
      tails[place] = tails[place - 1] as number;
    }
    heads[place] = head;
    tails[place] = low;
  }
  for (let i = 0; i < refs.length; i++) writeToken(out, at + i * REF_BYTES, heads[i] as number, tails[i] as number);
  return at + refs.length * REF_BYTES;
}

/** What tokens of one namespace have in common: there are a few dozen of them, and they are longer than many a value. */
const spaces = new Map<string, Space>();

interface Space {
  /** Bytes 1–2. */
  readonly space: number;
  /** Over the namespace and the space after it. */
  readonly lanes: Lanes & { readonly length: number };
}

function spaceOf(namespace: string): Space {
  let known = spaces.get(namespace);
  if (known === undefined) {
    const prefix = `${namespace} `;
    known = { space: hash64(namespace)[0] & 0xffff, lanes: { ...mixed(START, prefix), length: prefix.length } };
    spaces.set(namespace, known);
  }
  return known;
}

function writeToken(out: Uint8Array, at: number, head: number, tail: number): void {
  out[at] = Math.floor(head / 2 ** 32);
  for (let i = 0; i < 4; i++) {
    out[at + 1 + i] = (head >>> (24 - 8 * i)) & 0xff;
    out[at + 5 + i] = (tail >>> (24 - 8 * i)) & 0xff;
  }
}

/**
 * Two 32-bit hashes of a text (two multiply-xorshift lanes over UTF-16 code units, murmur3's finaliser). Not cryptographic: it
 * names tokens inside one book, and what it joins is shown with its ids.
 */
export function hash64(text: string): readonly [number, number] {
  return finished(mixed(START, text), text.length);
}

interface Lanes {
  readonly high: number;
  readonly low: number;
}

const START: Lanes = { high: 0x9e3779b9, low: 0x85ebca6b };

/** The lanes after further code units. */
function mixed(lanes: Lanes, text: string): Lanes {
  let { high, low } = lanes;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  return { high, low };
}

function finished({ high, low }: Lanes, length: number): readonly [number, number] {
  return [finalise(high ^ length), finalise(low ^ Math.imul(high, 0xc2b2ae35))];
}

/** Finaliser of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every output bit. */
export function finalise(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Whether any packed reference lies in a namespace. */
export function refersTo(refs: Uint8Array, namespace: string): boolean {
  const space = hash64(namespace)[0] & 0xffff;
  for (let at = 0; at + REF_BYTES <= refs.length; at += REF_BYTES) {
    if ((((refs[at + 1] as number) << 8) | (refs[at + 2] as number)) === space) return true;
  }
  return false;
}

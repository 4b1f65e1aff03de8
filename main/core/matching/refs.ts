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
  const packed = refs.map(packRef).sort(compareBytes);
  const out = new Uint8Array(packed.length * REF_BYTES);
  for (const [i, bytes] of packed.entries()) out.set(bytes, i * REF_BYTES);
  return out;
}

function packRef(ref: TypedRef): Uint8Array {
  const out = new Uint8Array(REF_BYTES);
  const view = new DataView(out.buffer);
  const [space] = hash64(ref.namespace);
  const [high, low] = hash64(`${ref.namespace} ${ref.value}`);
  out[0] = REF_ROLES.indexOf(ref.role);
  view.setUint16(1, space & 0xffff);
  view.setUint16(3, high & 0xffff);
  view.setUint32(5, low);
  return out;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < REF_BYTES; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Two 32-bit hashes of a text (two multiply-xorshift lanes over UTF-16 code units, murmur3's finaliser). Not cryptographic: it
 * names tokens inside one book, and what it joins is shown with its ids.
 */
export function hash64(text: string): readonly [number, number] {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  return [finalise(high ^ text.length), finalise(low ^ Math.imul(high, 0xc2b2ae35))];
}

/** Finaliser of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every output bit. */
export function finalise(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

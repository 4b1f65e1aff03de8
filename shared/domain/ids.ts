/** Stable global ids: a prefix and 16 base-32 characters of SHA-256 over the record's key. */
import { keyText, type RecordKey } from './source-record.ts';
import type { RecordType } from './systems.ts';

/** SHA-256 over UTF-8 text. Pure code gets it as an argument. */
export type Sha256 = (text: string) => Uint8Array;

/** RFC 4648 base 32, lower case: no look-alike of 0/O or 1/l. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

const PREFIXES: Partial<Record<RecordType, string>> = {
  charge: 'pay',
  payment: 'pay',
  refund: 'rfd',
  dispute: 'dsp',
  payout: 'pyo',
  settlement: 'pyo',
};

/** `ord_…` for order-like records, `pay_…`, `rfd_…`, `dsp_…`, `pyo_…` for money with a canonical record. 80 bits. */
export function canonicalIdOf(key: RecordKey, sha256: Sha256): string {
  return `${PREFIXES[key.type] ?? 'ord'}_${base32(sha256(keyText(key)), 16)}`;
}

export function base32(bytes: Uint8Array, characters: number): string {
  let out = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && out.length < characters) {
      out += BASE32[(buffer >> (bits - 5)) & 31];
      bits -= 5;
    }
    if (out.length === characters) break;
  }
  return out;
}

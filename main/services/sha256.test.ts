import { expect, test } from 'vitest';
import { sha256 } from './sha256.ts';

/** FIPS 180-4, examples of the secure hash standard. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('SHA-256 of a text, of bytes, and of a stretch of bytes', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  expect(hex(sha256('abc'))).toBe(ABC);
  expect(hex(sha256(new Uint8Array([0x61, 0x62, 0x63])))).toBe(ABC);
  expect(hex(sha256(Buffer.from('xabcx').subarray(1, 4)))).toBe(ABC);
  expect(hex(sha256('ü'))).toBe(hex(sha256(new Uint8Array([0xc3, 0xbc]))));
});

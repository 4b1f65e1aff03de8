/** Texts in shared memory, one after the other: what every thread can read without a copy of its own. */
import { sharedUint16, sharedUint32 } from './shared-arrays.ts';

/** Units that become one piece of a text: arguments of a call, so not too many. */
const AT_ONCE = 4096;

export interface PackedTexts {
  /** UTF-16 code units. */
  readonly units: Uint16Array;
  /** Text i is units `start[i]` … `start[i + 1] − 1`. */
  readonly start: Uint32Array;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const start = sharedUint32(texts.length + 1);
  let length = 0;
  for (const [at, text] of texts.entries()) {
    length += text.length;
    start[at + 1] = length;
  }
  const units = sharedUint16(length);
  let unit = 0;
  for (const text of texts) for (let i = 0; i < text.length; i++) units[unit++] = text.charCodeAt(i);
  return { units, start };
}

export function unpackText({ units, start }: PackedTexts, entry: number): string {
  const from = start[entry];
  const to = start[entry + 1];
  if (from === undefined || to === undefined) return '';
  if (to - from <= AT_ONCE) return String.fromCharCode(...units.subarray(from, to));
  let text = '';
  for (let at = from; at < to; at += AT_ONCE) text += String.fromCharCode(...units.subarray(at, Math.min(to, at + AT_ONCE)));
  return text;
}

/**
 * Encodings of text files, on byte strings (one character 0–255 per byte) and without any platform decoder.
 *
 * Structure (delimiters, quotes, braces) is ASCII in UTF-8 and Windows-1252 alike, so files are scanned as bytes and only the
 * fields that hold a high byte are decoded. UTF-16 is first joined into code units; a position is then unit × 2 bytes.
 */
import type { Encoding } from './connector.ts';

const HIGH_BYTE = /[\x80-\xff]/;

export interface EncodingGuess {
  readonly encoding: Encoding;
  /** Length of the byte order mark, in bytes; it is no part of the first field. */
  readonly bomBytes: number;
  /** False when the bytes seen so far are plain ASCII and more of the file follows: a later byte may still decide. */
  readonly settled: boolean;
}

export function bomLength(bytes: string): number {
  if (bytes.startsWith('\xef\xbb\xbf')) return 3;
  return bytes.startsWith('\xff\xfe') || bytes.startsWith('\xfe\xff') ? 2 : 0;
}

/** Encoding of a file by its first bytes: a mark decides, then zero bytes (UTF-16), then whether high bytes form valid UTF-8. */
export function detectEncoding(head: string, complete: boolean): EncodingGuess {
  const bomBytes = bomLength(head);
  if (bomBytes === 3) return { encoding: 'utf-8', bomBytes, settled: true };
  if (bomBytes === 2) return { encoding: head.charCodeAt(0) === 0xff ? 'utf-16le' : 'utf-16be', bomBytes, settled: true };
  const wide = wideWithoutMark(head);
  if (wide !== null) return { encoding: wide, bomBytes: 0, settled: true };
  const check = new Utf8Check();
  check.push(head);
  if (!check.valid(complete)) return { encoding: 'windows-1252', bomBytes: 0, settled: true };
  return { encoding: 'utf-8', bomBytes: 0, settled: complete || check.sawHighByte };
}

/** UTF-16 without a mark shows as text in which every second byte is zero. */
function wideWithoutMark(head: string): Encoding | null {
  const pairs = Math.min(head.length >> 1, 200);
  if (pairs < 2) return null;
  let zeroFirst = 0;
  let zeroSecond = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    const first = head.charCodeAt(i);
    const second = head.charCodeAt(i + 1);
    if (first === 0 && second !== 0) zeroFirst++;
    if (second === 0 && first !== 0) zeroSecond++;
  }
  if (zeroSecond > pairs * 0.8) return 'utf-16le';
  return zeroFirst > pairs * 0.8 ? 'utf-16be' : null;
}

/** Streaming check of UTF-8, as in RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
export class Utf8Check {
  sawHighByte = false;
  #broken = false;
  /** Continuation bytes still due, and the range allowed for the next one. */
  #due = 0;
  #low = 0x80;
  #high = 0xbf;

  push(bytes: string): void {
    if (this.#broken || (this.#due === 0 && !HIGH_BYTE.test(bytes))) return;
    this.sawHighByte = true;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes.charCodeAt(i);
      if (this.#due > 0) {
        if (byte < this.#low || byte > this.#high) {
          this.#broken = true;
          return;
        }
        this.#due--;
        this.#low = 0x80;
        this.#high = 0xbf;
      } else if (byte >= 0x80 && !this.#lead(byte)) {
        this.#broken = true;
        return;
      }
    }
  }

  /** Whether everything so far is UTF-8; at the end of the file nothing may be due. */
  valid(atEnd: boolean): boolean {
    return !this.#broken && (!atEnd || this.#due === 0);
  }

  #lead(byte: number): boolean {
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.#due = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte === 0xe0) this.#low = 0xa0;
    if (byte === 0xed) this.#high = 0x9f;
    if (byte === 0xf0) this.#low = 0x90;
    if (byte === 0xf4) this.#high = 0x8f;
    return true;
  }
}

/** Decodes UTF-8; null when the bytes are not UTF-8. */
export function decodeUtf8(bytes: string): string | null {
  if (!HIGH_BYTE.test(bytes)) return bytes;
  const check = new Utf8Check();
  check.push(bytes);
  if (!check.valid(true)) return null;
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes.charCodeAt(i);
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    let code = length === 1 ? byte : byte & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) code = (code << 6) | (bytes.charCodeAt(i + k) & 0x3f);
    out += String.fromCodePoint(code);
    i += length;
  }
  return out;
}

/** 0x80–0x9F of Windows-1252; the five unassigned bytes keep their value, as browsers read them (WHATWG Encoding). */
const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

export function decodeWindows1252(bytes: string): string {
  if (!HIGH_BYTE.test(bytes)) return bytes;
  return bytes.replace(/[\x80-\x9f]/g, (byte) => WINDOWS_1252.charAt(byte.charCodeAt(0) - 0x80));
}

/** Decodes a run of units as `UnitReader` yields them; null when they are not text in that encoding. */
export function decodeUnits(units: string, encoding: Encoding): string | null {
  if (encoding === 'utf-8') return decodeUtf8(units);
  return encoding === 'windows-1252' ? decodeWindows1252(units) : units;
}

/**
 * Turns the bytes of a file into the units that scanners walk: bytes as they are, or UTF-16 code units.
 * Unit `i` stands at byte `bomBytes + i * unitBytes` of the file.
 */
export class UnitReader {
  readonly unitBytes: 1 | 2;
  bomBytes = 0;
  byteCount = 0;
  readonly #encoding: Encoding;
  #started = false;
  #held = '';

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
    this.unitBytes = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
  }

  push(bytes: string): string {
    this.byteCount += bytes.length;
    let text = this.#held === '' ? bytes : this.#held + bytes;
    this.#held = '';
    if (!this.#started) {
      if (text.length < 3) {
        this.#held = text;
        return '';
      }
      text = this.#skipMark(text);
    }
    if (this.unitBytes === 1) return text;
    if (text.length % 2 === 1) {
      this.#held = text.slice(-1);
      text = text.slice(0, -1);
    }
    return joinPairs(text, this.#encoding === 'utf-16le');
  }

  /** What was held back. An odd last byte of a UTF-16 file is dropped: it is no character. */
  end(): string {
    const rest = this.#started ? this.#held : this.#skipMark(this.#held);
    this.#held = '';
    return this.unitBytes === 1 ? rest : joinPairs(rest.slice(0, rest.length & ~1), this.#encoding === 'utf-16le');
  }

  #skipMark(text: string): string {
    this.#started = true;
    const length = bomLength(text);
    const fits = this.unitBytes === 1 ? length === 3 && this.#encoding === 'utf-8' : length === 2;
    this.bomBytes = fits ? length : 0;
    return fits ? text.slice(length) : text;
  }
}

function joinPairs(bytes: string, littleEndian: boolean): string {
  const pieces: string[] = [];
  const codes: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const a = bytes.charCodeAt(i);
    const b = bytes.charCodeAt(i + 1);
    codes.push(littleEndian ? a | (b << 8) : (a << 8) | b);
    if (codes.length === 4096) {
      pieces.push(String.fromCharCode(...codes));
      codes.length = 0;
    }
  }
  pieces.push(String.fromCharCode(...codes));
  return pieces.join('');
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Encoding } from './connector.ts';
import { decodeUnits, decodeUtf8, decodeWindows1252, detectEncoding, UnitReader, Utf8Check } from './encoding.ts';

const latin = (buffer: Buffer) => buffer.toString('latin1');
const utf16 = (text: string, bigEndian = false) => {
  const buffer = Buffer.from(text, 'utf16le');
  return latin(bigEndian ? buffer.swap16() : buffer);
};

describe('what a file is encoded in', () => {
  it.each<[string, string, Encoding, number, boolean]>([
    ['ASCII, read to the end', 'a,b\n', 'utf-8', 0, true],
    ['UTF-8', latin(Buffer.from('Käthe,€\n')), 'utf-8', 0, true],
    ['UTF-8 with mark', `\xef\xbb\xbf${latin(Buffer.from('é'))}`, 'utf-8', 3, true],
    ['Windows-1252', 'K\xe4the,\x80\n', 'windows-1252', 0, true],
    ['UTF-16 LE with mark', `\xff\xfe${utf16('a,b\n')}`, 'utf-16le', 2, true],
    ['UTF-16 BE with mark', `\xfe\xff${utf16('a,b\n', true)}`, 'utf-16be', 2, true],
    ['UTF-16 LE without mark', utf16('name,total\n'), 'utf-16le', 0, true],
    ['UTF-16 BE without mark', utf16('name,total\n', true), 'utf-16be', 0, true],
  ])('%s', (_, bytes, encoding, bomBytes, settled) => {
    expect(detectEncoding(bytes, true)).toEqual({ encoding, bomBytes, settled });
  });

  it('is open while only ASCII was seen and more follows', () => {
    expect(detectEncoding('a,b\n', false)).toEqual({ encoding: 'utf-8', bomBytes: 0, settled: false });
  });

  it('does not take a character cut by the end of the head for another encoding', () => {
    const bytes = latin(Buffer.from('Käthe ä'));
    expect(detectEncoding(bytes.slice(0, -1), false).encoding).toBe('utf-8');
    expect(detectEncoding(bytes.slice(0, -1), true).encoding).toBe('windows-1252');
  });
});

describe('decoding', () => {
  it('reads UTF-8 as the platform does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeUtf8(latin(Buffer.from(text)))).toBe(text);
      }),
    );
  });

  it('calls invalid what the platform calls invalid', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        let expected: string | null;
        try {
          expected = strict.decode(bytes);
        } catch {
          expected = null;
        }
        expect(decodeUtf8(latin(Buffer.from(bytes)))).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads every byte of Windows-1252 as the platform does', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(decodeWindows1252(latin(Buffer.from(all)))).toBe(new TextDecoder('windows-1252').decode(all));
  });

  it('checks UTF-8 across chunks', () => {
    const bytes = latin(Buffer.from('a€b'));
    const check = new Utf8Check();
    for (const byte of bytes) check.push(byte);
    expect(check.valid(true)).toBe(true);
    check.push('\x80');
    expect(check.valid(true)).toBe(false);
  });
});

describe('units of a file', () => {
  it.each<[Encoding, string, number]>([
    ['utf-8', `\xef\xbb\xbf${latin(Buffer.from('né'))}`, 3],
    ['utf-16le', `\xff\xfe${utf16('né😀')}`, 2],
    ['utf-16be', utf16('né😀', true), 0],
  ])('of %s come out the same byte by byte', (encoding, bytes, bom) => {
    const whole = new UnitReader(encoding);
    const expected = whole.push(bytes) + whole.end();
    const slow = new UnitReader(encoding);
    let units = '';
    for (const byte of bytes) units += slow.push(byte);
    units += slow.end();
    expect(units).toBe(expected);
    expect(slow.bomBytes).toBe(bom);
    expect(slow.byteCount).toBe(bytes.length);
    expect(decodeUnits(units, encoding)).toMatch(/^né/);
  });
});

import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ByteWindow } from './byte-window.ts';

let folder: string;
let fd: number;
const CHUNK = 10;
const bytes = Buffer.from(Array.from({ length: 400 }, (_, i) => i % 251));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-window-'));
  writeFileSync(join(folder, 'file'), bytes);
  fd = openSync(join(folder, 'file'), 'r');
});
afterEach(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

test('the bytes of any span are the bytes of the file: inside a stretch, across two, and long gone', () => {
  const window = new ByteWindow(fd);
  for (let at = 0; at < bytes.byteLength; at += CHUNK) {
    window.push(bytes.subarray(at, at + CHUNK));
    for (const [offset, length] of [
      [at, CHUNK],
      [Math.max(0, at - 3), 6],
      [0, 1],
      [0, at],
      [at, 0],
    ] as const) {
      expect(window.slice(offset, length).equals(bytes.subarray(offset, offset + length))).toBe(true);
    }
  }
});

test('a file that lost its end while it was read is noticed', () => {
  const window = new ByteWindow(fd);
  window.push(bytes);
  expect(() => window.slice(390, 20)).toThrow(/shorter/);
});

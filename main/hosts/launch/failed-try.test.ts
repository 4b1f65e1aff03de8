import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { forgetFailedTry, isTryDue, rememberFailedTry } from './failed-try.ts';

const NOON_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'onefold-try-')), 'not', 'there', 'yet');

it('remembers a failed download for 24 hours', () => {
  const dataDir = newFolder();
  expect(isTryDue(dataDir, '45.4.1', NOON_MS)).toBe(true);
  rememberFailedTry(dataDir, '45.4.1', NOON_MS);
  expect(isTryDue(dataDir, '45.4.1', NOON_MS)).toBe(false);
  expect(isTryDue(dataDir, '45.4.1', NOON_MS + 24 * HOUR_MS - 1)).toBe(false);
  expect(isTryDue(dataDir, '45.4.1', NOON_MS + 24 * HOUR_MS)).toBe(true);
});

it('tries again for another version, after it was told to forget, and when the clock was set back', () => {
  const dataDir = newFolder();
  rememberFailedTry(dataDir, '45.4.1', NOON_MS);
  expect(isTryDue(dataDir, '46.0.0', NOON_MS)).toBe(true);
  expect(isTryDue(dataDir, '45.4.1', NOON_MS - HOUR_MS)).toBe(true);
  forgetFailedTry(dataDir);
  expect(isTryDue(dataDir, '45.4.1', NOON_MS)).toBe(true);
});

it('takes a damaged note for none', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'onefold-try-'));
  for (const text of ['', '{', 'null', '{"version":"45.4.1"}', '{"version":"45.4.1","failedAtMs":"soon"}']) {
    writeFileSync(join(dataDir, 'electron-download.json'), text);
    expect(isTryDue(dataDir, '45.4.1', NOON_MS)).toBe(true);
  }
});

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REMEMBERED_FOR_MS = 24 * 60 * 60 * 1_000;

const fileIn = (dataDir: string): string => join(dataDir, 'electron-download.json');

/** Whether to try the download of this version: not within 24 hours of a failed try of the same one. */
export function isTryDue(dataDir: string, version: string, nowMs: number): boolean {
  try {
    const failed: unknown = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'));
    if (typeof failed !== 'object' || failed === null || !('version' in failed) || !('failedAtMs' in failed)) return true;
    const ageMs = nowMs - Number(failed.failedAtMs);
    // A clock that was set back must not silence the download for years.
    return failed.version !== version || !(ageMs >= 0 && ageMs < REMEMBERED_FOR_MS);
  } catch {
    return true;
  }
}

export function rememberFailedTry(dataDir: string, version: string, nowMs: number): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(fileIn(dataDir), `${JSON.stringify({ version, failedAtMs: nowMs })}\n`);
}

export function forgetFailedTry(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

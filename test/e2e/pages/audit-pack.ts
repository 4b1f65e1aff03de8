import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { VerifyReport } from '#shared/contract/log.ts';
import { shell } from './shell.ts';

const VERIFIER = join(import.meta.dirname, '..', '..', '..', 'verify', 'verify.mjs');

export interface SavedPack {
  readonly path: string;
  /** File name → bytes. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** `file:` address of the pack's own page, taken out of the zip. */
  readonly verifierUrl: string;
}

/** Exports the audit pack by its command, saves it as the browser would, and takes the verifier's page out of it. */
export async function exportAuditPack(page: Page, folder: string): Promise<SavedPack> {
  await shell(page).command('export audit pack');
  const path = join(folder, 'pack.zip');
  await saveReady(page, path);
  const files = unzipSync(readFileSync(path));
  const verifier = join(folder, 'verify.html');
  writeFileSync(verifier, files['verify.html'] ?? '');
  return { path, files, verifierUrl: pathToFileURL(verifier).href };
}

/** Saves the file that a toast offers, by a click unless `press` knows another way. */
export async function saveReady(page: Page, path: string, press?: () => Promise<void>): Promise<void> {
  const save = shell(page)
    .toast(/is ready/)
    .getByRole('button', { name: 'Save' });
  await expect(save).toBeVisible({ timeout: 30_000 });
  const download = page.waitForEvent('download');
  await (press ?? (() => save.click()))();
  await (await download).saveAs(path);
}

/** What the verifier of the repository says, run as a process of its own. */
export function verifyOutside(pack: string, head?: string): VerifyReport {
  const args = [VERIFIER, pack, '--json', ...(head === undefined ? [] : ['--head', head])];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as VerifyReport;
}

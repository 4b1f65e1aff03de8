/** The built app in a browser of its own, for benches: the real loopback host, the real window, nothing between. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { findChromium, NO_CHROMIUM } from '#test/chromium.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
export const LOOPBACK = join(ROOT, 'out', 'main', 'loopback.js');

export interface BenchWindow {
  readonly page: Page;
  close(): Promise<void>;
}

/** Builds the app where it was not built yet. */
export function ensureBuilt(): void {
  if (existsSync(LOOPBACK)) return;
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The app could not be built.');
}

export async function browserFlags(): Promise<{ readonly path: string; readonly args: readonly string[] }> {
  const found = await findChromium();
  if (found === null) throw new Error(NO_CHROMIUM);
  return { path: found.path, args: [...found.args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] };
}

/** Opens a book in the window. `prepare` runs before the page loads. */
export async function openWindow(bookPath: string, prepare: (page: Page) => Promise<void>): Promise<BenchWindow> {
  const dataDir = mkdtempSync(join(tmpdir(), 'onefold-bench-data-'));
  const host = spawn(process.execPath, [LOOPBACK, '--no-window', '--print-url', bookPath], {
    env: { ...process.env, ONEFOLD_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { path, args } = await browserFlags();
  const browser = await chromium.launch({ executablePath: path, args: [...args] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await prepare(page);
  for await (const line of createInterface({ input: host.stdout })) {
    const said = JSON.parse(line) as { url?: string };
    if (said.url === undefined) continue;
    await page.goto(said.url);
    break;
  }
  return {
    page,
    async close() {
      await browser.close();
      const ended = once(host, 'exit');
      host.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

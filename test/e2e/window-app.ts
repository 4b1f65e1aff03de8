/** The built app in a browser of its own, for benches and pictures: the real loopback host, the real window, nothing between. */
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

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly dark: boolean;
}

const WIDE: Look = { width: 1440, height: 900, scale: 1, dark: false };

/** Opens a book in the window. `prepare` runs before the page loads. */
export async function openWindow(bookPath: string, prepare: (page: Page) => Promise<void>): Promise<BenchWindow> {
  return open([bookPath], WIDE, prepare);
}

/** Opens a book in a window of that look. */
export async function openBook(bookPath: string, look: Look): Promise<BenchWindow> {
  return open([bookPath], look, async () => undefined);
}

/** Opens the app with no book: the start screen. */
export async function openNothing(look: Look): Promise<BenchWindow> {
  return open(['--no-demo'], look, async () => undefined);
}

/** Opens the demo book, made anew, once it is filled. */
export async function openDemo(look: Look): Promise<BenchWindow> {
  const window = await open([], look, async () => undefined);
  await window.page.getByText('Demo book, safe to play with').waitFor({ state: 'attached' });
  // Questions are the last thing that filling it brings.
  await window.page.locator('.queue [aria-current]').waitFor({ timeout: 120_000 });
  await window.page.locator('.jobs').waitFor({ state: 'detached', timeout: 120_000 });
  return window;
}

async function open(args: readonly string[], look: Look, prepare: (page: Page) => Promise<void>): Promise<BenchWindow> {
  const dataDir = mkdtempSync(join(tmpdir(), 'onefold-bench-data-'));
  const host = spawn(process.execPath, [LOOPBACK, '--no-window', '--print-url', ...args], {
    env: { ...process.env, ONEFOLD_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { path, args: flags } = await browserFlags();
  const browser = await chromium.launch({ executablePath: path, args: [...flags] });
  const page = await browser.newPage({
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.scale,
    colorScheme: look.dark ? 'dark' : 'light',
  });
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

/**
 * From the command to the first question on screen with the keyboard on it: a book of a million records, the loopback host, and the
 * Chromium window that the app itself opens. Files lie in the system's cache after the first run.
 *
 *   node test/bench/start.ts [--runs 5] [--size 1000000]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { browserFlags, ensureBuilt } from '#test/e2e/window-app.ts';
import { copyOfBigBook } from './big-book.ts';
import { benchFlags, count, median, printFigures } from './common.ts';

interface Start {
  readonly hostMs: number;
  readonly usableMs: number;
}

const { runs, size } = benchFlags();
const records = size ?? 1_000_000;
const folder = mkdtempSync(join(tmpdir(), 'onefold-bench-start-'));
try {
  ensureBuilt();
  const book = copyOfBigBook(records, folder);
  const headless = await headlessChromium();
  await oneStart(book, headless);
  const starts: Start[] = [];
  for (let run = 0; run < runs; run += 1) starts.push(await oneStart(book, headless));
  printFigures(
    `Cold start, book of ${count(records)} records, loopback`,
    [
      { what: 'the host answers', value: `${Math.round(median(starts.map(({ hostMs }) => hostMs)))} ms` },
      {
        what: 'first question usable',
        value: `${Math.round(median(starts.map(({ usableMs }) => usableMs)))} ms`,
        bar: '≤ 2,500 ms',
      },
    ],
    runs,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function oneStart(book: string, chromiumPath: string): Promise<Start> {
  const tmp = mkdtempSync(join(folder, 'tmp-'));
  mkdirSync(join(folder, 'data'), { recursive: true });
  const started = performance.now();
  const host = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'main', 'hosts', 'start.mjs'), '--loopback', book], {
    env: { ...process.env, ONEFOLD_DATA_DIR: join(folder, 'data'), CHROMIUM_PATH: chromiumPath, TMPDIR: tmp, DISPLAY: ':0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = once(host.stdout, 'data').then(() => performance.now() - started);
  const ended = once(host, 'exit');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await debuggingPort(tmp)}`);
  const page = browser.contexts()[0]?.pages()[0] ?? (await browser.contexts()[0]?.waitForEvent('page'));
  if (page === undefined) throw new Error('the window has no page');
  await page.locator('.center[aria-busy="false"] [role=grid] :focus').waitFor();
  const usableMs = performance.now() - started;
  const hostMs = await ready;
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.close').catch(() => undefined);
  await ended;
  return { hostMs, usableMs };
}

/** The port that Chromium writes into its profile once it listens. */
async function debuggingPort(tmp: string): Promise<number> {
  for (;;) {
    const profile = readdirSync(tmp).find((name) => name.startsWith('onefold-window-'));
    const file = profile === undefined ? null : join(tmp, profile, 'DevToolsActivePort');
    const port = file !== null && existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    if (port > 0) return port;
    await pause(5);
  }
}

/** A Chromium without a display: the host opens it as it would any other. */
async function headlessChromium(): Promise<string> {
  const { path, args } = await browserFlags();
  const script = join(folder, 'chromium');
  const flags = ['--headless', '--remote-debugging-port=0', '--window-size=1440,900', ...args].join(' ');
  const lines = [
    '#!/bin/sh',
    `export LD_LIBRARY_PATH='${process.env.LD_LIBRARY_PATH ?? ''}' FONTCONFIG_PATH='${process.env.FONTCONFIG_PATH ?? ''}'`,
    // The app's own window is asked for with --app, which a headless browser opens no page for.
    `for argument do shift; set -- "$@" "\${argument#--app=}"; done`,
    `exec '${path}' ${flags} "$@"`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`, { mode: 0o755 });
  return script;
}

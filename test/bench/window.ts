/**
 * The merge screen under the fingers: from a key to the frame that shows its effect, in a book of a million records, and again while a
 * file is being imported. The times are the window's own: from the moment the browser took the key to the end of the frame.
 *
 *   node test/bench/window.ts [--runs 5] [--size 1000000]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeStripeRows } from '#test/demo/bulk/index.ts';
import { ensureBuilt, openWindow } from '#test/e2e/window-app.ts';
import { copyOfBigBook } from './big-book.ts';
import { benchFlags, count, median, percentile, printFigures } from './common.ts';

const FIELD_KEYS = ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', '2', '1'] as const;
const FIELD_PRESSES = 160;
const PAIRS = 60;
/** A quick reviewer's pace. */
const PAUSE_MS = { field: 60, pair: 250 } as const;
const IMPORT_ROWS = 1_500_000;

interface Session {
  readonly keys: readonly number[];
  readonly pairs: readonly number[];
  readonly merges: readonly number[];
  /** Tasks of the window's main thread of more than 50 ms, ms. */
  readonly longTasks: readonly number[];
}

const { runs, size } = benchFlags();
const records = size ?? 1_000_000;
const folder = mkdtempSync(join(tmpdir(), 'onefold-bench-window-'));
try {
  ensureBuilt();
  const stripe = join(folder, 'stripe.csv');
  writeStripeRows(stripe, IMPORT_ROWS, 1);
  const quiet: Session[] = [];
  const busy: Session[] = [];
  for (let run = 0; run < runs; run += 1) {
    const book = copyOfBigBook(records, folder);
    const window = await openWindow(book, watchPaints);
    try {
      quiet.push(await session(window.page));
      await startImport(window.page, stripe);
      busy.push(await session(window.page));
      if (!(await importing(window.page))) process.stderr.write('The import ended before the session did.\n');
    } finally {
      await window.close();
    }
    for (const ending of ['', '-wal', '-shm']) rmSync(`${book}${ending}`, { force: true });
  }
  report('Merge screen', quiet);
  report(`Merge screen while ${count(IMPORT_ROWS)} rows are read`, busy);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(title: string, sessions: readonly Session[]): void {
  const p95 = (pick: (session: Session) => readonly number[]) =>
    `${median(sessions.map((session) => percentile(pick(session), 95))).toFixed(1)} ms`;
  const worst = (pick: (session: Session) => readonly number[]) =>
    `${median(sessions.map((session) => Math.max(0, ...pick(session)))).toFixed(1)} ms`;
  printFigures(
    `${title}, book of ${count(records)} records`,
    [
      { what: `key to paint, p95 of ${FIELD_PRESSES}`, value: p95(({ keys }) => keys), bar: '≤ 50 ms' },
      { what: 'key to paint, slowest', value: worst(({ keys }) => keys) },
      { what: `next pair, p95 of ${PAIRS}`, value: p95(({ pairs }) => pairs), bar: '≤ 100 ms' },
      { what: 'next pair, slowest', value: worst(({ pairs }) => pairs) },
      { what: 'merge to next pair, p95 of 10', value: p95(({ merges }) => merges) },
      { what: 'tasks of more than 50 ms in the window', value: String(median(sessions.map(({ longTasks }) => longTasks.length))) },
      { what: 'the longest of them', value: worst(({ longTasks }) => longTasks) },
    ],
    runs,
  );
}

/** Some minutes at the keyboard: moving in fields and choosing values, going through pairs, merging some. */
async function session(page: Page): Promise<Session> {
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.locator('.center[aria-busy="false"] [role=grid] :focus').waitFor();
  await page.evaluate(() => window.onefoldPaints.reset());
  for (let i = 0; i < FIELD_PRESSES; i += 1) {
    await page.keyboard.press(FIELD_KEYS[i % FIELD_KEYS.length] ?? 'ArrowDown');
    await page.waitForTimeout(PAUSE_MS.field);
  }
  const keys = await page.evaluate(() => window.onefoldPaints.take('frame'));
  for (let i = 0; i < PAIRS; i += 1) {
    await page.keyboard.press('j');
    await page.waitForTimeout(PAUSE_MS.pair);
  }
  const pairs = await page.evaluate(() => window.onefoldPaints.take('pair'));
  for (let i = 0; i < 10; i += 1) {
    const waiting = page.evaluate(() => window.onefoldPaints.next('pair'));
    await page.keyboard.press('Enter');
    await waiting;
    await page.waitForTimeout(PAUSE_MS.pair);
  }
  const merges = await page.evaluate(() => window.onefoldPaints.take('pair'));
  return { keys, pairs, merges, longTasks: await page.evaluate(() => window.onefoldPaints.longTasks()) };
}

async function startImport(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('ControlOrMeta+i');
  await (await chooser).setFiles(path);
  const use = page.getByRole('button', { name: 'Use this name' });
  await use.click({ timeout: 120_000 });
  await page.getByRole('progressbar').first().waitFor({ timeout: 60_000 });
}

async function importing(page: Page): Promise<boolean> {
  await page.goBack();
  return (await page.getByRole('progressbar').count()) > 0;
}

declare global {
  interface Window {
    onefoldPaints: {
      reset(): void;
      take(what: 'frame' | 'pair'): number[];
      next(what: 'pair'): Promise<number>;
      longTasks(): number[];
    };
  }
}

/**
 * Clocks inside the page. *frame*: from the browser's time stamp of a key to the end of the first frame after its handlers. *pair*: to the
 * end of the first frame in which another question is drawn.
 */
async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let frames: number[] = [];
    let pairs: number[] = [];
    let tasks: number[] = [];
    const waiting: ((ms: number) => void)[] = [];
    let pressed: { at: number; question: string | null } | null = null;
    const question = () => document.querySelector('.queue [aria-current="true"]')?.getAttribute('href') ?? null;
    /** Calls back when the frame that is drawn next is out: a task that is queued in its last callback runs after it. */
    const afterFrame = (then: () => void) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => then();
        port2.postMessage(null);
      });
    addEventListener(
      'keydown',
      (event) => {
        const at = event.timeStamp;
        pressed = { at, question: question() };
        afterFrame(() => frames.push(performance.now() - at));
      },
      { capture: true },
    );
    const look = () => {
      const shown = document.querySelector('.center')?.getAttribute('aria-busy') === 'false';
      if (pressed === null || !shown || question() === pressed.question) return;
      const { at } = pressed;
      pressed = null;
      afterFrame(() => {
        const ms = performance.now() - at;
        pairs.push(ms);
        for (const tell of waiting.splice(0)) tell(ms);
      });
    };
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true }),
    );
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
    window.onefoldPaints = {
      reset() {
        frames = [];
        pairs = [];
        tasks = [];
      },
      take(what) {
        const taken = what === 'frame' ? frames : pairs;
        if (what === 'frame') frames = [];
        else pairs = [];
        return taken;
      },
      next: () => new Promise((resolve) => waiting.push(resolve)),
      longTasks: () => tasks,
    };
  });
}

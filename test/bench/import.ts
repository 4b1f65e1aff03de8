/**
 * Import: 1,000,000 itemised Stripe rows and 200,000 Shopify orders, from the file to the published book (parse, validate, hash, keep
 * verbatim, facts, interned columns, indexes, publish), and the full-text index apart.
 *
 *   node test/bench/import.ts [--runs 5] [--size N]   N Stripe rows and N / 5 Shopify orders
 *
 * Each run is a process of its own, so that its peak memory is its own. Nothing is asserted.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeShopifyOrders, writeStripeRows } from '#test/demo/bulk/index.ts';
import { benchFlags, count, type Figure, median, printFigures } from './common.ts';
import type { ImportRun } from './import-run.ts';

const { runs, size } = benchFlags();
const stripeRows = size ?? 1_000_000;
const shopifyOrders = Math.max(1, Math.round(stripeRows / 5));
const folder = mkdtempSync(join(tmpdir(), 'onefold-bench-'));

try {
  const stripe = join(folder, 'stripe.csv');
  writeStripeRows(stripe, stripeRows, 1);
  const figures = importFigures(stripe, 'rows', { rate: '40,000/s', memory: '400 MB' });
  const plain = sqliteImportSeconds(stripe);
  if (plain !== null) {
    const ratio = figures.seconds / plain;
    figures.lines.push({ what: 'time of sqlite3 .import of the same file', value: `${plain.toFixed(1)} s` });
    figures.lines.push({ what: 'ratio to it', value: `${ratio.toFixed(1)} ×` });
  }
  printFigures(`Import of ${count(stripeRows)} Stripe itemised rows, ${megabytes(stripe)} MB`, figures.lines, runs);
  rmSync(stripe);

  const shopify = join(folder, 'shopify.csv');
  writeShopifyOrders(shopify, shopifyOrders, 1);
  const orders = importFigures(shopify, 'orders', { rate: '15,000/s', memory: '' });
  printFigures(`Import of ${count(shopifyOrders)} Shopify orders of 79 columns, ${megabytes(shopify)} MB`, orders.lines, runs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function importFigures(path: string, noun: string, bars: { readonly rate: string; readonly memory: string }) {
  const done = Array.from({ length: runs }, () => oneRun(path));
  const of = (pick: (run: ImportRun) => number) => median(done.map(pick));
  const seconds = of((run) => (run.previewMs + run.publishMs) / 1000);
  const lines: Figure[] = [
    {
      what: `${noun} a second, file to published`,
      value: count(of((run) => run.records / ((run.previewMs + run.publishMs) / 1000))),
      bar: bars.rate,
    },
    { what: 'of that, publishing', value: `${count(of((run) => run.publishMs))} ms` },
    { what: 'peak memory, all threads', value: `${count(of((run) => run.peakBytes) / 1e6)} MB`, bar: bars.memory },
    { what: 'longest time the app thread did not answer', value: `${count(of((run) => run.longestGapMs))} ms` },
    { what: 'processor time a record, all threads', value: `${of((run) => run.cpuMicros / run.records).toFixed(1)} µs` },
    { what: 'full-text index, apart', value: `${of((run) => run.textIndexMs / 1000).toFixed(1)} s` },
    { what: 'book', value: `${count(of((run) => run.bookBytes) / 1e6)} MB` },
  ];
  return { seconds, lines };
}

function oneRun(path: string): ImportRun {
  const output = execFileSync(process.execPath, [join(import.meta.dirname, 'import-run.ts'), path], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  return JSON.parse(output) as ImportRun;
}

/** Null where there is no sqlite3 shell. It only splits lines and stores texts: the floor for any import. */
function sqliteImportSeconds(path: string): number | null {
  const book = join(folder, 'plain.db');
  const started = performance.now();
  const { status } = spawnSync('sqlite3', [book, `.import --csv "${path}" rows`], { stdio: 'ignore' });
  const seconds = (performance.now() - started) / 1000;
  rmSync(book, { force: true });
  return status === 0 ? seconds : null;
}

function megabytes(path: string): string {
  return count(statSync(path).size / 1e6);
}

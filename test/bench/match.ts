/**
 * Deterministic duplicates over a book of five systems: the copies of two in five sales quote no id, one sale in eighteen is bought
 * again within the week. Each run is a process of its own on a fresh copy of the book, so that memory is its own and everything is
 * stored anew.
 *
 *   node test/bench/match.ts [--runs 5] [--size 1000000] [--book PATH]
 *
 * With --book, the imported book is kept there, and taken from there the next time.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeFiveSystems } from '#test/demo/bulk/index.ts';
import { liveBook } from '#test/factories/live-book.ts';
import { benchFlags, count, median, percentile, printFigures } from './common.ts';
import type { Measured, OneByOne, Stored } from './match-run.ts';

await bench();

async function bench(): Promise<void> {
  const { runs, size } = benchFlags();
  const records = size ?? 1_000_000;
  const folder = mkdtempSync(join(tmpdir(), 'onefold-match-bench-'));
  try {
    const { values } = parseArgs({ options: { book: { type: 'string' } }, strict: false });
    const kept = typeof values.book === 'string' ? values.book : join(folder, 'five.onefold');
    if (!existsSync(kept)) copyFileSync(await importFiveSystems(folder, records), kept);
    const book = kept;
    const measured = Array.from({ length: runs }, () => child<Measured>('--measure', book));
    const copy = join(folder, 'copy.onefold');
    const stored = Array.from({ length: runs }, () => {
      copyFileSync(book, copy);
      return child<Stored>('--store', copy);
    });
    const one = child<OneByOne>('--one', copy);
    const ten = child<Measured>('--columns', String(records * 10));
    const of = <T>(list: readonly T[], value: (one: T) => number): number => median(list.map(value));
    const counts: Stored['counts'] = stored[0]?.counts ?? {};
    printFigures(
      `Duplicates over ${count(counts.records ?? records)} orders of five systems`,
      [
        { what: 'columns read', value: seconds(of(measured, ({ loadMs }) => loadMs)) },
        { what: 'references joined, compared, decided', value: seconds(of(measured, ({ matchMs }) => matchMs)) },
        {
          what: 'from the book to links in memory',
          value: seconds(of(measured, (one) => one.loadMs + one.matchMs)),
          bar: '≤ 10 s',
        },
        { what: '  processor time of that process', value: seconds(of(measured, (one) => one.processorMs)) },
        { what: 'peak memory of that process', value: megabytes(of(measured, (one) => one.memoryBytes)), bar: '≤ 700 MB' },
        {
          what: 'stored and logged, app and matching thread',
          value: seconds(of(stored, ({ publishedMs }) => publishedMs)),
          bar: '≤ 18 s',
        },
        { what: 'peak memory of both', value: megabytes(of(stored, (one) => one.memoryBytes)) },
        { what: 'orders brought up to date after that', value: seconds(of(stored, ({ derivedMs }) => derivedMs)) },
        { what: 'one record against all: median', value: milliseconds(percentile(one.eachMs, 50)) },
        { what: '  99th percentile', value: milliseconds(percentile(one.eachMs, 99)), bar: '≤ 10 ms' },
        { what: '  99th percentile, processor time', value: milliseconds(percentile(one.processorMs, 99)) },
        { what: '  pairs compared for one', value: count(one.candidates) },
        { what: `${count(ten.records)} records, columns to links`, value: seconds(ten.matchMs), bar: '≤ 150 s' },
        { what: '  processor time of that process', value: seconds(ten.processorMs) },
        { what: '  peak memory of that process', value: megabytes(ten.memoryBytes), bar: '≤ 3,000 MB' },
        ...Object.entries(counts).map(([what, value]) => ({ what: `  ${what}`, value: count(value) })),
      ],
      runs,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Imports the files as the app does; returns the path of the book. */
async function importFiveSystems(folder: string, records: number): Promise<string> {
  const files = join(folder, 'files');
  mkdirSync(files);
  const written = writeFiveSystems(files, records, 1);
  process.stderr.write(`${count(written.records)} records of ${count(written.sales)} sales written\n`);
  const live = await liveBook();
  try {
    for (const name of [
      'shopify-bulk-orders.csv',
      'woocommerce-bulk-orders.json',
      'amazon-bulk-orders.txt',
      'hubspot-bulk-deals.csv',
      'netsuite-bulk-sales-orders.csv',
    ]) {
      await live.import(join(files, name));
      await live.idle();
      process.stderr.write(`${name} imported\n`);
    }
    live.context.db.pragma('wal_checkpoint(TRUNCATE)');
    const book = join(folder, 'imported.onefold');
    copyFileSync(live.context.bookPath, book);
    process.stderr.write(`book of ${megabytes(statSync(book).size)}\n`);
    return book;
  } finally {
    await live.dispose();
  }
}

function child<T>(mode: string, book: string): T {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'match-run.ts'), mode, book], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  process.stderr.write(`${mode} ${stdout}\n`);
  return JSON.parse(stdout) as T;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}

function megabytes(bytes: number): string {
  return `${count(bytes / 1024 ** 2)} MB`;
}

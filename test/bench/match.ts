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
import { hash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelVersion } from '#core/matching/model.ts';
import { runMatching } from '#core/matching/run.ts';
import { createJobs } from '#main/app/job-runner.ts';
import { createJobThread } from '#main/app/job-thread.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import type { WriterContext } from '#main/services/context.ts';
import { startMatching } from '#main/services/matching/index.ts';
import { loadBook } from '#main/services/matching/load.ts';
import type { AppEvent } from '#shared/contract/jobs.ts';
import { openReader, openWriter } from '#store/database.ts';
import { readLatestRun } from '#store/queries/match-pairs.ts';
import { writeFiveSystems } from '#test/demo/bulk/index.ts';
import { liveBook } from '#test/factories/live-book.ts';
import { ENGINE, NO_PACE, NOBODY } from '#test/factories/match-columns.ts';
import { benchFlags, count, median, peakMemory, printFigures } from './common.ts';

interface Measured {
  readonly loadMs: number;
  readonly matchMs: number;
  readonly memoryBytes: number;
}

interface Stored {
  readonly publishedMs: number;
  readonly derivedMs: number;
  readonly counts: { readonly [name: string]: number };
  readonly memoryBytes: number;
}

const [mode, path] = process.argv.slice(2);
if (mode === '--measure' && path !== undefined) process.stdout.write(JSON.stringify(measure(path)));
else if (mode === '--store' && path !== undefined) process.stdout.write(JSON.stringify(await store(path)));
else await bench();

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
    const stored = Array.from({ length: runs }, () => {
      const copy = join(folder, 'copy.onefold');
      copyFileSync(book, copy);
      return child<Stored>('--store', copy);
    });
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
          bar: '≤ 15 s',
        },
        { what: 'peak memory of that process', value: megabytes(of(measured, (one) => one.memoryBytes)), bar: '≤ 700 MB' },
        { what: 'stored and logged, app and matching thread', value: seconds(of(stored, ({ publishedMs }) => publishedMs)) },
        { what: 'peak memory of both', value: megabytes(of(stored, (one) => one.memoryBytes)) },
        { what: 'orders brought up to date after that', value: seconds(of(stored, ({ derivedMs }) => derivedMs)) },
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
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'match.ts'), mode, book], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  process.stderr.write(`${mode} ${stdout}\n`);
  return JSON.parse(stdout) as T;
}

/** From interned columns in the book to links in memory, in one thread. */
function measure(book: string): Measured {
  const db = openReader(book);
  const start = performance.now();
  const loaded = loadBook(db, NO_PACE);
  const read = performance.now();
  runMatching({ engine: ENGINE, columns: loaded.columns, texts: loaded, people: NOBODY, pace: NO_PACE });
  const done = performance.now();
  return { loadMs: read - start, matchMs: done - read, memoryBytes: peakMemory() ?? 0 };
}

/** The whole job, as the app runs it. */
async function store(book: string): Promise<Stored> {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-match-run-'));
  const db = openWriter(book);
  const jobThread = createJobThread();
  let publishedMs = 0;
  const start = performance.now();
  const emit = (event: AppEvent): void => {
    if (event.kind === 'dataChanged' && publishedMs === 0) publishedMs = performance.now() - start;
  };
  const jobs = createJobs(nodePorts, (job) => emit({ kind: 'job', job }));
  const tickets = createTickets(folder, nodePorts.newId);
  const context: WriterContext = {
    db,
    ports: nodePorts,
    bookPath: book,
    dataDir: folder,
    appVersion: '0.0.0-bench',
    actor: () => 'person:Bench',
    emit,
    jobs,
    jobThread,
    tickets,
  };
  const job = await jobs.settled(startMatching(context));
  const total = performance.now() - start;
  if (job.state !== 'done') throw new Error(`${job.state}: ${JSON.stringify(job.problem)}`);
  const run = readLatestRun(db);
  const version = modelVersion(ENGINE, (text) => hash('sha256', text, 'buffer'));
  if (run?.modelVersion !== version) throw new Error(`the run used ${run?.modelVersion}, not ${version}`);
  await jobThread.stop();
  tickets.dispose();
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return { publishedMs, derivedMs: total - publishedMs, counts: run.counts, memoryBytes: peakMemory() ?? 0 };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${count(bytes / 1024 ** 2)} MB`;
}

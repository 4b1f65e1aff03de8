/**
 * A year's money from a cold book: read, linked, every exception raised, all of it stored and logged. Then more days, one after the other,
 * as at a window that is open: each a payout of 3,000 lines with its orders, both reports and its bank line, from published and matched
 * to stored and logged.
 *
 *   node test/bench/money.ts [--runs 5] [--size 1000000] [--book PATH]
 *
 * `--size` counts money events. With --book, the imported book is kept there, and taken from there the next time.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startMatching } from '#main/services/matching/index.ts';
import { type MoneyOutcome, startReconciling } from '#main/services/money/run/index.ts';
import { writeMoneyYear } from '#test/demo/bulk/index.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { benchFlags, count, median, peakMemory, printFigures } from './common.ts';
import type { Reconciled } from './money-run.ts';

/** Events of one order on average: its two rows, a refund in 25, payouts and bank lines. */
const EVENTS_PER_ORDER = 2.0415;
/** A payout of 3,000 lines: its charges, and a refund in 25. */
const ORDERS_OF_PAYOUT = 2_885;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const YEAR_DAYS = 364;

await bench();

async function bench(): Promise<void> {
  const { runs, size } = benchFlags();
  const folder = mkdtempSync(join(tmpdir(), 'onefold-money-bench-'));
  try {
    const { values } = parseArgs({ options: { book: { type: 'string' } }, strict: false });
    const kept = typeof values.book === 'string' ? values.book : join(folder, 'money.onefold');
    const orders = Math.round((size ?? 1_000_000) / EVENTS_PER_ORDER);
    if (!existsSync(kept)) await importMoney(kept, folder, { orders, seed: 1 });
    const copy = join(folder, 'copy.onefold');
    const cold = Array.from({ length: runs }, () => {
      copyFileSync(kept, copy);
      return child(copy);
    });
    const again = child(copy);
    const more = await payouts(copy, folder, { runs: Math.max(2, runs), from: 1001 + orders });
    const of = (value: (one: Reconciled) => number): number => median(cold.map(value));
    printFigures(
      `Money of ${count(cold[0]?.counts.events ?? 0)} events and ${count(cold[0]?.counts.orders ?? 0)} orders`,
      [
        { what: 'from a cold book to all stored and logged', value: seconds(of(({ ms }) => ms)), bar: '≤ 30 s' },
        { what: '  until the first change is stored', value: seconds(of(({ foundMs }) => foundMs)) },
        { what: '  processor time of that process', value: seconds(of(({ processorMs }) => processorMs)) },
        { what: 'peak memory of that process', value: `${count(of(({ memoryBytes }) => memoryBytes) / 1e6)} MB`, bar: '≤ 900 MB' },
        { what: 'again, nothing new', value: seconds(again.ms) },
        { what: 'one more payout of 3,000 lines, to all stored', value: `${count(median(more.ms))} ms`, bar: '≤ 300 ms' },
        { what: '  the first, and the slowest', value: `${count(more.ms[0] ?? 0)} ms, ${count(Math.max(...more.ms))} ms` },
        { what: '  processor time of all threads', value: `${count(median(more.processorMs))} ms` },
        { what: '  rows and orders looked at', value: `${count(more.rows)} and ${count(more.orders)}` },
        { what: '  peak memory of that process, which imports as well', value: `${count(more.memoryBytes / 1e6)} MB` },
        ...Object.entries(cold[0]?.counts ?? {}).map(([what, value]) => ({ what: `  ${what}`, value: count(value) })),
      ],
      runs,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface MorePayouts {
  readonly ms: number[];
  readonly processorMs: number[];
  /** Of the last run. */
  rows: number;
  orders: number;
  memoryBytes: number;
}

/** A window with a reconciled book: one payout after the other is imported and matched; only what comes then is measured. */
async function payouts(
  book: string,
  folder: string,
  { runs, from }: { readonly runs: number; readonly from: number },
): Promise<MorePayouts> {
  const live = await liveBook(book);
  const context = { ...live.context, isAttended: true };
  const found: MorePayouts = { ms: [], processorMs: [], rows: 0, orders: 0, memoryBytes: 0 };
  try {
    await live.jobs.settled(startReconciling(context));
    for (let run = 0; run < runs; run++) {
      await importDays(live, folder, {
        orders: ORDERS_OF_PAYOUT,
        seed: 2 + run,
        firstDay: FIRST_DAY + (YEAR_DAYS + run) * 86_400_000,
        days: 1,
        from: from + run * ORDERS_OF_PAYOUT,
      });
      const started = performance.now();
      const before = process.cpuUsage();
      const job = await live.jobs.settled(startReconciling(context));
      found.ms.push(performance.now() - started);
      const { user, system } = process.cpuUsage(before);
      found.processorMs.push((user + system) / 1000);
      const { looked } = JSON.parse(job.result ?? '') as MoneyOutcome;
      if (looked.at !== 'neighbourhood') throw new Error(`all of the book was looked at: ${looked.because}`);
      [found.rows, found.orders] = [looked.rows, looked.orders];
      // The run over the whole book behind it: it must find nothing else, and the next payout goes on from it.
      const entries = countRuns(live);
      await live.idle();
      if (countRuns(live) !== entries) throw new Error('the whole book says otherwise');
    }
    found.memoryBytes = peakMemory() ?? 0;
    return found;
  } finally {
    await live.dispose();
  }
}

function countRuns({ context: { db } }: LiveBook): number {
  return db.prepare<[], number>('SELECT count(*) FROM money_runs').pluck().get() ?? 0;
}

interface Days {
  readonly orders: number;
  readonly seed: number;
  readonly firstDay?: number;
  readonly days?: number;
  /** Number of the first order. */
  readonly from?: number;
}

/** Imports and matches a stretch of days into a new book, which is then put in `to`. */
async function importMoney(to: string, folder: string, days: Days): Promise<void> {
  const live = await liveBook();
  try {
    await importDays(live, folder, days);
    live.context.db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(live.context.bookPath, to);
  } finally {
    await live.dispose();
  }
}

async function importDays(live: LiveBook, folder: string, { orders, ...days }: Days): Promise<void> {
  const files = mkdtempSync(join(folder, 'files-'));
  const written = writeMoneyYear(files, orders, { firstDay: FIRST_DAY, days: YEAR_DAYS, ...days });
  process.stderr.write(`${count(written.events)} events of ${count(written.orders)} orders written\n`);
  for (const name of written.files) {
    await live.import(join(files, name));
    await live.idle();
    process.stderr.write(`${name} imported\n`);
  }
  await live.jobs.settled(startMatching(live.context));
  await live.idle();
}

function child(book: string): Reconciled {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'money-run.ts'), book], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Reconciled;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

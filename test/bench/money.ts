/**
 * A year's money from a cold book: read, linked, every exception raised, all of it stored and logged. Then one more day: a payout of
 * 3,000 lines with its orders, both reports and its bank line, from published and matched to stored and logged.
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
import { writeMoneyYear } from '#test/demo/bulk/index.ts';
import { liveBook } from '#test/factories/live-book.ts';
import { benchFlags, count, median, printFigures } from './common.ts';
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
    if (!existsSync(kept)) await importMoney(null, kept, folder, { orders, seed: 1 });
    const copy = join(folder, 'copy.onefold');
    const cold = Array.from({ length: runs }, () => {
      copyFileSync(kept, copy);
      return child(copy);
    });
    const again = child(copy);
    const firstDay = FIRST_DAY + YEAR_DAYS * 86_400_000;
    const longer = join(folder, 'longer.onefold');
    await importMoney(copy, longer, folder, { orders: ORDERS_OF_PAYOUT, seed: 2, firstDay, days: 1, from: 1001 + orders });
    const more = child(longer);
    const of = (value: (one: Reconciled) => number): number => median(cold.map(value));
    printFigures(
      `Money of ${count(cold[0]?.counts.events ?? 0)} events and ${count(cold[0]?.counts.orders ?? 0)} orders`,
      [
        { what: 'from a cold book to all stored and logged', value: seconds(of(({ ms }) => ms)), bar: '≤ 30 s' },
        { what: '  until the first change is stored', value: seconds(of(({ foundMs }) => foundMs)) },
        { what: '  processor time of that process', value: seconds(of(({ processorMs }) => processorMs)) },
        { what: 'peak memory of that process', value: `${count(of(({ memoryBytes }) => memoryBytes) / 1e6)} MB`, bar: '≤ 900 MB' },
        { what: 'again, nothing new', value: seconds(again.ms) },
        { what: 'one more payout of 3,000 lines, to all stored', value: `${count(more.ms)} ms`, bar: '≤ 300 ms' },
        { what: '  until the first change is stored', value: `${count(more.foundMs)} ms` },
        { what: '  peak memory of that process', value: `${count(more.memoryBytes / 1e6)} MB` },
        { what: '  events that came', value: count((more.counts.events ?? 0) - (again.counts.events ?? 0)) },
        ...Object.entries(cold[0]?.counts ?? {}).map(([what, value]) => ({ what: `  ${what}`, value: count(value) })),
      ],
      runs,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Days {
  readonly orders: number;
  readonly seed: number;
  readonly firstDay?: number;
  readonly days?: number;
  /** Number of the first order. */
  readonly from?: number;
}

/** Imports and matches a stretch of days into a new book, or into the one in `base`; the book is then put in `to`. */
async function importMoney(base: string | null, to: string, folder: string, { orders, ...days }: Days): Promise<void> {
  const files = mkdtempSync(join(folder, 'files-'));
  const written = writeMoneyYear(files, orders, { firstDay: FIRST_DAY, days: YEAR_DAYS, ...days });
  process.stderr.write(`${count(written.events)} events of ${count(written.orders)} orders written\n`);
  const live = await liveBook(base);
  try {
    for (const name of written.files) {
      await live.import(join(files, name));
      await live.idle();
      process.stderr.write(`${name} imported\n`);
    }
    await live.jobs.settled(startMatching(live.context));
    await live.idle();
    live.context.db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(live.context.bookPath, to);
  } finally {
    await live.dispose();
  }
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

/** A reconciliation as of an instant in the past: what is dated later does not count, and nothing is lost by it. */
import { expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { checkMoney } from '#main/services/money/check.ts';
import { startReconciling } from '#main/services/money/run/index.ts';
import type { AsOf } from '#main/services/money/run/messages.ts';
import { generate } from '#test/demo/generate.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { importDemo, resultsOf, settleDemo } from './year-book.ts';

const JUNE: AsOf = { ms: Date.parse('2025-06-30T23:59:59.999Z'), onlyUntil: true };

/** Latest minutes of what a run found, and whether a payout or link is of a later day. */
function latest({ context: { db } }: LiveBook): number {
  return db
    .prepare<[], number>(
      `SELECT max(minute) FROM (SELECT max(at_minute) AS minute FROM payouts
       UNION ALL SELECT max(m.at_minute) FROM money_links l JOIN money_rows m ON m.record_id = l.from_id
       UNION ALL SELECT max(o.placed_ms / 60000) FROM positions p JOIN orders o ON o.record_id = p.head_id)`,
    )
    .pluck()
    .get() as number;
}

const mismatches = (lines: string) => lines.split('payout_sum_mismatch').length;

test('at the end of June nothing later counts; the same state is found again, and the whole year comes back', async () => {
  const book = await liveBook();
  try {
    await importDemo(book, generate({ profile: 'shop', orders: 150, seed: 4, year: 2025 }));
    await settleDemo(book);
    const names = ['orders.jsonl', 'links.jsonl', 'exceptions.jsonl'];
    const year = names.map((name) => resultsOf(book).text(name));
    expect(latest(book)).toBeGreaterThan((JUNE.ms ?? 0) / 60_000);

    expect((await book.jobs.settled(startReconciling(book.context, JUNE))).state).toBe('done');
    await book.idle();
    expect(latest(book)).toBeLessThanOrEqual((JUNE.ms ?? 0) / 60_000);
    expect(latest(book)).toBeGreaterThan(Date.parse('2025-06-20') / 60_000);
    expect(checkMoney(book.context.db, nodePorts)).toEqual({ differences: [], differenceCount: 0 });
    // Money of the last days lies in payouts of July: it is on its way, and no exception.
    expect(mismatches(resultsOf(book).text('exceptions.jsonl'))).toBeLessThanOrEqual(mismatches(year[2] ?? ''));

    await book.jobs.settled(startReconciling(book.context));
    await book.idle();
    expect(names.map((name) => resultsOf(book).text(name))).toEqual(year);
  } finally {
    await book.dispose();
  }
});

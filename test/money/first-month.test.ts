/** The first month: sales and payouts, and no bank file yet. It says what it waits for and raises nothing about it. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { summary } from '#main/services/money/views/book.ts';
import { liveBook } from '#test/factories/live-book.ts';
import { resultsOf, settleDemo } from './year-book.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const FILES = ['shopify/payments-17.csv', 'amazon/settlement-v2.txt', 'amazon/orders-29.txt'];

it('is calm without a bank', async () => {
  const book = await liveBook();
  try {
    const answers = Object.fromEntries(FILES.map((file) => [file.slice(file.indexOf('/') + 1), { account: 'us' }]));
    const done = await book.commit(
      await book.preview(
        FILES.map((file) => join(FIXTURES, file)),
        answers,
      ),
    );
    if ('code' in done) throw new Error(done.what);
    await book.idle();
    await settleDemo(book);
    const reasons = resultsOf(book).text('exceptions.jsonl');
    expect(reasons).not.toContain('payout_missing_in_bank');
    const { waiting } = summary(book.context);
    expect(waiting.every(({ system, afterDay }) => system === 'bank' && afterDay === null)).toBe(true);
    expect(waiting.map(({ text }) => text)).toContain('Waiting for a bank statement');
  } finally {
    await book.dispose();
  }
});

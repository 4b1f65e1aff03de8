/** A marketplace's money in its two reports, through the whole product: the same money counts once, whichever of them came. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { liveBook } from '#test/factories/live-book.ts';
import { resultsOf, settleDemo } from './year-book.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/amazon');

interface OrderLine {
  readonly members: readonly { readonly nativeId: string }[];
  readonly position: Readonly<Record<string, number>>;
}

/** Figures of the one order that all the files speak of. */
async function positionAfter(files: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const book = await liveBook();
  try {
    const answers = Object.fromEntries(files.map((name) => [name, { account: 'us' }]));
    const session = await book.preview(
      files.map((name) => join(FIXTURES, name)),
      answers,
    );
    const done = await book.commit(session);
    if ('code' in done) throw new Error(done.what);
    await book.idle();
    await settleDemo(book);
    const orders = resultsOf(book)
      .text('orders.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as OrderLine);
    return orders.find(({ members }) => members.some(({ nativeId }) => nativeId === '113-1111111-2222222'))?.position ?? {};
  } finally {
    await book.dispose();
  }
}

it('counts what the lines of a settlement say, and no date range report on top', async () => {
  const lines = await positionAfter(['orders-29.txt', 'settlement-v2.txt']);
  // Prices and taxes less what was given off; a refund less the discount it takes back; costs less what came back of them.
  expect(lines).toMatchObject({ paidMinor: 3920, refundedMinor: 3600, feesMinor: 764 });
  expect(await positionAfter(['orders-29.txt', 'settlement-v2.txt', 'range-us.csv'])).toEqual(lines);
});

it('counts the date range report where no settlement came', async () => {
  expect(await positionAfter(['orders-29.txt', 'range-us.csv'])).toMatchObject({
    paidMinor: 3920,
    refundedMinor: 3920,
    feesMinor: 442,
  });
});

/**
 * The whole story of a refund without an order id, with books that hold its payout gross: asked, confirmed, corrected in the books. What the
 * books say stays told until they say otherwise: confirming a refund does not change QuickBooks.
 */
import { expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { inboxQueries, moneyCommands } from '#main/services/money/index.ts';
import { startReconciling } from '#main/services/money/run/index.ts';
import { refundWithoutOrder } from '#test/demo/scenarios.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { importDemo, resultsOf, settleDemo } from './year-book.ts';

const DATES = { 'netsuite-kestrel-sales-orders.csv': 'mdy', 'stripe-kestrel-us-payments.csv': 'dmy' } as const;
const FILTER = { text: '', reasons: [], severities: [], owners: [], systems: [], lateOnly: false };

function open({ context: { db } }: LiveBook) {
  return inboxQueries().list({ db, ports: nodePorts }, { tab: 'open', filter: FILTER, me: '', offset: 0, limit: 100 }).items;
}

const reasons = (book: LiveBook) => open(book).map(({ reason }) => reason);

function stateOfOrder(book: LiveBook): string {
  const [order = ''] = resultsOf(book).text('orders.jsonl').split('\n');
  return (JSON.parse(order) as { state: string }).state;
}

test('asked, confirmed by one answer, and settled once the books hold the correction', async () => {
  const book = await liveBook();
  try {
    await importDemo(book, refundWithoutOrder(), DATES);
    await settleDemo(book);
    expect(reasons(book).sort()).toEqual(['booked_amount_mismatch', 'refund_without_order']);

    const asked = open(book).find(({ reason }) => reason === 'refund_without_order');
    const { db } = book.context;
    const page = inboxQueries().get({ db, ports: nodePorts }, { exceptionId: asked?.exceptionId ?? '' });
    if (page?.guessLink == null) throw new Error('no proposal to confirm');
    moneyCommands().decideLink(book.context, {
      commandId: 'confirmed',
      ...page.guessLink,
      verdict: 'linked',
      reasonCode: null,
      reasonText: 'as the customer said',
    });
    await book.idle();
    expect(stateOfOrder(book)).toBe('reconciled');
    expect(reasons(book)).toEqual(['booked_amount_mismatch']);
    expect(open(book)[0]).toMatchObject({ amountMinor: 4200, bestGuess: expect.stringContaining('Booked gross of the refunds') });

    // The entry that the journal proposes, as QuickBooks exports it once it is posted.
    const memo = 'Payout po_1QKd41Mabel42Gross00x7f was booked gross of its refunds';
    const entry = (account: string, amount: string) => `11/17/2025,Journal Entry,JE-1,Stripe,${memo},${account},,${amount}\n`;
    const head = 'Date,Transaction Type,Num,Name,Memo/Description,Account,Customer/Project,Amount\n';
    await book.import(
      book.file('quickbooks-corrected.csv', `${head}${entry('Checking', '-42.00')}${entry('Refunds payable', '42.00')}`),
    );
    await book.idle();
    await book.jobs.settled(startReconciling(book.context));
    await book.idle();
    expect(reasons(book)).toEqual([]);
    expect(stateOfOrder(book)).toBe('reconciled');
  } finally {
    await book.dispose();
  }
});

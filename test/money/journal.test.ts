/** What is posted to the books: balanced, once, and not before it is explained. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import type { Tickets } from '#main/app/tickets.ts';
import { journalOf } from '#main/services/exports/journal/build.ts';
import { exportsCommands, type FinishedExport } from '#main/services/exports.ts';
import { inboxQueries, moneyCommands } from '#main/services/money/index.ts';
import { JOURNAL_FORMATS, type JournalFormat } from '#shared/domain/journal-formats.ts';
import { generate } from '#test/demo/generate.ts';
import { refundWithoutOrder } from '#test/demo/scenarios.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { importDemo, settleDemo } from './year-book.ts';

// Each test makes a book and runs the whole product over it.
vi.setConfig({ testTimeout: 180_000 });

const sha256 = (text: string | Uint8Array) => hash('sha256', text, 'buffer');
const DATES = { 'netsuite-kestrel-sales-orders.csv': 'mdy', 'stripe-kestrel-us-payments.csv': 'dmy' } as const;

async function take(book: LiveBook, format: JournalFormat) {
  const started = await exportsCommands().start?.(book.context, { what: 'journal', format, orderId: null });
  if (started === undefined || !('jobId' in started)) throw new Error(started?.what);
  const job = await book.jobs.settled(started.jobId);
  expect(job.problem).toBeNull();
  const finished = JSON.parse(job.result ?? '') as FinishedExport;
  const fetched = (ticket: string | undefined) => {
    const grant = ticket === undefined ? null : (book.context.tickets as Tickets).redeem(ticket, 'download');
    return grant === null ? '' : readFileSync(grant.path, 'utf8');
  };
  return { finished, text: fetched(finished.ticket), held: fetched(finished.heldFile?.ticket) };
}

/** Of the whole book and of its one payout: PDFs, the same bytes each time; one that is not there is refused. */
async function checkWorkpapers(book: LiveBook): Promise<void> {
  const build = (payoutId?: string) =>
    exportsCommands().start?.(book.context, {
      what: 'workpaper',
      format: 'pdf',
      orderId: null,
      ...(payoutId === undefined ? {} : { payoutId }),
    });
  const made = async (payoutId?: string) => {
    const started = await build(payoutId);
    if (started === undefined || !('jobId' in started)) throw new Error(started?.what);
    const job = await book.jobs.settled(started.jobId);
    expect(job.problem).toBeNull();
    const finished = JSON.parse(job.result ?? '') as FinishedExport;
    const grant = (book.context.tickets as Tickets).redeem(finished.ticket, 'download');
    return { finished, bytes: readFileSync(grant?.path ?? '') };
  };
  const all = await made();
  expect(all.finished.rows).toBe(1);
  expect(all.finished.fileName).toMatch(/ workpaper .*\.pdf$/);
  expect(all.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await made()).bytes.equals(all.bytes)).toBe(true);
  const payoutId = book.context.db.prepare<[], string>('SELECT payout_id FROM payouts').pluck().get();
  const one = await made(payoutId);
  expect(one.finished.rows).toBe(1);
  expect(one.bytes.length).toBeLessThan(all.bytes.length);
  expect(await build('pyo_none')).toMatchObject({ code: 'noPayout' });
}

test('nothing is posted before the book is reconciled', async () => {
  const book = await liveBook();
  try {
    const refused = await exportsCommands().start?.(book.context, { what: 'journal', format: 'qbo', orderId: null });
    expect(refused).toMatchObject({ code: 'notReconciled', safe: 'Nothing was written.' });
    expect(await exportsCommands().start?.(book.context, { what: 'journal', format: 'pdf', orderId: null })).toMatchObject({
      code: 'wrongFormat',
    });
  } finally {
    await book.dispose();
  }
});

test('the refund that names no order is held back until it is confirmed, then posted against the deposit that was gross of it', async () => {
  const book = await liveBook();
  try {
    await importDemo(book, refundWithoutOrder(), DATES);
    await settleDemo(book);
    const before = await take(book, 'json');
    expect(before.held).toContain('-42.00,USD');
    expect(before.finished.journal).toMatchObject({ held: 1, heldFor: { 'Refund has no order id': 1 } });
    expect(before.text).not.toContain('refundsPayable');

    const refund = inboxQueries()
      .list(
        { db: book.context.db, ports: nodePorts },
        {
          tab: 'open',
          filter: { text: '', reasons: ['refund_without_order'], severities: [], owners: [], systems: [], lateOnly: false },
          me: '',
          offset: 0,
          limit: 1,
        },
      )
      .items.at(0);
    const page = inboxQueries().get({ db: book.context.db, ports: nodePorts }, { exceptionId: refund?.exceptionId ?? '' });
    if (page?.guessLink == null) throw new Error('no proposal to confirm');
    const why = { reasonCode: null, reasonText: 'as the customer said' };
    moneyCommands().decideLink(book.context, { commandId: 'confirmed', ...page.guessLink, verdict: 'linked', ...why });
    await book.idle();

    const after = await take(book, 'json');
    expect(after.finished).toMatchObject({ journal: { held: 0 }, heldFile: null });
    const [correction] = after.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === 'correction');
    expect(correction.lines).toMatchObject([
      { account: 'refundsPayable', debitMinor: '4200', creditMinor: '0' },
      { account: 'bank', debitMinor: '0', creditMinor: '4200' },
    ]);
    expect((await take(book, 'json')).text).toBe(after.text);
    await checkWorkpapers(book);
  } finally {
    await book.dispose();
  }
});

test('a year: every entry balances under a key of its own, in every format, and a second export is the same', async () => {
  const book = await liveBook();
  try {
    await importDemo(book, generate({ profile: 'shop', orders: 120, seed: 11, year: 2025 }));
    await settleDemo(book);
    const journal = journalOf(book.context.db, sha256);
    expect(journal.entries.length).toBeGreaterThan(20);
    for (const { lines } of journal.entries) expect(lines.reduce((sum, { minor }) => sum + minor, 0)).toBe(0);
    expect(new Set(journal.entries.map(({ key }) => key)).size).toBe(journal.entries.length);
    expect(journal.held.every(({ reason, label }) => reason !== '' && label !== '')).toBe(true);
    for (const format of JOURNAL_FORMATS) {
      const first = await take(book, format);
      expect(first.finished.rows).toBe(journal.entries.length);
      expect((await take(book, format)).text).toBe(first.text);
    }
    // Ids that left stay: each is pinned, once.
    const pins = book.context.db.prepare<[], number>("SELECT count(*) FROM decisions WHERE kind = 'pin'").pluck().get();
    expect(pins).toBe(journal.headIds.length);
  } finally {
    await book.dispose();
  }
});

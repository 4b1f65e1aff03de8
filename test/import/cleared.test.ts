/** An import that is not to be leaves nothing behind; what is in the book because of others stays. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discardUnfinished } from '#main/services/imports/discard.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { liveKeys } from './read-book.ts';
import { stripeCsv } from './stripe-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const rows = (...ids: string[]) => stripeCsv(ids.map((id) => ({ id })));
const count = (table: string) => book.context.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const SAID = ['sources', 'files', 'file_blocks', 'import_batches', 'source_records', 'record_versions', 'sightings', 'money_rows'];
const counts = () => SAID.map(count);

test('a cancelled import: no batch, no file, no source of it; the next batch has an id of its own', async () => {
  const session = await book.preview([book.file('a.csv', rows('1', '2'))]);
  await book.commands.cancel(book.context, { sessionId: session.sessionId });
  await book.idle();
  expect(counts()).toEqual(SAID.map(() => 0));
  const again = await book.import(book.file('a.csv', rows('1', '2')));
  expect(again.files[0]?.batchId).toBe(2);
  expect(liveKeys(book.context.db)).toEqual(['txn_1', 'txn_2']);
});

test('beside one that is in the book, of the same source and with the same records', async () => {
  await book.import(book.file('a.csv', rows('1', '2')));
  const before = counts();
  const session = await book.preview([book.file('b.csv', rows('2', '3'))]);
  await book.commands.cancel(book.context, { sessionId: session.sessionId });
  await book.idle();
  expect(counts()).toEqual(before);
  expect(liveKeys(book.context.db)).toEqual(['txn_1', 'txn_2']);
});

test('what a closed book left unpublished goes when it is opened', async () => {
  await book.preview([book.file('a.csv', rows('1', '2'))]);
  await book.reopen();
  discardUnfinished(book.context.db);
  await book.resume();
  expect(counts()).toEqual(SAID.map(() => 0));
});

test('a file that was read in two ways says each unreadable row once', async () => {
  const header = 'Date,Transaction Type,Num,Posting,Name,Account,Amount';
  const report = `Transaction List by Date,,,,,,\nSmall Ltd,,,,,,\n,,,,,,\n${header}\n01/05/2026,Invoice,1,Yes,Ada,Accounts Receivable,120.00\n02/06/2026,Invoice,2,Yes,Eve,Accounts Receivable,8O.50\n`;
  const path = book.file('books.csv', report);
  for (const dateOrder of ['mdy', 'dmy'] as const) {
    const session = await book.preview([path], { '*': { dateOrder } });
    expect(await book.commit(session)).toMatchObject({ batchId: expect.any(Number) });
    await book.idle();
  }
  const reader = { db: book.context.db, ports: book.context.ports };
  const listed = (batchId: number | null) => book.queries.rejectedRows(reader, { batchId, state: null, offset: 0, limit: 9 });
  expect(await listed(null)).toMatchObject({ total: 1, rows: [{ text: '8O.50' }] });
  expect(await listed(1)).toMatchObject({ total: 1 });
  expect(await listed(2)).toMatchObject({ total: 1 });
});

/** An import is undone while another file with the same records is still being read: nothing of the later one may be lost. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkHomes } from '#main/services/imports/check-homes.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { liveKeys } from './read-book.ts';
import { stripeCsv } from './stripe-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const rows = (from: number, to: number) => stripeCsv(Array.from({ length: to - from }, (_, i) => ({ id: `r${from + i}` })));

const SHARED = 300;
const ALL = 6_000;

test('its preview is counted anew and its records live with it', async () => {
  await book.import(book.file('a.csv', rows(0, SHARED)));
  const sessionId = 'reads-meanwhile';
  const path = book.file('b.csv', rows(0, ALL));
  const session = () => book.commands.session(book.context, { sessionId });
  const { commands, context } = book;
  await commands.begin(context, { sessionId, tickets: [], paths: [path], answers: {} });
  let progress = await session();
  while (progress?.files[0]?.counts?.known !== SHARED) {
    await new Promise((resolve) => setImmediate(resolve));
    progress = await session();
  }
  expect(progress.state).toBe('reading');
  await book.undo(1);
  expect((await session())?.state).toBe('reading');
  await book.idle();

  const preview = await session();
  expect(preview?.files[0]?.counts).toMatchObject({ new: ALL, changed: 0, known: 0 });
  const done = await commands.commit(context, { commandId: 'commit-b', sessionId, previewToken: preview?.previewToken ?? '' });
  expect(done).toMatchObject({ batchId: 2 });
  expect(liveKeys(context.db)).toHaveLength(ALL);
  expect(checkHomes(context.db)).toEqual({ differences: [], differenceCount: 0 });
}, 120_000);

test('a record that a published import shows and that lives nowhere is a difference', async () => {
  await book.import(book.file('a.csv', rows(0, 2)));
  await book.import(book.file('b.csv', rows(0, 3)));
  const { db } = book.context;
  expect(checkHomes(db)).toMatchObject({ differenceCount: 0 });
  await book.undo(2);
  db.exec(`UPDATE source_records SET home_batch_id = 2 WHERE native_id = 'txn_r1'`);
  expect(checkHomes(db)).toMatchObject({ differenceCount: 1, differences: [expect.stringContaining('txn_r1')] });
  db.exec(`UPDATE source_records SET home_batch_id = 1`);
  expect(checkHomes(db)).toMatchObject({ differenceCount: 1, differences: [expect.stringContaining('txn_r2')] });
});

/** A command that is sent again, after its end or while it is still on its way, is one change with one receipt. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { figures } from './read-book.ts';
import { stripeCsv } from './stripe-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const WITH_BAD_ROW = stripeCsv([{ id: 'a1' }, { id: 'a2', amount: '12.oo', net: '8.80' }]);

test('a commit, an undo and a correction that are sent twice at once answer twice with the same receipt', async () => {
  const { commands, context } = book;
  const session = await book.preview([book.file('a.csv', WITH_BAD_ROW)]);
  const commit = { commandId: 'commit-sent-twice', sessionId: session.sessionId, previewToken: session.previewToken ?? '' };
  const [published, again] = await Promise.all([commands.commit(context, commit), commands.commit(context, commit)]);
  expect(published).toMatchObject({ batchId: 1, seqFirst: 2, seqLast: 2 });
  expect(again).toEqual(published);

  const correct = { commandId: 'correct-sent-twice', rejectedId: 1, values: { gross: '12.00' }, reason: 'a slip' };
  const [corrected, sameRow] = await Promise.all([commands.correctRow(context, correct), commands.correctRow(context, correct)]);
  expect(corrected).toMatchObject({ seqFirst: 3, seqLast: 3 });
  expect(sameRow).toEqual(corrected);

  const undo = { commandId: 'undo-sent-twice', batchId: 1, reason: 'a test' };
  const [undone, sameUndo] = await Promise.all([commands.undoBatch(context, undo), commands.undoBatch(context, undo)]);
  expect(undone).toMatchObject({ batchId: 1, seqFirst: 4, seqLast: 4 });
  expect(sameUndo).toEqual(undone);
  // The row can no longer be corrected, yet the correction that was made answers as it did.
  expect(await commands.correctRow(context, correct)).toEqual(corrected);
  expect(figures(context.db).log).toBe(4);
});

test('the id of another command is refused, and nothing is done', async () => {
  const { commands, context } = book;
  await book.import(book.file('a.csv', WITH_BAD_ROW));
  const undo = { commandId: 'an-undo-of-mine', batchId: 1, reason: 'a test' };
  await commands.undoBatch(context, undo);
  const before = figures(context.db);
  await expect(commands.redoBatch(context, { commandId: undo.commandId, batchId: 1 })).rejects.toMatchObject({
    problem: { code: 'commandReused', what: expect.stringContaining('imports.undoBatch') },
  });
  expect(figures(context.db)).toEqual(before);
});

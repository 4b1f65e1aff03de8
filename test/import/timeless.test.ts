/** Records without a time of their own: what they say is as late as the latest file that shows it, in the preview as in the book. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { shopifyCsv } from './shopify-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

/** An order without a date in a file whose other order dates it. */
const file = (name: string, month: string, total: string) =>
  book.file(
    name,
    shopifyCsv([
      { name: '#1', total, createdAt: '' },
      { name: `#${month}`, total: '1.00', createdAt: `2026-${month}-01 10:00:00 +0000` },
    ]),
  );
const total = () => book.context.db.prepare<[], number>(`SELECT total_minor FROM orders WHERE number = '#1'`).pluck().get();
const differences = () => rebuildCheck(book.context.db, book.context.ports).differences;

test('an old payload that a later file shows again is the newest, and undo gives the place back', async () => {
  await book.import(file('january.csv', '01', '100.00'));
  const february = await book.import(file('february.csv', '02', '200.00'));
  expect(february.files[0]?.counts).toMatchObject({ new: 1, changed: 1, known: 0 });
  expect(total()).toBe(20_000);
  const march = await book.import(file('march.csv', '03', '100.00'));
  expect(march.files[0]?.counts).toMatchObject({ new: 1, changed: 1, known: 0 });
  expect(march.files[0]?.changes).toContainEqual(expect.objectContaining({ before: '200.00', after: '100.00' }));
  expect(total()).toBe(10_000);
  expect(differences()).toEqual([]);
  await book.undo(3);
  expect(total()).toBe(20_000);
  expect(differences()).toEqual([]);
});

test('an older file with another payload changes nothing', async () => {
  await book.import(file('february.csv', '02', '200.00'));
  const january = await book.import(file('january.csv', '01', '100.00'));
  expect(january.files[0]?.counts).toMatchObject({ new: 1, changed: 0, known: 1 });
  expect(total()).toBe(20_000);
  expect(differences()).toEqual([]);
});

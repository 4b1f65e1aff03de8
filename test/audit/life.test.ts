/** A book that is really used goes on verifying, whatever is done with it, and so does every pack made on the way. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildPack } from '#main/services/exports/pack.ts';
import { startMatching } from '#main/services/matching/index.ts';
import { verifyBook } from '#main/services/verify-book.ts';
import { GENESIS_TEXT } from '#shared/domain/change-log.ts';
import { openReader } from '#store/database.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { shopifyCsv } from '#test/import/shopify-files.ts';
import { stripeCsv } from '#test/import/stripe-files.ts';
import { nodeHashes, openPack, type Report, verifyPack } from '../../verify/verify.mjs';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const heads: string[] = [];

/** Verifies the book against every head it ever had, and a fresh pack of it. */
async function holds(): Promise<Report> {
  await book.idle();
  const hashes = await nodeHashes();
  const reader = openReader(book.context.bookPath);
  const report = await verifyBook(reader, { hashes, head: null, step: async () => {} });
  expect(report.findings).toEqual([]);
  for (const head of heads) expect((await verifyBook(reader, { hashes, head, step: async () => {} })).state).toBe('witnessed');
  heads.push(report.head);

  const path = join(book.folder, 'pack.zip');
  await buildPack(reader, { path, appVersion: '0', genesis: hash('sha256', GENESIS_TEXT), step: () => {} });
  reader.close();
  const pack = await openPack(path);
  const checked = pack === null ? null : await verifyPack(pack, { hashes });
  expect(checked).toMatchObject({ findings: [], entries: report.entries, payloads: report.payloads });
  return report;
}

const order = (name: string, total: string, createdAt: string) => ({ name, total, createdAt, email: 'ada@example.com' });

test('imports that overlap, their undo and redo, matching, a corrected row', async () => {
  heads.length = 0;
  const first = [order('#1001', '120.00', '2026-03-02 10:00:00 +0000'), order('#1002', '80.00', '2026-03-03 10:00:00 +0000')];
  const second = [order('#1002', '81.00', '2026-03-03 10:00:00 +0000'), order('#1003', '120.00', '2026-03-02 10:00:03 +0000')];
  await book.import(book.file('a.csv', shopifyCsv(first)));
  expect((await holds()).payloads).toBe(2);
  await book.import(book.file('b.csv', shopifyCsv(second)));
  expect((await holds()).payloads).toBe(4);

  await book.undo(1);
  await holds();
  await book.undo(2);
  await holds();
  await book.redo(1);
  await book.import(book.file('b.csv', shopifyCsv(second)));
  await holds();

  await book.import(book.file('rows.csv', stripeCsv([{ id: 'a1' }, { id: 'a2', amount: '12.oo', net: '8.80' }, { id: 'a3' }])));
  await holds();
  const values = { gross: '12.00' };
  const corrected = await book.commands.correctRow(book.context, {
    commandId: 'correct-1',
    rejectedId: 1,
    values,
    reason: 'a slip',
  });
  expect(corrected).toMatchObject({ seqFirst: expect.any(Number) });
  const { payloads } = await holds();

  startMatching(book.context);
  await holds();
  await book.reopen();
  expect((await holds()).payloads).toBe(payloads);
});

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { readHeadHash } from '#store/queries/change-log.ts';
import { writeSetting } from '#store/queries/settings.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import type { WriterContext } from '../context.ts';
import { backUpDaily, startBackup } from './backup.ts';
import { backupPath, backupsOf, dailyFolder, spentDailies } from './backup-files.ts';
import { openBook } from './open.ts';

const DAY_MS = 86_400_000;
const ORDERS = join(import.meta.dirname, '..', '..', '..', 'test', 'fixtures', 'shopify', 'orders-79.csv');

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

/** The context as it is so many days after today. */
function inDays(days: number): WriterContext {
  const clock = { ...nodePorts.clock, nowMs: () => nodePorts.clock.nowMs() + days * DAY_MS };
  return { ...book.context, ports: { ...nodePorts, clock } };
}

async function resultOf(jobId: string | null): Promise<{ path: string; head: string; daily?: boolean }> {
  const job = await book.jobs.settled(jobId ?? '');
  expect(job).toMatchObject({ state: 'done', problem: null });
  return JSON.parse(job.result ?? '') as { path: string; head: string };
}

test('a backup that was asked for lies beside the book and opens as one, with the same log', async () => {
  await book.import(ORDERS);
  const made = await resultOf(startBackup(book.context));
  expect(backupsOf(book.context.bookPath)).toEqual([made.path]);
  expect(made.head).toBe(readHeadHash(book.context.db));
  const copy = await openBook(made.path, { ports: nodePorts });
  expect(readHeadHash(copy.db)).toBe(made.head);
  expect(copy.uncleanEnd).toBe(false);
  copy.close();
});

test('a backup that is stopped leaves nothing behind', async () => {
  await book.import(ORDERS);
  const jobId = startBackup(book.context);
  book.jobs.cancel(jobId);
  expect(await book.jobs.settled(jobId)).toMatchObject({ state: 'cancelled' });
  expect(readdirSync(book.folder).filter((name) => name.includes('(backup'))).toEqual([]);
});

test('a folder that cannot be written to is said, and the book goes on', async () => {
  // A file stands where the folder of the daily copies would be.
  writeFileSync(dailyFolder(book.context.bookPath), '');
  const jobId = backUpDaily(inDays(2)) ?? '';
  expect(await book.jobs.settled(jobId)).toMatchObject({ state: 'failed', problem: { code: 'backupFailed' } });
  await book.import(ORDERS);
});

test('once a day, a book that changed gets a copy of its own accord', async () => {
  expect(backUpDaily(inDays(0)), 'a book of today').toBeNull();
  const first = await resultOf(backUpDaily(inDays(1)));
  expect(first).toMatchObject({ daily: true });
  expect(backupsOf(book.context.bookPath)).toEqual([first.path]);
  expect(backUpDaily(inDays(3)), 'nothing changed since').toBeNull();
  await book.import(ORDERS);
  expect(backUpDaily(inDays(1.5)), 'not a day since the last').toBeNull();
  const second = await resultOf(backUpDaily(inDays(3)));
  expect(backupsOf(book.context.bookPath)).toEqual([second.path, first.path]);
});

test('the demo company is not backed up', () => {
  writeSetting(book.context.db, 'isDemo', '1');
  expect(backUpDaily(inDays(9))).toBeNull();
});

test('seven days and the last of each of twelve months stay; a backup that was asked for is never removed', () => {
  const { bookPath } = book.context;
  mkdirSync(dailyFolder(bookPath));
  const at = (date: string) => Date.parse(`${date}T08:00:00Z`);
  const dates = Array.from({ length: 500 }, (_, day) => new Date(at('2025-01-01') + day * DAY_MS).toISOString().slice(0, 10));
  for (const date of dates) writeFileSync(backupPath(bookPath, 'daily', at(date)), '');
  writeFileSync(backupPath(bookPath, 'backup', at('2025-01-05')), '');
  const spent = new Set(spentDailies(bookPath));
  const kept = dates.filter((date) => !spent.has(backupPath(bookPath, 'daily', at(date))));
  expect(kept).toEqual([
    ...['2025-06-30', '2025-07-31', '2025-08-31', '2025-09-30', '2025-10-31', '2025-11-30', '2025-12-31'],
    ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
    ...['2026-05-09', '2026-05-10', '2026-05-11', '2026-05-12', '2026-05-13', '2026-05-14', '2026-05-15'],
  ]);
  expect(existsSync(backupPath(bookPath, 'backup', at('2025-01-05')))).toBe(true);
  expect(spent.has(backupPath(bookPath, 'backup', at('2025-01-05')))).toBe(false);
});

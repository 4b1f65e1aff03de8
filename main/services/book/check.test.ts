import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkBook } from '#main/workers/jobs/check-book.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { checkInBackground } from './check.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

test('a sound book is looked through once a day', async () => {
  const jobId = checkInBackground(book.context) ?? '';
  expect(await book.jobs.settled(jobId)).toMatchObject({ state: 'done', problem: null });
  expect(checkInBackground(book.context)).toBe(null);
});

test('a damaged page is found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-check-'));
  try {
    const { db, bookPath } = book.context;
    db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(bookPath);
    const page = db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'change_log'").pluck().get() ?? 0;
    bytes.fill(0xff, (page - 1) * 4096, page * 4096);
    const copy = join(folder, 'damaged.onefold');
    writeFileSync(copy, bytes);
    const signal = new AbortController().signal;
    const control = { signal, send: () => Promise.resolve(), report: () => undefined };
    await expect(checkBook({ bookPath: copy }, control)).resolves.toMatch(/change_log|page/i);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

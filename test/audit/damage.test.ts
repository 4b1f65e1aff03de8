import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProblemError } from '#main/services/context.ts';
import { verify } from '#main/workers/jobs/verify.ts';
import { createSmallBook, type SmallBook } from './small-book.ts';

/** What is handed to the verifier is not always a book, and a book is not always whole. */
let book: SmallBook;
beforeEach(() => {
  book = createSmallBook();
  book.db.pragma('wal_checkpoint(TRUNCATE)');
});
afterEach(() => book.dispose());

const control = { signal: new AbortController().signal, report: () => {}, send: async () => {} };
const check = (path: string, against: string | null = null) => verify({ path, head: null, against }, control);

/** A copy, so that the open book stays whole. */
function copy(name: string): string {
  const path = join(book.folder, name);
  writeFileSync(path, readFileSync(book.path));
  return path;
}

test('a book that was cut short is damaged', async () => {
  const path = copy('short.onefold');
  truncateSync(path, statSync(path).size - 4096);
  expect(await check(path)).toMatchObject({
    state: 'broken',
    exit: 3,
    findings: [expect.stringContaining('The file itself is damaged')],
  });
});

test('a book with a page of noise is damaged, whichever page it is', async () => {
  const pages = statSync(book.path).size / 4096;
  for (let page = 1; page < pages; page += 7) {
    const path = copy('noise.onefold');
    const fd = openSync(path, 'r+');
    writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(fd);
    const report = await check(path);
    // Noise in a page that holds nothing of the log, its records or its links changes nothing that is vouched for.
    if (report.state === 'broken') expect(report.exit).toBe(3);
    else expect(report).toMatchObject({ entries: 5, payloads: 6, head: (await check(book.path)).head });
  }
});

test('what is neither a book nor a pack is refused in words', async () => {
  const text = join(book.folder, 'notes.txt');
  writeFileSync(text, 'not a book');
  const empty = join(book.folder, 'empty');
  mkdirSync(empty);
  for (const path of [text, empty, join(book.folder, 'nowhere')]) {
    await expect(check(path)).rejects.toThrow(ProblemError);
    await expect(check(book.path, path)).rejects.toThrow(ProblemError);
  }
});

test('an older copy of the book is an outside head, against which a cut shows', async () => {
  const older = copy('older.onefold');
  book.db.prepare("UPDATE settings SET value = 'Renamed' WHERE key = 'name'").run();
  expect(await check(book.path, older)).toMatchObject({ state: 'witnessed', exit: 0 });
  book.db.pragma('foreign_keys = OFF');
  book.db.prepare('DELETE FROM change_log WHERE seq = 5').run();
  expect(await check(book.path, older)).toMatchObject({ state: 'broken', exit: 3 });
});

/** The job thread: nothing piles up, what is stopped stops, and a fallen thread is only one failed piece of work. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobCancelled } from '#main/services/context.ts';
import type { ReadFile } from '#main/services/imports/read-task.ts';
import { stripeCsv } from '#test/import/stripe-files.ts';
import { createJobThread, type JobThreadHandle } from './job-thread.ts';

let folder: string;
let thread: JobThreadHandle;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-job-'));
  thread = createJobThread();
});
afterEach(async () => {
  await thread.stop();
  rmSync(folder, { recursive: true });
});

const ROWS = 20_000;

async function bigFile(): Promise<ReadFile['input']> {
  const path = join(folder, 'big.csv');
  writeFileSync(path, stripeCsv(Array.from({ length: ROWS }, (_, i) => ({ id: `b${i}` }))));
  const defaults = { zone: 'UTC', currency: 'USD', dateOrder: null, decimalMark: null };
  const { found, byteCount } = await thread.run(
    'inspectFile',
    { path, name: 'big.csv', mappings: [], defaults },
    { signal: never() },
  );
  if (!('layoutId' in found)) throw new Error('the file is no table');
  const header = { header: found.header, headerLine: found.headerLine };
  return { path, byteCount, options: found.options, header, system: found.system, account: 'main', storedBytes: 0 };
}

function never(): AbortSignal {
  return new AbortController().signal;
}

test('messages come one at a time, in order, and the work waits while they are taken in', async () => {
  const input = await bigFile();
  let busy = 0;
  let most = 0;
  const lines: number[] = [];
  const result = await thread.run('readFile', input, {
    signal: never(),
    async message(message) {
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setImmediate(resolve));
      if (message.kind === 'rows') lines.push(message.drafts.lines[0] ?? 0);
      busy--;
    },
  });
  expect(most).toBe(1);
  expect(result).toMatchObject({ rowCount: ROWS, recordCount: ROWS });
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
});

test('a stopped piece of work ends as cancelled, and the thread goes on', async () => {
  const input = await bigFile();
  const abort = new AbortController();
  let taken = 0;
  const stopped = thread.run('readFile', input, {
    signal: abort.signal,
    message: () => {
      if (++taken === 2) abort.abort();
    },
  });
  await expect(stopped).rejects.toBeInstanceOf(JobCancelled);
  expect(taken).toBeLessThan(20);
  await expect(thread.run('readFile', input, { signal: never() })).resolves.toMatchObject({ rowCount: ROWS });
});

test('a message that cannot be taken in ends the work with that very error', async () => {
  const input = await bigFile();
  const full = new Error('the disk is full');
  await expect(
    thread.run('readFile', input, {
      signal: never(),
      message: () => {
        throw full;
      },
    }),
  ).rejects.toBe(full);
});

test('a file that is gone is an error of this work alone', async () => {
  const input = await bigFile();
  await expect(thread.run('readFile', { ...input, path: join(folder, 'gone.csv') }, { signal: never() })).rejects.toThrow(
    /gone\.csv/,
  );
  await expect(thread.run('readFile', input, { signal: never() })).resolves.toMatchObject({ rowCount: ROWS });
});

test('what runs when the thread is stopped ends as cancelled', async () => {
  const input = await bigFile();
  const running = thread.run('readFile', input, { signal: never(), message: () => new Promise(() => undefined) });
  const ended = expect(running).rejects.toBeInstanceOf(JobCancelled);
  await thread.stop();
  await ended;
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireBookLock, lockPathOf } from './book-lock.ts';

const LOCK_MODULE = new URL('./book-lock.ts', import.meta.url).href;
let folder: string;
let book: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-lock-'));
  book = join(folder, 'Shop.onefold');
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A process that takes the lock, says what it got, and then waits to be killed. */
async function holder(): Promise<{ child: ChildProcess; got: string }> {
  const code = `import { acquireBookLock } from ${JSON.stringify(LOCK_MODULE)};
    const lock = acquireBookLock(${JSON.stringify(book)});
    process.stdout.write(lock === null ? 'refused' : 'held');
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, got: text.toString() };
}

test('a second process is refused, and let in once the first is killed outright', async () => {
  const first = await holder();
  expect(first.got).toBe('held');
  expect((await holder()).got).toBe('refused');
  expect(acquireBookLock(book)).toBe(null);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const lock = acquireBookLock(book);
  expect(lock).not.toBe(null);
  expect((await holder()).got).toBe('refused');
  lock?.release();
  expect((await holder()).got).toBe('held');
});

test('a second thread of one process is refused too', async () => {
  const lock = acquireBookLock(book);
  const code = `const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(LOCK_MODULE)}).then(({ acquireBookLock }) => parentPort.postMessage(acquireBookLock(${JSON.stringify(book)}) === null));`;
  const worker = new Worker(code, { eval: true });
  const [refused] = (await once(worker, 'message')) as [boolean];
  await worker.terminate();
  expect(refused).toBe(true);
  lock?.release();
});

test('nothing is left beside the book when it is let go', () => {
  const lock = acquireBookLock(book);
  expect(existsSync(lockPathOf(book))).toBe(true);
  lock?.release();
  expect(existsSync(lockPathOf(book))).toBe(false);
});

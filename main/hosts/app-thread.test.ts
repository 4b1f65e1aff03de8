import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { RouterClient } from '@orpc/server';
import { afterEach, expect, it } from 'vitest';
import type { EchoRouter } from '#test/contract/echo.worker.ts';
import { type AppThread, startAppThread } from './app-thread.ts';

const ECHO_URL = new URL('../../test/contract/echo.worker.ts', import.meta.url);

const started: AppThread[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((thread) => thread.stop()));
});

function start(bookPath: string | null = null, failed: (message: string) => void = () => {}): AppThread {
  const dataDir = mkdtempSync(join(tmpdir(), 'onefold-thread-'));
  const thread = startAppThread(
    { host: { kind: 'loopback', capabilities: [] }, dataDir, booksDir: dataDir, bookPath, openDemo: false, appVersion: '0.0.0' },
    { hostCall: async () => null, title: () => {}, opened: () => {}, failed },
    ECHO_URL,
  );
  started.push(thread);
  return thread;
}

function clientOf(thread: AppThread) {
  const port = thread.connect();
  const closed = new Promise<void>((resolve) => port.once('close', resolve));
  return { client: createORPCClient<RouterClient<EchoRouter>>(new RPCLink({ port })), closed };
}

it('closes the ports of a thread that fell over, and starts it again with the book that was open', async () => {
  const thread = start('/books/first.onefold');
  thread.openBook('/books/second.onefold');
  const before = clientOf(thread);
  expect(await before.client.heard()).toEqual(['open /books/second.onefold']);
  await before.client.crash().catch(() => {});
  await before.closed;
  await expect.poll(() => clientOf(thread).client.options()).toEqual({ bookPath: '/books/second.onefold', kind: 'loopback' });
});

it('gives up with a sentence when the thread falls over again and again', async () => {
  const messages: string[] = [];
  const thread = start(null, (message) => messages.push(message));
  // A port may still reach the thread that is just falling over; then this round does not count as another fall.
  while (messages.length === 0) {
    const { client, closed } = clientOf(thread);
    await client.crash().catch(() => {});
    await closed;
  }
  expect(messages).toEqual([
    expect.stringMatching(/stopped again and again \(the test asked for it\).*saved is in the book.*Start Onefold again/),
  ]);
});

it('passes on why a book could not be opened, once', async () => {
  const message = await new Promise<string>((resolve) => start('/books/from-the-future.onefold', resolve));
  expect(message).toBe('This book was made by a newer Onefold.');
});

it('answers an open ticket with "no" when the thread ends', async () => {
  const thread = start();
  const { client } = clientOf(thread);
  await client.options();
  expect(await thread.redeem('unknown-ticket', 'upload')).toBeNull();
  expect(await thread.redeem('upload-aaaaaaaaaaaaaaaa', 'upload')).toMatchObject({ fileName: 'orders.csv', maxBytes: 100_000 });
  const stopping = thread.stop();
  const late = thread.redeem('silent-bbbbbbbbbbbbbbbb', 'upload');
  await stopping;
  expect(await late).toBeNull();
  expect(await thread.redeem('upload-cccccccccccccccc', 'upload')).toBeNull();
});

it('can be stopped twice and after it has ended', async () => {
  const thread = start();
  await Promise.all([thread.stop(), thread.stop()]);
  await thread.stop();
});

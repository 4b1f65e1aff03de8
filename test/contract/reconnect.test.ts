import { createORPCClient } from '@orpc/client';
import type { RouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProcedureKind } from '#shared/contract/procedure.ts';
import { loopbackChannel } from '../../renderer/client/loopback-channel.ts';
import { createResendingLink } from '../../renderer/client/resending-link.ts';
import { createStatus } from '../../renderer/client/status.ts';
import type { EchoRouter } from './echo.worker.ts';
import { startLoopbackStage } from './loopback-stage.ts';

/** The window's whole way to the work thread, over real sockets, while things break. */
let stage: Awaited<ReturnType<typeof startLoopbackStage>>;
beforeEach(async () => {
  stage = await startLoopbackStage();
});
afterEach(() => stage.close());

const kindOf = ([name]: readonly string[]): ProcedureKind => (name === 'crash' ? 'command' : name === 'count' ? 'event' : 'query');

function openTab(storage: Map<string, string>, hash?: string) {
  const page = stage.page(storage, hash);
  const status = createStatus();
  const client = createORPCClient<RouterClient<EchoRouter>>(createResendingLink(loopbackChannel(page), kindOf, status));
  return { page, status, client };
}

it('exchanges the launch token, takes it out of the address, and reconnects after a reload', async () => {
  const storage = new Map<string, string>();
  const first = openTab(storage);
  expect(first.page.addresses).toEqual(['/']);
  expect(await first.client.echo({ value: 1 })).toBe(1);
  const reloaded = openTab(storage, '');
  expect(await reloaded.client.echo({ value: 2 })).toBe(2);
  expect(reloaded.page.addresses).toEqual([]);
});

it('tells the older of two windows that the other one took over', async () => {
  const storage = new Map<string, string>();
  const older = openTab(storage);
  await older.client.echo({ value: 1 });
  const newer = openTab(storage, '');
  await newer.client.echo({ value: 2 });
  await expect.poll(() => older.status.get()).toEqual({ state: 'ended', reason: 'Onefold is open in another window.' });
  await expect(older.client.echo({ value: 3 })).rejects.toThrow('open in another window');
  expect(await newer.client.echo({ value: 4 })).toBe(4);
});

it('goes on by itself when the work thread fell over', async () => {
  const { client, status } = openTab(new Map());
  expect(await client.echo({ value: 'before' })).toBe('before');
  await client.crash().catch(() => {});
  expect(await client.echo({ value: 'after' })).toBe('after');
  await expect.poll(() => status.get()).toMatchObject({ state: 'connected' });
});

it('goes on listening when the work thread fell over', async () => {
  const { client } = openTab(new Map());
  const events = (await client.count({ to: 0 }))[Symbol.asyncIterator]();
  const next = events.next();
  await client.crash().catch(() => {});
  expect(await client.echo({ value: 'after' })).toBe('after');
  const outcome = await Promise.race([
    next.then(
      () => 'ended',
      () => 'failed',
    ),
    client.echo({ value: 'listening' }),
  ]);
  expect(outcome).toBe('listening');
  await events.return?.(undefined);
});

it('says goodbye in the words of the host', async () => {
  const { client, status } = openTab(new Map());
  await client.echo({ value: 1 });
  stage.frames.end('Onefold was closed.');
  await expect.poll(() => status.get()).toEqual({ state: 'ended', reason: 'Onefold was closed.' });
});

it.each([
  ['a token that was used up', `#launch=${'x'.repeat(43)}`],
  ['no token at all', ''],
])('turns away a window with %s, and says what to do', async (_name, hash) => {
  const { client, status } = openTab(new Map(), hash);
  await expect(client.echo({ value: 1 })).rejects.toThrow('Close this window and start Onefold again.');
  expect(status.get()).toMatchObject({ state: 'ended' });
});

import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { RouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackChannel } from '../../renderer/client/loopback-channel.ts';
import type { EchoRouter } from './echo.worker.ts';
import { startEchoThread, startLoopbackStage } from './loopback-stage.ts';

type EchoClient = RouterClient<EchoRouter>;
type Transport = { readonly client: EchoClient; readonly close: () => Promise<void> };

/** A port straight to the app thread: the command line, and Electron without its pipe. */
async function overPort(): Promise<Transport> {
  const app = startEchoThread();
  const port = app.connect();
  return {
    client: createORPCClient<EchoClient>(new PortLink({ port })),
    close: async () => {
      port.close();
      await app.stop();
    },
  };
}

/** The renderer's own channel, over a real socket, through the loopback host's pipe. */
async function overLoopback(): Promise<Transport> {
  const stage = await startLoopbackStage();
  const { link } = await loopbackChannel(stage.page(new Map()))();
  return { client: createORPCClient<EchoClient>(link), close: stage.close };
}

describe.each([
  ['a port', overPort],
  ['the loopback host', overLoopback],
])('the contract over %s', (_name, open) => {
  let transport: Transport;
  beforeAll(async () => {
    transport = await open();
  });
  afterAll(() => transport.close());

  it('returns JSON values as they were sent', async () => {
    const value = { amountMinor: -1999, note: 'Zażółć — 日本 \u{1F980} \u0000 "', none: null, list: [1, [2, { deep: true }]] };
    expect(await transport.client.echo({ value })).toEqual(value);
  });

  it('keeps a page of 500 rows and a text of a megabyte whole', async () => {
    const rows = Array.from({ length: 500 }, (_, row) => ({ row, text: `order #${row}` }));
    expect(await transport.client.echo({ value: rows })).toEqual(rows);
    const text = 'ü'.repeat(1_000_000);
    expect(await transport.client.echo({ value: text })).toBe(text);
  });

  it('keeps bytes bytes and text text', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
    const echoed = await transport.client.blob({ file: new Blob([bytes], { type: 'text/csv' }) });
    expect(new Uint8Array(await echoed.arrayBuffer())).toEqual(bytes);
  });

  it('answers calls in flight each with its own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => transport.client.echo({ value: n })));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });

  it('streams events to their end', async () => {
    const seen: number[] = [];
    for await (const n of await transport.client.count({ to: 100 })) seen.push(n);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  });

  it('stops a stream that nobody listens to any more', async () => {
    const stop = new AbortController();
    const stream = await transport.client.count({ to: 0 }, { signal: stop.signal });
    const next = stream.next();
    stop.abort(new Error('left the screen'));
    await expect(next).rejects.toThrow('left the screen');
    expect(await transport.client.echo({ value: 'still there' })).toBe('still there');
  });

  it('refuses input that the schema does not allow', async () => {
    await expect(transport.client.positive({ n: -1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('carries an error with its code and its data', async () => {
    const failed = await transport.client.refuse().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ORPCError);
    expect(failed).toMatchObject({ code: 'CONFLICT', message: 'already merged', data: { cluster: 7 } });
  });
});

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ORPCError, os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { z } from 'zod';
import type { AppThreadOptions, FromAppThread, ToAppThread } from '#shared/contract/app-thread.ts';

/**
 * An app thread in miniature: the real frames, tickets and life cycle, behind procedures that only echo. What the hosts do is
 * proven against it without a book.
 */
const options = workerData as AppThreadOptions;
const host = parentPort;
if (host === null) throw new Error('This file runs as a worker.');

const say = (message: FromAppThread): void => host.postMessage(message);
const done: Extract<ToAppThread, { kind: 'ticketDone' }>[] = [];
const heard: string[] = [];

const router = {
  echo: os.input(z.object({ value: z.unknown() })).handler(({ input }) => input.value ?? null),
  blob: os.input(z.object({ file: z.instanceof(Blob) })).handler(({ input }) => input.file),
  positive: os.input(z.object({ n: z.number().positive() })).handler(({ input }) => input.n),
  refuse: os.handler(() => {
    throw new ORPCError('CONFLICT', { message: 'already merged', data: { cluster: 7 } });
  }),
  crash: os.handler((): null => {
    setImmediate(() => {
      throw new Error('the test asked for it');
    });
    return null;
  }),
  count: os.input(z.object({ to: z.int() })).handler(async function* ({ input, signal }) {
    for (let n = 1; n <= input.to; n++) yield n;
    if (input.to === 0) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  }),
  options: os.handler(() => ({ bookPath: options.bookPath, kind: options.host.kind })),
  ticketsDone: os.handler(() => done.map(({ ticket, byteCount, error }) => ({ ticket, byteCount, failed: error !== null }))),
  heard: os.handler(() => heard),
};
export type EchoRouter = typeof router;

const handler = new RPCHandler(router);

host.on('message', (message: ToAppThread) => {
  switch (message.kind) {
    case 'connect':
      handler.upgrade(message.port as MessagePort);
      return;
    case 'redeemTicket':
      if (message.ticket.startsWith('silent-')) return;
      say({ kind: 'ticket', id: message.id, grant: grantOf(message.ticket, message.direction) });
      return;
    case 'ticketDone':
      done.push(message);
      return;
    case 'openBook':
      heard.push(`open ${message.path}`);
      say({ kind: 'ready', bookPath: message.path });
      return;
    case 'menu':
      heard.push(`menu ${message.command}`);
      return;
    case 'hostReply':
      heard.push(`reply ${JSON.stringify(message.value)} ${message.error}`);
      return;
    case 'shutdown':
      say({ kind: 'stopped' });
  }
});

/** Tickets name their own file: `upload-<16 letters>` is granted once, under the data folder, with a limit of 100,000 bytes. `silent-…` gets no answer. */
const granted = new Set<string>();
function grantOf(ticket: string, direction: 'upload' | 'download') {
  if (granted.has(ticket) || !ticket.startsWith(`${direction}-`)) return null;
  granted.add(ticket);
  const fileName = direction === 'upload' ? 'orders.csv' : 'Prüfung (1).csv';
  return {
    path: `${options.dataDir}/${ticket.replace('download-', 'upload-')}`,
    fileName,
    contentType: 'text/csv',
    maxBytes: 100_000,
  };
}

if (options.bookPath?.endsWith('future.onefold')) say({ kind: 'failed', message: 'This book was made by a newer Onefold.' });
else say({ kind: 'ready', bookPath: options.bookPath });

/** The reader thread as the app thread sees it: a client of the same contract. */
import { MessageChannel, Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ProcedureName } from './router.ts';
import { workerUrl } from './worker-url.ts';

export interface ReaderThread {
  call(procedure: ProcedureName, input: unknown, signal: AbortSignal | undefined): Promise<unknown>;
  stop(): Promise<void>;
}

type Call = (input: unknown, options: { signal?: AbortSignal }) => Promise<unknown>;
type UntypedClient = Readonly<Record<string, Readonly<Record<string, Call>>>>;

export function startReader(bookPath: string): ReaderThread {
  const worker = new Worker(workerUrl('reader'), { workerData: { bookPath }, name: 'reader' });
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ kind: 'connect', port: port2 }, [port2]);
  const client = createORPCClient<never>(new RPCLink({ port: port1 })) as unknown as UntypedClient;
  port1.start();
  return {
    call({ area, name }, input, signal) {
      const call = client[area]?.[name];
      if (call === undefined) throw new Error(`the reader has no ${area}.${name}`);
      return call(input, signal === undefined ? {} : { signal });
    },
    async stop() {
      worker.postMessage({ kind: 'close' });
      await gone;
      port1.close();
    },
  };
}

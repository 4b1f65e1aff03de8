/** Serves every query of the contract from a read-only connection, so that a long import never holds up a screen. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { nodePorts } from '#main/app/node-ports.ts';
import { createReaderRouter } from '#main/app/reader-router.ts';
import { openReader } from '#store/database.ts';

const { bookPath } = workerData as { readonly bookPath: string };
const db = openReader(bookPath);
const handler = new RPCHandler(createReaderRouter({ db, ports: nodePorts }));

parentPort?.on('message', (message: { readonly kind: 'connect'; readonly port: MessagePort } | { readonly kind: 'close' }) => {
  if (message.kind === 'connect') {
    handler.upgrade(message.port);
    message.port.start();
  } else {
    db.close();
    process.exit(0);
  }
});

/** The app thread: the only writer of a book. It carries the contract to windows; what it does is composed in `create-app.ts`. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { createApp } from '#main/app/create-app.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import type { AppThreadOptions, FromAppThread, ToAppThread } from '#shared/contract/app-thread.ts';

const host = parentPort;
if (host === null) throw new Error('app.worker runs in a worker thread');
const post = (message: FromAppThread) => host.postMessage(message);

const app = createApp(workerData as AppThreadOptions, nodePorts, post);
const handler = new RPCHandler(app.router);

host.on('message', (message: ToAppThread) => {
  switch (message.kind) {
    case 'connect': {
      const port = message.port as MessagePort;
      handler.upgrade(port);
      port.start();
      return;
    }
    case 'redeemTicket':
      return post({ kind: 'ticket', id: message.id, grant: app.tickets.redeem(message.ticket, message.direction) });
    case 'ticketDone':
      return app.tickets.done(message.ticket, message.error);
    case 'hostReply':
      return app.hostReplied(message.id, message.value, message.error);
    case 'openBook':
      return void app.openPath(message.path);
    case 'menu':
      return app.menu(message.command);
    case 'shutdown':
      return void app.stop().then(() => post({ kind: 'stopped' }));
  }
});

await app.start();

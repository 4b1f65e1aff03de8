import { RPCLink } from '@orpc/client/message-port';
import { PORT_MESSAGE } from '#shared/contract/electron-port.ts';
import type { Channel, Uplink } from './channel.ts';

/**
 * The MessagePort that the preload script hands to the page. The host sends a fresh one whenever the app thread was started again.
 * Call it at once: the first port comes when the page has loaded.
 */
export function electronChannel(page: Window): Channel {
  let next = Promise.withResolvers<MessagePort>();
  page.addEventListener('message', (event) => {
    const port = event.ports[0];
    if (event.source !== page || event.origin !== page.location.origin || event.data !== PORT_MESSAGE || port === undefined) return;
    next.resolve(port);
  });
  return async () => {
    const port = await next.promise;
    next = Promise.withResolvers<MessagePort>();
    return uplinkOf(port);
  };
}

function uplinkOf(port: MessagePort): Uplink {
  let isLost = false;
  const lost = Promise.withResolvers<void>();
  port.addEventListener('close', () => {
    isLost = true;
    lost.resolve();
  });
  const link = new RPCLink({ port });
  port.start();
  return { link, isLost: () => isLost, lost: lost.promise };
}

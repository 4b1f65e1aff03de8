import { RPCLink } from '@orpc/client/websocket';
import {
  CLOSE_ENDED,
  CLOSE_OPENED_ELSEWHERE,
  CLOSE_REFUSED,
  decodeWelcome,
  encodeHello,
  FRAMES_PATH,
  type Hello,
  LAUNCH_FRAGMENT,
} from '#shared/contract/loopback.ts';
import { type Channel, ConnectionEnded, type Uplink } from './channel.ts';

const SESSION_KEY = 'onefold.session';
/** Waits between tries; their sum is a little over the time the host waits for its window to come back. */
const RETRY_DELAYS_MS = [50, 100, 250, 500, 1_000, 2_000, 2_000, 3_000];
const REFUSED =
  'This window is not connected to Onefold: its address works once, and only in the window that opened it. Close this window and start Onefold again.';
const GONE = 'Onefold has stopped. Every change that was shown as saved is in the book. Close this window and start Onefold again.';

/** What the channel needs of the page: its address bar, its per-tab storage, a socket. */
export interface LoopbackPage {
  readonly hash: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Takes the launch token out of the address bar and the history. */
  stripHash(): void;
  openSocket(path: string): WebSocket;
}

/**
 * The WebSocket to the loopback host. The one-use launch token of the address is exchanged in the first frame for a key that stays
 * with this tab, so that a reload connects again. Call it at once: the token has to leave the address bar before a router reads it.
 */
export function loopbackChannel(page: LoopbackPage): Channel {
  const launchToken = new URLSearchParams(page.hash.replace(/^#/, '')).get(LAUNCH_FRAGMENT);
  if (launchToken !== null) page.stripHash();
  let unspent = launchToken;
  let farewell: string | null = null;

  function hello(): Hello | null {
    if (unspent !== null) return { launchToken: unspent };
    const sessionKey = page.storage.getItem(SESSION_KEY);
    return sessionKey === null ? null : { sessionKey };
  }

  return async () => {
    if (farewell !== null) throw new ConnectionEnded(farewell);
    for (const delayMs of [0, ...RETRY_DELAYS_MS]) {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const greeting = hello();
      if (greeting === null) throw new ConnectionEnded(REFUSED);
      const opened = await tryOnce(page.openSocket(FRAMES_PATH), greeting, (reason) => {
        farewell = reason;
      });
      if (opened === null) continue;
      unspent = null;
      page.storage.setItem(SESSION_KEY, opened.sessionKey);
      return opened.uplink;
    }
    throw new ConnectionEnded(GONE);
  };
}

/** Shakes hands on a fresh socket. Null when the host could not be reached. `onFarewell` hears why, when the host says no or goodbye. */
function tryOnce(
  socket: WebSocket,
  hello: Hello,
  onFarewell: (reason: string) => void,
): Promise<{ uplink: Uplink; sessionKey: string } | null> {
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    const lost = Promise.withResolvers<void>();
    socket.addEventListener('open', () => socket.send(encodeHello(hello)));
    socket.addEventListener('close', (event) => {
      const reason = endReason(event.code, event.reason);
      if (reason !== null) onFarewell(reason);
      lost.resolve();
      if (reason === null) resolve(null);
      else reject(new ConnectionEnded(reason));
    });
    socket.addEventListener(
      'message',
      (event) => {
        const sessionKey = typeof event.data === 'string' ? decodeWelcome(event.data) : null;
        if (sessionKey === null) socket.close();
        else
          resolve({
            sessionKey,
            uplink: {
              link: new RPCLink({ websocket: socket }),
              isLost: () => socket.readyState !== socket.OPEN,
              lost: lost.promise,
            },
          });
      },
      { once: true },
    );
  });
}

function endReason(code: number, reason: string): string | null {
  if (code === CLOSE_REFUSED) return REFUSED;
  if (code === CLOSE_OPENED_ELSEWHERE || code === CLOSE_ENDED) return reason === '' ? GONE : reason;
  return null;
}

/**
 * The first frame each way on the loopback host's WebSocket; afterwards the socket carries the contract's frames, opaque to the host.
 * Shapes: window → host `{"hello":{"launchToken":…}}` or `{"hello":{"sessionKey":…}}`; host → window `{"welcome":{"sessionKey":…}}`.
 */

/** Path of the WebSocket on the loopback host. */
export const FRAMES_PATH = '/frames';

/** The launch address is `http://127.0.0.1:<port>/#launch=<token>`; a fragment is never sent to a server nor written to its log. */
export const LAUNCH_FRAGMENT = 'launch';

/** Why the host closed a socket. 4000–4999 are free for applications (RFC 6455 §7.4.2). */
export const CLOSE_REFUSED = 4401;
export const CLOSE_OPENED_ELSEWHERE = 4409;
export const CLOSE_ENDED = 4410;

/** What a window shows for itself: the one-use launch token, or the key it got for it. */
export type Hello = { readonly launchToken: string } | { readonly sessionKey: string };

export function encodeHello(hello: Hello): string {
  return JSON.stringify({ hello });
}

/** The hello in a first frame, or null for anything else. Never throws: the sender is not trusted yet. */
export function decodeHello(text: string): Hello | null {
  const hello = field(parse(text), 'hello');
  const launchToken = field(hello, 'launchToken');
  if (typeof launchToken === 'string') return { launchToken };
  const sessionKey = field(hello, 'sessionKey');
  return typeof sessionKey === 'string' ? { sessionKey } : null;
}

export function encodeWelcome(sessionKey: string): string {
  return JSON.stringify({ welcome: { sessionKey } });
}

/** The session key of a welcome frame, or null for anything else. */
export function decodeWelcome(text: string): string | null {
  const sessionKey = field(field(parse(text), 'welcome'), 'sessionKey');
  return typeof sessionKey === 'string' ? sessionKey : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

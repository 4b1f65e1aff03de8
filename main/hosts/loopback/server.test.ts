import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CLOSE_OPENED_ELSEWHERE, CLOSE_REFUSED, decodeWelcome, encodeHello, type Hello } from '#shared/contract/loopback.ts';
import { createFrames, type Frames } from './frames.ts';
import { type LoopbackServer, startServer } from './server.ts';
import { createSession, type Session } from './session.ts';

let session: Session;
let server: LoopbackServer;
let frames: Frames;
let counts: number[];
let pathsServed: string[];

beforeEach(async () => {
  session = createSession();
  const heard: number[] = [];
  counts = heard;
  pathsServed = [];
  // Every port of this app thread answers what it hears.
  const echo = () => {
    const { port1, port2 } = new MessageChannel();
    port2.on('message', (frame) => port2.postMessage(frame));
    return port1;
  };
  frames = createFrames(session, echo, (count) => heard.push(count));
  const assets = async (request: Request) => {
    pathsServed.push(`${request.method} ${new URL(request.url).pathname}`);
    return new Response('served');
  };
  server = await startServer(assets, (socket) => frames.accept(socket));
});

afterEach(async () => {
  frames.end('test over');
  await server.close();
});

/** The status of one request with exactly these headers. */
function status(method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path: '/blobs/abcdefghijklmnop', method, headers });
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', reject).end();
  });
}

/** 'open', or the HTTP status that the upgrade was refused with. */
async function upgrade(headers: Record<string, string>, path = '/frames'): Promise<number | 'open'> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  const outcome = await Promise.race([
    once(socket, 'open').then(() => 'open' as const),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number),
  ]);
  socket.terminate();
  return outcome;
}

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/frames`, { origin: server.origin });
  await once(socket, 'open');
  return socket;
}

async function closeOf(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, 'close');
  return code;
}

/** Says hello; the session key, or the code that the host closed with. */
async function greet(socket: WebSocket, hello: Hello): Promise<string | number> {
  socket.send(encodeHello(hello));
  return Promise.race([once(socket, 'message').then(([data]) => decodeWelcome(String(data)) ?? 'no key'), closeOf(socket)]);
}

it('listens on 127.0.0.1 and on nothing else', async () => {
  const other = connect({ host: '127.0.0.2', port: server.port });
  const [error] = await once(other, 'error');
  expect(error.code).toBe('ECONNREFUSED');
});

it.each(['localhost', '127.evil.example', '127.0.0.1', '127.0.0.1:1', '0.0.0.0', '[::1]', 'onefold.example'])(
  'refuses the host name %s (DNS rebinding)',
  async (name) => {
    const host = name === '127.0.0.1' || name.includes(':1') ? name : `${name}:${server.port}`;
    expect(await status('GET', { host })).toBe(421);
    expect(await upgrade({ host, origin: server.origin })).toBe(421);
    expect(pathsServed).toEqual([]);
  },
);

it.each(['null', 'https://evil.example', 'http://localhost', 'http://127.0.0.1', 'http://127.0.0.1:80'])(
  'refuses the origin %s',
  async (origin) => {
    expect(await status('GET', { origin })).toBe(403);
    expect(await status('PUT', { origin })).toBe(403);
    expect(await upgrade({ origin })).toBe(403);
    expect(pathsServed).toEqual([]);
  },
);

it('takes a missing Origin for a wrong one wherever something could change', async () => {
  expect(await upgrade({})).toBe(403);
  expect(await status('PUT', {})).toBe(403);
  expect(await status('POST', {})).toBe(403);
  expect(await status('DELETE', {})).toBe(403);
  expect(await status('GET', {})).toBe(200);
  expect(pathsServed).toEqual(['GET /blobs/abcdefghijklmnop']);
});

it('opens sockets on one path only', async () => {
  expect(await upgrade({ origin: server.origin }, '/')).toBe(404);
  expect(await upgrade({ origin: server.origin })).toBe('open');
});

it('exchanges the launch token once, and knows the session key afterwards', async () => {
  const first = await open();
  const sessionKey = await greet(first, { launchToken: session.launchToken });
  expect(sessionKey).toMatch(/^[\w-]{43}$/);
  expect(sessionKey).not.toBe(session.launchToken);
  expect(await greet(await open(), { launchToken: session.launchToken })).toBe(CLOSE_REFUSED);
  expect(await greet(await open(), { sessionKey: String(sessionKey) })).toBe(sessionKey);
});

it.each<[string, Hello]>([
  ['a wrong launch token', { launchToken: 'x'.repeat(43) }],
  ['an empty launch token', { launchToken: '' }],
  ['a session key before there is one', { sessionKey: 'x'.repeat(43) }],
])('refuses %s', async (_name, hello) => {
  expect(await greet(await open(), hello)).toBe(CLOSE_REFUSED);
  expect(counts).toEqual([]);
});

it.each([
  ['not JSON', 'hello'],
  ['another shape', '{"hello":{"launchToken":7}}'],
  ['inherited names', '{"hello":{"__proto__":{"launchToken":"x"}}}'],
  ['a call', '{"i":"1","p":{"u":"/book/open"}}'],
  ['bytes', Buffer.from('{"hello":{}}')],
])('refuses a first frame that is %s', async (_name, frame) => {
  const socket = await open();
  socket.send(frame);
  expect(await closeOf(socket)).toBe(CLOSE_REFUSED);
});

it('closes a socket that says nothing', async () => {
  expect(await closeOf(await open())).toBe(CLOSE_REFUSED);
});

it('closes a socket whose frame is over 16 MiB', async () => {
  const socket = await open();
  await greet(socket, { launchToken: session.launchToken });
  socket.send(Buffer.alloc(16 * 1024 * 1024 + 1));
  expect(await closeOf(socket)).toBe(1009);
});

it('keeps one window: the newest one of the session', async () => {
  const first = await open();
  const sessionKey = String(await greet(first, { launchToken: session.launchToken }));
  const closed = closeOf(first);
  const second = await open();
  await greet(second, { sessionKey });
  expect(await closed).toBe(CLOSE_OPENED_ELSEWHERE);
  second.send('frame');
  const [data, isBinary] = await once(second, 'message');
  expect([String(data), isBinary]).toEqual(['frame', false]);
  expect(counts).toEqual([1, 1]);
});

it('tells when the window has gone', async () => {
  const socket = await open();
  await greet(socket, { launchToken: session.launchToken });
  socket.close();
  await closeOf(socket);
  await expect.poll(() => counts).toEqual([1, 0]);
});

import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { FRAMES_PATH } from '#shared/contract/loopback.ts';
import type { Assets } from '../assets.ts';

const FRAME_BYTES_MAX = 16 * 1024 * 1024;

export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`: the only origin this server answers. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, on a port the system picks. Every request must name exactly this host; whatever can change something
 * (a socket, an upload) must also come from exactly this origin, and a missing Origin counts as a wrong one.
 */
export async function startServer(assets: Assets, onSocket: (socket: WebSocket) => void): Promise<LoopbackServer> {
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port on 127.0.0.1.');
  const host = `127.0.0.1:${address.port}`;
  const origin = `http://${host}`;

  server.on('request', (request, response) => {
    const status = refusalOf(request, host, origin, request.method !== 'GET' && request.method !== 'HEAD');
    if (status === null) respond(request, response, origin, assets).catch(() => response.destroy());
    else response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${STATUS_CODES[status]}\n`);
  });
  server.on('upgrade', (request, socket, head) => {
    const status = request.url === FRAMES_PATH ? refusalOf(request, host, origin, true) : 404;
    if (status === null) sockets.handleUpgrade(request, socket, head, onSocket);
    else socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });

  return {
    port: address.port,
    origin,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** 421 for another host name (DNS rebinding), 403 for another origin; null when the request may pass. */
function refusalOf(request: IncomingMessage, host: string, origin: string, originRequired: boolean): 421 | 403 | null {
  if (request.headers.host !== host) return 421;
  if (request.headers.origin === undefined) return originRequired ? 403 : null;
  return request.headers.origin === origin ? null : 403;
}

async function respond(incoming: IncomingMessage, outgoing: ServerResponse, origin: string, assets: Assets): Promise<void> {
  const hasBody = incoming.method === 'PUT' || incoming.method === 'POST';
  const request = new Request(new URL(incoming.url ?? '/', origin), {
    method: incoming.method ?? 'GET',
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' } : {}),
  });
  const response = await assets(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) outgoing.end();
  else await pipeline(Readable.from(response.body), outgoing);
}

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

const MESSAGE_BYTES_MAX = 8 * 1024;
const ANSWER_TIMEOUT_MS = 2_000;
/** `sun_path` has 104 bytes on macOS and 108 on Linux, with a closing zero. */
const SOCKET_PATH_BYTES_MAX = 103;

export interface Instance {
  release(): Promise<void>;
}

/**
 * One Onefold per data folder. The first one holds a local socket that only this user can reach; a later one hands over the book
 * it was started with and gets null. What comes over the socket is a path and nothing else; the app thread judges it.
 */
export async function claimInstance(
  dataDir: string,
  bookPath: string | null,
  onBook: (path: string) => void,
): Promise<Instance | null> {
  const address = addressOf(dataDir);
  if (address === null) return { release: async () => {} };
  for (let attempt = 0; attempt < 3; attempt++) {
    const server = await listen(address, onBook);
    if (server !== null) return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    if (await handOver(address, bookPath)) return null;
    // Nobody answered: the socket file was left behind by a process that was killed.
    if (process.platform !== 'win32') rmSync(address, { force: true });
  }
  return null;
}

/** Null where the data folder's path is too long for a local socket; the lock on the book still refuses a second writer there. */
function addressOf(dataDir: string): string | null {
  if (process.platform === 'win32') return `\\\\.\\pipe\\onefold-${createHash('sha256').update(dataDir).digest('hex')}`;
  const path = join(dataDir, 'instance.sock');
  return Buffer.byteLength(path) > SOCKET_PATH_BYTES_MAX ? null : path;
}

function listen(address: string, onBook: (path: string) => void): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => receive(socket, onBook));
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

function receive(socket: Socket, onBook: (path: string) => void): void {
  let text = '';
  socket.setEncoding('utf8').setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > MESSAGE_BYTES_MAX) socket.destroy();
    const end = text.indexOf('\n');
    if (end < 0) return;
    const path = pathIn(text.slice(0, end));
    if (path !== null) onBook(path);
    socket.end('ok\n');
  });
}

function pathIn(line: string): string | null {
  try {
    const path: unknown = JSON.parse(line);
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}

/** Sends the path (or null); true when a running Onefold took it. */
function handOver(address: string, bookPath: string | null): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => socket.write(`${JSON.stringify(bookPath)}\n`));
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket as NodeSocket } from 'ws';
import { startAppThread } from '#main/hosts/app-thread.ts';
import { createFrames } from '#main/hosts/loopback/frames.ts';
import { startServer } from '#main/hosts/loopback/server.ts';
import { createSession } from '#main/hosts/loopback/session.ts';
import type { LoopbackPage } from '../../renderer/client/loopback-channel.ts';

/** The app thread in miniature, on a data folder of its own. */
export function startEchoThread() {
  const dataDir = mkdtempSync(join(tmpdir(), 'onefold-contract-'));
  return startAppThread(
    {
      host: { kind: 'loopback', capabilities: [] },
      dataDir,
      booksDir: dataDir,
      bookPath: null,
      openDemo: false,
      appVersion: '0.0.0',
    },
    { hostCall: async () => null, title: () => {}, opened: () => {}, failed: () => {} },
    new URL('./echo.worker.ts', import.meta.url),
  );
}

/** The loopback host without its process: server, frames, session, work thread. */
export async function startLoopbackStage() {
  const thread = startEchoThread();
  const session = createSession();
  const frames = createFrames(
    session,
    () => thread.connect(),
    () => {},
  );
  const server = await startServer(
    async () => new Response(null, { status: 404 }),
    (socket) => frames.accept(socket),
  );
  return {
    frames,
    /** A tab on the launch address, or a reload of one that has this storage. */
    page(storage: Map<string, string>, hash = `#launch=${session.launchToken}`): LoopbackPage & { readonly addresses: string[] } {
      const addresses: string[] = [];
      return {
        addresses,
        hash,
        storage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => void storage.set(key, value) },
        stripHash: () => addresses.push('/'),
        openSocket(path) {
          // The same interface as the browser's, and the only socket in Node that can send an Origin.
          const socket = new NodeSocket(`ws://127.0.0.1:${server.port}${path}`, { origin: server.origin });
          // Where a browser's socket only closes, this one also wants its error to be taken.
          socket.on('error', () => {});
          return socket as unknown as WebSocket;
        },
      };
    },
    async close() {
      frames.end('Onefold was closed.');
      await thread.stop();
      await server.close();
    },
  };
}

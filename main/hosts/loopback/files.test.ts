import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AppThread, startAppThread } from '../app-thread.ts';
import { createAssets } from '../assets.ts';
import { type LoopbackServer, startServer } from './server.ts';

/** Files over a real connection, with tickets from a real work thread: `upload-…` grants 100,000 bytes, `download-…` the same file. */
const ECHO_URL = new URL('../../../test/contract/echo.worker.ts', import.meta.url);

let dataDir: string;
let thread: AppThread;
let server: LoopbackServer;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'onefold-files-'));
  thread = startAppThread(
    {
      host: { kind: 'loopback', capabilities: [] },
      dataDir,
      booksDir: dataDir,
      bookPath: null,
      openDemo: false,
      appVersion: '0.0.0',
    },
    { hostCall: async () => null, title: () => {}, opened: () => {}, failed: () => {} },
    ECHO_URL,
  );
  server = await startServer(createAssets(dataDir, thread), () => {});
});

afterAll(async () => {
  await server.close();
  await thread.stop();
});

const put = (ticket: string, body: Uint8Array<ArrayBuffer>) =>
  fetch(`${server.origin}/blobs/${ticket}`, { method: 'PUT', body, headers: { origin: server.origin } });

it('takes a file in and gives it out, byte for byte', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7) % 256);
  const taken = await put('upload-0000000000000001', bytes);
  expect([taken.status, await taken.json()]).toEqual([200, { byteCount: 100_000 }]);
  expect(new Uint8Array(readFileSync(join(dataDir, 'upload-0000000000000001')))).toEqual(bytes);
  const given = await fetch(`${server.origin}/blobs/download-0000000000000001`);
  expect(given.headers.get('content-type')).toBe('text/csv');
  expect(new Uint8Array(await given.arrayBuffer())).toEqual(bytes);
});

it('says that a file is too large instead of breaking the connection off', async () => {
  const response = await put('upload-0000000000000002', new Uint8Array(8_000_000));
  expect(response.status).toBe(413);
  expect(await response.text()).toBe(
    'orders.csv was not taken in: it is larger than 100000 bytes. Nothing was imported; try again.\n',
  );
});

it('refuses an upload from another page before it reads any of it', async () => {
  const response = await fetch(`${server.origin}/blobs/upload-0000000000000003`, {
    method: 'PUT',
    body: 'stolen',
    headers: { origin: 'https://evil.example' },
  });
  expect(response.status).toBe(403);
  expect((await put('upload-0000000000000003', new Uint8Array(1))).status).toBe(200);
});

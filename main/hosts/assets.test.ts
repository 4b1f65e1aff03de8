import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TicketGrant } from '#shared/contract/app-thread.ts';
import { type Assets, CONTENT_SECURITY_POLICY, createAssets } from './assets.ts';

const TICKET = 'T'.repeat(43);
const ORIGIN = 'http://127.0.0.1:7777';

let folder: string;
let assets: Assets;
let grants: Map<string, TicketGrant>;
let done: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-assets-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<title>Onefold</title>');
  writeFileSync(join(renderer, 'assets', 'index.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(renderer, 'link.txt'));
  grants = new Map();
  done = [];
  assets = createAssets(renderer, {
    async redeem(ticket, direction) {
      const grant = grants.get(`${direction} ${ticket}`) ?? null;
      grants.delete(`${direction} ${ticket}`);
      return grant;
    },
    async done(ticket, byteCount, error) {
      done.push({ ticket, byteCount, failed: error !== null });
    },
  });
});

const ask = (path: string, init?: RequestInit) => assets(new Request(ORIGIN + path, init));

describe('the renderer build', () => {
  it('serves the page and its parts with their types', async () => {
    const page = await ask('/');
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<title>Onefold</title>',
    ]);
    const script = await ask('/assets/index.js');
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it.each([
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/link.txt',
    '/%00',
    '/%zz',
    '//etc/passwd',
    '/assets',
    '/missing.js',
  ])('has nothing to show at %s', async (path) => {
    const response = await ask(path);
    expect([400, 404]).toContain(response.status);
    expect(await response.text()).not.toContain('secret');
  });

  it('answers nothing but reading', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) expect((await ask('/', { method })).status).toBe(405);
    const head = await ask('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('puts the security headers on every answer, also on refusals', async () => {
    for (const response of [await ask('/'), await ask('/missing'), await ask(`/blobs/${TICKET}`)]) {
      expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('has a policy that starts from nothing and allows no inline code', () => {
    expect(CONTENT_SECURITY_POLICY.startsWith("default-src 'none'; ")).toBe(true);
    expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'self';");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
  });
});

describe('file tickets', () => {
  const grantUpload = (maxBytes = 1_000_000): string => {
    const path = join(folder, 'upload.csv');
    grants.set(`upload ${TICKET}`, { path, fileName: 'orders.csv', contentType: 'text/csv', maxBytes });
    return path;
  };

  it('streams an upload to the granted path, once', async () => {
    const path = grantUpload();
    const response = await ask(`/blobs/${TICKET}`, { method: 'PUT', body: 'a,b\n1,2\n' });
    expect([response.status, await response.json()]).toEqual([200, { byteCount: 8 }]);
    expect(readFileSync(path, 'utf8')).toBe('a,b\n1,2\n');
    expect((await ask(`/blobs/${TICKET}`, { method: 'PUT', body: 'again' })).status).toBe(404);
    expect(done).toEqual([{ ticket: TICKET, byteCount: 8, failed: false }]);
  });

  it('takes an empty file', async () => {
    const path = grantUpload();
    expect((await ask(`/blobs/${TICKET}`, { method: 'PUT' })).status).toBe(200);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('refuses more than was granted, and keeps none of it', async () => {
    const path = grantUpload(100);
    const response = await ask(`/blobs/${TICKET}`, { method: 'PUT', body: 'x'.repeat(101) });
    expect([response.status, await response.text()]).toEqual([413, expect.stringContaining('orders.csv was not taken in')]);
    expect(existsSync(path)).toBe(false);
    expect(done).toEqual([{ ticket: TICKET, byteCount: 101, failed: true }]);
  });

  it('never writes over a file that is there', async () => {
    const path = grantUpload();
    writeFileSync(path, 'precious');
    expect((await ask(`/blobs/${TICKET}`, { method: 'PUT', body: 'new' })).status).toBe(500);
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const path = grantUpload();
    const broken = new ReadableStream<Uint8Array>({
      start: (stream) => stream.enqueue(new TextEncoder().encode('half')),
      pull: (stream) => stream.error(new Error('the window went away')),
    });
    const response = await ask(`/blobs/${TICKET}`, { method: 'PUT', body: broken, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(500);
    expect(existsSync(path)).toBe(false);
    expect(done).toEqual([{ ticket: TICKET, byteCount: 4, failed: true }]);
  });

  it('sends a download under its own name, once', async () => {
    writeFileSync(join(folder, 'pack.zip'), 'PK');
    grants.set(`download ${TICKET}`, {
      path: join(folder, 'pack.zip'),
      fileName: 'Prüfung (1)\r\n".zip',
      contentType: 'application/zip',
      maxBytes: 0,
    });
    const response = await ask(`/blobs/${TICKET}`);
    expect([response.status, await response.text()]).toEqual([200, 'PK']);
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''Pr%C3%BCfung%20%281%29%0D%0A%22.zip");
    expect(response.headers.get('content-length')).toBe('2');
    expect((await ask(`/blobs/${TICKET}`)).status).toBe(404);
    await expect.poll(() => done).toEqual([{ ticket: TICKET, byteCount: 2, failed: false }]);
  });

  it('says so when the file of a download is gone', async () => {
    grants.set(`download ${TICKET}`, {
      path: join(folder, 'gone.zip'),
      fileName: 'gone.zip',
      contentType: 'application/zip',
      maxBytes: 0,
    });
    const response = await ask(`/blobs/${TICKET}`);
    expect([response.status, await response.text()]).toEqual([404, 'gone.zip is no longer there. Make the export again.\n']);
  });

  it('does not take one direction for the other', async () => {
    grantUpload();
    expect((await ask(`/blobs/${TICKET}`)).status).toBe(404);
  });
});

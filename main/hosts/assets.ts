import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { TicketGrant } from '#shared/contract/app-thread.ts';
import { receiveUpload, sendDownload } from './tickets.ts';

/** What the window may load and run: its own files. No inline script or style, no other host, no frame, no plugin, no string to code. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
};

/** How files move: the app thread grants a ticket, the host streams the bytes and says how it went. */
export interface TicketDesk {
  redeem(ticket: string, direction: 'upload' | 'download'): Promise<TicketGrant | null>;
  /** Resolves when the app thread has taken note: what the window asks after that finds the file there. */
  done(ticket: string, byteCount: number, error: string | null): Promise<void>;
}

export type Assets = (request: Request) => Promise<Response>;

/**
 * Serves the renderer build and the one-time file tickets, for both hosts. It answers for paths only: who may ask (Host, Origin,
 * custom scheme) is the host's business and was decided before.
 */
export function createAssets(rendererDir: string, tickets: TicketDesk): Assets {
  return async (request) => {
    const response = await answer(request, rendererDir, tickets);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
    return response;
  };
}

async function answer(request: Request, rendererDir: string, tickets: TicketDesk): Promise<Response> {
  const path = decodedPath(new URL(request.url).pathname);
  if (path === null) return refusal(400, 'This address is not well formed.');
  const ticket = /^\/blobs\/([A-Za-z0-9_-]{16,128})$/.exec(path)?.[1];
  if (ticket !== undefined) {
    if (request.method === 'PUT') return receiveUpload(request, ticket, tickets);
    if (request.method === 'GET') return sendDownload(ticket, tickets);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'Only reading is possible here.');
  const name = path === '/' ? '/index.html' : path;
  const file = await readInside(rendererDir, name);
  if (file === null) return refusal(404, 'There is nothing here.');
  const headers = { 'content-type': CONTENT_TYPES[extname(name)] ?? 'application/octet-stream' };
  return new Response(request.method === 'HEAD' ? null : file, { headers });
}

/** The path with its escapes resolved, or null if it tries to be anything but a plain path. */
function decodedPath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return /[\\\0]/.test(path) || path.split('/').includes('..') ? null : path;
  } catch {
    return null;
  }
}

/** Bytes of a file inside `folder`, or null. Symbolic links that lead out of it do not count as inside. */
async function readInside(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return file.startsWith(root + sep) ? new Uint8Array(await readFile(file)) : null;
  } catch {
    return null;
  }
}

export function refusal(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

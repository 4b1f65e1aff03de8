import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TicketDesk } from './assets.ts';

/**
 * `PUT /blobs/<ticket>`: streams the body to the path that the app thread granted. The file must not exist yet; what is over the
 * grant's limit, or breaks off, leaves no file behind. Answers 200 with `{"byteCount":N}`, 404 for an unknown or spent ticket,
 * 413 over the limit, 500 when the disk refuses.
 */
export async function receiveUpload(request: Request, ticket: string, tickets: TicketDesk): Promise<Response> {
  const grant = await tickets.redeem(ticket, 'upload');
  if (grant === null) return spent();
  const counter = new ByteCounter(grant.maxBytes);
  const target = createWriteStream(grant.path, { flags: 'wx' });
  let opened = false;
  target.once('open', () => {
    opened = true;
  });
  try {
    const body = request.body === null ? Readable.from([]) : Readable.from(request.body);
    await pipeline(body, counter, target);
  } catch (error) {
    if (opened) await rm(grant.path, { force: true });
    const message = error instanceof Error ? error.message : String(error);
    await tickets.done(ticket, counter.byteCount, message);
    return text(
      error instanceof TooLarge ? 413 : 500,
      `${grant.fileName} was not taken in: ${message} Nothing was imported; try again.`,
    );
  }
  await tickets.done(ticket, counter.byteCount, null);
  return Response.json({ byteCount: counter.byteCount });
}

/** `GET /blobs/<ticket>`: streams the granted file as a download. 404 for an unknown or spent ticket or a file that is gone. */
export async function sendDownload(ticket: string, tickets: TicketDesk): Promise<Response> {
  const grant = await tickets.redeem(ticket, 'download');
  if (grant === null) return spent();
  const size = await stat(grant.path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) {
    await tickets.done(ticket, 0, 'The file is no longer there.');
    return text(404, `${grant.fileName} is no longer there. Make the export again.`);
  }
  const counter = new ByteCounter(Number.MAX_SAFE_INTEGER);
  pipeline(createReadStream(grant.path), counter).then(
    () => tickets.done(ticket, counter.byteCount, null),
    (error: Error) => tickets.done(ticket, counter.byteCount, error.message),
  );
  return new Response(toWeb(counter), {
    headers: {
      'content-type': grant.contentType,
      'content-length': String(size),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(grant.fileName).replace(/['()*]/g, percent)}`,
    },
  });
}

class TooLarge extends Error {}

/** Passes bytes through, counts them, and fails past the limit. */
class ByteCounter extends Transform {
  byteCount = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    super();
    this.#maxBytes = maxBytes;
  }

  override _transform(chunk: Uint8Array, _encoding: string, done: (error: Error | null, chunk?: Uint8Array) => void): void {
    this.byteCount += chunk.byteLength;
    if (this.byteCount > this.#maxBytes) done(new TooLarge(`it is larger than ${this.#maxBytes} bytes.`));
    else done(null, chunk);
  }
}

/** `Readable.toWeb` in the shape `Response` takes; cancelling it (the window went away) destroys the source. */
function toWeb(stream: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** RFC 5987 leaves these four out of what `encodeURIComponent` keeps. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function spent(): Response {
  return text(404, 'This file ticket is unknown or was already used.');
}

function text(status: number, message: string): Response {
  return new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

/** Writes a zip front to back in constant memory; a local header is filled in once its entry is known. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { directory, localHeader, ZIP_MAX_BYTES, type ZipEntry } from '#core/exports/zip.ts';
import { ProblemError } from '../context.ts';

export interface PackedFile {
  readonly name: string;
  readonly byteCount: number;
  /** Of the content, hex. */
  readonly sha256: string;
}

export class ZipWriter {
  readonly #fd: number;
  readonly #entries: ZipEntry[] = [];
  #at = 0;

  /** Makes or empties the file at `path`. */
  constructor(path: string) {
    this.#fd = openSync(path, 'w');
  }

  async add(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<PackedFile> {
    const start = this.#at;
    const sum = createHash('sha256');
    let crc = 0;
    let byteCount = 0;
    const empty = { name: Buffer.from(name), crc32: 0, packedBytes: 0, byteCount: 0, at: start };
    this.#write(localHeader(empty));
    await pipeline(
      Readable.from(chunks, { objectMode: true }),
      async function* measured(source: AsyncIterable<Uint8Array>) {
        for await (const chunk of source) {
          sum.update(chunk);
          crc = crc32(chunk, crc);
          byteCount += chunk.length;
          yield chunk;
        }
      },
      createDeflateRaw({ level: 6 }),
      async (packed: AsyncIterable<Uint8Array>) => {
        for await (const chunk of packed) this.#write(chunk);
      },
    );
    const packedBytes = this.#at - start - localHeader(empty).length;
    if (this.#at > ZIP_MAX_BYTES || byteCount > ZIP_MAX_BYTES) throw tooLarge();
    const entry = { ...empty, crc32: crc, packedBytes, byteCount };
    writeSync(this.#fd, localHeader(entry), 0, undefined, start);
    this.#entries.push(entry);
    return { name, byteCount, sha256: sum.digest('hex') };
  }

  /** Writes the directory and closes the file. */
  finish(): void {
    for (const part of directory(this.#entries, this.#at)) this.#write(part);
    closeSync(this.#fd);
  }

  /** Closes the file as it is: after a failure. */
  abandon(): void {
    closeSync(this.#fd);
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#at + done);
    this.#at += bytes.length;
  }
}

function tooLarge(): ProblemError {
  return new ProblemError({
    code: 'packTooLarge',
    what: 'The pack would be larger than 4 GiB, which a zip that every program reads cannot hold.',
    safe: 'The book is as it was; the unfinished file was removed.',
    todo: 'Export orders and log as files of their own, and keep the book itself with a backup.',
  });
}

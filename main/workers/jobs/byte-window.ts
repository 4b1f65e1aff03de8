/** The last stretches of a file that is being read, so that the bytes of a record are at hand when the parser has made it out. */
import { readSync } from 'node:fs';

/** A record longer ago than this is read from the file again: it happens where a layout collects rows from all over the file. */
const KEPT_CHUNKS = 16;

export class ByteWindow {
  readonly #fd: number;
  readonly #chunks: { readonly offset: number; readonly bytes: Buffer }[] = [];
  #end = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  push(bytes: Buffer): void {
    this.#chunks.push({ offset: this.#end, bytes });
    this.#end += bytes.byteLength;
    if (this.#chunks.length > KEPT_CHUNKS) this.#chunks.shift();
  }

  /** The bytes of a span. Without a copy when they lie in one stretch. */
  slice(offset: number, length: number): Buffer {
    for (let i = this.#chunks.length - 1; i >= 0; i--) {
      const chunk = this.#chunks[i];
      if (chunk === undefined || chunk.offset > offset) continue;
      const from = offset - chunk.offset;
      return from + length <= chunk.bytes.byteLength ? chunk.bytes.subarray(from, from + length) : this.#reread(offset, length);
    }
    return this.#reread(offset, length);
  }

  #reread(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const got = readSync(this.#fd, bytes, filled, length - filled, offset + filled);
      if (got === 0) throw new Error('the file became shorter while it was read');
      filled += got;
    }
    return bytes;
  }
}

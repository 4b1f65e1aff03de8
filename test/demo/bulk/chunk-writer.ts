import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK_CHARACTERS = 1 << 20;

/** Writes text in pieces of about a megabyte. Synchronous, because a bench waits for the file anyway. */
export class ChunkWriter {
  readonly #file: number;
  #text = '';

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= CHUNK_CHARACTERS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#text !== '') writeSync(this.#file, this.#text);
    this.#text = '';
  }
}

/** A file front to back, in stretches of one block each. Each stretch is a buffer of its own, which the reader may keep. */
import type { FileHandle } from 'node:fs/promises';

/** Also the size of the blocks in which the book keeps files: never change it, or a file stored half would be stored twice. */
export const BLOCK_BYTES = 256 * 1024;

export async function* readChunks(file: FileHandle, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
  for (let offset = 0; ; ) {
    signal.throwIfAborted();
    const chunk = await readBlock(file, offset);
    if (chunk.byteLength === 0) return;
    yield chunk;
    offset += chunk.byteLength;
  }
}

/** A whole block, or what is left of the file; empty at its end. A short read is no end. */
async function readBlock(file: FileHandle, offset: number): Promise<Buffer> {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let filled = 0;
  while (filled < BLOCK_BYTES) {
    const { bytesRead } = await file.read(block, filled, BLOCK_BYTES - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return block.subarray(0, filled);
}

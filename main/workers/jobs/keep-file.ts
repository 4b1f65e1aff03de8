/** Sends a file's bytes in blocks to be kept, for files that are not read themselves. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { KeepFile } from '#main/services/imports/unpack-task.ts';
import type { TaskModule } from '#main/services/job-thread.ts';
import { readChunks } from './read-chunks.ts';
import { pack } from './read-file.ts';

export const keepFile: TaskModule<KeepFile> = async ({ path, storedBytes }, control) => {
  await using file = await open(path, 'r');
  const hash = createHash('sha256');
  let byteOffset = 0;
  for await (const chunk of readChunks(file, control.signal)) {
    hash.update(chunk);
    if (byteOffset >= storedBytes) {
      const block = await pack(chunk, byteOffset);
      await control.send(block, [block.data.buffer]);
    }
    byteOffset += chunk.byteLength;
  }
  return { sha256: hash.digest('hex') };
};

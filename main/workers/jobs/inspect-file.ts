/** First look at a file: detection by its head, its hash, and what only the whole of it can settle. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { detectFile, isUnreadable, openInspection } from '#core/connectors/registry.ts';
import type { InspectFile } from '#main/services/imports/inspect-task.ts';
import type { TaskModule } from '#main/services/job-thread.ts';
import { readChunks } from './read-chunks.ts';

const HEAD_BYTES = 256 * 1024;

export const inspectFile: TaskModule<InspectFile> = async ({ path, name, mappings, defaults }, control) => {
  await using file = await open(path, 'r');
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
  const complete = bytesRead === (await file.stat()).size;
  const found = detectFile({ name, head: head.toString('latin1', 0, bytesRead), complete, mappings, defaults });
  const rest = isUnreadable(found) || found.unsettled.length === 0 ? null : openInspection(found, defaults);
  const hash = createHash('sha256');
  let byteCount = 0;
  for await (const chunk of readChunks(file, control.signal)) {
    hash.update(chunk);
    byteCount += chunk.byteLength;
    rest?.push(chunk.toString('latin1'));
  }
  return { byteCount, sha256: hash.digest('hex'), found: rest?.end() ?? found };
};

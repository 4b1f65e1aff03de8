/** First look at a file: detection by its head, its hash, and what only the whole of it can settle. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { detectFile, isUnreadable, openInspection } from '#core/connectors/registry.ts';
import { isWorkbook } from '#core/connectors/xlsx/workbook.ts';
import type { InspectFile } from '#main/services/imports/inspect-task.ts';
import type { TaskModule } from '#main/services/job-thread.ts';
import { readChunks } from './read-chunks.ts';

const HEAD_BYTES = 256 * 1024;

export const inspectFile: TaskModule<InspectFile> = async ({ path, name, mappings, defaults }, control) => {
  await using file = await open(path, 'r');
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
  const complete = bytesRead === (await file.stat()).size;
  const start = head.toString('latin1', 0, bytesRead);
  if (await isWorkbookFile(file, start)) return { byteCount: 0, sha256: '', found: { workbook: true } };
  const found = detectFile({ name, head: start, complete, mappings, defaults });
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

/** The names of an archive's parts stand before them, and once more at its end. */
async function isWorkbookFile(file: FileHandle, head: string): Promise<boolean> {
  if (!head.startsWith('PK\x03\x04')) return false;
  const { size } = await file.stat();
  const tail = Buffer.alloc(Math.min(size, HEAD_BYTES));
  await file.read(tail, 0, tail.byteLength, size - tail.byteLength);
  return isWorkbook(head) || isWorkbook(head.slice(0, 4) + tail.toString('latin1'));
}

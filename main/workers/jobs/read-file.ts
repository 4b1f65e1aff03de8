/** Reads one file front to back: blocks to keep, records and rejected rows to store, sums to log. Constant memory. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { openParser } from '#core/connectors/registry.ts';
import { buffersOf } from '#main/services/imports/draft-columns.ts';
import type { FileBlock, ReadFile } from '#main/services/imports/read-task.ts';
import type { TaskControl, TaskModule } from '#main/services/job-thread.ts';
import { ByteWindow } from './byte-window.ts';
import { DraftCollector } from './draft-collector.ts';
import { readChunks } from './read-chunks.ts';

type Control = TaskControl<ReadFile['message']>;

const deflate = promisify(deflateRaw);
/** Level 1 takes export files to a fifth at some 150 MB/s; higher levels gain little and would slow the import. */
const LEVEL = 1;
/** Most blocks come out in one piece of that size; in smaller ones each costs a turn of the thread. */
const PIECE = 64 * 1024;
/** Deflated only where that saves a tenth at least. */
const PAYS = 0.9;

export const readFile: TaskModule<ReadFile> = async (input, control) => {
  await using file = await open(input.path, 'r');
  const window = new ByteWindow(file.fd);
  const collector = new DraftCollector(window, input);
  const parser = openParser(input.options, input.header, collector);
  const hash = createHash('sha256');
  let bytesRead = 0;
  for await (const chunk of readChunks(file, control.signal)) {
    const kept = bytesRead >= input.storedBytes ? pack(chunk, bytesRead) : null;
    hash.update(chunk);
    window.push(chunk);
    bytesRead += chunk.byteLength;
    parser.push(chunk.toString('latin1'));
    await sendRows(collector, control, bytesRead);
    const block = await kept;
    if (block !== null) await control.send({ kind: 'block', block }, [block.data.buffer]);
  }
  const { rowCount, withoutCurrency } = parser.end();
  collector.flush();
  await sendRows(collector, control, bytesRead);
  return {
    rowCount,
    recordCount: collector.recordCount,
    sha256: hash.digest('hex'),
    recordsRoot: collector.recordsRoot,
    controlTotals: collector.controlTotals,
    periodMs: collector.periodMs,
    statements: collector.statements,
    withoutCurrency,
  };
};

async function sendRows(collector: DraftCollector, control: Control, bytesRead: number): Promise<void> {
  for (let batch = collector.full.shift(); batch !== undefined; batch = collector.full.shift()) {
    await control.send({ kind: 'rows', bytesRead, drafts: batch.drafts, rejected: batch.rejected }, buffersOf(batch.drafts));
  }
}

/** Runs in the thread pool while the parser works on the same stretch. */
export async function pack(chunk: Buffer, byteOffset: number): Promise<FileBlock> {
  const deflated = await deflate(chunk, { level: LEVEL, chunkSize: PIECE });
  const pays = deflated.byteLength < chunk.byteLength * PAYS;
  return { byteOffset, byteCount: chunk.byteLength, codec: pays ? 1 : 0, data: new Uint8Array(pays ? deflated : chunk) };
}

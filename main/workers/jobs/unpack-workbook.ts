/** Takes an Excel workbook apart: its sheets become files of tab-separated text. Memory holds its shared texts and one row. */
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import {
  type ByteSource,
  openWorkbook,
  type Sheet,
  sheetText,
  type Workbook,
  WorkbookFault,
} from '#core/connectors/xlsx/workbook.ts';
import { ProblemError } from '#main/services/context.ts';
import { importProblems } from '#main/services/imports/problems.ts';
import type { UnpackedSheet, UnpackWorkbook } from '#main/services/imports/unpack-task.ts';
import type { TaskControl, TaskModule } from '#main/services/job-thread.ts';
import { readChunks } from './read-chunks.ts';

/** Work between two looks at the signal, ms. */
const TURN_MS = 40;
/** Characters gathered before they are written. */
const WRITTEN_AT = 1 << 18;
const BYTE_ORDER_MARK = '\ufeff';

export const unpackWorkbook: TaskModule<UnpackWorkbook> = async ({ path, outPath }, control) => {
  await using file = await open(path, 'r');
  const made: string[] = [];
  try {
    const hash = createHash('sha256');
    for await (const chunk of readChunks(file, control.signal)) hash.update(chunk);
    const source = await sourceOf(file);
    const workbook = await stepped(openWorkbook(source), control.signal);
    const sheets: UnpackedSheet[] = [];
    for (const [i, sheet] of workbook.sheets.entries()) {
      control.report(i / workbook.sheets.length, sheet.name);
      const sheetPath = `${outPath}-${i + 1}.tsv`;
      made.push(sheetPath);
      const byteCount = await writeSheet(workbook, sheet, sheetPath, control);
      if (byteCount > 0) sheets.push({ name: sheet.name, path: sheetPath, byteCount });
      else await rm(sheetPath, { force: true });
    }
    if (sheets.length === 0) throw new WorkbookFault('This Excel workbook has no sheet with anything in it.');
    return { byteCount: source.byteCount, sha256: hash.digest('hex'), sheets };
  } catch (error) {
    for (const one of made) await rm(one, { force: true });
    if (error instanceof WorkbookFault) throw new ProblemError(importProblems.unreadableWorkbook(error.message));
    throw error;
  }
};

async function sourceOf(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    byteCount: size,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file.fd, bytes, 0, length, offset));
    },
  };
}

/** Returns the bytes written; 0 for a sheet of nothing but blanks. */
async function writeSheet(workbook: Workbook, sheet: Sheet, path: string, { signal }: TaskControl<never>): Promise<number> {
  await using out = await open(path, 'w');
  let text = BYTE_ORDER_MARK;
  let byteCount = 0;
  let holdsAnything = false;
  const flush = async () => {
    const bytes = Buffer.from(text);
    text = '';
    await out.writeFile(bytes);
    byteCount += bytes.byteLength;
  };
  const turns = new Turns(signal);
  for (const stretch of sheetText(workbook, sheet)) {
    text += stretch;
    holdsAnything ||= /\S/.test(stretch);
    if (text.length >= WRITTEN_AT) await flush();
    await turns.next();
  }
  await flush();
  return holdsAnything ? byteCount : 0;
}

async function stepped<T>(work: Generator<undefined, T>, signal: AbortSignal): Promise<T> {
  const turns = new Turns(signal);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await turns.next();
  }
}

/** Lets other work in, and looks at the signal, once in a while. */
class Turns {
  readonly #signal: AbortSignal;
  #until = performance.now() + TURN_MS;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async next(): Promise<void> {
    if (performance.now() < this.#until) return;
    await setImmediate();
    this.#signal.throwIfAborted();
    this.#until = performance.now() + TURN_MS;
  }
}

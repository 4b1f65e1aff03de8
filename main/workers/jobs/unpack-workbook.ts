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
    const turns = new Turns(control, source);
    const workbook = await stepped(openWorkbook(source), turns);
    const sheets: UnpackedSheet[] = [];
    for (const [i, sheet] of workbook.sheets.entries()) {
      const sheetPath = `${outPath}-${i + 1}.tsv`;
      made.push(sheetPath);
      const byteCount = await writeSheet(workbook, sheet, sheetPath, turns);
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

/** Counts what was read: each part once, so that it tells how far the work is. */
interface CountedSource extends ByteSource {
  readonly bytesRead: number;
}

async function sourceOf(file: FileHandle): Promise<CountedSource> {
  const { size } = await file.stat();
  let bytesRead = 0;
  return {
    byteCount: size,
    get bytesRead() {
      return bytesRead;
    },
    read(offset, length) {
      const bytes = new Uint8Array(length);
      const count = readSync(file.fd, bytes, 0, length, offset);
      bytesRead += count;
      return bytes.subarray(0, count);
    },
  };
}

/** Returns the bytes written; 0 for a sheet of nothing but blanks. */
async function writeSheet(workbook: Workbook, sheet: Sheet, path: string, turns: Turns): Promise<number> {
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
  for (const stretch of sheetText(workbook, sheet)) {
    text += stretch;
    holdsAnything ||= /\S/.test(stretch);
    if (text.length >= WRITTEN_AT) await flush();
    await turns.next();
  }
  await flush();
  return holdsAnything ? byteCount : 0;
}

async function stepped<T>(work: Generator<undefined, T>, turns: Turns): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await turns.next();
  }
}

/** Lets other work in, looks at the signal, and says how far it is, once in a while. */
class Turns {
  readonly #control: TaskControl<never>;
  readonly #source: CountedSource;
  #until = performance.now() + TURN_MS;

  constructor(control: TaskControl<never>, source: CountedSource) {
    this.#control = control;
    this.#source = source;
  }

  async next(): Promise<void> {
    if (performance.now() < this.#until) return;
    await setImmediate();
    this.#control.signal.throwIfAborted();
    const { bytesRead, byteCount } = this.#source;
    this.#control.report(Math.min(1, bytesRead / byteCount), '');
    this.#until = performance.now() + TURN_MS;
  }
}

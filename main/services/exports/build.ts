/** One export from one snapshot of the book. Lines are sorted, so that two exports of one state are the same bytes. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Ports } from '#main/app/ports.ts';
import { GENESIS_TEXT } from '#shared/domain/change-log.ts';
import { isJournalFormat } from '#shared/domain/journal-formats.ts';
import type { ReadableDb } from '#store/database.ts';
import { readLogHead } from '#store/queries/change-log.ts';
import { subjectsOfOrder } from '#store/queries/log-reading.ts';
import { findOrderHead, readCanonicalIds } from '#store/queries/orders.ts';
import { unpinnedHeads } from '#store/queries/pins.ts';
import type { TaskControl } from '../job-thread.ts';
import type { BuildExport, ExportResult } from './export-task.ts';
import { buildJournal } from './journal/build.ts';
import { chunksOf } from './lines.ts';
import { buildPack } from './pack.ts';
import { asTable, resultLines } from './result-files.ts';
import { logLines, logRows, orderLines, orderRows } from './tables.ts';
import { buildWorkpaper } from './workpaper/build.ts';

type Input = BuildExport['input'];
type Control = Pick<TaskControl<never>, 'signal' | 'report'>;

/** Writes the file at `input.path`. A failure or a stop leaves no file. */
export async function buildExport(db: ReadableDb, ports: Ports, input: Input, control: Control): Promise<ExportResult> {
  db.exec('BEGIN');
  try {
    const head = readLogHead(db, ports.sha256).hashHex;
    const headId = input.orderId === null ? null : findOrderHead(db, input.orderId);
    const unpinned = input.orderId !== null && headId === null ? [] : unpinnedHeads(db, input.what, headId);
    if (input.what === 'audit-pack') {
      const pack = await buildPack(db, {
        path: input.path,
        appVersion: input.appVersion,
        genesis: Buffer.from(ports.sha256(GENESIS_TEXT)).toString('hex'),
        step(detail) {
          control.signal.throwIfAborted();
          control.report(null, detail);
        },
      });
      return { ...(await measured(input.path)), rows: pack.orders, head, pack, journal: null, unpinnedHeads: unpinned };
    }
    if (input.what === 'workpaper') {
      const step = (detail: string) => {
        control.signal.throwIfAborted();
        control.report(null, detail);
      };
      const rows = await buildWorkpaper(db, ports, { path: input.path, payoutId: input.payoutId, head, step });
      return { ...(await measured(input.path)), rows, head, pack: null, journal: null, unpinnedHeads: [] };
    }
    if (isJournalFormat(input.format)) {
      const pause = () => control.signal.throwIfAborted();
      const {
        lines,
        unpinnedHeads: heads,
        ...journal
      } = await buildJournal(db, ports.sha256, {
        format: input.format,
        heldPath: input.heldPath,
        pause,
      });
      await writeLines(input.path, lines, '', control);
      return { ...(await measured(input.path)), rows: journal.entries, head, pack: null, journal, unpinnedHeads: heads };
    }
    const rows = await writeLines(input.path, linesOf(db, ports, input), input.format === 'csv' ? '' : '\n', control);
    const count = input.format === 'csv' ? Math.max(0, rows - 1) : rows;
    return { ...(await measured(input.path)), rows: count, head, pack: null, journal: null, unpinnedHeads: unpinned };
  } catch (error) {
    await rm(input.path, { force: true });
    await rm(input.heldPath, { force: true });
    throw error;
  } finally {
    db.exec('COMMIT');
  }
}

/** Lines of a table hold their own ends. */
function linesOf(db: ReadableDb, ports: Ports, { what, format, orderId }: Input): Iterable<string> {
  const table = format === 'csv';
  switch (what) {
    case 'orders': {
      const shown = orderId === null ? null : shownIdOf(db, orderId);
      return table ? orderRows(db, shown) : orderLines(db, shown);
    }
    case 'log': {
      const subjects = orderId === null ? null : (subjectsOfOrder(db, orderId) ?? []);
      return table ? logRows(db, subjects) : logLines(db, subjects);
    }
    case 'proposals':
    case 'links':
    case 'exceptions': {
      const lines = resultLines(db, what, ports.sha256);
      return table ? asTable(lines) : lines;
    }
    case 'audit-pack':
    case 'journal':
    case 'workpaper':
      throw new Error(`${what} is not made of lines of the book`);
  }
}

/** Any id that was ever shown names the order that now holds its record. */
function shownIdOf(db: ReadableDb, orderId: string): string {
  const headId = findOrderHead(db, orderId);
  return headId === null ? orderId : (readCanonicalIds(db, [headId]).get(headId) ?? orderId);
}

/** Returns the number of lines. */
async function writeLines(path: string, lines: Iterable<string>, end: string, { signal, report }: Control): Promise<number> {
  let rows = 0;
  const counted = function* () {
    for (const line of lines) {
      rows += 1;
      yield line;
    }
  };
  const file = await open(path, 'w');
  try {
    for (const chunk of chunksOf(counted(), end)) {
      await file.writeFile(chunk);
      report(null, `${rows.toLocaleString('en')} lines`);
      await setImmediate();
      signal.throwIfAborted();
    }
  } finally {
    await file.close();
  }
  return rows;
}

async function measured(path: string): Promise<{ byteCount: number; sha256: string }> {
  const sum = createHash('sha256');
  let byteCount = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    sum.update(chunk);
    byteCount += chunk.length;
  }
  return { byteCount, sha256: sum.digest('hex') };
}

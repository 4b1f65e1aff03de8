/** One export from one snapshot of the book. Lines are sorted, so that two exports of one state are the same bytes. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { csvLines, type Row } from '#core/exports/csv.ts';
import type { Ports } from '#main/app/ports.ts';
import type { ExportKind } from '#shared/contract/exports.ts';
import { GENESIS_TEXT } from '#shared/domain/change-log.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { ReadableDb } from '#store/database.ts';
import { readLogHead } from '#store/queries/change-log.ts';
import { subjectsOfOrder } from '#store/queries/log-reading.ts';
import { findOrderHead, readCanonicalIds } from '#store/queries/orders.ts';
import { unpinnedHeads } from '#store/queries/pins.ts';
import type { TaskControl } from '../job-thread.ts';
import { calendarOf } from '../money/calendar.ts';
import type { BuildExport, ExportResult } from './export-task.ts';
import { buildJournal } from './journal/build.ts';
import { chunksOf } from './lines.ts';
import { buildPack } from './pack.ts';
import { asTable, resultLines } from './result-files.ts';
import { logLines, logRows, orderLines, orderRows } from './tables.ts';
import { buildWorkpaper } from './workpaper/build.ts';
import { writeWorkbook } from './xlsx-file.ts';

type Input = BuildExport['input'];
type TableKind = Exclude<ExportKind, 'audit-pack' | 'journal' | 'workpaper'>;
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
    if (input.what === 'journal') {
      const pause = () => control.signal.throwIfAborted();
      const {
        content,
        unpinnedHeads: heads,
        ...journal
      } = await buildJournal(db, ports.sha256, {
        format: input.format,
        heldPath: input.heldPath,
        pause,
      });
      if ('rows' in content) await writeWorkbook(input.path, 'Journal', content.rows, control);
      else await writeLines(input.path, content.lines, '', control);
      return { ...(await measured(input.path)), rows: journal.entries, head, pack: null, journal, unpinnedHeads: heads };
    }
    const rows = await writeTable(db, ports, { ...input, what: input.what }, control);
    return { ...(await measured(input.path)), rows, head, pack: null, journal: null, unpinnedHeads: unpinned };
  } catch (error) {
    await rm(input.path, { force: true });
    await rm(input.heldPath, { force: true });
    throw error;
  } finally {
    db.exec('COMMIT');
  }
}

type TableInput = Input & { readonly what: TableKind };

/** Returns the number of rows, without the header. */
async function writeTable(db: ReadableDb, ports: Ports, input: TableInput, control: Control): Promise<number> {
  const isHoliday = await calendarOf(db);
  const rows = () => rowsOf(db, ports, input, isHoliday);
  if (input.format === 'xlsx') return writeWorkbook(input.path, SHEET_NAMES[input.what], rows(), control);
  if (input.format !== 'csv') return writeLines(input.path, linesOf(db, ports, input, isHoliday), '\n', control);
  return Math.max(0, (await writeLines(input.path, csvLines(rows()), '', control)) - 1);
}

const SHEET_NAMES: Readonly<Record<TableKind, string>> = {
  orders: 'Orders',
  proposals: 'Proposals',
  links: 'Links',
  exceptions: 'Exceptions',
  log: 'Change log',
};

function linesOf(db: ReadableDb, ports: Ports, { what, orderId }: TableInput, isHoliday: IsHoliday): Iterable<string> {
  switch (what) {
    case 'orders':
      return orderLines(db, orderId === null ? null : shownIdOf(db, orderId));
    case 'log':
      return logLines(db, orderId === null ? null : (subjectsOfOrder(db, orderId) ?? []));
    default:
      return resultLines(db, what, ports.sha256, isHoliday);
  }
}

function rowsOf(db: ReadableDb, ports: Ports, input: TableInput, isHoliday: IsHoliday): Iterable<Row> {
  const { what, orderId } = input;
  switch (what) {
    case 'orders':
      return orderRows(db, orderId === null ? null : shownIdOf(db, orderId));
    case 'log':
      return logRows(db, orderId === null ? null : (subjectsOfOrder(db, orderId) ?? []));
    default:
      return asTable(linesOf(db, ports, input, isHoliday));
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

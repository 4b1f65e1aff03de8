/** The open book: its figures, settings and backup. Opening and closing is in `open.ts`; recent books and the profile in `recent.ts`. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { BookSummary, book as contract } from '#shared/contract/book.ts';
import type { ReadableDb } from '#store/database.ts';
import { readBookFigures } from '#store/queries/books.ts';
import { readHeadHash } from '#store/queries/change-log.ts';
import { readDataVersion, readSetting, readVerified, type SettingKey, writeSetting } from '#store/queries/settings.ts';
import { runCommand } from '../command.ts';
import type { WriterContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { startBackup } from './backup.ts';
import { unknownZone } from './problems.ts';

export function readBookSummary(db: ReadableDb, path: string): BookSummary {
  const figures = readBookFigures(db);
  const text = (key: SettingKey) => readSetting(db, key) ?? '';
  const verified = readVerified(db);
  return {
    path,
    fileName: basename(path),
    name: text('name'),
    isDemo: text('isDemo') === '1',
    // What was written last stands in the file beside it until the next checkpoint.
    byteCount: sizeOf(path) + sizeOf(`${path}-wal`),
    baseCurrency: text('baseCurrency'),
    timeZone: text('timeZone'),
    dataVersion: readDataVersion(db),
    counts: figures,
    chain: {
      head: readHeadHash(db),
      entries: figures.log,
      verifiedAt: verified?.atMs ?? null,
      state: verified?.state ?? 'unverified',
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

const EDITABLE = ['name', 'baseCurrency', 'timeZone'] as const;

/** Commands on the open book. Each changed setting is one entry of the log. */
export function bookCommands(): AreaHandlers<typeof contract, WriterContext> {
  return {
    updateSettings(context, { commandId, ...wanted }) {
      if (!isTimeZone(wanted.timeZone)) throw unknownZone(wanted.timeZone);
      const outcome = runCommand(context, { commandId, name: 'book.updateSettings' }, ({ db, log }) => {
        const changed = EDITABLE.filter((key) => readSetting(db, key) !== wanted[key]);
        for (const key of changed) {
          log({ action: 'settings.changed', subjects: ['settings'], field: key, before: readSetting(db, key), after: wanted[key] });
          writeSetting(db, key, wanted[key]);
        }
        return changed.length;
      });
      context.emit({ kind: 'bookChanged' });
      return {
        commandId,
        message: outcome.value === 0 ? 'Nothing to change.' : 'Settings saved.',
        seqFirst: outcome.seqFirst,
        seqLast: outcome.seqLast,
        decisionId: null,
        batchId: null,
      };
    },
    backUp: (context) => ({ jobId: startBackup(context) }),
  };
}

/** True when the runtime knows the zone: an IANA name such as `Europe/Berlin`, or `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

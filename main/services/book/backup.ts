/** Backups of the open book, as jobs: the writer copies page by page, the job thread looks the copy through. */
import { mkdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { discardCopy, type VerifiedBackup, type WrittenCopy, writeCopy } from '#store/backup.ts';
import { readHeadHash } from '#store/queries/change-log.ts';
import { readDailyBackup, readSetting, writeDailyBackup } from '#store/queries/settings.ts';
import { JobCancelled, type JobControl, ProblemError, type WriterContext } from '../context.ts';
import { type BackupLabel, backupPath, spentDailies } from './backup-files.ts';
import { backupFailed } from './problems.ts';

/** The half of a backup that needs no writer: look the copy through, give it its name. */
export interface AcceptBackup {
  readonly input: { readonly bookPath: string; readonly copy: WrittenCopy };
  readonly message: never;
  readonly result: VerifiedBackup;
}

const DAY_MS = 86_400_000;
/** Part of the progress bar that copying fills; looking through takes the rest. */
const COPYING = 0.6;

/** A copy that the person asked for, beside the book. Returns the job's id; the job's result is where the copy lies. */
export function startBackup(context: WriterContext): string {
  return context.jobs.start({
    kind: 'backUp',
    label: 'Backing up the book',
    canCancel: true,
    run: (control) => backUp(context, 'backup', control),
  });
}

/**
 * The copy of the day, where one is due: the book changed since the last one, and that is a day old. A book gets its first when it is a
 * day old, the demo company none. Returns the job's id, or null.
 */
export function backUpDaily(context: WriterContext): string | null {
  const { db, jobs, ports } = context;
  const last = readDailyBackup(db);
  const head = readHeadHash(db);
  const since = last?.atMs ?? Number(readSetting(db, 'createdMs') ?? '0');
  if (readSetting(db, 'isDemo') === '1' || last?.head === head || ports.clock.nowMs() - since < DAY_MS) return null;
  return jobs.start({
    kind: 'backUp',
    label: 'Making the backup of the day',
    canCancel: true,
    async run(control) {
      const made = await backUp(context, 'daily', control);
      writeDailyBackup(db, { atMs: ports.clock.nowMs(), head: made.head });
      for (const path of spentDailies(context.bookPath)) rmSync(path, { force: true });
      return { ...made, daily: true };
    },
  });
}

async function backUp(context: WriterContext, label: BackupLabel, { signal, report }: JobControl): Promise<VerifiedBackup> {
  const { db, bookPath, jobThread, ports } = context;
  const path = backupPath(bookPath, label, ports.clock.nowMs());
  try {
    mkdirSync(dirname(path), { recursive: true });
    refuseWithoutRoom(bookPath, dirname(path));
    const copy = await writeCopy(db, path, (done) => {
      signal.throwIfAborted();
      report(done * COPYING, 'Copying');
    });
    return await jobThread
      .run(
        'acceptBackup',
        { bookPath, copy },
        { signal, report: (done, detail) => report(COPYING + (done ?? 0) * (1 - COPYING), detail) },
      )
      // Where the thread itself fell over, nobody else takes the unfinished copy away.
      .finally(() => discardCopy(path));
  } catch (error) {
    if (signal.aborted) throw new JobCancelled();
    if (error instanceof ProblemError) throw error;
    throw backupFailed(path, error instanceof Error ? error.message : String(error));
  }
}

function refuseWithoutRoom(bookPath: string, folder: string): void {
  const needed = statSync(bookPath).size;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < needed) throw new Error(`the disk has no room for another ${Math.ceil(needed / 1_000_000)} MB`);
}

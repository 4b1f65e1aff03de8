/** The quiet look at a book's file: once a day after opening, in the background. After an unclean end `openBook` looks at once. */
import { readSetting, writeSetting } from '#store/queries/settings.ts';
import { ProblemError, type WriterContext } from '../context.ts';
import { backupsOf } from './backup-files.ts';
import { damaged } from './problems.ts';

export interface CheckBook {
  readonly input: { readonly bookPath: string };
  readonly message: never;
  /** Null when the file is sound, else what is wrong with it. */
  readonly result: string | null;
}

const DAY_MS = 86_400_000;

/** Returns the job's id, or null when the file was looked at within a day. */
export function checkInBackground(context: WriterContext): string | null {
  const { db, jobs, jobThread, ports, bookPath } = context;
  const last = Number(readSetting(db, 'lastCheckMs') ?? '0');
  if (ports.clock.nowMs() - last < DAY_MS) return null;
  return jobs.start({
    kind: 'check',
    label: 'Checking the file of the book',
    canCancel: true,
    run: async ({ signal, report }) => {
      const found = await jobThread.run('checkBook', { bookPath }, { signal, report });
      if (found !== null) throw new ProblemError(damaged(bookPath, found, backupsOf(bookPath)).problem);
      writeSetting(db, 'lastCheckMs', String(ports.clock.nowMs()));
      return null;
    },
  });
}

/** Which module does which kind of work. */
import type { JobTasks, TaskKind, TaskModule } from '#main/services/job-thread.ts';
import { acceptBackup } from './accept-backup.ts';
import { buildExport } from './build-export.ts';
import { checkBook } from './check-book.ts';
import { inspectFile } from './inspect-file.ts';
import { keepFile } from './keep-file.ts';
import { moveLog } from './move-log.ts';
import { readFile } from './read-file.ts';
import { unpackWorkbook } from './unpack-workbook.ts';
import { verify } from './verify.ts';

export const TASKS: { readonly [K in TaskKind]: TaskModule<JobTasks[K]> } = {
  inspectFile,
  readFile,
  unpackWorkbook,
  keepFile,
  verify,
  checkBook,
  acceptBackup,
  buildExport,
  moveLog,
};

/** Moves the book's write-ahead log into its file, so that the thread that writes need not. */
import type { JobTasks, TaskModule } from '#main/services/job-thread.ts';
import { moveLog as moveLogOf } from '#store/database.ts';

export const moveLog: TaskModule<JobTasks['moveLog']> = async ({ bookPath }) => {
  moveLogOf(bookPath);
  return null;
};

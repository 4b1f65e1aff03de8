/** Builds one export from a read-only connection of its own. */
import { nodePorts } from '#main/app/node-ports.ts';
import { buildExport as build } from '#main/services/exports/build.ts';
import type { BuildExport } from '#main/services/exports/export-task.ts';
import type { TaskModule } from '#main/services/job-thread.ts';
import { openReader } from '#store/database.ts';

export const buildExport: TaskModule<BuildExport> = async (input, control) => {
  const db = openReader(input.bookPath);
  try {
    return await build(db, nodePorts, input, control);
  } finally {
    db.close();
  }
};

/** `rebuild --check` as a job of the open book, in a thread of its own. */
import type { Contract } from '#shared/contract/index.ts';
import type { WriterContext } from './context.ts';
import type { AreaHandlers } from './handlers.ts';
import { runThread } from './models/thread.ts';
import type { ThreadStart } from './models/thread-messages.ts';
import type { RebuildReport } from './rebuild.ts';

export function rebuildCommands(): Pick<AreaHandlers<Contract['book'], WriterContext>, 'checkRebuild'> {
  return {
    checkRebuild(context) {
      const jobId = context.jobs.start({
        kind: 'rebuild',
        label: 'Recomputing the book from its sources and decisions',
        canCancel: true,
        run: (control) => runThread<RebuildReport, ThreadStart>('rebuild', { bookPath: context.bookPath }, control),
      });
      return { jobId };
    },
  };
}

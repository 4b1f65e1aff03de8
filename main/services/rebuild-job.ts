/** `rebuild --check` as a job of the open book. */
import type { Contract } from '#shared/contract/index.ts';
import type { WriterContext } from './context.ts';
import type { AreaHandlers } from './handlers.ts';

export function rebuildCommands(): Pick<AreaHandlers<Contract['book'], WriterContext>, 'checkRebuild'> {
  return {
    checkRebuild({ bookPath, jobs, jobThread }) {
      const jobId = jobs.start({
        kind: 'rebuild',
        label: 'Recomputing the book from its sources and decisions',
        canCancel: false,
        run: (control) => jobThread.run('checkRebuild', { bookPath }, control),
      });
      return { jobId };
    },
  };
}

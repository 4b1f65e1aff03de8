/** An open book: its writer, its reader threads, its jobs, and the services that hold state for as long as it is open. */

import type { OpenedBook } from '#main/services/book/open.ts';
import { readProfileName } from '#main/services/book/recent.ts';
import type { WriterContext } from '#main/services/context.ts';
import { endReconciling } from '#main/services/money/run/thread.ts';
import type { AppEvent } from '#shared/contract/jobs.ts';
import { personActor } from '#shared/domain/decision.ts';
import { keepLogShort } from '#store/bulk.ts';
import { createJobs, type Jobs } from './job-runner.ts';
import { createJobThread, moveLog } from './job-thread.ts';
import type { Ports } from './ports.ts';
import { type ReaderThread, startReader } from './reader-thread.ts';
import type { ProcedureName } from './router.ts';
import type { ServiceTable } from './service-table.ts';
import type { Tickets } from './tickets.ts';
import { writerTable } from './writer-table.ts';

export interface OpenBook {
  readonly path: string;
  readonly context: WriterContext;
  readonly jobs: Jobs;
  readonly commands: ServiceTable<WriterContext>;
  query(procedure: ProcedureName, input: unknown, signal: AbortSignal | undefined): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Questions that walk through a whole table (counts, lists, facets) have a thread of their own, so that the next pair or an order's
 * page never waits behind one.
 */
const WALKS = new Set([
  'book.current',
  'orders.list',
  'orders.facets',
  'review.bands',
  'log.list',
  'log.facets',
  'models.curve',
  'models.audit',
  'models.whyNot',
  'imports.rejectedRows',
  'imports.sources',
  'money.summary',
  'money.payouts',
  'money.movements',
  'inbox.list',
]);

export function holdBook(
  opened: OpenedBook,
  lent: {
    readonly ports: Ports;
    readonly dataDir: string;
    readonly appVersion: string;
    readonly tickets: Tickets;
    readonly emit: (event: AppEvent) => void;
    readonly isAttended: boolean;
  },
): OpenBook {
  const jobThread = createJobThread();
  const jobs = createJobs(lent.ports, (job) => lent.emit({ kind: 'job', job }));
  const context: WriterContext = {
    db: opened.db,
    ports: lent.ports,
    bookPath: opened.path,
    dataDir: lent.dataDir,
    appVersion: lent.appVersion,
    actor: () => personActor(readProfileName(lent.dataDir)),
    emit: lent.emit,
    jobs,
    jobThread,
    tickets: lent.tickets,
    isAttended: lent.isAttended,
  };
  keepLogShort(opened.db, () => moveLog(jobThread, opened.path));
  const quick: ReaderThread = startReader(opened.path);
  const walking: ReaderThread = startReader(opened.path);
  // The window asks for this first: it is counted while the window still opens.
  if (lent.isAttended) walking.call({ area: 'book', name: 'current', kind: 'query' }, undefined, undefined).catch(() => undefined);
  return {
    path: opened.path,
    context,
    jobs,
    commands: writerTable(),
    query: (procedure, input, signal) =>
      (WALKS.has(`${procedure.area}.${procedure.name}`) ? walking : quick).call(procedure, input, signal),
    async close() {
      await jobs.stop();
      await endReconciling(opened.db);
      await Promise.all([jobThread.stop(), quick.stop(), walking.stop()]);
      opened.close();
    },
  };
}

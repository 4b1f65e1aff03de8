/** One measured reconciliation, in a process of its own: `--cold BOOK` as the app does it from a cold book, `--again BOOK` after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJobs } from '#main/app/job-runner.ts';
import { createJobThread } from '#main/app/job-thread.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import type { WriterContext } from '#main/services/context.ts';
import { startReconciling } from '#main/services/money/run/index.ts';
import type { AppEvent } from '#shared/contract/jobs.ts';
import { openWriter } from '#store/database.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import { peakMemory } from './common.ts';

export interface Reconciled {
  readonly ms: number;
  /** From the start to the first change that is stored. */
  readonly foundMs: number;
  readonly processorMs: number;
  readonly memoryBytes: number;
  readonly counts: Readonly<Record<string, number>>;
}

process.stdout.write(`${JSON.stringify(await run(process.argv[2] ?? ''))}\n`);

async function run(bookPath: string): Promise<Reconciled> {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-money-run-'));
  const db = openWriter(bookPath);
  let storing = 0;
  const started = performance.now();
  const emit = (event: AppEvent): void => {
    if (event.kind === 'job' && event.job.detail.startsWith('Storing') && storing === 0) storing = performance.now() - started;
  };
  const jobs = createJobs(nodePorts, (job) => emit({ kind: 'job', job }));
  const jobThread = createJobThread();
  const context: WriterContext = {
    db,
    ports: nodePorts,
    bookPath,
    dataDir: folder,
    appVersion: '0.0.0-bench',
    actor: () => 'person:Bench',
    emit,
    jobs,
    jobThread,
    tickets: createTickets(join(folder, 'moving'), nodePorts.newId),
  };
  const job = await jobs.settled(startReconciling(context));
  const ms = performance.now() - started;
  if (job.state !== 'done') throw new Error(job.problem?.what ?? job.state);
  const counts = JSON.parse(readLatestMoneyRun(db)?.counts ?? '{}') as Record<string, number>;
  await jobThread.stop();
  // The bench goes on with a copy of this one file.
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  rmSync(folder, { recursive: true });
  const { user, system } = process.cpuUsage();
  return { ms, foundMs: storing, processorMs: (user + system) / 1000, memoryBytes: peakMemory() ?? 0, counts };
}

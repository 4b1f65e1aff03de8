/** One measured run of the matching bench, in a process of its own: `--measure BOOK` in memory, `--store BOOK` as the app does it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineOf } from '#core/matching/model.ts';
import { ORDERS_MODEL } from '#core/matching/model-orders.ts';
import { runMatching } from '#core/matching/run.ts';
import { ORDERS } from '#core/matching/spec-orders.ts';
import { createJobs } from '#main/app/job-runner.ts';
import { createJobThread } from '#main/app/job-thread.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import type { WriterContext } from '#main/services/context.ts';
import { startMatching } from '#main/services/matching/index.ts';
import { loadBook } from '#main/services/matching/load.ts';
import type { AppEvent } from '#shared/contract/jobs.ts';
import { openReader, openWriter } from '#store/database.ts';
import { readLatestRun } from '#store/queries/match-pairs.ts';
import { peakMemory } from './common.ts';

export interface Measured {
  readonly loadMs: number;
  readonly matchMs: number;
  /** Of all threads, start of the process included: what the clock would show on a machine of one's own, or less. */
  readonly processorMs: number;
  readonly memoryBytes: number;
}

export interface Stored {
  readonly publishedMs: number;
  readonly derivedMs: number;
  readonly counts: { readonly [name: string]: number };
  readonly memoryBytes: number;
}

const [mode, book = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(mode === '--measure' ? measure(book) : await store(book)));

/** From interned columns in the book to links in memory, in one thread. */
function measure(book: string): Measured {
  const db = openReader(book);
  const pace = { checkpoint: () => undefined };
  const people = { together: [], apart: [], parted: [] };
  const start = performance.now();
  const loaded = loadBook(db, pace);
  const read = performance.now();
  runMatching({ engine: engineOf(ORDERS, ORDERS_MODEL), columns: loaded.columns, texts: loaded, people, pace });
  const done = performance.now();
  return {
    loadMs: read - start,
    matchMs: done - read,
    processorMs: process.cpuUsage().user / 1000,
    memoryBytes: peakMemory() ?? 0,
  };
}

/** The whole job, as the app runs it. */
async function store(book: string): Promise<Stored> {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-match-run-'));
  const db = openWriter(book);
  const jobThread = createJobThread();
  let publishedMs = 0;
  const start = performance.now();
  const emit = (event: AppEvent): void => {
    if (event.kind === 'dataChanged' && publishedMs === 0) publishedMs = performance.now() - start;
  };
  const jobs = createJobs(nodePorts, (job) => emit({ kind: 'job', job }));
  const tickets = createTickets(folder, nodePorts.newId);
  const context: WriterContext = {
    db,
    ports: nodePorts,
    bookPath: book,
    dataDir: folder,
    appVersion: '0.0.0-bench',
    actor: () => 'person:Bench',
    emit,
    jobs,
    jobThread,
    tickets,
  };
  const job = await jobs.settled(startMatching(context));
  const total = performance.now() - start;
  if (job.state !== 'done') throw new Error(`${job.state}: ${JSON.stringify(job.problem)}`);
  const run = readLatestRun(db);
  if (run === null) throw new Error('the run left nothing');
  await jobThread.stop();
  tickets.dispose();
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return { publishedMs, derivedMs: total - publishedMs, counts: run.counts, memoryBytes: peakMemory() ?? 0 };
}

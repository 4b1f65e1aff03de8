/**
 * Verifying the chain of a long log in the job thread, and the log's screen meanwhile.
 *
 *   node test/bench/verify.ts [--runs 5] [--size 1000000]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createJobThread } from '#main/app/job-thread.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { appendLog } from '#main/services/append-log.ts';
import { logQueries } from '#main/services/log.ts';
import type { LogFilter } from '#shared/contract/log.ts';
import { keyText } from '#shared/domain/source-record.ts';
import { openReader, openWriter } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';
import { benchFlags, count, type Figure, median, peakMemory, percentile, printFigures } from './common.ts';

const { runs, size } = benchFlags();
const entries = size ?? 1_000_000;
const folder = mkdtempSync(join(tmpdir(), 'onefold-bench-'));
const path = join(folder, 'log.onefold');
const ALL: LogFilter = { text: '', actors: [], actions: [], orderId: null, fromMs: null, toMs: null };

try {
  writeLog(path);
  await listCold();
  const thread = createJobThread();
  const alone: number[] = [];
  const beside: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    alone.push(await timed(() => verify(thread)));
    const done = new AbortController();
    const verified = verify(thread).finally(() => done.abort());
    beside.push(...(await pagesUntil(done.signal)));
    await verified;
  }
  const stop = await stopTime(thread);
  await thread.stop();
  const memory = peakMemory();
  const figures: Figure[] = [
    { what: `verify the chain of ${count(entries)} entries`, value: seconds(median(alone)), bar: '≤ 10 s' },
    { what: 'page of the log while it runs, p95', value: milliseconds(percentile(beside, 95)), bar: '≤ 50 ms' },
    { what: 'from "stop" to stopped', value: milliseconds(stop), bar: '≤ 1 s' },
    ...screen(),
    ...(memory === null ? [] : [{ what: 'peak memory of the process', value: `${count(memory / 1024 ** 2)} MB` }]),
  ];
  printFigures('Change log', figures, runs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeLog(to: string): void {
  const db = openWriter(to);
  migrate(db);
  const actions = ['field.picked', 'order.merged', 'order.split'];
  const chunk = 10_000;
  for (let from = 0; from < entries; from += chunk) {
    const drafts = Array.from({ length: Math.min(chunk, entries - from) }, (_, i) => ({
      action: actions[i % actions.length] ?? '',
      subjects: [keyText({ system: 'shopify', account: 'storeA', type: 'order', nativeId: `#${(from + i) % 200_000}` })],
      field: 'clientName',
      before: 'Ada Lovelace',
      after: `A. Lovelace ${from + i}`,
      why: { code: 'owner', text: 'CRM owns the terms' },
    }));
    const made = { cause: `command-${from}`, atMs: 1_700_000_000_000 + from * 1000, offsetMinutes: 60, sha256: nodePorts.sha256 };
    db.transaction(() => appendLog(db, drafts, { ...made, actor: from % 20_000 === 0 ? 'person:Ana' : 'person:Ben' })).immediate();
  }
  db.close();
}

async function verify(thread: ReturnType<typeof createJobThread>, signal = new AbortController().signal): Promise<void> {
  const report = await thread.run('verify', { path, head: null, against: null }, { signal });
  if (report.state !== 'consistent' || report.entries !== entries) throw new Error(report.verdict);
}

/** Milliseconds from the request to stop until the work has ended, half a second after its start. */
async function stopTime(thread: ReturnType<typeof createJobThread>): Promise<number> {
  const abort = new AbortController();
  const running = verify(thread, abort.signal).catch(() => undefined);
  await setTimeout(500);
  return timed(() => {
    abort.abort();
    return running;
  });
}

/** Times of log pages, asked one after the other from another connection, until the signal. */
async function pagesUntil(signal: AbortSignal): Promise<number[]> {
  const db = openReader(path);
  const queries = logQueries();
  const times: number[] = [];
  while (!signal.aborted) {
    const offset = (times.length * 7919) % Math.max(1, entries - 100);
    times.push(await timed(() => queries.list?.({ db, ports: nodePorts }, { filter: ALL, offset, limit: 100 })));
    await setTimeout(20);
  }
  db.close();
  return times;
}

/** Warms the file cache, so that the runs measure work and not the disk. */
async function listCold(): Promise<void> {
  const thread = createJobThread();
  await verify(thread);
  await thread.stop();
}

/** First answers of the screen, each from a connection that knows nothing yet. */
function screen(): Figure[] {
  const cases: readonly (readonly [string, Partial<LogFilter>])[] = [
    ['filtered by action', { actions: ['order.merged'] }],
    ['filtered by text', { text: 'lovelace 99999' }],
  ];
  const figures = cases.map(([what, filter]): Figure => {
    const times = Array.from({ length: runs }, () =>
      fresh((ask) => ask.list?.(reader(), { filter: { ...ALL, ...filter }, offset: 0, limit: 100 })),
    );
    return { what: `first page of the log, ${what}`, value: milliseconds(median(times)) };
  });
  const facets = Array.from({ length: runs }, () => fresh((ask) => ask.facets?.(reader(), { filter: ALL })));
  return [...figures, { what: 'counts of the log by actor and action', value: milliseconds(median(facets)) }];
}

function fresh(ask: (queries: ReturnType<typeof logQueries>) => unknown): number {
  const start = performance.now();
  ask(logQueries());
  return performance.now() - start;
}

function reader() {
  return { db: openReader(path), ports: nodePorts };
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

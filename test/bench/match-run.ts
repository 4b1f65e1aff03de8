/**
 * One measured run of the matching bench, in a process of its own: `--measure BOOK` in memory, `--store BOOK` as the app does it, `--one
 * BOOK` record by record over a matched book, `--columns N` over columns without a book.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, Worker } from 'node:worker_threads';
import type { Columns } from '#core/matching/orders/columns.ts';
import type { Texts } from '#core/matching/orders/compare.ts';
import { NO_MARGIN } from '#core/matching/orders/decide.ts';
import { StandingBook } from '#core/matching/orders/increment.ts';
import { engineOf } from '#core/matching/orders/model.ts';
import { type MatchInput, prepareAlone, rulesOf, runMatchingTogether } from '#core/matching/orders/run.ts';
import { ORDERS_MODEL } from '#core/matching/orders/shipped-model.ts';
import { ORDERS } from '#core/matching/orders/specification.ts';
import { createJobs } from '#main/app/job-runner.ts';
import { createJobThread } from '#main/app/job-thread.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import type { WriterContext } from '#main/services/context.ts';
import { MATCHING_HEAP_MB, startMatching } from '#main/services/matching/index.ts';
import { loadBook } from '#main/services/matching/load.ts';
import { helpersFor, hireTeam } from '#main/services/matching/team.ts';
import type { AppEvent } from '#shared/contract/jobs.ts';
import { openReader, openWriter } from '#store/database.ts';
import { pairWriter, readLatestRun } from '#store/queries/match-pairs.ts';
import { peakMemory } from './common.ts';
import { benchColumns } from './match-columns.ts';

export interface Measured {
  readonly loadMs: number;
  readonly matchMs: number;
  /** Of all threads, start of the process included: what the clock would show on a machine of one's own, or less. */
  readonly processorMs: number;
  readonly memoryBytes: number;
  readonly records: number;
  readonly compared: number;
}

export interface Stored {
  readonly publishedMs: number;
  readonly derivedMs: number;
  readonly counts: { readonly [name: string]: number };
  readonly memoryBytes: number;
}

export interface OneByOne {
  /** For each record: found among all others, scored, constrained and stored, ms. */
  readonly eachMs: readonly number[];
  /** The same in processor time of the process. */
  readonly processorMs: readonly number[];
  readonly candidates: number;
}

const [mode, subject = ''] = process.argv.slice(2);
/** In a thread with the bounds of the matching thread. */
async function inThread(): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), resourceLimits: MATCHING_HEAP_MB });
  await once(worker, 'exit');
}

function run(): Promise<Measured | Stored | OneByOne> {
  if (mode === '--measure') return measure(subject);
  if (mode === '--columns') return measureColumns(Number(subject));
  return mode === '--one' ? oneByOne(subject) : store(subject);
}

const NOBODY = { together: [], apart: [], parted: [] };
const pace = { checkpoint: () => undefined };
const engine = engineOf(ORDERS, ORDERS_MODEL);

/** From interned columns in the book to links in memory, with as many threads as the app takes. */
async function measure(book: string): Promise<Measured> {
  const db = openReader(book);
  const start = performance.now();
  const loaded = loadBook(db, pace);
  return compare(loaded.columns, loaded, performance.now() - start);
}

async function measureColumns(size: number): Promise<Measured> {
  const { columns, texts } = benchColumns(size);
  return compare(columns, texts, 0);
}

async function compare(columns: Columns, texts: Texts, loadMs: number): Promise<Measured> {
  const start = performance.now();
  const team = hireTeam(helpersFor(columns.size), new SharedArrayBuffer(4));
  const { report } = await runMatchingTogether({ engine, columns, texts, people: NOBODY, pace }, team);
  const matchMs = performance.now() - start;
  await team.dispose();
  return {
    loadMs,
    matchMs,
    processorMs: process.cpuUsage().user / 1000,
    memoryBytes: peakMemory() ?? 0,
    records: report.records,
    compared: report.compared,
  };
}

const RECORDS = 400;
/** Looked up before the clock runs: what an app that is open has long done. */
const WARM_UP = 40;

/** One record after the other against all others of a matched book, as if it had just come: the index holds it already. */
async function oneByOne(book: string): Promise<OneByOne> {
  const db = openWriter(book);
  const loaded = loadBook(db, pace);
  const { columns } = loaded;
  const input: MatchInput = { engine, columns, texts: loaded, people: NOBODY, pace };
  const { work, prepared } = prepareAlone(input);
  const standing = new StandingBook(input, work, prepared);
  const writer = pairWriter(db);
  const partnersOf = db
    .prepare<[number, number], number>(
      'SELECT right_id FROM match_pairs WHERE left_id = ? UNION ALL SELECT left_id FROM match_pairs WHERE right_id = ?',
    )
    .pluck();
  const idOf = (row: number): number => columns.recordId[row] as number;
  const known = (row: number): number[] => partnersOf.all(idOf(row), idOf(row)).flatMap((id) => loaded.rowOf(id) ?? []);
  const rules = rulesOf(engine.spec);
  const eachMs: number[] = [];
  const processorMs: number[] = [];
  let candidates = 0;
  for (let at = -WARM_UP; at < RECORDS; at++) {
    const row = Math.imul(at + WARM_UP + 1, 0x9e3779b1) >>> 0;
    const start = performance.now();
    const before = process.cpuUsage();
    const increment = standing.apply({ fresh: [row % columns.size], decided: [] }, NOBODY, known);
    if (increment === null) continue;
    const { pairs, state, cause, margin } = increment;
    db.transaction(() => {
      for (let pair = 0; pair < pairs.length; pair++) {
        const [one, other] = [idOf(pairs.left[pair] as number), idOf(pairs.right[pair] as number)];
        writer.write({
          leftId: Math.min(one, other),
          rightId: Math.max(one, other),
          state: state[pair] ?? 'apart',
          rule: rules[pairs.pass[pair] as number] ?? '',
          pattern: pairs.pattern[pair] as number,
          frequencyMillibits: pairs.frequency[pair] as number,
          scoreMillibits: pairs.score[pair] as number,
          marginMillibits: margin[pair] === NO_MARGIN ? null : (margin[pair] as number),
          cause: cause[pair] ?? null,
        });
      }
    }).immediate();
    if (at < 0) continue;
    eachMs.push(performance.now() - start);
    processorMs.push(process.cpuUsage(before).user / 1000);
    candidates += increment.compared;
  }
  db.close();
  return { eachMs, processorMs, candidates: candidates / eachMs.length };
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

if (isMainThread && mode !== '--store' && mode !== '--one') await inThread();
else process.stdout.write(JSON.stringify(await run()));

/**
 * A real book with the real threads behind it: files go through the job thread and the import service as they do in the app. For
 * tests and benches of imports.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJobs, type Jobs } from '#main/app/job-runner.ts';
import { createJobThread, moveLog } from '#main/app/job-thread.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import { createBook, type OpenedBook, openBook } from '#main/services/book/open.ts';
import type { WriterContext } from '#main/services/context.ts';
import { resumeImports } from '#main/services/imports/follow-up.ts';
import { importsCommands } from '#main/services/imports/index.ts';
import { importsQueries } from '#main/services/imports/queries.ts';
import { endReconciling } from '#main/services/money/run/thread.ts';
import type { ImportAnswers, ImportSession } from '#shared/contract/imports.ts';
import type { AppEvent } from '#shared/contract/jobs.ts';
import { keepLogShort } from '#store/bulk.ts';

type Outcome = Awaited<ReturnType<Commands['commit']>>;
type Commands = Required<ReturnType<typeof importsCommands>>;

export interface LiveBook {
  readonly folder: string;
  readonly context: WriterContext;
  readonly jobs: Jobs;
  readonly commands: Commands;
  readonly queries: Required<ReturnType<typeof importsQueries>>;
  readonly events: AppEvent[];
  /** Resolves at the next event of which `wanted` holds. */
  event(wanted: (event: AppEvent) => boolean): Promise<void>;
  /** Writes a file into the folder; returns its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Reads files by path and waits until the session rests. */
  preview(paths: readonly string[], answers?: Record<string, ImportAnswers>, sessionId?: string): Promise<ImportSession>;
  answer(session: ImportSession, fileKey: string, answers: ImportAnswers): Promise<ImportSession>;
  commit(session: ImportSession): Promise<Outcome>;
  /** Preview and commit; throws when that is not possible. Returns the session as it was previewed. */
  import(...paths: readonly string[]): Promise<ImportSession>;
  undo(batchId: number): Promise<Outcome>;
  redo(batchId: number): Promise<Outcome>;
  /** Waits until no job runs. */
  idle(): Promise<void>;
  /** Closes the book and opens it again, as a restart does. */
  reopen(): Promise<void>;
  /** What the app does after opening a book: takes up what was left behind. */
  resume(): Promise<void>;
  dispose(): Promise<void>;
}

/** A new book, or a copy of a book that stands in `from`. */
export async function liveBook(from: string | null = null): Promise<LiveBook> {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-live-'));
  const path = join(folder, 'live.onefold');
  const events: AppEvent[] = [];
  const waiting = new Set<(event: AppEvent) => void>();
  const emit = (event: AppEvent) => {
    events.push(event);
    for (const look of waiting) look(event);
  };
  const book = { path, name: 'Live', baseCurrency: 'USD', timeZone: 'UTC', isDemo: false, actor: 'person:Ana' };
  if (from !== null) copyFileSync(from, path);
  const opened = await (from === null ? createBook(book, { ports: nodePorts }) : openBook(path, { ports: nodePorts }));
  let live = attach(opened, folder, emit);
  const commandId = () => `command-${nodePorts.newId()}`;

  async function settled(session: ImportSession): Promise<ImportSession> {
    await idle();
    const now = await live.commands.session(live.importing, { sessionId: session.sessionId });
    if (now === null) throw new Error('the session is gone');
    return now;
  }

  async function idle(): Promise<void> {
    for (let running = live.jobs.list(); running.some(({ state }) => state === 'running'); running = live.jobs.list()) {
      await Promise.all(running.map(({ jobId }) => live.jobs.settled(jobId)));
    }
  }

  const self: LiveBook = {
    folder,
    get context() {
      return live.context;
    },
    get jobs() {
      return live.jobs;
    },
    get commands() {
      return live.commands;
    },
    queries: importsQueries() as Required<ReturnType<typeof importsQueries>>,
    events,
    event: (wanted) =>
      new Promise((resolve) => {
        const look = (event: AppEvent) => {
          if (!wanted(event)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      }),
    file(name, content) {
      mkdirSync(join(folder, 'files'), { recursive: true });
      const at = join(folder, 'files', name);
      writeFileSync(at, content);
      return at;
    },
    async preview(paths, answers = {}, sessionId = nodePorts.newId()) {
      return settled(await live.commands.begin(live.importing, { sessionId, tickets: [], paths: [...paths], answers }));
    },
    async answer(session, fileKey, answers) {
      return settled(await live.commands.answer(live.importing, { sessionId: session.sessionId, fileKey, answers }));
    },
    commit: async (session) =>
      live.commands.commit(live.importing, {
        commandId: commandId(),
        sessionId: session.sessionId,
        previewToken: session.previewToken ?? '',
      }),
    async import(...paths) {
      const session = await self.preview(paths);
      const stuck = session.files.find(({ state }) => state !== 'ready' && state !== 'alreadyImported');
      if (stuck !== undefined)
        throw new Error(`${stuck.name}: ${stuck.state}, ${JSON.stringify(stuck.problem ?? stuck.questions)}`);
      if (session.previewToken === null) return session;
      const done = await self.commit(session);
      if ('code' in done) throw new Error(`${done.code}: ${done.what}`);
      return session;
    },
    undo: async (batchId) => live.commands.undoBatch(live.importing, { commandId: commandId(), batchId, reason: 'a test' }),
    redo: async (batchId) => live.commands.redoBatch(live.importing, { commandId: commandId(), batchId }),
    idle,
    async reopen() {
      await live.close();
      live = attach(await openBook(path, { ports: nodePorts }), folder, emit);
    },
    async resume() {
      resumeImports(live.context);
      await idle();
    },
    async dispose() {
      await live.close();
      rmSync(folder, { recursive: true });
    },
  };
  return self;
}

function attach(opened: OpenedBook, folder: string, emit: (event: AppEvent) => void) {
  const jobs = createJobs(nodePorts, (job) => emit({ kind: 'job', job }));
  const jobThread = createJobThread();
  keepLogShort(opened.db, () => moveLog(jobThread, opened.path));
  const tickets = createTickets(join(folder, 'moving'), nodePorts.newId);
  const context: WriterContext = {
    db: opened.db,
    ports: nodePorts,
    bookPath: opened.path,
    dataDir: folder,
    appVersion: '0.0.0-test',
    actor: () => 'person:Ana',
    emit,
    jobs,
    jobThread,
    tickets,
  };
  // A test of imports waits for no search for duplicates; whoever wants one starts it with `context`.
  const start: Jobs['start'] = (spec) => (spec.kind === 'match' ? nodePorts.newId() : jobs.start(spec));
  return {
    context,
    importing: { ...context, jobs: { ...jobs, start } },
    jobs,
    commands: importsCommands() as Commands,
    async close() {
      await jobs.stop();
      await endReconciling(opened.db);
      await jobThread.stop();
      tickets.dispose();
      opened.close();
    },
  };
}

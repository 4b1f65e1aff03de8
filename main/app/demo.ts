/**
 * The demo company: a book of its own in the application's folder, never beside real ones, filled by the same import and the same matching
 * that a user's files go through. A demo that was not finished (the app was closed meanwhile) is made anew.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createBook, type OpenedBook, openBook, removeBook } from '#main/services/book/open.ts';
import { JobCancelled, type JobControl, ProblemError } from '#main/services/context.ts';
import { startReconciling } from '#main/services/money/run/index.ts';
import type { ImportSession } from '#shared/contract/imports.ts';
import { readSetting, writeSetting } from '#store/queries/settings.ts';
import { type Demo, type DemoFile, generate, type Profile } from '#test/demo/generate.ts';
import { apiRetry, campaign40k } from '#test/demo/scenarios.ts';
import { writeChunks } from '#test/demo/write-folder.ts';
import type { App } from './create-app.ts';
import type { EventHub } from './events.ts';
import type { OpenBook } from './open-book.ts';
import { callCommand } from './service-table.ts';

const DEMO_NAME = 'Kestrel Goods';
/** Enough for every kind of trap, few enough to be there in seconds. */
const DEMO_ORDERS = 600;
const DEMO_SEED = 7;
const DEMO_YEAR = 2025;

export interface DemoRequest {
  readonly profile: Profile;
  readonly orders: number;
  readonly seed: number;
}

/** Opens the demo book, making it where there is none yet. It is filled by `fillDemo` once it is shown. */
export async function demoBook(app: App): Promise<OpenedBook> {
  const path = join(app.options.dataDir, 'demo', `${DEMO_NAME}.onefold`);
  mkdirSync(dirname(path), { recursive: true });
  const found = await openBook(path, app).catch((error: unknown) => {
    if (error instanceof ProblemError && error.problem.code === 'bookMissing') return null;
    throw error;
  });
  if (found !== null) {
    if (readSetting(found.db, 'demoReady') === '1') return found;
    found.close();
    removeBook(path);
  }
  return createDemoBook(app, path, { profile: 'shop', orders: DEMO_ORDERS, seed: DEMO_SEED });
}

/** A new demo book, still empty: it remembers what it is to be filled with. */
export async function createDemoBook(app: App, path: string, request: DemoRequest): Promise<OpenedBook> {
  const opened = await createBook(
    { path, name: DEMO_NAME, baseCurrency: 'USD', timeZone: 'America/New_York', isDemo: true, actor: 'rule:demo@1' },
    app,
  );
  writeSetting(opened.db, 'demoRequest', JSON.stringify(request));
  return opened;
}

/** Fills the demo book in the background, unless it is filled already. */
export function fillDemoOnce(app: App, book: OpenBook): void {
  const { db } = book.context;
  const request = readSetting(db, 'demoRequest');
  if (request === null || readSetting(db, 'demoReady') === '1') return;
  book.jobs.start({
    kind: 'demo',
    label: 'Making the demo company',
    canCancel: false,
    run: (control) => fillBook(app.hub, book, demoFiles(JSON.parse(request) as DemoRequest), control),
  });
}

/** The year of a company and, in the shop's, the two stories that the guide tells: the campaign and the API retry. */
export function demoFiles({ profile, orders, seed }: DemoRequest): DemoFile[] {
  const demos: Demo[] = [generate({ profile, orders, seed, year: DEMO_YEAR })];
  if (profile === 'shop') demos.push(campaign40k(), apiRetry('two_charges'));
  return demos.flatMap((demo) => demo.files);
}

/** Imports the files as a user would, leaving out what this version does not read, then looks for duplicates. */
export async function fillBook(hub: EventHub, book: OpenBook, files: readonly DemoFile[], control: JobControl): Promise<void> {
  const { context, commands } = book;
  const folder = mkdtempSync(join(context.dataDir, 'demo-files-'));
  try {
    const paths: string[] = [];
    const answers: Record<string, { account: string }> = {};
    for (const [i, file] of files.entries()) {
      // A folder each: two files of the company may have one name, as two months' exports do.
      const path = join(folder, String(i), file.name);
      mkdirSync(dirname(path), { recursive: true });
      await writeChunks(path, file.chunks());
      paths.push(path);
      answers[file.name] = { account: file.account };
    }
    const sessionId = `demo_${context.ports.newId()}`;
    control.report(0.1, 'Reading its files');
    await callCommand(commands.imports?.begin, context, { sessionId, tickets: [], paths, answers });
    const session = await settled(hub, book, sessionId, control.signal);
    for (const file of session.files)
      if (file.state !== 'ready') await callCommand(commands.imports?.removeFile, context, { sessionId, fileKey: file.fileKey });
    const { previewToken } = await settled(hub, book, sessionId, control.signal);
    if (previewToken === null) throw new Error('no file of the demo company could be read');
    const outcome = await callCommand(commands.imports?.commit, context, { commandId: sessionId, sessionId, previewToken });
    if ('what' in outcome) throw new ProblemError(outcome);
    control.report(0.7, 'Looking for duplicates');
    const { jobId } = await callCommand(commands.review?.runMatching, context, undefined);
    await book.jobs.settled(jobId);
    control.report(0.9, 'Reconciling its money');
    await book.jobs.settled(startReconciling(context));
    writeSetting(context.db, 'demoReady', '1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until nothing of the session is being read. */
async function settled(hub: EventHub, book: OpenBook, sessionId: string, signal: AbortSignal): Promise<ImportSession> {
  const leave = new AbortController();
  const events = hub.subscribe(AbortSignal.any([signal, leave.signal]));
  try {
    for (;;) {
      const session = await callCommand(book.commands.imports?.session, book.context, { sessionId });
      if (session !== null && session.state !== 'reading') return session;
      if ((await events.next()).done === true) throw new JobCancelled();
    }
  } finally {
    leave.abort();
  }
}

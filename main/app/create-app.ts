/**
 * Composition root of the app thread: which book is open, and who answers which procedure. A procedure about the app itself is answered
 * here; one of the open book by its services, or by a reader thread.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { backUpDaily } from '#main/services/book/backup.ts';
import { checkInBackground } from '#main/services/book/check.ts';
import { type OpenedBook, openBook as openBookFile } from '#main/services/book/open.ts';
import { type RememberedBook, rememberBook } from '#main/services/book/recent.ts';
import { ProblemError } from '#main/services/context.ts';
import { resumeImports } from '#main/services/imports/follow-up.ts';
import { resumeMatching } from '#main/services/matching/index.ts';
import { resumeReconciling } from '#main/services/money/run/index.ts';
import type { AppThreadOptions, FromAppThread, HostCapability } from '#shared/contract/app-thread.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import { readSetting } from '#store/queries/settings.ts';
import { appTable } from './app-table.ts';
import { demoBook, fillDemoOnce } from './demo.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createHostCalls } from './host-calls.ts';
import { holdBook, type OpenBook } from './open-book.ts';
import type { Ports } from './ports.ts';
import { buildRouter, type Handler, type ProcedureName } from './router.ts';
import { lookUp } from './service-table.ts';
import { createTickets, type Tickets } from './tickets.ts';

export interface App {
  readonly options: AppThreadOptions;
  readonly ports: Ports;
  readonly hub: EventHub;
  readonly tickets: Tickets;
  readonly router: AnyRouter;
  /** The open book, or null at the start screen. */
  readonly book: () => OpenBook | null;
  /** Closes the open book and shows the one that `open` resolves to; a failure leaves the start screen. Calls wait for each other. */
  switchBook(open: () => Promise<OpenedBook | null>): Promise<Problem | null>;
  openPath(path: string): Promise<Problem | null>;
  openDemo(): Promise<Problem | null>;
  callHost(name: HostCapability, argument: string | null): Promise<unknown>;
  hostReplied(id: number, value: unknown, error: string | null): void;
  menu(command: string): void;
  /** Why the book that was asked for at the start is not open, until another one is. */
  readonly startProblem: () => Problem | null;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The quiet look at the file and the backup of the day wait until the person has what they opened the book for: reading all of a large one takes the disk. */
const LOOK_AFTER_MS = 20_000;

export function createApp(options: AppThreadOptions, ports: Ports, post: (message: FromAppThread) => void): App {
  const hub = createEventHub();
  const tickets = createTickets(join(options.dataDir, 'moving', String(process.pid)), ports.newId);
  const hostCalls = createHostCalls(post);
  let current: OpenBook | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let startProblem: Problem | null = null;
  let lookAfter: ReturnType<typeof setTimeout> | undefined;
  let shown: RememberedBook | null = null;

  /** One change of book at a time, in the order they were asked for. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function closeCurrent(): Promise<void> {
    clearTimeout(lookAfter);
    const book = current;
    current = null;
    await book?.close();
  }

  async function show(opened: OpenedBook): Promise<void> {
    const { dataDir, appVersion, host } = options;
    const book = holdBook(opened, { ports, dataDir, appVersion, tickets, emit: hub.emit, isAttended: host.kind !== 'cli' });
    current = book;
    startProblem = null;
    const name = readSetting(opened.db, 'name') ?? 'Book';
    shown = { path: opened.path, name, isDemo: readSetting(opened.db, 'isDemo') === '1', openedAt: ports.clock.nowMs() };
    if (options.host.kind !== 'cli') rememberBook(options.dataDir, shown);
    post({ kind: 'title', title: `${name} – Onefold` });
    post({ kind: 'ready', bookPath: opened.path });
    resumeImports(book.context);
    // A command of the command line changes nothing that it was not asked to.
    resumeMatching(book.context, { weighAnew: options.host.kind !== 'cli' });
    resumeReconciling(book.context);
    if (options.host.kind !== 'cli')
      lookAfter = setTimeout(() => {
        checkInBackground(book.context);
        backUpDaily(book.context);
      }, LOOK_AFTER_MS);
    fillDemoOnce(app, book);
  }

  const app: App = {
    options,
    ports,
    hub,
    tickets,
    router: buildRouter((name) => findHandler(() => app, name)),
    book: () => current,
    switchBook: (open) =>
      inTurn(async () => {
        await closeCurrent();
        try {
          const opened = await open();
          if (opened !== null) await show(opened);
          else post({ kind: 'title', title: 'Onefold' });
          return null;
        } catch (error) {
          if (error instanceof ProblemError) return error.problem;
          throw error;
        } finally {
          hub.emit({ kind: 'bookChanged' });
        }
      }),
    openPath: (path) => app.switchBook(() => openBookFile(path, { ports })),
    openDemo: () => app.switchBook(() => demoBook(app)),
    callHost: hostCalls.call,
    hostReplied: hostCalls.replied,
    menu: (command) => hub.emit({ kind: 'menu', command }),
    startProblem: () => startProblem,
    async start() {
      const problem = await (options.bookPath !== null
        ? app.openPath(options.bookPath)
        : options.openDemo
          ? app.openDemo()
          : Promise.resolve(null));
      startProblem = problem;
      post({ kind: 'ready', bookPath: current?.path ?? null });
    },
    async stop() {
      await inTurn(closeCurrent);
      // The command line takes a book away again that it made for files of which nothing came in: only what stays is remembered.
      if (options.host.kind === 'cli' && shown !== null && existsSync(shown.path)) rememberBook(options.dataDir, shown);
      tickets.dispose();
    },
  };
  return app;
}

/** The app's own procedures first, then the open book's services, then its readers. */
function findHandler(appOf: () => App, name: ProcedureName): Handler | null {
  const own = lookUp(APP_TABLE, name);
  if (own !== null) return (input, signal) => own(appOf(), input, signal);
  return (input, signal) => {
    const book = appOf().book();
    if (book === null) {
      if (name.area === 'book' && name.name === 'current') return null;
      throw new ProblemError(NO_BOOK);
    }
    const service = lookUp(book.commands, name);
    return service === null ? book.query(name, input, signal) : service(book.context, input, signal);
  };
}

const APP_TABLE = appTable();

const NO_BOOK: Problem = {
  code: 'noBook',
  what: 'No book is open.',
  safe: 'Nothing was changed.',
  todo: 'Open a book, or make a new one, on the start screen.',
};

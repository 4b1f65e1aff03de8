/** Procedures about the app itself, answered whether a book is open or not. */
import { isAbsolute, join, resolve } from 'node:path';
import { isTimeZone, readBookSummary } from '#main/services/book/index.ts';
import { createBook, freeBookPath } from '#main/services/book/open.ts';
import { unknownZone } from '#main/services/book/problems.ts';
import { readProfileName, recentBooks, writeProfileName } from '#main/services/book/recent.ts';
import type { AreaHandlers } from '#main/services/handlers.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import { personActor } from '#shared/domain/decision.ts';
import type { App } from './create-app.ts';
import { createDemoBook } from './demo.ts';
import { verifyFile } from './verify-file.ts';

export interface AppTable {
  readonly host: AreaHandlers<Contract['host'], App>;
  readonly book: AreaHandlers<Contract['book'], App>;
  readonly log: AreaHandlers<Contract['log'], App>;
  readonly jobs: AreaHandlers<Contract['jobs'], App>;
}

export function appTable(): AppTable {
  return {
    host: {
      describe: ({ options }) => ({
        kind: options.host.kind,
        capabilities: [...options.host.capabilities],
        versions: {
          onefold: options.appVersion,
          node: process.versions.node,
          ...(process.versions.electron === undefined ? {} : { electron: process.versions.electron }),
        },
        dataDir: options.dataDir,
      }),
      async call(app, { name, argument }) {
        const value = await app.callHost(name, argument);
        return typeof value === 'string' ? value : null;
      },
    },
    book: {
      recent: ({ options, startProblem }) => ({
        books: recentBooks(options.dataDir),
        booksDir: options.booksDir,
        startProblem: startProblem(),
      }),
      async create(app, { name, folder, path: wanted, baseCurrency, timeZone }) {
        if (!isTimeZone(timeZone)) return unknownZone(timeZone).problem;
        const path =
          wanted === null ? freeBookPath(folder === null ? app.options.booksDir : resolve(folder), name) : resolve(wanted);
        const actor = personActor(readProfileName(app.options.dataDir));
        return opened(app, () =>
          app.switchBook(() => createBook({ path, name, baseCurrency, timeZone, isDemo: false, actor }, app)),
        );
      },
      open: (app, { path }) => opened(app, () => app.openPath(isAbsolute(path) ? path : join(app.options.booksDir, path))),
      openDemo: (app) => opened(app, app.openDemo),
      createDemo: (app, { path, ...request }) =>
        opened(app, () => app.switchBook(() => createDemoBook(app, resolve(path), request))),
      async close(app) {
        await app.switchBook(async () => null);
        return null;
      },
      profile: ({ options }) => ({ name: readProfileName(options.dataDir) }),
      setProfile({ options }, { name }) {
        writeProfileName(options.dataDir, name);
        return { name };
      },
    },
    log: { verifyFile: (_app, input, signal) => verifyFile(input, signal) },
    jobs: {
      list: (app) => app.book()?.jobs.list() ?? [],
      cancel(app, { jobId }) {
        app.book()?.jobs.cancel(jobId);
        return null;
      },
      events: (app, _input, signal) => app.hub.subscribe(signal),
    },
  };
}

/** The summary of the book that is open now, or why it is not. */
async function opened(app: App, open: () => Promise<Problem | null>) {
  const problem = await open();
  if (problem !== null) return problem;
  const book = app.book();
  if (book === null) throw new Error('the book was closed again at once');
  return readBookSummary(book.context.db, book.path);
}

/** A generated company through the whole product: imported, matched, reconciled, exported, and scored against its truth. */
import { hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { resultLines } from '#main/services/exports/result-files.ts';
import { orderLines } from '#main/services/exports/tables.ts';
import { startMatching } from '#main/services/matching/index.ts';
import { startReconciling } from '#main/services/money/run/index.ts';
import type { ImportAnswers } from '#shared/contract/imports.ts';
import { type Demo, generate, type Profile } from '#test/demo/generate.ts';
import type { LineSource } from '#test/demo/score/lines.ts';
import { type Score, score } from '#test/demo/score/score.ts';
import { writeChunks } from '#test/demo/write-folder.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';

export interface ScoredYear {
  readonly score: Score;
  /** Files that this version does not read. */
  readonly unread: readonly string[];
}

/** How dates of a file are written, by its name, where a few rows leave it open. */
export type DateOrders = Readonly<Record<string, 'dmy' | 'mdy'>>;

/** Imports every file of a demo into a new book, under the accounts that it names. Returns the names of those that are not read. */
export async function importDemo(book: LiveBook, demo: Demo, dateOrders: DateOrders = {}): Promise<string[]> {
  const answers: Record<string, ImportAnswers> = {};
  const paths: string[] = [];
  for (const [i, file] of demo.files.entries()) {
    const folder = join(book.folder, 'demo', String(i));
    mkdirSync(folder, { recursive: true });
    paths.push(join(folder, file.name));
    await writeChunks(join(folder, file.name), file.chunks());
    const dateOrder = dateOrders[file.name];
    answers[file.name] = { account: file.account, ...(dateOrder === undefined ? {} : { dateOrder }) };
  }
  let session = await book.preview(paths, answers);
  const unread = session.files.filter(({ state }) => state !== 'ready');
  for (const { fileKey } of unread) await book.commands.removeFile(book.context, { sessionId: session.sessionId, fileKey });
  session = (await book.commands.session(book.context, { sessionId: session.sessionId })) ?? session;
  const done = await book.commit(session);
  if ('code' in done) throw new Error(done.what);
  await book.idle();
  return unread.map(({ name, problem, questions }) => `${name}: ${problem?.what ?? JSON.stringify(questions)}`);
}

/** Looks for duplicates and reconciles, as the command line does. */
export async function settleDemo(book: LiveBook): Promise<void> {
  for (const start of [() => startMatching(book.context), () => startReconciling(book.context)]) {
    const job = await book.jobs.settled(start());
    if (job.state !== 'done') throw new Error(job.problem?.what ?? job.state);
    await book.idle();
  }
}

/** The result files of a book, as `onefold export` writes them. */
export function resultsOf(book: LiveBook): LineSource & { readonly text: (name: string) => string } {
  const { db } = book.context;
  const sha256 = (text: string) => hash('sha256', text, 'buffer');
  const files: Record<string, string[]> = {
    'orders.jsonl': [...orderLines(db)],
    'proposals.jsonl': [...resultLines(db, 'proposals', sha256)],
    'links.jsonl': [...resultLines(db, 'links', sha256)],
    'exceptions.jsonl': [...resultLines(db, 'exceptions', sha256)],
  };
  return {
    lines: (name) => (files[name] === undefined ? null : asynchronous(files[name])),
    text: (name) => `${(files[name] ?? []).join('\n')}\n`,
  };
}

export function truthOf(demo: Demo): LineSource {
  return {
    lines(name) {
      const file = demo.truth.find((one) => one.name === name);
      if (file === undefined) return null;
      return asynchronous([...file.chunks()].join('').split('\n'));
    },
  };
}

async function* asynchronous(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** `look` sees the book and its results before the book goes. */
export async function scoreYear(
  options: { readonly profile: Profile; readonly orders: number; readonly seed: number },
  look: (results: ReturnType<typeof resultsOf>, demo: Demo) => void | Promise<void> = () => undefined,
): Promise<ScoredYear> {
  const demo = generate({ ...options, year: 2025 });
  const book = await liveBook();
  try {
    const unread = await importDemo(book, demo);
    await settleDemo(book);
    const results = resultsOf(book);
    await look(results, demo);
    return { score: await score(truthOf(demo), results), unread };
  } finally {
    await book.dispose();
  }
}

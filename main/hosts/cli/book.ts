/** Commands about a book as a whole: its state, duplicates, rebuild. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { BookSummary } from '#shared/contract/book.ts';
import { accepted, type CliApp } from './app.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import { Refused } from './refused.ts';

/** Opens the book and waits for work that an earlier end left behind. Throws `Refused`. */
export async function openBook(path: string, app: CliApp): Promise<BookSummary> {
  const summary = accepted(await app.client.book.open({ path: resolve(path) }));
  await app.idle();
  return summary;
}

export interface NewBookSettings {
  readonly currency: string;
  readonly zone: string;
}

/** Makes the book if there is none. Nothing of it depends on the machine: the same files make the same book everywhere. */
export async function openOrCreateBook(
  path: string,
  app: CliApp,
  { currency, zone }: NewBookSettings,
): Promise<{ book: BookSummary; created: boolean }> {
  try {
    return { book: await openBook(path, app), created: false };
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'bookMissing') throw error;
  }
  const full = resolve(path);
  const name =
    full
      .replace(/^.*[/\\]/, '')
      .replace(/\.onefold$/, '')
      .trim()
      .slice(0, 80) || 'Book';
  const settings = { name, baseCurrency: currency, timeZone: zone, folder: null, path: full };
  return { book: accepted(await app.client.book.create(settings)), created: true };
}

export async function status(path: string, app: CliApp, output: Output): Promise<ExitCode> {
  await openBook(path, app);
  return showStatus(app, output);
}

export async function showStatus(app: CliApp, output: Output): Promise<ExitCode> {
  const book = await app.client.book.current();
  if (book === null) throw new Error('the book was closed again at once.');
  const sources = await app.client.imports.sources();
  const { counts, chain } = book;
  output.result({ ...book, sources }, [
    `${book.name} (${book.path})`,
    `${count(counts.records, 'source record')} · ${count(counts.orders, 'order')} · ${count(counts.toReview, 'question')} to review · ${count(counts.unreadable, 'unreadable row')}`,
    ...sources.map(
      (source) => `  ${source.system} ${source.account}: ${count(source.records, 'record')}, ${count(source.batches, 'import')}`,
    ),
    `Change log: ${count(chain.entries, 'entry', 'entries')}, head ${chain.head}`,
  ]);
  return 0;
}

export async function match(path: string, app: CliApp, output: Output): Promise<ExitCode> {
  await openBook(path, app);
  const { jobId } = await app.client.review.runMatching();
  const job = await app.finished(jobId);
  await app.idle();
  const book = await app.client.book.current();
  const run: unknown = JSON.parse(job?.result ?? 'null');
  const summary = { run, orders: book?.counts.orders ?? 0, toReview: book?.counts.toReview ?? 0 };
  output.result(summary, [`${count(summary.orders, 'order')} · ${count(summary.toReview, 'question')} to review`]);
  return 0;
}

const rebuildReport = z.object({
  recordsChecked: z.int(),
  differences: z.array(z.string()),
  differenceCount: z.int(),
  notCompared: z.array(z.string()),
});

export async function rebuild(path: string, app: CliApp, output: Output): Promise<ExitCode> {
  await openBook(path, app);
  const { jobId } = await app.client.book.checkRebuild();
  const job = await app.finished(jobId);
  const report = rebuildReport.parse(JSON.parse(job?.result ?? 'null'));
  const agrees = report.differenceCount === 0;
  output.result(
    { agrees, ...report },
    (agrees
      ? [`The book agrees with what is recomputed from its sources and decisions (${count(report.recordsChecked, 'record')}).`]
      : [`The book differs in ${count(report.differenceCount, 'row')}:`, ...report.differences]
    ).concat(report.notCompared),
  );
  return agrees ? 0 : 3;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BookSummary } from '#shared/contract/book.ts';
import type { ImportAnswers, ImportFile, ImportQuestion, ImportSession } from '#shared/contract/imports.ts';
import { accepted, type CliApp } from './app.ts';
import { BadUse, type Command, readMapping } from './arguments.ts';
import { FALLBACK_CURRENCY, otherCurrencies, statedMost } from './base-currency.ts';
import { count, openOrCreateBook } from './book.ts';
import type { ExitCode } from './exit-code.ts';
import { type Output, problemText } from './output.ts';

type Import = Extract<Command, { name: 'import' }>;

export async function importFiles(command: Import, app: CliApp, output: Output): Promise<ExitCode> {
  const missing = command.files.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new BadUse(`There is no file ${missing.join(', ')}. Nothing was imported.`);
  const answers = withMapping(command);
  const paths = command.files.map((file) => resolve(file));
  const settings = { currency: command.currency ?? FALLBACK_CURRENCY, zone: command.zone ?? 'UTC' };
  const made = await openOrCreateBook(command.book, app, settings);
  const { created } = made;
  let { book } = made;
  if (!created) refuseOtherSettings(command, book);
  const readAgain = () => readPaths(paths, answers, app, output);
  let kept = !created;
  let session: ImportSession;
  try {
    let read = await readAgain();
    if (created && command.currency === null) {
      const currency = await settleCurrency(read, book, readAgain, app);
      if (currency !== null) {
        // Made anew: a book that was in another currency for a moment would have that in its log.
        await removeBook(book.path, app);
        ({ book } = await openOrCreateBook(command.book, app, { ...settings, currency }));
        output.note(`The book is in ${currency}, as most of the files are; --currency makes it in another.`);
        read = await readAgain();
      }
    }
    session = await publish(read, command.dryRun, app, output);
    kept ||= session.files.some(({ state }) => state === 'published');
  } finally {
    // Whoever breaks off keeps the book: whether its import was just being published cannot be known from here.
    if (!kept && !app.isStopping) await removeBook(book.path, app);
  }
  const files = session.files.map(summaryOf);
  const ready = session.files.filter((file) => file.state === 'published' || (command.dryRun && file.state === 'ready'));
  const known = session.files.filter((file) => file.state === 'alreadyImported');
  output.result(
    { book: book.path, created: created && kept, dryRun: command.dryRun, files, totals: totalsOf(session.files) },
    files.map(lineOf),
  );
  for (const file of session.files) for (const text of remarks(file)) output.note(`${file.name}: ${text}`);
  const isAsked = session.files.some(({ state }) => state === 'asking' || state === 'waiting');
  return isAsked || ready.length + known.length === 0 ? 2 : 0;
}

/** A book that was made for files of which nothing came in is not left behind. */
async function removeBook(path: string, app: CliApp): Promise<void> {
  await app.client.book.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

function withMapping({ answers, mappingFile }: Import): Record<string, ImportAnswers> {
  if (mappingFile === null) return { ...answers };
  if (!existsSync(mappingFile)) throw new BadUse(`There is no mapping file ${mappingFile}. Nothing was imported.`);
  const mapping = readMapping(readFileSync(mappingFile, 'utf8'), mappingFile);
  return { ...answers, '*': { ...answers['*'], mapping } };
}

function refuseOtherSettings({ currency, zone }: Import, { baseCurrency, timeZone, name }: BookSummary): void {
  const wanted = [
    ...(currency !== null && currency !== baseCurrency ? [`is in ${baseCurrency}, not ${currency}`] : []),
    ...(zone !== null && zone !== timeZone ? [`is in ${timeZone}, not ${zone}`] : []),
  ];
  if (wanted.length > 0)
    throw new BadUse(
      `${name} ${wanted.join(' and ')}. Nothing was imported. Its settings are changed in the window, under the book's name.`,
    );
}

async function readPaths(
  paths: readonly string[],
  answers: Record<string, ImportAnswers>,
  app: CliApp,
  output: Output,
): Promise<ImportSession> {
  const sessionId = crypto.randomUUID();
  await app.client.imports.begin({ sessionId, tickets: [], paths: [...paths], answers });
  return settled(sessionId, app, output);
}

/**
 * The base currency for a book that is new with these files; null where it is as it was read. Where they speak of others than its base, they are read once more in the
 * likeliest of these: what moves with the base was not stated by anybody. What was read is dropped then.
 */
async function settleCurrency(
  read: ImportSession,
  book: BookSummary,
  readAgain: () => Promise<ImportSession>,
  app: CliApp,
): Promise<string | null> {
  const { baseCurrency: base, name, timeZone } = book;
  const [other] = otherCurrencies(read.files, base);
  if (other === undefined) return null;
  const { imports } = app.client;
  await imports.cancel({ sessionId: read.sessionId });
  accepted(await app.client.book.updateSettings({ commandId: crypto.randomUUID(), name, timeZone, baseCurrency: other }));
  const second = await readAgain();
  await imports.cancel({ sessionId: second.sessionId });
  return statedMost(read.files, base, second.files, other);
}

/**
 * Asks nothing, and publishes what is settled. A file with an open question stays out and says which flag settles it. A
 * question about a second shop puts every id of its account in doubt: the other files of that account stay out with it.
 */
async function publish(read: ImportSession, dryRun: boolean, app: CliApp, output: Output): Promise<ImportSession> {
  const { imports } = app.client;
  const { sessionId } = read;
  const doubtful = new Set(read.files.flatMap((file) => file.questions.flatMap(accountInDoubt)));
  const files = read.files.map((file): ImportFile => {
    const held = file.state === 'ready' && doubtful.has(`${file.system} ${file.account}`);
    return held ? { ...file, state: 'waiting' } : file;
  });
  const left = files.filter((file) => file.state === 'asking' || file.state === 'waiting');
  if (dryRun || files.every((file) => file.state !== 'ready')) {
    await imports.cancel({ sessionId });
    return { ...read, files };
  }
  for (const { fileKey } of left) await imports.removeFile({ sessionId, fileKey });
  const ready = await settled(sessionId, app, output);
  if (ready.previewToken === null) throw new Error('the import could not be settled.');
  accepted(await imports.commit({ commandId: crypto.randomUUID(), sessionId, previewToken: ready.previewToken }));
  const done = await settled(sessionId, app, output);
  await app.idle();
  const after = new Map(done.files.map((file) => [file.fileKey, file]));
  return { ...done, files: files.map((file) => after.get(file.fileKey) ?? file) };
}

function accountInDoubt(question: ImportQuestion): string[] {
  return question.kind === 'secondShop' ? [`${question.system} ${question.account}`] : [];
}

const LOOK_EVERY_MS = 100;

async function settled(sessionId: string, app: CliApp, output: Output): Promise<ImportSession> {
  for (;;) {
    const session = await app.client.imports.session({ sessionId });
    if (session === null) throw new Error('the import was lost.');
    if (session.state !== 'reading' && session.state !== 'publishing') return session;
    const file = session.files.find((one) => one.state === 'reading');
    if (file !== undefined) {
      const pace = file.rowsPerSecond === null ? '' : ` · ${count(Math.round(file.rowsPerSecond), 'row')} a second`;
      output.progress(`${file.name} ${Math.floor(file.progress * 100)} %${pace}`);
    }
    await setTimeout(LOOK_EVERY_MS);
  }
}

function summaryOf({ name, state, label, system, account, counts, totals, batchId, questions, problem }: ImportFile) {
  return { name, state, label, system, account, batchId, counts, totals, questions: questions.map(flagOf), problem };
}

type Summary = ReturnType<typeof summaryOf>;

function lineOf({ name, state, label, counts }: Summary): string {
  if (state === 'alreadyImported') return `${name}: already imported, nothing to add`;
  if (counts === null || (state !== 'published' && state !== 'ready')) return `${name}: not imported`;
  const parts = [`${counts.new} new`, `${counts.changed} changed`, `${counts.known} known`, `${counts.unreadable} unreadable`];
  return `${name}: ${label ?? ''}, ${parts.join(', ')}`;
}

function totalsOf(files: readonly ImportFile[]) {
  const sum = { records: 0, new: 0, changed: 0, known: 0, unreadable: 0 };
  for (const { counts, state } of files) {
    if (counts === null || (state !== 'published' && state !== 'ready')) continue;
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += counts[key];
  }
  return sum;
}

function remarks(file: ImportFile): string[] {
  if (file.problem !== null) return [problemText(file.problem)];
  if (file.state === 'waiting') return ['not imported, because another file of its account asks whether it is of a second shop.'];
  if (file.state === 'asking') return file.questions.map((question) => flagOf(question).text);
  return file.unreadable.map(
    ({ line, column, text, cause }) => `line ${line}${column === null ? '' : `, ${column}`}: ${cause} (${JSON.stringify(text)})`,
  );
}

/** The question in a sentence, with the flag that settles it. */
function flagOf(question: ImportQuestion): { kind: string; flag: string; text: string } {
  const { kind } = question;
  switch (question.kind) {
    case 'account': {
      const flag = `--account ${question.system}=NAME`;
      const known = question.known.length === 0 ? '' : ` Known: ${question.known.join(', ')}.`;
      return { kind, flag, text: `which account is this file of? ${flag} settles it.${known}` };
    }
    case 'dateOrder': {
      const flag = `--date-order ${question.choices.join('|')}`;
      const [proof] = question.proof;
      const example = proof === undefined ? '' : ` Line ${proof.line}, "${proof.text}", reads as ${proof.readings.join(' or ')}.`;
      return {
        kind,
        flag,
        text: `the dates in "${question.column}" can be read in more than one way.${example} ${flag} settles it.`,
      };
    }
    case 'decimalMark':
      return {
        kind,
        flag: '--decimal .|,',
        text: `the amounts in "${question.column}" can be read in more than one way. --decimal . or --decimal , settles it.`,
      };
    case 'mapping':
      return {
        kind,
        flag: '--mapping FILE',
        text: 'its columns are not known. --mapping FILE settles it: a mapping as the window saves it.',
      };
    case 'secondShop': {
      const flag = `--account ${question.system}=NAME`;
      const [example] = question.examples;
      const proof =
        example === undefined ? '' : ` ${example.nativeId} is "${example.here}" here and "${example.there}" in the book.`;
      return {
        kind,
        flag,
        text: `is this a second shop? It shares ids with ${question.account} that mean other sales.${proof} ${flag} settles it: ${question.account} if it is the same shop, a new name for a second one.`,
      };
    }
  }
}

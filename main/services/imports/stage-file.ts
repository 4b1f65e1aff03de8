/** Takes one file as far as it goes: inspected, asked about, staged. Every outcome is the file's alone; the others go on. */
import { MerkleTree } from '#core/changes/merkle.ts';
import type { HeaderInfo, ReadOptions } from '#core/connectors/connector.ts';
import type { ImportAnswers, ImportCounts, ImportFile } from '#shared/contract/imports.ts';
import type { System } from '#shared/domain/systems.ts';
import { inBulk, logOnDisk } from '#store/bulk.ts';
import { type LeafCursor, nextLeaves } from '#store/queries/batch-walk.ts';
import { findPublishedTwin, insertBatch, markStaged } from '#store/queries/batches.ts';
import { addBlock, ensureFile } from '#store/queries/files.ts';
import { bumpImportsVersion, readImportsVersion, readSetting } from '#store/queries/settings.ts';
import { ensureSource, knownAccounts } from '#store/queries/sources.ts';
import { insertStatements } from '#store/queries/statements.ts';
import { JobCancelled, ProblemError, type WriterContext } from '../context.ts';
import { bookZone } from '../records.ts';
import { sha256 } from '../sha256.ts';
import { discardBatch } from './discard.ts';
import type { InspectedFile } from './inspect-task.ts';
import { savedMappings } from './mappings.ts';
import { breathe } from './pace.ts';
import { importProblems } from './problems.ts';
import { accountOf, accountQuestion, answersFor, contentQuestions } from './questions.ts';
import type { ReadResult } from './read-task.ts';
import { NOT_COUNTED, type Session, type SessionFile, update } from './session.ts';
import { SecondShop, Stager } from './stager.ts';
import { keepWorkbook, unpackIntoSheets, workbookOf } from './unpack.ts';
import { withWoken } from './woken.ts';

type Detected = Exclude<InspectedFile['found'], { unreadable: unknown } | { workbook: true }>;

export interface StageContext {
  readonly context: WriterContext;
  readonly session: Session;
  readonly signal: AbortSignal;
}

const PROGRESS_EVERY_MS = 100;
const LEAVES = 1000;

/** Never throws, but for a cancelled job: what goes wrong becomes the file's problem. */
export async function stageFile(stage: StageContext, file: SessionFile): Promise<void> {
  const { context, session } = stage;
  try {
    await advance(stage, file);
  } catch (error) {
    stopStaging(stage, file);
    if (stage.signal.aborted || error instanceof JobCancelled) throw new JobCancelled();
    const problem = error instanceof ProblemError ? error.problem : importProblems.failed(file.view.name, reasonOf(error));
    update(context, session, file, { state: 'failed', problem, questions: [] });
  }
}

async function advance(stage: StageContext, file: SessionFile): Promise<void> {
  const { context, session } = stage;
  update(context, session, file, { state: 'reading', progress: 0, problem: null });
  file.inspected ??= await inspect(stage, file);
  const { found, byteCount } = file.inspected;
  if ('workbook' in found) return unpackIntoSheets(stage, file);
  if ('unreadable' in found) {
    update(context, session, file, { state: 'failed', byteCount, problem: importProblems.notSupported(found.unreadable) });
    return;
  }
  const answers = answersFor(session, file.view.name, found.system, file.answers);
  const account = accountOf(context.db, session, found, answers, file.unattended);
  const questions = [...(account === null ? [accountQuestion(context.db, session, found)] : []), ...contentQuestions(found)];
  update(context, session, file, { byteCount, label: labelOf(file, found), system: found.system, account, questions });
  if (questions.length > 0 || account === null) {
    update(context, session, file, { state: 'asking' });
    return;
  }
  if (namesKnownAccount(context, file, found.system, answers, account)) file.sameShop = true;
  await stageDetected(stage, file, file.inspected, found, account);
}

/** "Stripe payments CSV"; of a sheet, with its name in place of the kind of file. */
function labelOf({ sheet }: SessionFile, { label }: Detected): string {
  return sheet === null ? label : `${label.replace(/ CSV$/, '')}, sheet “${sheet.name}”`;
}

/** Nobody is at a window, and the account that was named is in the book: so it is the same shop. */
function namesKnownAccount(
  { db }: WriterContext,
  file: SessionFile,
  system: System,
  answers: ImportAnswers,
  account: string,
): boolean {
  return file.unattended && answers.account === account && knownAccounts(db, system).includes(account);
}

function inspect({ context, session, signal }: StageContext, file: SessionFile): Promise<InspectedFile> {
  const { db } = context;
  const answers = answersFor(session, file.view.name, file.view.system, file.answers);
  const mappings = savedMappings(db);
  return context.jobThread.run(
    'inspectFile',
    {
      path: file.path,
      name: file.view.name,
      mappings: answers.mapping === undefined ? mappings : [answers.mapping, ...mappings],
      defaults: {
        zone: readSetting(db, 'timeZone') ?? 'UTC',
        currency: readSetting(db, 'baseCurrency') ?? 'USD',
        dateOrder: answers.dateOrder ?? null,
        decimalMark: answers.decimalMark ?? null,
      },
    },
    { signal },
  );
}

async function stageDetected(
  stage: StageContext,
  file: SessionFile,
  inspected: InspectedFile,
  found: Detected,
  account: string,
): Promise<void> {
  const { context, session } = stage;
  const { db } = context;
  const fileSha256 = Buffer.from(inspected.sha256, 'hex');
  const sourceId = ensureSource(db, found.system, account);
  const header: HeaderInfo = { header: found.header, headerLine: found.headerLine };
  const readOptions = JSON.stringify({ ...found.options, headerLine: found.headerLine } satisfies StoredOptions);
  const twin = findPublishedTwin(db, fileSha256, sourceId, readOptions) ?? stagedTwin(session, file, inspected.sha256, account);
  if (twin !== null) {
    update(context, session, file, alreadyImported(JSON.parse(twin.counts) as ImportCounts));
    return;
  }
  const { fileId, storedBytes } = ensureFile(db, fileSha256, inspected.byteCount);
  const workbook = file.sheet === null ? null : workbookOf(db, file.sheet);
  const batchId = insertBatch(db, {
    sessionId: session.id,
    sourceId,
    fileId,
    fileName: file.view.name,
    label: labelOf(file, found),
    workbook: workbook === null || file.sheet === null ? null : { fileId: workbook.fileId, sheet: file.sheet.name },
    readOptions,
    header: JSON.stringify(found.header),
    createdMs: context.ports.clock.nowMs(),
  });
  update(context, session, file, { batchId });
  if (workbook !== null && file.sheet !== null) await keepWorkbook(stage, file, file.sheet, workbook);
  // Taken before the first record is compared: a change that another command makes while this file is read leaves its counts stale.
  let countedAt = readImportsVersion(db);
  const tookFromOther = () => {
    bumpImportsVersion(db);
    countedAt++;
  };
  const stager = new Stager(
    db,
    { batchId, sessionId: session.id, sourceId, system: found.system },
    { zone: bookZone(db), askSecondShop: !file.sameShop, tookFromOther },
  );
  const result = await read(stage, file, { found, header, account, fileId, batchId, storedBytes }, stager);
  if (result === null) return;
  if (result.sha256 !== inspected.sha256) throw new ProblemError(importProblems.changedWhileReading(file.view.name));
  await logOnDisk(db);
  const shown = withWoken(db, batchId, stager.counts);
  const counts: ImportCounts = { ...shown.counts, rows: result.rowCount };
  db.transaction(() => insertStatements(db, batchId, result.statements)).immediate();
  markStaged(db, batchId, {
    rowCount: result.rowCount,
    counts: JSON.stringify(counts),
    controlTotals: JSON.stringify(result.controlTotals),
    recordsRoot: result.recordsRoot === null ? await rootOf(context, batchId) : Buffer.from(result.recordsRoot, 'hex'),
    periodMs: result.periodMs,
  });
  file.countedAt = stager.hangsOnPeriod ? NOT_COUNTED : countedAt;
  file.recordCount = result.recordCount;
  update(context, session, file, {
    state: 'ready',
    progress: 1,
    counts,
    totals: { ...result.controlTotals },
    assumedCurrency:
      result.withoutCurrency === 0 ? null : { currency: found.options.defaultCurrency, records: result.withoutCurrency },
    changes: stager.changes,
    unreadable: shown.unreadable,
  });
}

/** How a batch was read, as it is stored with it. */
export type StoredOptions = ReadOptions & { readonly headerLine: number };

interface Reading {
  readonly found: Detected;
  readonly header: HeaderInfo;
  readonly account: string;
  readonly fileId: number;
  readonly batchId: number;
  readonly storedBytes: number;
}

/** Null when the file uses known ids for other sales: then it asks. */
async function read(stage: StageContext, file: SessionFile, reading: Reading, stager: Stager): Promise<ReadResult | null> {
  const { context, session, signal } = stage;
  const { found, header, account, fileId, batchId, storedBytes } = reading;
  const { byteCount } = file.view;
  const started = performance.now();
  let lastShown = started;
  try {
    return await context.jobThread.run(
      'readFile',
      { path: file.path, byteCount, options: found.options, header, system: found.system, account, storedBytes },
      {
        signal,
        async message(message) {
          if (message.kind === 'block') {
            await breathe();
            return inBulk(context.db, () => addBlock(context.db, fileId, message.block));
          }
          await stager.store(message.drafts, message.rejected);
          const now = performance.now();
          if (now - lastShown < PROGRESS_EVERY_MS) return;
          lastShown = now;
          const { counts } = stager;
          const rows = counts.records + counts.unreadable;
          update(context, session, file, {
            progress: byteCount === 0 ? 1 : message.bytesRead / byteCount,
            rowsPerSecond: Math.round((rows / (now - started)) * 1000),
            counts: { ...counts, rows },
          });
        },
      },
    );
  } catch (error) {
    if (!(error instanceof SecondShop)) throw error;
    discardBatch(context.db, batchId);
    update(context, session, file, {
      state: 'asking',
      batchId: null,
      counts: null,
      questions: [{ kind: 'secondShop', system: found.system, account, examples: [...error.examples] }],
    });
    return null;
  }
}

/** The same bytes earlier in this session: the second copy adds nothing. */
function stagedTwin(session: Session, file: SessionFile, sha256: string, account: string): { readonly counts: string } | null {
  const twin = session.files.find(
    (other) =>
      other !== file && other.view.state === 'ready' && other.inspected?.sha256 === sha256 && other.view.account === account,
  );
  return twin === undefined ? null : { counts: JSON.stringify(twin.view.counts) };
}

/** The view of a file whose records another import brought. */
export function alreadyImported(counts: ImportCounts) {
  return {
    state: 'alreadyImported',
    progress: 1,
    counts: { ...counts, new: 0, changed: 0, known: counts.records },
    changes: [],
  } satisfies Partial<ImportFile>;
}

/** For layouts whose records do not come in the order of the file: the leaves are read back in it. */
async function rootOf({ db }: WriterContext, batchId: number): Promise<Buffer> {
  const tree = new MerkleTree(sha256);
  let after: LeafCursor | null = null;
  do {
    const leaves = nextLeaves(db, batchId, after, LEAVES);
    for (const { payloadHash } of leaves) tree.push(payloadHash);
    after = leaves.at(-1) ?? null;
    await breathe();
  } while (after !== null);
  return Buffer.from(tree.root());
}

function stopStaging({ context, session }: StageContext, file: SessionFile): void {
  const { batchId } = file.view;
  if (batchId === null) return;
  discardBatch(context.db, batchId);
  update(context, session, file, { batchId: null, counts: null });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Undo and redo of a whole import. Its records leave the book, or come back; what other imports show stays as it is. */
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { LogDraft, LogValue } from '#shared/domain/change-log.ts';
import { logOnDisk } from '#store/bulk.ts';
import { type BatchData, findPublishedTwin, markPublished, markUndone, readBatch } from '#store/queries/batches.ts';
import { bumpImportsVersion } from '#store/queries/settings.ts';
import { type CommandOutcome, repeatedCommand, runCommand } from '../command.ts';
import type { JobControl, WriterContext } from '../context.ts';
import { startMatching } from '../matching/index.ts';
import { wakeCorrections } from './correct.ts';
import { followUp } from './follow-up.ts';
import { forgetTouches, gatherHomes, releaseHomes, type WalkHooks } from './homes.ts';
import { importProblems } from './problems.ts';
import type { ImportState } from './session.ts';

export interface UndoInput {
  readonly commandId: string;
  readonly batchId: number;
  readonly reason: string;
}

export function undoBatch(context: WriterContext, state: ImportState, input: UndoInput): Promise<Receipt | Problem> {
  return changeBatch(context, state, input.commandId, input.batchId, {
    from: 'published',
    problem: 'undo',
    refusal: () => null,
    label: (batch) => `Undoing the import of ${batch.fileName}`,
    name: 'imports.undoBatch',
    moveHomes: (batch, hooks) => releaseHomes(context.db, batch, hooks),
    flip: (batch) => markUndone(context.db, batch.batchId),
    entry: (batch) => ({ ...entryOf('import.undone', batch), why: { code: 'undo', text: input.reason } }),
    message: (batch) => `Undid the import of ${batch.fileName}. Its file is kept; redo brings everything back.`,
  });
}

export function redoBatch(
  context: WriterContext,
  state: ImportState,
  input: { readonly commandId: string; readonly batchId: number },
): Promise<Receipt | Problem> {
  return changeBatch(context, state, input.commandId, input.batchId, {
    from: 'undone',
    problem: 'redo',
    refusal: ({ fileName, fileSha256, sourceId, readOptions }) => {
      const twin = findPublishedTwin(context.db, fileSha256, sourceId, readOptions);
      return twin === null ? null : importProblems.twinPublished(fileName, twin.batchId);
    },
    label: (batch) => `Redoing the import of ${batch.fileName}`,
    name: 'imports.redoBatch',
    moveHomes: (batch, hooks) => gatherHomes(context.db, batch, hooks, () => bumpImportsVersion(context.db)),
    flip: (batch) => {
      wakeCorrections(context.db, batch.batchId);
      markPublished(context.db, batch.batchId, batch.actor ?? context.actor(), batch.publishedMs ?? 0);
    },
    entry: (batch) => entryOf('import.redone', batch),
    message: (batch) => `The import of ${batch.fileName} is back.`,
  });
}

interface BatchChange {
  readonly from: BatchData['state'];
  readonly problem: 'undo' | 'redo';
  readonly name: string;
  /** What else is in the way of the change. */
  refusal(batch: BatchData): Problem | null;
  label(batch: BatchData): string;
  /** Gives records their new homes while the batch still is what it was. */
  moveHomes(batch: BatchData, hooks: WalkHooks): Promise<void>;
  flip(batch: BatchData): void;
  entry(batch: BatchData): LogDraft;
  message(batch: BatchData): string;
}

async function changeBatch(
  context: WriterContext,
  state: ImportState,
  commandId: string,
  batchId: number,
  change: BatchChange,
): Promise<Receipt | Problem> {
  return state.inTurn(async () => {
    // Asked in turn: a resend waits for the first, if that is still on its way, and gets its receipt.
    const done = repeatedCommand<string>(context, { commandId, name: change.name });
    if (done !== null) return receiptOf(commandId, batchId, done);
    // What an earlier change left to derive is finished first: this one writes its own touches.
    await followUp(context);
    const batch = readBatch(context.db, batchId);
    if (batch?.state !== change.from) return importProblems.batchState(batchId, change.problem);
    const refusal = change.refusal(batch);
    if (refusal !== null) return refusal;
    const made: CommandOutcome<string>[] = [];
    const jobId = context.jobs.start({
      kind: 'undoImport',
      label: change.label(batch),
      canCancel: true,
      run: async (control) => {
        made.push(await carryOut(context, commandId, batch, change, control));
        return null;
      },
    });
    const job = await context.jobs.settled(jobId);
    const [outcome] = made;
    if (outcome === undefined) return job.problem ?? importProblems.stopped();
    await followUp(context);
    startMatching(context);
    return receiptOf(commandId, batchId, outcome);
  });
}

async function carryOut(
  context: WriterContext,
  commandId: string,
  batch: BatchData,
  change: BatchChange,
  control: JobControl,
): Promise<CommandOutcome<string>> {
  await forgetTouches(context.db, batch.batchId);
  await change.moveHomes(batch, {
    signal: control.signal,
    progress: (looked, total) =>
      control.report(
        total === 0 ? null : looked / total,
        `${looked.toLocaleString('en')} of ${total.toLocaleString('en')} records`,
      ),
  });
  await logOnDisk(context.db);
  control.signal.throwIfAborted();
  return runCommand(context, { commandId, name: change.name }, ({ db, log }) => {
    change.flip(batch);
    bumpImportsVersion(db);
    log(change.entry(batch));
    return change.message(batch);
  });
}

function entryOf(action: string, batch: BatchData): LogDraft {
  const what: LogValue = {
    file: batch.fileSha256.toString('hex'),
    fileName: batch.fileName,
    root: batch.recordsRoot?.toString('hex') ?? '',
    totals: JSON.parse(batch.controlTotals) as LogValue,
  };
  return action === 'import.undone'
    ? { action, subjects: [`batch:${batch.batchId}`], before: what }
    : { action, subjects: [`batch:${batch.batchId}`], after: what };
}

function receiptOf(commandId: string, batchId: number, { value, seqFirst, seqLast }: CommandOutcome<string>): Receipt {
  return { commandId, message: value, seqFirst, seqLast, decisionId: null, batchId };
}

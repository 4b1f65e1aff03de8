/** Publishes a session: exactly what its preview showed, in one short transaction with one log entry for each file. */
import { type ImportedBatch, importPublished } from '#core/changes/commitments.ts';
import type { ImportCounts } from '#shared/contract/imports.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { logOnDisk } from '#store/bulk.ts';
import { type BatchData, markPublished, readBatch } from '#store/queries/batches.ts';
import { bumpImportsVersion } from '#store/queries/settings.ts';
import { type CommandOutcome, repeatedCommand, runCommand } from '../command.ts';
import type { WriterContext } from '../context.ts';
import { startMatching } from '../matching/index.ts';
import { wakeCorrections } from './correct.ts';
import { followUp } from './follow-up.ts';
import { isStale, refreshPreview } from './preview.ts';
import { importProblems } from './problems.ts';
import { type ImportState, readyFiles, type Session, type SessionFile } from './session.ts';
import { removeUploads } from './uploads.ts';

export interface CommitInput {
  readonly commandId: string;
  readonly sessionId: string;
  readonly previewToken: string;
}

const NAME = 'imports.commit';

interface Published {
  readonly message: string;
  readonly batchId: number | null;
}

export async function commitImport(context: WriterContext, state: ImportState, input: CommitInput): Promise<Receipt | Problem> {
  return state.inTurn(async () => {
    // Asked in turn: a resend waits for the first, if that is still on its way, and gets its receipt.
    const done = repeatedCommand<Published>(context, { commandId: input.commandId, name: NAME });
    if (done !== null) return receiptOf(input.commandId, done);
    const session = state.sessions.get(input.sessionId);
    if (session === undefined || session.phase === 'cancelled') return importProblems.sessionGone();
    if (session.phase !== 'open' || session.jobId !== null || session.previewToken === null) return importProblems.notReady();
    if (session.previewToken !== input.previewToken) return importProblems.stale();
    session.phase = 'publishing';
    context.emit({ kind: 'importSession', sessionId: session.id });
    try {
      await logOnDisk(context.db);
      await refreshPreview(context, session);
      if (session.previewToken !== input.previewToken || isStale(context, session)) return importProblems.stale();
      const outcome = publish(context, session, input.commandId);
      session.phase = 'published';
      session.commandId = input.commandId;
      session.previewToken = null;
      for (const file of readyFiles(session)) file.view = { ...file.view, state: 'published' };
      removeUploads(session);
      await followUp(context);
      startMatching(context);
      return receiptOf(input.commandId, outcome);
    } finally {
      if (session.phase === 'publishing') session.phase = 'open';
      context.emit({ kind: 'importSession', sessionId: session.id });
    }
  });
}

function publish(context: WriterContext, session: Session, commandId: string): CommandOutcome<Published> {
  const files = readyFiles(session);
  return runCommand(context, { commandId, name: NAME }, ({ db, atMs, actor, log }) => {
    for (const { view, recordCount } of files) {
      const batch = view.batchId === null ? null : readBatch(db, view.batchId);
      if (batch?.state !== 'staged' || view.counts === null) throw new Error(`file ${view.name} is not staged`);
      wakeCorrections(db, batch.batchId);
      markPublished(db, batch.batchId, actor, atMs);
      log(
        importPublished({
          batchId: batch.batchId,
          fileName: batch.fileName,
          fileSha256: batch.fileSha256.toString('hex'),
          ...sheetOf(batch),
          recordCount,
          recordsRoot: batch.recordsRoot?.toString('hex') ?? '',
          counts: view.counts,
          controlTotals: view.totals,
        }),
      );
    }
    bumpImportsVersion(db);
    return { message: messageOf(files), batchId: files.length === 1 ? (files[0]?.view.batchId ?? null) : null };
  });
}

function sheetOf({ workbookSha256, sheet }: BatchData): Pick<ImportedBatch, 'sheet'> {
  return workbookSha256 === null ? {} : { sheet: { workbookSha256: workbookSha256.toString('hex'), name: sheet ?? '' } };
}

function messageOf(files: readonly SessionFile[]): string {
  const sum = (of: keyof ImportCounts) => files.reduce((total, { view }) => total + (view.counts?.[of] ?? 0), 0);
  const parts = [`${figure(sum('new'))} new`, `${figure(sum('changed'))} changed`, `${figure(sum('known'))} already known`];
  if (sum('unreadable') > 0) parts.push(`${figure(sum('unreadable'))} unreadable`);
  const what = files.length === 1 ? (files[0]?.view.name ?? '') : `${files.length} files`;
  return `Imported ${what}: ${parts.join(', ')}.`;
}

function figure(count: number): string {
  return count.toLocaleString('en');
}

function receiptOf(commandId: string, { value, seqFirst, seqLast }: CommandOutcome<Published>): Receipt {
  return { commandId, message: value.message, seqFirst, seqLast, decisionId: null, batchId: value.batchId };
}

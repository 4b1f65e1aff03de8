/**
 * A named person corrects an unreadable row: a decision. The row stays as it is; the record it then gives is seen in the same batch,
 * "entered by Ana", and gives way to any readable version from the source.
 */

import { needsItsFile } from '#core/connectors/registry.ts';
import type { Ports } from '#main/app/ports.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { DecisionBody } from '#shared/domain/decision.ts';
import { keyText, type RecordDraft } from '#shared/domain/source-record.ts';
import { typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb, WritableDb } from '#store/database.ts';
import { HomeStatements } from '#store/queries/batch-walk.ts';
import { addTouches, type BatchData, ensureLimbo, publishedOfFile, readBatch } from '#store/queries/batches.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { readFileBytes } from '#store/queries/files.ts';
import {
  findKnownCorrections,
  findRejectedOf,
  markCorrected,
  type RejectedData,
  readRejected,
  reopenRows,
  setRejectedState,
  settleCorrections,
} from '#store/queries/rejected.ts';
import { bumpImportsVersion } from '#store/queries/settings.ts';
import { enteredRecords, isStanding, replaceDecision, StagingStatements } from '#store/queries/staging.ts';
import { StringTable } from '#store/queries/strings.ts';
import { type CommandScope, repeatedCommand, runCommand } from '../command.ts';
import type { WriterContext } from '../context.ts';
import { deriveRecords } from '../derive.ts';
import { reconcileAgain } from '../money/run/index.ts';
import { importProblems } from './problems.ts';
import { cellsOf, type RowSource, reread } from './row-cells.ts';
import type { ImportState } from './session.ts';
import { rebuildMatchRows } from './settle.ts';
import type { StoredOptions } from './stage-file.ts';

export interface CorrectInput {
  readonly commandId: string;
  readonly rejectedId: number;
  /** Column → text, for the cells that were changed. */
  readonly values: Readonly<Record<string, string>>;
  readonly reason: string;
}

const NAME = 'imports.correctRow';

interface Corrected {
  readonly message: string;
  readonly decisionId: number;
}

export function correctRow(context: WriterContext, state: ImportState, input: CorrectInput): Promise<Receipt | Problem> {
  return state.inTurn(async () => {
    const done = repeatedCommand<Corrected>(context, { commandId: input.commandId, name: NAME });
    if (done !== null) return receiptOf(input.commandId, done);
    const row = readRejected(context.db, input.rejectedId);
    const batch = row === null ? null : readBatch(context.db, row.batchId);
    if (row === null || batch?.state !== 'published' || row.state === 'superseded') return importProblems.rowGone();
    const { drafts, rejected } = reread(rowSource(context.db, row), input.values);
    const [problem] = rejected;
    if (problem !== undefined || drafts.length === 0)
      return importProblems.stillUnreadable(problem?.cause ?? 'it names no record.');
    const outcome = runCommand(context, { commandId: input.commandId, name: NAME }, (scope) => {
      const decisionId = enter(context, scope, { row, batch, drafts, input });
      return { message: `Corrected line ${row.line} of ${row.fileName}.`, decisionId };
    });
    if (!outcome.repeated) reconcileAgain(context);
    return receiptOf(input.commandId, outcome);
  });
}

/** No file is larger; more than is there is not read. */
const LARGEST_FILE = 2 ** 40;

/** The row's bytes and how its file was read. */
export function rowSource(db: ReadableDb, row: RejectedData): RowSource {
  const options = JSON.parse(row.readOptions) as StoredOptions;
  const end = row.byteOffset + row.byteLength;
  return {
    bytes: readFileBytes(db, row.fileId, row.byteOffset, row.byteLength),
    options,
    header: JSON.parse(row.header) as string[],
    ...(needsItsFile(options)
      ? {
          around: () => ({
            before: readFileBytes(db, row.fileId, 0, row.byteOffset),
            after: readFileBytes(db, row.fileId, end, LARGEST_FILE - end),
          }),
        }
      : {}),
  };
}

interface Correction {
  readonly row: RejectedData;
  readonly batch: BatchData;
  readonly drafts: readonly RecordDraft[];
  readonly input: CorrectInput;
}

function enter(context: WriterContext, scope: CommandScope, { row, batch, drafts, input }: Correction): number {
  const { db } = scope;
  const body: DecisionBody = {
    kind: 'correct',
    batchSha256: batch.fileSha256.toString('hex'),
    line: row.line,
    values: input.values,
  };
  const decisionId = insertDecision(db, {
    commandId: scope.commandId,
    actor: scope.actor,
    atMs: scope.atMs,
    body,
    reasonCode: 'correction',
    reasonText: input.reason,
  });
  const replaced = row.state === 'corrected' ? row.decisionId : null;
  const silenced = replaced === null ? [] : enteredRecords(db, replaced);
  if (replaced !== null) replaceDecision(db, replaced, decisionId);
  const statements = new StagingStatements(db);
  const touched = drafts.map((draft) => enterRecord(context, statements, batch, row, draft, decisionId));
  for (const recordId of silenced) sendToSleep(db, statements, batch, recordId);
  markCorrected(db, row.rejectedId, decisionId);
  settle(context.ports, db, [...touched, ...silenced]);
  bumpImportsVersion(db);
  const before = Object.fromEntries(
    cellsOf(rowSource(db, row))
      .filter(({ column }) => column in input.values)
      .map(({ column, value }) => [column, value]),
  );
  const keys = drafts.map(({ type, nativeId }) => keyText({ system: batch.system, account: batch.account, type, nativeId }));
  scope.log({
    action: 'row.corrected',
    subjects: [...keys, `batch:${batch.batchId}`, `decision:${decisionId}`],
    field: `line ${row.line}`,
    before,
    after: { ...input.values },
    why: { code: 'correction', text: input.reason },
  });
  return decisionId;
}

/**
 * After a correction was taken back, or taken up again: what it entered leaves the book or returns to it, and its rows are open or
 * corrected. For `review.withdraw`, inside its transaction.
 */
export function restateCorrection({ ports }: WriterContext, db: WritableDb, decisionId: number): void {
  const rows = findRejectedOf(db, decisionId);
  const [first] = rows;
  const batch = first === undefined ? null : readBatch(db, first.batchId);
  if (batch === null) return;
  const records = enteredRecords(db, decisionId);
  const statements = new StagingStatements(db);
  const homes = new HomeStatements(db);
  const stands = isStanding(db, decisionId);
  for (const { rejectedId } of rows) setRejectedState(db, rejectedId, stands ? 'corrected' : 'open');
  for (const recordId of records) {
    const { homeBatchId, homeState } = homes.read(recordId);
    if (!stands) sendToSleep(db, statements, batch, recordId);
    else if (homeState !== 'published') statements.rehome(recordId, homeBatchId, batch.batchId);
  }
  if (stands) for (const batchId of publishedOfFile(db, batch.fileId)) enterAgain(db, batchId);
  settle(ports, db, records);
  bumpImportsVersion(db);
}

/**
 * Before a batch is published (again): rows of its file that a person corrected in an earlier import are corrected here too, without
 * being asked again. What that brings is touched, and derived with the rest of the batch. A few rows: part of the publishing change.
 */
export function wakeCorrections(db: WritableDb, batchId: number): void {
  reopenRows(db, batchId);
  addTouches(db, batchId, enterAgain(db, batchId));
}

/** Returns the records that it brings. */
function enterAgain(db: WritableDb, batchId: number): number[] {
  const known = findKnownCorrections(db, batchId);
  const statements = new StagingStatements(db);
  const homes = new HomeStatements(db);
  for (const { rejectedId, decisionId, versionId, recordId, line, byteOffset, byteLength, pointer } of known) {
    statements.addSighting({ versionId, batchId, line, byteOffset, byteLength, pointer });
    markCorrected(db, rejectedId, decisionId);
    const { homeBatchId, homeState } = homes.read(recordId);
    if (homeState !== 'published' && homeBatchId !== batchId) statements.rehome(recordId, homeBatchId, batchId);
  }
  return known.map(({ recordId }) => recordId);
}

function enterRecord(
  context: WriterContext,
  statements: StagingStatements,
  batch: BatchData,
  row: RejectedData,
  draft: RecordDraft,
  decisionId: number,
): number {
  const code = typeCode(draft.type);
  const added = statements.addRecord(batch.sourceId, code, draft.nativeId, batch.batchId);
  if (added !== null) statements.countHome(batch.batchId, 1);
  const known = added === null ? statements.findRecord(batch.sourceId, code, draft.nativeId) : null;
  const recordId = added ?? known?.recordId ?? 0;
  if (known !== null && known.homeState !== 'published') statements.rehome(recordId, known.homeBatchId, batch.batchId);
  const versionId = statements.addVersion({
    recordId,
    // There are no bytes to hash: what was decided stands for them.
    payloadHash: context.ports.sha256(JSON.stringify([decisionId, draft.facts])),
    versionMs: draft.versionMs,
    decisionId,
    facts: JSON.stringify(draft.facts),
    aliases: JSON.stringify(draft.aliases),
    refs: JSON.stringify(draft.refs.map(({ namespace, value, role }) => [namespace, value, role])),
  });
  const { line, byteOffset, byteLength, pointer } = row;
  statements.addSighting({ versionId, batchId: batch.batchId, line, byteOffset, byteLength, pointer });
  return recordId;
}

/** A record that nothing but a replaced correction shows leaves the book; its row stays, so that decisions about it can wake. */
function sendToSleep(db: WritableDb, statements: StagingStatements, batch: BatchData, recordId: number): void {
  const homes = new HomeStatements(db);
  if (homes.isShown(recordId)) return;
  statements.rehome(recordId, homes.read(recordId).homeBatchId, ensureLimbo(db, batch));
}

function settle(ports: Ports, db: WritableDb, recordIds: readonly number[]): void {
  rebuildMatchRows(db, recordIds, new StringTable(db));
  settleCorrections(db, recordIds);
  deriveRecords(db, ports, recordIds);
}

function receiptOf(
  commandId: string,
  done: { readonly value: Corrected; readonly seqFirst: number | null; readonly seqLast: number | null },
): Receipt {
  return {
    commandId,
    message: done.value.message,
    seqFirst: done.seqFirst,
    seqLast: done.seqLast,
    decisionId: done.value.decisionId,
    batchId: null,
  };
}

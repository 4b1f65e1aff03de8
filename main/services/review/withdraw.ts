/** Undo and redo: taking a decision back, or taking that back. Decisions of one command go together. */

import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { actorLabel, type Decision, type DecisionKind, keysOf } from '#shared/domain/decision.ts';
import type { ReadableDb } from '#store/database.ts';
import { readDecision, readDecisionKeys, readStandingOfCommand, UNDOABLE_KINDS } from '#store/queries/decisions.ts';
import { readHeads } from '#store/queries/orders.ts';
import { readLatestRun } from '#store/queries/question-lists.ts';
import { type CommandScope, runCommand } from '../command.ts';
import { JobCancelled, type WriterContext } from '../context.ts';
import { deriveRecords } from '../derive.ts';
import { restateCorrection } from '../imports/correct.ts';
import { startMatching } from '../matching/index.ts';
import { restateException } from '../money/commands/exceptions.ts';
import { type Done, decide, takeBack, turn, whyOf } from './decide.ts';
import { problems } from './problems.ts';
import { refuseUnderMerge } from './withdraw-order.ts';

export interface WithdrawInput {
  readonly commandId: string;
  readonly decisionId: number;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
}

/** Merges of a bulk accept taken back in one transaction: some 20 ms. The rest follows in a job. */
const CHUNK = 5;
/** Decisions of any other command go in one. */
const ALL = 10_000;

/** Undo of a decision, with all others of its command; undo of an undo is redo: withdraw the decision of the receipt. */
export function withdraw(context: WriterContext, input: WithdrawInput): Receipt | Problem {
  let rest: string | null = null;
  let stale = false;
  const receipt = decide(context, { commandId: input.commandId, name: 'review.withdraw' }, (scope) => {
    const asked = readDecision(scope.db, input.decisionId);
    if (asked === null) throw problems.unknownDecision(input.decisionId);
    if (asked.withdrawnBy !== null) throw problems.alreadyBack();
    stale = wasTakenForGranted(scope.db, asked) || choosesModel(scope.db, asked);
    refuseUnderMerge(scope.db, readStandingOfCommand(scope.db, asked.commandId, ALL));
    const limit = isBulk(scope.db, asked) ? CHUNK : ALL;
    const done = takeBackSome(context, scope, asked.commandId, limit, input);
    if (done === null) throw problems.unknownDecision(input.decisionId);
    if (readStandingOfCommand(scope.db, asked.commandId, 1).length > 0) rest = asked.commandId;
    return done;
  });
  if (rest !== null) takeBackRest(context, rest, input);
  if (stale && 'commandId' in receipt) startMatching(context);
  return receipt;
}

/** A run since a decision took it for granted: which pairs the machine joins without it is for a new run to say. */
function wasTakenForGranted(db: ReadableDb, { body, atMs }: Decision): boolean {
  const run = readLatestRun(db);
  return run !== null && run.at_ms >= atMs && (body.kind === 'together' || body.kind === 'apart' || body.kind === 'relate');
}

/** Whether a decision, or the one that it takes back, puts a model in force: then all pairs are to be weighed anew. */
function choosesModel(db: ReadableDb, { body }: Decision): boolean {
  if (body.kind !== 'withdraw') return body.kind === 'adopt_model';
  const target = readDecision(db, body.decisionId);
  return target !== null && choosesModel(db, target);
}

/** Whether a decision, or the one that it takes back, came with a bulk accept. */
function isBulk(db: ReadableDb, { body }: Decision): boolean {
  if (body.kind !== 'withdraw') return body.kind === 'together' && body.answer.bulk;
  const target = readDecision(db, body.decisionId);
  return target !== null && isBulk(db, target);
}

/** Takes up to `limit` of a command's decisions back, the newest first. Null when none of them is a person's answer. */
function takeBackSome(
  context: WriterContext,
  scope: CommandScope,
  ofCommand: string,
  limit: number,
  input: WithdrawInput,
): Done | null {
  const group = readStandingOfCommand(scope.db, ofCommand, limit);
  const { withdrawals, changed } = takeBack(scope, group, whyOf(input), input.commandId);
  refuseUnderMerge(
    scope.db,
    changed.filter(({ id }) => readDecision(scope.db, id)?.withdrawnBy !== null),
  );
  for (const { id, body } of changed) {
    if (body.kind === 'correct') restateCorrection(context, scope.db, id);
    if (body.kind === 'exception') restateException(scope.db, body.exceptionId, scope.atMs);
  }
  const main = changed.findLast(({ body }) => UNDOABLE_KINDS.includes(body.kind));
  if (main === undefined) return null;
  const ids = readDecisionKeys(
    scope.db,
    changed.map(({ id }) => id),
  );
  deriveRecords(scope.db, context.ports, [...ids.values()]);
  const undone = group.some(({ id }) => id === main.id);
  const held = undone && main.body.kind === 'together' && isStillOne(scope.db, main);
  const words = `${undone ? 'Took back' : 'Redid'}: ${decisionLabel(main)}`;
  return {
    message: held ? `${words}. A later merge still holds them together: split the order to part them` : words,
    decisionId: withdrawals.at(-1) ?? null,
  };
}

/** Two merges may say the same; taking one back then leaves the order as it is. */
function isStillOne(db: ReadableDb, decision: Decision): boolean {
  const heads = readHeads(db, [...readDecisionKeys(db, [decision.id]).values()]);
  return new Set(heads.values()).size === 1;
}

function takeBackRest(context: WriterContext, ofCommand: string, input: WithdrawInput): void {
  context.jobs.start({
    kind: 'bulkAccept',
    label: 'Taking back merges',
    canCancel: true,
    run: async ({ signal, report }) => {
      for (let round = 1; readStandingOfCommand(context.db, ofCommand, 1).length > 0; round++) {
        if (signal.aborted) throw new JobCancelled();
        runCommand(context, { commandId: `${input.commandId}#${round}`, name: 'review.withdraw' }, (scope) =>
          takeBackSome(context, scope, ofCommand, CHUNK, input),
        );
        report(null, `${(round + 1) * CHUNK} taken back`);
        await turn();
      }
      return null;
    },
  });
}

const KIND_WORDS: Readonly<Record<DecisionKind, string>> = {
  together: 'merge',
  apart: 'not duplicates',
  relate: 'related',
  pick: 'choice of a value',
  correct: 'correction of a row',
  pin: 'pinned id',
  skip: 'skip',
  adopt_model: 'adoption of a model',
  audit: 'verdict on a link',
  link: 'link',
  exception: 'answer to an exception',
  write_off: 'write-off',
  policy: 'policy',
  opening: 'opening balance',
  coverage: 'coverage',
  withdraw: 'undo',
};

/** "merge of 3 records by Ana". */
export function decisionLabel({ body, actor }: Decision): string {
  if (body.kind === 'together' && body.answer.bulk) return `bulk merge by ${actorLabel(actor)}`;
  const split = body.kind === 'apart' && body.answer.proposalId === null;
  const count = keysOf(body).length;
  const what = split ? 'split' : KIND_WORDS[body.kind];
  return `${what}${count === 0 ? '' : ` of ${count} records`} by ${actorLabel(actor)}`;
}

/** What redo would bring back: the label of the decision that a withdrawal took back. */
export function withdrawnLabel(db: ReadableDb, withdrawal: Decision): string {
  const target = withdrawal.body.kind === 'withdraw' ? readDecision(db, withdrawal.body.decisionId) : null;
  return decisionLabel(target ?? withdrawal);
}

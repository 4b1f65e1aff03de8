/** Undo and redo: taking a decision back, or taking that back. Decisions of one command go together. */

import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { actorLabel, type Decision, type DecisionKind, keysOf } from '#shared/domain/decision.ts';
import { readDecision, readDecisionKeys, readDecisionsOfCommand, UNDOABLE_KINDS } from '#store/queries/decisions.ts';
import type { CommandScope } from '../command.ts';
import type { WriterContext } from '../context.ts';
import { deriveRecords } from '../derive.ts';
import { type Done, decide, takeBack, whyOf } from './decide.ts';
import { problems } from './problems.ts';

export interface WithdrawInput {
  readonly commandId: string;
  readonly decisionId: number;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
}

export function withdraw(context: WriterContext, input: WithdrawInput): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name: 'review.withdraw' }, (scope) => {
    const decision = readDecision(scope.db, input.decisionId);
    if (decision === null) throw problems.unknownDecision(input.decisionId);
    if (decision.withdrawnBy !== null) throw problems.alreadyBack();
    const group = readDecisionsOfCommand(scope.db, decision.commandId).filter(({ withdrawnBy }) => withdrawnBy === null);
    return withdrawGroup(context, scope, decision, group, input);
  });
}

/** Takes standing decisions of one command back. The receipt's decision is the withdrawal of the one asked for: withdrawing it is redo. */
export function withdrawGroup(
  context: WriterContext,
  scope: CommandScope,
  asked: Decision,
  group: readonly Decision[],
  reason: { readonly reasonCode: string | null; readonly reasonText: string | null },
  groupId: string = scope.commandId,
): Done {
  const { withdrawals, changed } = takeBack(scope, group, whyOf(reason), groupId);
  const main = changed.find(({ body }) => UNDOABLE_KINDS.includes(body.kind));
  if (main === undefined) throw problems.unknownDecision(asked.id);
  const ids = readDecisionKeys(
    scope.db,
    changed.map(({ id }) => id),
  );
  deriveRecords(scope.db, context.ports, [...ids.values()]);
  const verb = group.some(({ id }) => id === main.id) ? 'Took back' : 'Redid';
  const at = group.findIndex(({ id }) => id === asked.id);
  return { message: `${verb}: ${decisionLabel(main)}`, decisionId: withdrawals[at] ?? null };
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
  withdraw: 'undo',
};

/** "merge of 3 records by Ana". */
export function decisionLabel({ body, actor }: Decision): string {
  const split = body.kind === 'apart' && body.answer.proposalId === null;
  const count = keysOf(body).length;
  return `${split ? 'split' : KIND_WORDS[body.kind]} of ${count} records by ${actorLabel(actor)}`;
}

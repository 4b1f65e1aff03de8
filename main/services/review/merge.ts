/** Merging: by the side-by-side screen, or by naming records. */
import type { z } from 'zod';
import type { Ports } from '#main/app/ports.ts';
import type { Problem, Receipt, recordKey } from '#shared/contract/procedure.ts';
import { findRecord } from '#store/queries/decisions.ts';
import { readQuestion } from '#store/queries/questions.ts';
import type { CommandScope } from '../command.ts';
import type { WriterContext } from '../context.ts';
import { carryOut, type Done, decide, takeBack, whyOf } from './decide.ts';
import type { OverrideInput, PickInput } from './picks.ts';
import { type MergePlan, planMerge } from './plan.ts';
import { problems } from './problems.ts';
import { comparedToken } from './token.ts';

interface Reason {
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
}

export interface MergeInput extends Reason {
  readonly commandId: string;
  readonly proposalId: string;
  readonly token: string;
  readonly memberIds: readonly number[];
  readonly picks: readonly PickInput[];
  readonly overrides: readonly OverrideInput[];
}

export function merge(context: WriterContext, input: MergeInput): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name: 'review.merge' }, (scope) => {
    const question = readQuestion(scope.db, input.proposalId);
    if (question === null) throw problems.gone();
    const plan = planMerge(scope.db, context.ports, {
      memberIds: input.memberIds,
      picks: input.picks,
      overrides: input.overrides,
      question,
      bulk: false,
      actor: scope.actor,
      atMs: scope.atMs,
      why: whyOf(input),
    });
    if (comparedToken(plan.before, plan.state.records, context.ports.sha256) !== input.token) throw problems.stale();
    return executeMerge(scope, context.ports, plan);
  });
}

export function together(
  context: WriterContext,
  input: Reason & { readonly commandId: string; readonly members: readonly z.infer<typeof recordKey>[] },
): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name: 'review.together' }, (scope) => {
    const memberIds = input.members.map((key) => {
      const id = findRecord(scope.db, key);
      if (id === null) throw problems.unknownRecord(`${key.system} ${key.type} ${key.nativeId} of account ${key.account}`);
      return id;
    });
    const plan = planMerge(scope.db, context.ports, {
      memberIds,
      picks: [],
      overrides: [],
      question: null,
      bulk: false,
      actor: scope.actor,
      atMs: scope.atMs,
      why: whyOf(input),
    });
    return executeMerge(scope, context.ports, plan);
  });
}

const ANSWERED_AGAIN = { code: 'answered_again', text: 'Decided anew on the same question' };

/** Carries a plan out. Decisions of one `groupId` are taken back as one. */
export function executeMerge(scope: CommandScope, ports: Ports, plan: MergePlan, groupId: string = scope.commandId): Done {
  takeBack(scope, plan.superseded, ANSWERED_AGAIN, groupId);
  const [decisionId] = carryOut(scope, ports, plan.decisions, plan.recordIds, groupId);
  for (const entry of plan.entries) scope.log(entry);
  const { client, number } = plan.after.summary;
  return { message: `Merged ${plan.after.members.length} records into ${client || number}`, decisionId: decisionId ?? null };
}

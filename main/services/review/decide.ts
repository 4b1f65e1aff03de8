/** What the commands about duplicates share: carrying out decisions inside a change, and the receipt the window gets. */
import { standingEntry, type Why } from '#core/changes/merge-entries.ts';
import type { Ports } from '#main/app/ports.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { Decision } from '#shared/domain/decision.ts';
import { insertDecision, markWithdrawn } from '#store/queries/decisions.ts';
import { type CommandOutcome, type CommandScope, runCommand } from '../command.ts';
import { ProblemError, type WriterContext } from '../context.ts';
import type { DecisionContent } from '../derive/component.ts';
import { deriveRecords } from '../derive.ts';
import { reconcileAgain } from '../money/run/index.ts';

export interface Done {
  readonly message: string;
  /** Decision to withdraw for undo. */
  readonly decisionId: number | null;
}

/** Commands after which links or positions may be others. Answers to exceptions change nothing but these. */
const MOVES_MONEY = /^(?:review|money|policy)\./;

/** Runs one change; a hard rule in the way becomes a problem in words and leaves the book as it was. */
export function decide(
  context: WriterContext,
  spec: { readonly commandId: string; readonly name: string },
  body: (scope: CommandScope) => Done,
): Receipt | Problem {
  try {
    const outcome = runCommand(context, spec, body);
    if (!outcome.repeated && MOVES_MONEY.test(spec.name)) reconcileAgain(context);
    return receiptOf(spec.commandId, outcome);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

export function receiptOf(commandId: string, { value, seqFirst, seqLast }: CommandOutcome<Done>): Receipt {
  return { commandId, message: value.message, seqFirst, seqLast, decisionId: value.decisionId, batchId: null };
}

/** Adds decisions of one command and derives what they touch. Returns their ids. `groupId` names the command to take back as one. */
export function carryOut(
  scope: CommandScope,
  ports: Ports,
  decisions: readonly DecisionContent[],
  recordIds: readonly number[],
  groupId: string = scope.commandId,
): number[] {
  const ids = decisions.map((decision) => insertDecision(scope.db, { ...decision, commandId: groupId }));
  deriveRecords(scope.db, ports, recordIds);
  return ids;
}

/**
 * Takes standing decisions back in the name of this command, with one log entry for each decision whose standing changes.
 * `withdrawals` are the new decisions, in the order given: taking one of them back is redo.
 */
export function takeBack(
  scope: CommandScope,
  decisions: readonly Decision[],
  why: Why,
  groupId: string = scope.commandId,
): { readonly withdrawals: readonly number[]; readonly changed: readonly Decision[] } {
  const withdrawals: number[] = [];
  const changed: Decision[] = [];
  for (const decision of decisions) {
    const id = insertDecision(scope.db, {
      commandId: groupId,
      actor: scope.actor,
      atMs: scope.atMs,
      body: { kind: 'withdraw', decisionId: decision.id },
      reasonCode: why?.code ?? null,
      reasonText: why?.text ?? null,
    });
    withdrawals.push(id);
    changed.push(...markWithdrawn(scope.db, decision, id));
  }
  const withdrawn = new Set(decisions.map(({ id }) => id));
  for (const decision of changed) scope.log(standingEntry(decision, !withdrawn.has(decision.id), why));
  return { withdrawals, changed };
}

/** A reason as the log holds it; null when neither a code nor words were given. */
export function whyOf(reason: { readonly reasonCode: string | null; readonly reasonText: string | null }): Why {
  if (reason.reasonCode === null && reason.reasonText === null) return null;
  return { code: reason.reasonCode ?? 'other', text: reason.reasonText ?? '' };
}

/** Lets the thread answer others between two changes of a job. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

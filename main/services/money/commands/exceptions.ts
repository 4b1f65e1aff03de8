/** Answers to exceptions: waived, resolved, put off, handed over. They hold through every later run. */
import type { inbox } from '#shared/contract/inbox.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { StoredSubject } from '#shared/domain/exception-view.ts';
import type { ExceptionAct } from '#shared/domain/money-decision.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { WritableDb } from '#store/database.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { readException } from '#store/queries/inbox.ts';
import { EXCEPTIONS, foundWriter } from '#store/queries/money-found.ts';
import { readKeys } from '#store/queries/money-views.ts';
import type { WriterContext } from '../../context.ts';
import type { InputOf } from '../../handlers.ts';
import { decide } from '../../review/decide.ts';
import { answered, answersOf } from '../run/answers.ts';
import type { Reasons } from './decide.ts';
import { refusals } from './refusals.ts';

type Target = Reasons & { readonly exceptionId: string };

export function waive(context: WriterContext, input: InputOf<typeof inbox.waive>): Receipt | Problem {
  return answer(context, 'inbox.waive', input, { do: 'waive' }, 'Waived');
}

export function resolve(context: WriterContext, input: InputOf<typeof inbox.resolve>): Receipt | Problem {
  return answer(context, 'inbox.resolve', input, { do: 'resolve' }, 'Resolved');
}

export function snooze(context: WriterContext, input: InputOf<typeof inbox.snooze>): Receipt | Problem {
  return answer(context, 'inbox.snooze', input, { do: 'snooze', untilMs: input.untilMs }, 'Put off');
}

export function assign(context: WriterContext, input: InputOf<typeof inbox.assign>): Receipt | Problem {
  const { owner, assignee } = input;
  return answer(context, 'inbox.assign', input, { do: 'assign', owner, assignee }, `Handed over to ${assignee ?? owner}`);
}

function answer(context: WriterContext, name: string, input: Target, act: ExceptionAct, words: string): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name }, (scope) => {
    const { db, atMs, actor, commandId } = scope;
    const row = readException(db, input.exceptionId);
    if (row === null) throw refusals.unknownException();
    const ids = (JSON.parse(row.subjects) as StoredSubject[]).flatMap(({ recordId }) => (recordId === null ? [] : [recordId]));
    const keys = [...readKeys(db, ids).values()];
    const { reasonCode, reasonText } = input;
    const { id: exceptionId, reason, amountMinor } = row;
    const decisionId = insertDecision(db, {
      commandId,
      actor,
      atMs,
      body: { kind: 'exception', exceptionId, reason, subjects: keys, amountMinor, act },
      reasonCode,
      reasonText,
    });
    const after = restateException(db, exceptionId, atMs);
    scope.log({
      action: `exception.${act.do === 'waive' ? 'waived' : act.do === 'resolve' ? 'resolved' : act.do === 'snooze' ? 'snoozed' : 'assigned'}`,
      subjects: [`exception:${exceptionId}`, ...keys.map(keyText), `decision:${decisionId}`],
      field: reason,
      before: { state: row.state, owner: row.assignee ?? row.owner },
      after: after === null ? null : { state: after.state, owner: after.assignee ?? after.owner },
      why: reasonCode === null && reasonText === null ? null : { code: reasonCode ?? 'other', text: reasonText ?? '' },
    });
    return { message: `${words}.`, decisionId };
  });
}

/** Brings an exception in step with the answers that stand now; null when it does not stand itself. Inside the caller's transaction. */
export function restateException(db: WritableDb, exceptionId: string, nowMs: number) {
  const row = readException(db, exceptionId);
  if (row === null) return null;
  const after = answered(row, answersOf(db, exceptionId).get(exceptionId) ?? [], nowMs);
  foundWriter(db, EXCEPTIONS).write(after);
  return after;
}

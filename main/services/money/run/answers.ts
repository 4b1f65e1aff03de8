/** What people decided about exceptions, and how it changes them. */
import type { ExceptionAct } from '#shared/domain/money-decision.ts';
import type { ReadableDb } from '#store/database.ts';
import { readMoneyDecisions } from '#store/queries/money-decisions.ts';
import type { ExceptionData } from '#store/queries/money-found.ts';

interface Answer {
  readonly amountMinor: number | null;
  readonly act: ExceptionAct;
}

/** Standing answers by exception, oldest first. */
export type Answers = ReadonlyMap<string, readonly Answer[]>;

export function answersOf(db: ReadableDb): Answers {
  const answers = new Map<string, Answer[]>();
  for (const { body } of readMoneyDecisions(db, 'exception')) {
    const { exceptionId, amountMinor, act } = body;
    const known = answers.get(exceptionId);
    if (known === undefined) answers.set(exceptionId, [{ amountMinor, act }]);
    else known.push({ amountMinor, act });
  }
  return answers;
}

/** The later answer outranks the earlier. One that was given about another amount sleeps, but for whose it is. */
export function answered(found: ExceptionData, answers: readonly Answer[], asOfMs: number): ExceptionData {
  let row = found;
  for (const { amountMinor, act } of answers) {
    if (act.do === 'assign') row = { ...row, owner: act.owner, assignee: act.assignee };
    else if (amountMinor !== row.amountMinor || found.state === 'resolved') continue;
    else if (act.do === 'snooze')
      row = act.untilMs > asOfMs ? { ...row, state: 'pending', snoozedUntilMs: act.untilMs } : { ...row, state: found.state };
    else row = { ...row, state: act.do === 'waive' ? 'waived' : 'resolved', byItself: 0, snoozedUntilMs: null };
  }
  return row;
}

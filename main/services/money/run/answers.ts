/** What people decided about exceptions, and how it changes them. */
import type { ExceptionAct } from '#shared/domain/money-decision.ts';
import type { ReadableDb } from '#store/database.ts';
import { readAnswers, readMoneyDecisions } from '#store/queries/money-decisions.ts';
import type { ExceptionData } from '#store/queries/money-found.ts';

interface Answer {
  readonly amountMinor: number | null;
  readonly act: ExceptionAct;
}

/** Standing answers by exception, oldest first. */
export type Answers = ReadonlyMap<string, readonly Answer[]>;

/** Of one exception, or of all. */
export function answersOf(db: ReadableDb, only: string | null = null): Answers {
  const answers = new Map<string, Answer[]>();
  for (const { body } of only === null ? readMoneyDecisions(db, 'exception') : readAnswers(db, only)) {
    const { exceptionId, amountMinor, act } = body;
    const known = answers.get(exceptionId);
    if (known === undefined) answers.set(exceptionId, [{ amountMinor, act }]);
    else known.push({ amountMinor, act });
  }
  return answers;
}

/**
 * An exception as people's answers leave it. The later answer outranks the earlier. One that was given about another amount sleeps,
 * but for whose it is; what settled itself stays settled.
 */
export function answered(row: ExceptionData, answers: readonly Answer[], asOfMs: number): ExceptionData {
  const { foundState, foundOwner } = row;
  const untouched = { byItself: foundState === 'resolved' ? (1 as const) : (0 as const), snoozedUntilMs: null };
  let now: ExceptionData = { ...row, ...untouched, state: foundState, owner: foundOwner, assignee: null };
  for (const { amountMinor, act } of answers) {
    if (act.do === 'assign') now = { ...now, owner: act.owner, assignee: act.assignee };
    else if (amountMinor !== row.amountMinor || foundState === 'resolved') continue;
    else if (act.do !== 'snooze') now = { ...now, ...untouched, state: act.do === 'waive' ? 'waived' : 'resolved' };
    else if (act.untilMs > asOfMs) now = { ...now, ...untouched, state: 'pending', snoozedUntilMs: act.untilMs };
    else now = { ...now, ...untouched, state: foundState };
  }
  return now;
}

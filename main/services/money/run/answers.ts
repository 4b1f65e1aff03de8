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

/** What answers may change of an exception. */
interface Answerable {
  readonly state: string;
  readonly owner: string;
  readonly amountMinor: number | null;
}

/**
 * Where an exception stands after people's answers: its state, as it was found, and its owner. The later answer outranks the earlier. One
 * that was given about another amount sleeps, but for whose it is; what settled itself stays settled.
 */
export function statesOf<E extends Answerable>(
  found: E,
  answers: readonly Answer[],
  asOfMs = Number.NEGATIVE_INFINITY,
): Pick<E, 'state' | 'owner'> & { readonly assignee: string | null; readonly snoozedUntilMs: number | null } {
  let state = found.state;
  let owner = found.owner;
  let assignee: string | null = null;
  let snoozedUntilMs: number | null = null;
  for (const { amountMinor, act } of answers) {
    if (act.do === 'assign') {
      owner = act.owner;
      assignee = act.assignee;
    } else if (amountMinor === found.amountMinor && found.state !== 'resolved') {
      snoozedUntilMs = act.do === 'snooze' && act.untilMs > asOfMs ? act.untilMs : null;
      if (act.do === 'snooze') state = snoozedUntilMs === null ? found.state : 'pending';
      else state = act.do === 'waive' ? 'waived' : 'resolved';
    }
  }
  return { state, owner, assignee, snoozedUntilMs };
}

/** An exception as people's answers leave it, whatever they had left it as before. */
export function answered(row: ExceptionData, answers: readonly Answer[], asOfMs: number): ExceptionData {
  const { foundState, foundOwner, amountMinor } = row;
  const now = statesOf({ state: foundState, owner: foundOwner, amountMinor }, answers, asOfMs);
  return { ...row, ...now, byItself: foundState === 'resolved' ? 1 : 0 };
}

/** What can stand in the way of a decision about money: what happened, what is safe, what to do. */
import { formatGrouped } from '#shared/domain/money.ts';
import { ProblemError } from '../../context.ts';

const NOTHING_CHANGED = 'Nothing was changed.';

function refuse(code: string, what: string, todo: string): ProblemError {
  return new ProblemError({ code, what, safe: NOTHING_CHANGED, todo });
}

export const refusals = {
  unknownKind: (kind: string) =>
    refuse('unknown_link', `“${kind}” is no kind of link.`, 'Choose one of the kinds that are offered.'),
  unknownRecord: (recordId: number) =>
    refuse('unknown_record', `The book holds no record ${recordId}.`, 'Look again: it may have left with its import.'),
  unknownException: () =>
    refuse('exception_gone', 'This exception does not stand any more.', 'Go on with the next one: what it said now holds.'),
  writeOffTooLarge: (limitMinor: number, currency: string) =>
    refuse(
      'write_off_limit',
      `The policy lets ${formatGrouped(limitMinor, currency)} ${currency} be written off at most.`,
      'Write off less, or change the limit in the policy first: that is logged.',
    ),
  badRates: (line: number, cause: string) =>
    refuse('bad_rates', `Line ${line}: ${cause}`, 'Correct the table and take it again: it is taken whole or not at all.'),
  samePolicy: () => refuse('same_policy', 'The policy is the same as before.', 'Nothing needs to be done.'),
  badSpan: () => refuse('bad_span', 'The first day lies after the last.', 'Turn them round.'),
};

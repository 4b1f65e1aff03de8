/** What can stand in the way of a decision, in words: what happened, what is safe, what to do. */
import { ProblemError } from '../context.ts';

const NOTHING_CHANGED = 'Nothing was changed. All records are as they were.';

function refuse(code: string, what: string, todo: string): ProblemError {
  return new ProblemError({ code, what, safe: NOTHING_CHANGED, todo });
}

export const problems = {
  gone: () => refuse('gone', 'This question is no longer open: its records changed or left the book.', 'Go on with the next one.'),
  stale: () =>
    refuse(
      'stale',
      'A record of this question changed since it was shown.',
      'Look at the new differences, which are marked now, and decide again. Your choices are kept.',
    ),
  tooFew: () => refuse('too_few', 'Fewer than two orders were chosen.', 'Choose records of at least two orders.'),
  unknownRecord: (name: string) =>
    refuse('unknown_record', `The book holds no live record ${name}.`, 'Check the id, or import the file that has it.'),
  notOrders: (name: string) =>
    refuse(
      'not_orders',
      `${name} is not an order: only orders, deals, sales orders and the campaigns or projects around them can be merged.`,
      'Leave it out.',
    ),
  currency: (currencies: readonly string[]) =>
    refuse(
      'currency',
      `The records are in different currencies (${currencies.join(', ')}), so they cannot be one order.`,
      'Choose "Related" to link them without merging.',
    ),
  keptApart: (by: string) =>
    refuse(
      'kept_apart',
      `${by} decided that records in here are not duplicates.`,
      'Take that decision back first: it stands under "Not duplicates" and on the page of the order.',
    ),
  locked: (label: string) =>
    refuse('locked', `${label} is a commercial term and is locked.`, 'Use "Override with reason" to change it.'),
  shortReason: () =>
    refuse('short_reason', 'An override needs a reason of at least 10 characters.', 'Say in a few words why the value is wrong.'),
  badValue: (todo: string) => refuse('bad_value', 'The value that was typed cannot be used for this field.', todo),
  cannotKeepBoth: (label: string) =>
    refuse('one_value', `${label} has one value only.`, 'Choose one of the records, or type a value.'),
  unknownOrder: (orderId: string) =>
    refuse('unknown_order', `The book holds no order ${orderId}.`, 'Look it up in the orders table.'),
  emptySplit: () =>
    refuse('empty_split', 'A split needs at least one record on each side.', 'Choose some records of the order, but not all.'),
  unknownDecision: (id: number) =>
    refuse('unknown_decision', `There is no decision ${id} that can be taken back.`, 'Look at the history of the order.'),
  alreadyBack: () => refuse('already_back', 'This decision was already taken back.', 'Nothing is left to do.'),
  mergedOn: (by: string, joined: string) =>
    refuse(
      'merged_on',
      `A later merge by ${by} joined ${joined} to the order that this merge made. Without it nobody said where that belongs.`,
      'Take the later merge back first, or split the order.',
    ),
  sampleStale: () =>
    refuse(
      'sample_stale',
      'The questions changed since the sample was shown.',
      'Look at a new sample, then accept. Nothing is accepted unseen.',
    ),
} as const;

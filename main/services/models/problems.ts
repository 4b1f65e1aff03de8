/** What can stand in the way of working on models, in words: what happened, what is safe, what to do. */
import type { Tally } from '#core/learning/unlabelled/labels.ts';
import { ProblemError } from '../context.ts';

function refuse(code: string, what: string, todo: string): ProblemError {
  return new ProblemError({ code, what, safe: 'Nothing was changed. Orders and questions are as they were.', todo });
}

export const problems = {
  unknownModel: (version: string) =>
    refuse('unknown_model', `The book holds no model ${version}.`, 'Choose one of those on the Models page.'),
  unusableModel: () =>
    refuse(
      'unusable_model',
      'This model was made for an earlier way to compare records: its weights speak of other comparisons.',
      'Prepare a new one: from your answers, or with other thresholds.',
    ),
  inForce: () => refuse('in_force', 'This model is in force already.', 'Choose another one, or leave all as it is.'),
  tooFewAnswers: (have: number, needed: number) =>
    refuse(
      'too_few_answers',
      `There are ${have} answers to learn from; it takes ${needed}.`,
      'Answer some questions under Duplicates, those that settle most first, or look at links of the sample here.',
    ),
  nothingToLearn: () =>
    refuse(
      'nothing_to_learn',
      'Your answers agree with the model in force: learning from them would change no weight.',
      'Go on answering. If the machine should join such pairs without asking, lower the bar for joining under Thresholds, and try that on the whole book.',
    ),
  tooFewLinks: (have: number, needed: number) =>
    refuse(
      'too_few_links',
      `References hold ${have === 1 ? 'one pair' : `${have} pairs`} of records of this book together; it takes ${needed} to learn how records of one sale agree.`,
      'Import the exports of a second system that name the orders of the first. Until then the shipped weights are the safer ones.',
    ),
  impossibleOdds: (oneIn: number) =>
    refuse(
      'impossible_odds',
      `By these records one pair in ${oneIn.toLocaleString('en')} would be one sale. That cannot be: something else agrees in them.`,
      'Look at Duplicates for records that were imported twice under two accounts. The shipped weights stay.',
    ),
  noBetter: ({ before, after }: { readonly before: Tally; readonly after: Tally }) =>
    refuse(
      'no_better',
      `Seen without their references, the shipped weights would join ${before.right} linked pairs rightly and ${before.wrong} wrongly; what was learnt joins ${after.right} and ${after.wrong}.`,
      'Keep the shipped weights, and answer questions under Duplicates: the machine learns from answers too.',
    ),
  nothingLearnt: () =>
    refuse(
      'nothing_learnt',
      'No comparison is stated by enough linked records to learn from.',
      'Import exports that name clients, totals and dates, and try again.',
    ),
  sameAsInForce: () =>
    refuse(
      'same_as_in_force',
      'The records of this book teach just what the model in force weighs already.',
      'Leave all as it is.',
    ),
  sameThresholds: () => refuse('same_thresholds', 'These thresholds are those in force.', 'Move one of them first.'),
  badThresholds: () =>
    refuse(
      'bad_thresholds',
      'The machine would join by itself what it does not even think worth a question.',
      'Keep the bar for joining above the bar for asking.',
    ),
  notALink: () =>
    refuse('not_a_link', 'The machine holds these two records together no longer.', 'Go on with the next link of the sample.'),
  unknownOrder: (id: string) =>
    refuse('unknown_order', `The book holds no order ${id}.`, 'Look it up in the orders table, or import the file that has it.'),
  sameOrder: () =>
    refuse('same_order', 'Both are one order already.', 'Choose two different orders. On the page of the order you can split it.'),
} as const;

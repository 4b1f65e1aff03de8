/** People's answers as learning takes them: what they said of pairs that the machine has compared. */
import type { Observation } from '#core/learning/calibrate.ts';
import { type Label, labelsOf } from '#core/learning/labels.ts';
import type { ReadableDb } from '#store/database.ts';
import { readAnswers, readPairsOf } from '#store/queries/labels.ts';
import type { PairFacts } from '#store/queries/linked.ts';

export interface Answered extends Observation {
  readonly decisionId: number;
  readonly label: Label;
  readonly pair: PairFacts;
}

export interface Answers {
  /** One for each pair that was compared. Patterns are the last run's. */
  readonly answered: readonly Answered[];
  /** Decisions behind them. */
  readonly decisions: ReadonlySet<number>;
  /** Merges that were accepted with their band, without a look. */
  readonly unseen: number;
  readonly labels: readonly Label[];
}

export function readAnswered(db: ReadableDb): Answers {
  const { decisions, idOf } = readAnswers(db);
  const labels = labelsOf(decisions, idOf);
  const pairs = new Map(
    readPairsOf(
      db,
      labels.map(({ leftId, rightId }) => [leftId, rightId]),
    ).map((pair) => [`${pair.leftId} ${pair.rightId}`, pair]),
  );
  const answered = labels.flatMap((label): Answered[] => {
    const pair = pairs.get(`${label.leftId} ${label.rightId}`);
    if (pair === undefined) return [];
    return [
      {
        decisionId: label.decisionId,
        label,
        pair,
        pattern: pair.pattern,
        frequencyMillibits: pair.frequencyMillibits,
        together: label.verdict === 'together' ? label.weight : 0,
        apart: label.verdict === 'apart' ? label.weight : 0,
      },
    ];
  });
  return {
    answered,
    decisions: new Set(answered.map(({ decisionId }) => decisionId)),
    unseen: decisions.filter(({ body, withdrawnBy }) => withdrawnBy === null && body.kind === 'together' && body.answer.bulk)
      .length,
    labels,
  };
}

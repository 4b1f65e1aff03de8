/** People's answers as learning takes them: what they said of pairs that the machine has compared. */
import type { Observation } from '#core/learning/calibrate.ts';
import { type Label, labelsOf } from '#core/learning/labels.ts';
import { isClear } from '#core/learning/rivals.ts';
import type { ReadableDb } from '#store/database.ts';
import { readAnswers, readKinds, readPairsOf, readPairsWith } from '#store/queries/labels.ts';
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
  /** Pairs that people told apart from an equally good answer: nothing is learnt from those (core/learning/rivals.ts). */
  readonly tied: number;
  /** Merges that were accepted with their band, without a look. */
  readonly unseen: number;
  readonly labels: readonly Label[];
}

/** `margin`: the lead over the next best answer that the model in force asks for, millibits. */
export function readAnswered(db: ReadableDb, margin: number): Answers {
  const { decisions, idOf } = readAnswers(db);
  const labels = labelsOf(decisions, idOf);
  const pairs = new Map(
    readPairsOf(
      db,
      labels.map(({ leftId, rightId }) => [leftId, rightId]),
    ).map((pair) => [`${pair.leftId} ${pair.rightId}`, pair]),
  );
  const isClear = clearIn(db, [...pairs.values()], margin);
  let tied = 0;
  const answered = labels.flatMap((label): Answered[] => {
    const pair = pairs.get(`${label.leftId} ${label.rightId}`);
    if (pair === undefined) return [];
    if (!isClear(pair)) {
      tied++;
      return [];
    }
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
    tied,
    decisions: new Set(answered.map(({ decisionId }) => decisionId)),
    unseen: decisions.filter(({ body, withdrawnBy }) => withdrawnBy === null && body.kind === 'together' && body.answer.bulk)
      .length,
    labels,
  };
}

/** Whether a pair leads its rivals, for the given pairs. */
function clearIn(db: ReadableDb, pairs: readonly PairFacts[], margin: number): (pair: PairFacts) => boolean {
  const ends = [...new Set(pairs.flatMap(({ leftId, rightId }) => [leftId, rightId]))];
  const stored = readPairsWith(db, ends);
  const around = new Map<number, PairFacts[]>();
  for (const pair of stored) {
    for (const id of [pair.leftId, pair.rightId]) around.set(id, [...(around.get(id) ?? []), pair]);
  }
  const kinds = readKinds(db, [...around.keys()]);
  return (pair) =>
    isClear(pair, [...(around.get(pair.leftId) ?? []), ...(around.get(pair.rightId) ?? [])], (id) => kinds.get(id), margin);
}

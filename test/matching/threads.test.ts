/** The same book, however it is shuffled and however many threads compare it: the same pairs, outcomes, questions and clusters. */
import { expect, test } from 'vitest';
import { type MatchResult, runMatching, runMatchingTogether } from '#core/matching/orders/run.ts';
import { JobCancelled } from '#main/services/context.ts';
import { hireTeam } from '#main/services/matching/team.ts';
import { ENGINE, NO_PACE, NOBODY, type SeenBook, seenBook } from '#test/factories/match-columns.ts';
import { readYear } from './year.ts';

const { records } = readYear('agency', 300, 3);
const inputOf = ({ columns, texts }: SeenBook) => ({ engine: ENGINE, columns, texts, people: NOBODY, pace: NO_PACE });

/** All that a run leaves, with ids in place of rows. */
function left({ ids }: SeenBook, { pairs, outcomes, questions, report, clusterOf }: MatchResult): unknown {
  return {
    pairs: Array.from({ length: pairs.length }, (_, pair) => [
      ids[pairs.left[pair] ?? -1],
      ids[pairs.right[pair] ?? -1],
      ...[pairs.pass, pairs.pattern, pairs.frequency, pairs.score, outcomes.state, outcomes.cause, outcomes.margin].map(
        (column) => column[pair],
      ),
    ]),
    questions: questions.map(({ members, score }) => [score, ...members.map((row) => ids[row])]),
    clusters: ids.map((_, row) => ids[clusterOf(row)]),
    report,
  };
}

async function runWith(book: SeenBook, helpers: number, flag = new SharedArrayBuffer(4)): Promise<MatchResult> {
  const team = hireTeam(helpers, flag);
  try {
    return await runMatchingTogether(inputOf(book), team);
  } finally {
    await team.dispose();
  }
}

test('one, two and four threads, and shuffled records', async () => {
  const book = seenBook(records);
  const alone = left(book, runMatching(inputOf(book)));
  const shuffled = seenBook(records.toSorted((a, b) => (a.nativeId.at(-1) ?? '').localeCompare(b.nativeId.at(-1) ?? '')));
  expect(left(shuffled, runMatching(inputOf(shuffled)))).toEqual(alone);
  for (const helpers of [1, 3]) expect(left(shuffled, await runWith(shuffled, helpers))).toEqual(alone);
});

test('a flag stops the others too', async () => {
  const flag = new SharedArrayBuffer(4);
  Atomics.store(new Int32Array(flag), 0, 1);
  // This thread's own pace never stops: the word comes from the team.
  await expect(runWith(seenBook(records), 2, flag)).rejects.toThrow(JobCancelled);
});

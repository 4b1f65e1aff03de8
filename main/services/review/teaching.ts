/** The order in which answers teach the machine most. */
import { byWorth, type OpenQuestion } from '#core/learning/settles.ts';
import { countOpenPatterns, readDecidingPairs } from '#store/queries/labels.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import type { ReaderContext } from '../context.ts';
import { modelInForce } from '../models/adopted.ts';
import { recentAnswers } from '../models/overview.ts';
import { recentResults } from '../recent-results.ts';

interface Known {
  /** Row id of a question → pattern and score of the pair that decides it. */
  readonly deciding: ReadonlyMap<number, { readonly pattern: number; readonly scoreMillibits: number }>;
  /** Open pairs and answered ones, by pattern. */
  readonly open: ReadonlyMap<number, number>;
  readonly answered: ReadonlyMap<number, number>;
}

const known = recentResults<Known>(2);

export interface Teaching {
  readonly rowid: number;
  /** Open pairs that look the same to every comparison; 0 where an answer teaches nothing. */
  readonly alike: number;
}

/** Questions by row id, in the usual order, sorted anew. */
export function byTeaching({ db, ports }: ReaderContext, rowids: readonly number[]): Teaching[] {
  const { deciding, open, answered } = known.of([db.name, readDataVersion(db)], () => ({
    deciding: readDecidingPairs(db),
    open: countOpenPatterns(db),
    answered: answeredByPattern(db, ports.sha256),
  }));
  const questions = rowids.map((rowid, place): OpenQuestion => {
    const pair = deciding.get(rowid);
    return { place, pattern: pair?.pattern ?? null, scoreMillibits: pair?.scoreMillibits ?? 0 };
  });
  return byWorth(questions, open, answered).map(({ place, alike }) => ({ rowid: rowids[place] ?? 0, alike }));
}

function answeredByPattern(db: ReaderContext['db'], sha256: ReaderContext['ports']['sha256']): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { pattern } of recentAnswers(db, modelInForce(db, sha256)).answered)
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return counts;
}

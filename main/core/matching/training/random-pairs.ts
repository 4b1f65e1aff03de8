/** How often pairs that meet by chance reach each level: over all pairs where there are few, over a fixed sample where there are many. */
import type { Comparisons, LevelOf } from '../compare/levels.ts';
import { finalise } from '../refs.ts';
import type { Records } from '../tables/records.ts';

/** Tables with no more pairs are looked at whole: where many of them are true, a sample would not tell chance from truth. */
const WHOLE = 1_000_000;
const SAMPLE = 500_000;

export interface ChancePairs {
  /** Of each comparison the pairs at each level; level 0 is "nothing to compare". */
  readonly counts: readonly Float64Array[];
  readonly looked: number;
  /** All pairs that could be made. */
  readonly all: number;
}

export function chancePairs(comparisons: Comparisons, records: Records): ChancePairs {
  const { size, leftSize, isLink } = records;
  const all = isLink ? leftSize * (size - leftSize) : (size * (size - 1)) / 2;
  const counts = comparisons.radix.map((levels) => new Float64Array(levels));
  const add = (left: number, right: number): void => {
    for (let i = 0; i < counts.length; i++) {
      const own = counts[i] as Float64Array;
      const level = (comparisons.levelOf[i] as LevelOf)(left, right);
      own[level] = (own[level] as number) + 1;
    }
  };
  if (all <= WHOLE) {
    for (let left = 0; left < leftSize; left++) {
      for (let right = isLink ? leftSize : left + 1; right < size; right++) add(left, right);
    }
    return { counts, looked: all, all };
  }
  let looked = 0;
  // Rows are in the order of their ids: the same numbers are the same pairs, whatever the order of the files.
  for (let n = 1; looked < SAMPLE; n++) {
    const left = finalise(2 * n) % leftSize;
    const right = isLink ? leftSize + (finalise(2 * n + 1) % (size - leftSize)) : finalise(2 * n + 1) % size;
    if (left === right) continue;
    add(Math.min(left, right), Math.max(left, right));
    looked++;
  }
  return { counts, looked, all };
}

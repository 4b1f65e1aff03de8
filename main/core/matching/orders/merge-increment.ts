/** What the last run left, with what an increment decided anew in its place. */

import { PairCollector, type PairList, sortPairs } from '../pair-list.ts';
import type { Increment } from './increment.ts';
import { Neighbours } from './neighbours.ts';
import type { Cause, PairState } from './outcome.ts';

/** Pairs with what became of them, by left and right row. */
export interface DecidedPairs {
  readonly pairs: PairList;
  readonly state: readonly PairState[];
  readonly cause: readonly (Cause | null)[];
  readonly margin: Int32Array;
}

/** The pairs of the last run with those of an increment in their place. */
export function mergeIncrement(known: DecidedPairs, increment: Increment, size: number): DecidedPairs {
  const moved = new Uint8Array(size);
  for (const row of increment.rows) moved[row] = 1;
  const kept = new PairCollector();
  const sources: [DecidedPairs, number][] = [];
  for (const from of [known, increment]) {
    const { pairs } = from;
    for (let pair = 0; pair < pairs.length; pair++) {
      const left = pairs.left[pair] as number;
      const right = pairs.right[pair] as number;
      if (from === known && (moved[left] === 1 || moved[right] === 1)) continue;
      // The number of the source stands in for the frequency until the pairs are in order.
      kept.push(
        left,
        right,
        pairs.pass[pair] as number,
        pairs.pattern[pair] as number,
        sources.length,
        pairs.score[pair] as number,
      );
      sources.push([from, pair]);
    }
  }
  const pairs = sortPairs(kept.list(), size);
  const state: PairState[] = [];
  const cause: (Cause | null)[] = [];
  const margin = new Int32Array(pairs.length);
  for (let pair = 0; pair < pairs.length; pair++) {
    const source = sources[pairs.frequency[pair] as number];
    if (source === undefined) continue;
    const [from, at] = source;
    pairs.frequency[pair] = from.pairs.frequency[at] as number;
    state.push(from.state[at] ?? 'apart');
    cause.push(from.cause[at] ?? null);
    margin[pair] = from.margin[at] as number;
  }
  return { pairs, state, cause, margin };
}

/** Lists the partners of a row among known pairs. */
export function knownPartners(size: number, pairs: PairList): (row: number) => number[] {
  const neighbours = new Neighbours(size, pairs);
  return (row) => Array.from(neighbours.of(row), (pair) => neighbours.partner(pair, row));
}

/** What third records say against joining two: a pair by itself may look certain, and still settle in passing what is open. */

import type { PairList } from '../pair-list.ts';
import type { Outcomes, Sides } from './decide.ts';
import type { Model } from './model.ts';

/**
 * Joined pairs that are open after all. One of the two could equally be of either of two sales, and the other goes with one of those; or
 * the other has its sale, and to the one that sale is not the best answer. What a reference names (`named` is 1) is not held back.
 */
export function openThroughThird(
  columns: Pick<Sides, 'kind' | 'context'>,
  list: PairList,
  { state, cause, neighbours }: Outcomes,
  named: Uint8Array,
  { margin, proposeAt }: Pick<Model, 'margin' | 'proposeAt'>,
): number[] {
  const { kind, context } = columns;

  const goesWith = goingWith(list, { state, neighbours }, proposeAt);

  /**
   * Whether `row` is torn between two sales of one kind, of which the partner goes with one. Sales that have far less to say for them than
   * the partner, such as the client's name alone, tear nothing.
   */
  const isTorn = (row: number, partner: number, answer: number): boolean => {
    const tied = neighbours
      .of(row)
      .filter((pair) => cause[pair] === 'tie' && answer - (list.score[pair] as number) < margin)
      .map((pair) => neighbours.partner(pair, row))
      .filter((sale) => kind[sale] !== kind[partner] && context[sale] === 0);
    return tied.some((sale) => goesWith(partner, sale) && tied.some((other) => other !== sale && kind[other] === kind[sale]));
  };

  /** Joined pairs of the partner whose other record has, to `row`, a better answer: the two pairs cannot both be right. */
  const against = (row: number, partner: number): number[] =>
    [...neighbours.of(partner)].filter((pair) => {
      const third = neighbours.partner(pair, partner);
      if (state[pair] !== 'joined' || third === row || kind[third] === kind[row]) return false;
      const closing = neighbours.between(row, third);
      return closing !== -1 && cause[closing] === 'better_answer';
    });

  const open: number[] = [];
  const disputes = new Map<number, readonly number[]>();
  for (let pair = 0; pair < list.length; pair++) {
    if (state[pair] !== 'joined') continue;
    const [left, right] = [list.left[pair] as number, list.right[pair] as number];
    const score = list.score[pair] as number;
    if (named[pair] === 0 && (isTorn(left, right, score) || isTorn(right, left, score))) open.push(pair);
    const disputed = [...against(left, right), ...against(right, left)];
    if (disputed.length > 0) disputes.set(pair, disputed);
  }
  // Of two pairs that cannot both be right the one gives way that more speaks against; where that is equal, both do.
  for (const [pair, others] of disputes) {
    if (named[pair] === 0 && others.some((other) => (disputes.get(other)?.length ?? 0) <= others.length)) open.push(pair);
  }
  return open;
}

/**
 * Ties that are none after all: a campaign or project has been given its sale, and for the tied one, another sale, far less speaks, such
 * as the client's name alone.
 */
export function settledByThird(
  { context }: Pick<Sides, 'context'>,
  list: PairList,
  { state, cause, neighbours }: Outcomes,
  { margin, proposeAt }: Pick<Model, 'margin' | 'proposeAt'>,
): number[] {
  const goesWith = goingWith(list, { state, neighbours }, proposeAt);

  const hasBetterSale = (row: number, tied: number): boolean => {
    const other = neighbours.partner(tied, row);
    return neighbours.of(row).some((pair) => {
      const sale = neighbours.partner(pair, row);
      if (state[pair] !== 'joined' || context[sale] === 1 || goesWith(sale, other)) return false;
      return (list.score[pair] as number) - (list.score[tied] as number) >= margin;
    });
  };

  const settled: number[] = [];
  for (let pair = 0; pair < list.length; pair++) {
    if (cause[pair] !== 'tie') continue;
    const [left, right] = [list.left[pair] as number, list.right[pair] as number];
    const isOf = (row: number, sale: number): boolean => context[row] === 1 && context[sale] === 0 && hasBetterSale(row, pair);
    if (isOf(left, right) || isOf(right, left)) settled.push(pair);
  }
  return settled;
}

/** Whether two records may be of one sale, as far as their own pair says. */
function goingWith(
  list: PairList,
  { state, neighbours }: Pick<Outcomes, 'state' | 'neighbours'>,
  proposeAt: number,
): (row: number, other: number) => boolean {
  return (row, other) => {
    const pair = neighbours.between(row, other);
    return pair !== -1 && state[pair] !== 'apart' && (list.score[pair] as number) >= proposeAt;
  };
}

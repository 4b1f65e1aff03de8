/**
 * Three outcomes for each pair: joined, proposed, kept apart. The machine joins on a typed reference or above the threshold, and only
 * with a lead over the next best answer on both sides; a tie is a question, never a pick.
 */

import { filterPairs, type PairList } from '../pair-list.ts';
import type { Columns, Pace } from './columns.ts';
import { leadsOf } from './leads.ts';
import type { Engine } from './model.ts';
import { Neighbours } from './neighbours.ts';
import type { Cause, PairState } from './outcome.ts';
import { levelAt } from './spec.ts';
import { openThroughThird, settledByThird } from './third-records.ts';

/** What people decided, in rows. Rows of records that are not live are left out. */
export interface RowConstraints {
  readonly together: readonly (readonly number[])[];
  readonly apart: readonly (readonly [readonly number[], readonly number[]])[];
  readonly parted: readonly (readonly [number, number])[];
}

export const NO_MARGIN = 0x7fffffff;

export interface Outcomes {
  readonly state: PairState[];
  readonly cause: (Cause | null)[];
  /** Lead over the best rival on the worse side, millibits; NO_MARGIN without a rival. */
  readonly margin: Int32Array;
  readonly neighbours: Neighbours;
}

/** What of the columns outcomes depend on, beside the pairs. */
export type Sides = Pick<Columns, 'size' | 'slot' | 'kind' | 'context' | 'currency' | 'minute' | 'dayOnly'>;

/** The outcome of every pair worth keeping: those with a much better answer are dropped unless they came close. */
export function decidePairs(
  columns: Sides,
  compared: PairList,
  engine: Engine,
  people: RowConstraints,
  pace: Pace,
): { readonly pairs: PairList; readonly outcomes: Outcomes } {
  const all = outcomesOf(columns, compared, engine, people, pace);
  const isKept = (pair: number): boolean =>
    all.cause[pair] !== 'better_answer' || (compared.score[pair] as number) >= engine.model.keepBeatenAt;
  const pairs = filterPairs(compared, isKept);
  const outcomes: Outcomes = {
    state: all.state.filter((_, pair) => isKept(pair)),
    cause: all.cause.filter((_, pair) => isKept(pair)),
    margin: all.margin.filter((_, pair) => isKept(pair)),
    neighbours: new Neighbours(columns.size, pairs),
  };
  return { pairs, outcomes };
}

function outcomesOf(columns: Sides, list: PairList, engine: Engine, people: RowConstraints, pace: Pace): Outcomes {
  const { model } = engine;
  const neighbours = new Neighbours(columns.size, list);
  const holds = holdsOf(columns, list, people);
  const named = namedPairs(list, engine);
  const leadOver = leadsOf(columns, list, engine);
  const sale = saleOf(people);
  const slotsOfSale = slotsBySale(columns, people, sale);
  const taken = new Uint8Array(list.length);
  const margin = new Int32Array(list.length);
  const state: PairState[] = [];
  const cause: (Cause | null)[] = [];

  /** The least lead of `pair` over another answer that `row` has; infinite without one. */
  const leadAt = (row: number, pair: number): number => {
    const partner = neighbours.partner(pair, row);
    let least = Number.POSITIVE_INFINITY;
    for (const other of neighbours.of(row)) {
      if (other === pair || taken[other] === 1 || isImpossible(holds[other])) continue;
      const lead = leadOver(pair, other);
      if (lead >= least) continue;
      const rival = neighbours.partner(other, row);
      if (sale(rival) !== sale(partner) && isRival(pair, other, partner, rival)) least = lead;
    }
    return least;
  };

  /**
   * The sale of this pair has a copy of its own: another one of the same slot, that can be of no other sale. A copy bears a date, its sale
   * a moment, and a copy has a sale while a sale need not have a copy; so only copies lay claim to sales.
   */
  const isTaken = (pair: number): boolean => {
    const [left, right] = [list.left[pair] as number, list.right[pair] as number];
    if (named[pair] === 1 || columns.dayOnly[left] === columns.dayOnly[right]) return false;
    const [copy, sold] = columns.dayOnly[left] === 1 ? [left, right] : [right, left];
    return neighbours.of(sold).some((claim) => {
      const second = neighbours.partner(claim, sold);
      if (second === copy || columns.slot[second] !== columns.slot[copy] || columns.dayOnly[second] !== 1) return false;
      return !isImpossible(holds[claim]) && leadOver(claim, pair) > -model.margin && leadAt(second, claim) >= model.margin;
    });
  };

  /**
   * Two answers of one kind exclude each other; so do two sales that a reference or a title names, and that nothing else holds together.
   */
  const isRival = (pair: number, other: number, partner: number, rival: number): boolean => {
    if (columns.kind[partner] === columns.kind[rival]) return true;
    if (columns.context[partner] === 1 || columns.context[rival] === 1) return false;
    const work = columns.context[neighbours.partner(pair, partner)] === 1;
    if (!work && (named[pair] === 0 || named[other] === 0)) return false;
    const bridge = neighbours.between(partner, rival);
    return bridge === -1 || (list.score[bridge] as number) < model.proposeAt;
  };

  /** A person gave one of the two its answer: a record of the other's slot. */
  const isAnswered = (left: number, right: number): boolean =>
    slotsOfSale.get(sale(left))?.has(columns.slot[right] as number) === true ||
    slotsOfSale.get(sale(right))?.has(columns.slot[left] as number) === true;

  // All of them by the leads as they are without: none depends on the order in which they are found.
  taken.set(taken.map((_, pair) => (isTaken(pair) ? 1 : 0)));
  for (let pair = 0; pair < list.length; pair++) {
    if ((pair & 0x3fff) === 0) pace.checkpoint('decide', pair, list.length);
    const left = list.left[pair] as number;
    const right = list.right[pair] as number;
    const score = list.score[pair] as number;
    const isNamed = named[pair] === 1;
    const most = taken[pair] === 1 ? -model.margin : Number.POSITIVE_INFINITY;
    const lead = Math.min(leadAt(left, pair), leadAt(right, pair), most);
    margin[pair] = lead === Number.POSITIVE_INFINITY ? NO_MARGIN : lead;
    const isContext = columns.context[left] === 1 || columns.context[right] === 1;
    [state[pair], cause[pair]] = outcomeOf(score, margin[pair] as number, isNamed, isContext, holds[pair] ?? null, engine);
    if (sale(left) === sale(right)) [state[pair], cause[pair]] = ['proposed', 'one_sale'];
    else if (holds[pair] === undefined && isAnswered(left, right)) [state[pair], cause[pair]] = ['apart', 'better_answer'];
  }
  const outcomes = { state, cause, margin, neighbours };
  for (const pair of openThroughThird(columns, list, outcomes, named, model)) [state[pair], cause[pair]] = ['proposed', 'tie'];
  for (const pair of settledByThird(columns, list, outcomes, model)) [state[pair], cause[pair]] = ['apart', 'better_answer'];
  return outcomes;
}

function outcomeOf(
  score: number,
  margin: number,
  named: boolean,
  context: boolean,
  hold: Cause | null,
  { model }: Engine,
): [PairState, Cause | null] {
  if (hold === 'person') return ['apart', 'person'];
  if (hold === 'same_source') return ['proposed', hold];
  if (margin <= -model.margin) return ['apart', 'better_answer'];
  if (hold !== null) return ['proposed', hold];
  if (margin < model.margin) return ['proposed', 'tie'];
  if (named) return score >= model.joinNamedAt ? ['joined', null] : ['proposed', 'contradicted'];
  if (context) return score >= model.joinContextAt ? ['joined', null] : ['proposed', 'context'];
  return score >= model.joinAt ? ['joined', null] : ['proposed', null];
}

/** Rules that hold a pair back whatever its score; undefined for none. */
function holdsOf(columns: Sides, list: PairList, people: RowConstraints): (Cause | undefined)[] {
  const { currency, slot, size } = columns;
  const keyOf = (a: number, b: number): number => Math.min(a, b) * size + Math.max(a, b);
  const decided = new Map<number, Cause>();
  for (const [a, b] of people.parted) decided.set(keyOf(a, b), 'parted');
  for (const [one, other] of people.apart) for (const a of one) for (const b of other) decided.set(keyOf(a, b), 'person');
  return Array.from({ length: list.length }, (_, pair) => {
    const left = list.left[pair] as number;
    const right = list.right[pair] as number;
    const byPerson = decided.size === 0 ? undefined : decided.get(keyOf(left, right));
    if (byPerson === 'person') return byPerson;
    if (currency[left] !== 0 && currency[right] !== 0 && currency[left] !== currency[right]) return 'currency';
    if (byPerson !== undefined) return byPerson;
    return slot[left] === slot[right] ? 'same_source' : undefined;
  });
}

/** Pairs that are no answer at all, and so no rival of one. */
function isImpossible(hold: Cause | undefined): boolean {
  return hold === 'person' || hold === 'currency' || hold === 'same_source';
}

/** 1 for pairs of which one names the id of the other. */
function namedPairs(list: PairList, { spec, radix }: Engine): Uint8Array {
  const at = spec.comparisons.findIndex(({ kind }) => kind === 'reference');
  const level = spec.comparisons[at]?.levels.findIndex(({ test }) => test.is === 'named');
  return Uint8Array.from({ length: list.length }, (_, pair) =>
    levelAt(list.pattern[pair] as number, radix, at) === level ? 1 : 0,
  );
}

/** Row → the sale that people's *together* decisions put it in, named by one of its rows. */
function saleOf({ together }: RowConstraints): (row: number) => number {
  const above = new Map<number, number>();
  const headOf = (row: number): number => {
    let head = row;
    for (let next = above.get(head); next !== undefined; next = above.get(head)) head = next;
    return head;
  };
  for (const [first, ...others] of together) {
    if (first === undefined) continue;
    for (const other of others) {
      const [head, joining] = [headOf(first), headOf(other)];
      if (head !== joining) above.set(joining, head);
    }
  }
  return headOf;
}

/** Slots that people filled in the sales they made. */
function slotsBySale({ slot }: Sides, { together }: RowConstraints, sale: (row: number) => number): Map<number, Set<number>> {
  const slots = new Map<number, Set<number>>();
  for (const row of together.flat()) {
    const own = slots.get(sale(row)) ?? new Set();
    slots.set(sale(row), own.add(slot[row] as number));
  }
  return slots;
}

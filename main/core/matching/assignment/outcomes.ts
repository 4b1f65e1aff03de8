/** Joined, proposed or apart, with a probability that obeys the structure: one partner, or one cluster. */
import { clustersByAgreement } from '../../clustering/agree.ts';
import { groupsOf } from '../../clustering/groups.ts';
import type { Scored } from '../compare/scorer.ts';
import { levelsOf } from '../orders/spec.ts';
import { concatPairs, PairCollector, type PairList, sortPairs } from '../pair-list.ts';
import { sortByKey } from '../radix.ts';
import { priorOdds, type Structure } from '../training/estimate.ts';
import type { TrainedModel } from '../training/trained-model.ts';
import { Marginals } from './marginals.ts';

export type PairState = 'joined' | 'proposed' | 'apart';

/** Lead where there is no rival, millibits. */
export const NO_RIVAL = 0x7fffffff;

export interface Outcomes {
  /** Compared pairs, and those that a cluster implies. By left and right row. */
  readonly pairs: PairList;
  readonly probability: Float64Array;
  /** Lead over the next best answer on the worse side, millibits. Of one table records have many partners, and none is a rival. */
  readonly margin: Int32Array;
  readonly state: readonly PairState[];
  /** Of each record the first record of its cluster: joined pairs only, and all that are likelier than not. */
  readonly joinedClusters: Int32Array;
  readonly likelyClusters: Int32Array;
}

export interface OutcomeInput {
  readonly pairs: PairList;
  readonly size: number;
  readonly structure: Structure;
  /** True pairs in the whole, about. */
  readonly expected: number;
  readonly model: TrainedModel;
  readonly compare: (left: number, right: number) => Scored;
  readonly allowed: (left: number, right: number) => boolean;
  /** Whether a pair settles its right record in full, and which left record comes first; null where nothing is settled. */
  readonly settles: { readonly inFull: (left: number, right: number) => boolean; readonly order: (left: number) => number } | null;
}

const MESSAGE_ROUNDS = 30;
const LIKELY = 0.5;
/** What is in no cluster with its partner is less likely than not, whatever its score. */
const UNLIKELY = 0.499;

export function outcomesOf(input: OutcomeInput): Outcomes {
  return input.structure.is === 'links' ? ofLinks(input, input.structure) : ofClusters(input);
}

function ofLinks(input: OutcomeInput, structure: Extract<Structure, { is: 'links' }>): Outcomes {
  const { pairs, size, expected, model } = input;
  const { joinAt, margin: least, proposeAt } = model.thresholds;
  const lift = 1000 * Math.log2(priorOdds(structure, expected)) - model.priorMillibits;
  const odds = new Float64Array(pairs.length);
  for (let pair = 0; pair < odds.length; pair++) odds[pair] = 2 ** (((pairs.score[pair] as number) + lift) / 1000);
  const probability = new Marginals(pairs, size, structure.once).probabilities(odds, MESSAGE_ROUNDS);
  const margin = marginsOf(pairs, size, structure.once);
  const contradicted = contradictions(pairs, model);
  const paidTwice = settledBefore(input, probability);
  for (const pair of paidTwice) probability[pair] = Math.min(UNLIKELY, probability[pair] as number);
  const state = Array.from(probability, (own, pair): PairState => {
    const bits = bitsOf(own);
    const leads = (margin[pair] as number) >= least;
    // Where nearly every record has a partner, that alone makes a poor best answer likely: it must be more likely than not without.
    if ((pairs.score[pair] as number) > 0 && bits >= joinAt && leads && !contradicted(pair)) return 'joined';
    return bits >= proposeAt ? 'proposed' : 'apart';
  });
  return {
    pairs,
    probability,
    margin,
    state,
    joinedClusters: connected(pairs, size, (pair) => state[pair] === 'joined'),
    likelyClusters: connected(pairs, size, (pair) => (probability[pair] as number) >= LIKELY),
  };
}

/** Evidence as strong as this against a pair is never outvoted by the machine alone, millibits: it asks. */
const CONTRADICTION = -9_000;

/** Whether one comparison speaks strongly against a pair, whatever the others say: they may all say the same thing. */
function contradictions({ pattern }: PairList, { comparisons }: TrainedModel): (pair: number) => boolean {
  const radix = comparisons.map(({ millibits }) => millibits.length);
  const known = new Map<number, boolean>();
  return (pair) => {
    const own = pattern[pair] as number;
    const before = known.get(own);
    if (before !== undefined) return before;
    const found = levelsOf(own, radix).some((level, c) => (comparisons[c]?.millibits[level] ?? 0) <= CONTRADICTION);
    known.set(own, found);
    return found;
  };
}

/** Likely pairs whose right record an earlier left one has settled in full. */
function settledBefore({ pairs, settles, size }: OutcomeInput, probability: Float64Array): number[] {
  if (settles === null) return [];
  const likely = Array.from(probability.keys()).filter(
    (pair) => (probability[pair] as number) >= LIKELY && settles.inFull(pairs.left[pair] as number, pairs.right[pair] as number),
  );
  const order = (pair: number): number => settles.order(pairs.left[pair] as number);
  likely.sort((a, b) => order(a) - order(b) || (pairs.left[a] as number) - (pairs.left[b] as number));
  const isSettled = new Uint8Array(size);
  return likely.filter((pair) => {
    const right = pairs.right[pair] as number;
    const before = isSettled[right] === 1;
    isSettled[right] = 1;
    return before;
  });
}

/** log2 odds of a probability, millibits. */
function bitsOf(probability: number): number {
  return 1000 * Math.log2(probability / Math.max(1e-15, 1 - probability));
}

/** Score of each pair less that of the best other pair at either end that may have one partner only. */
function marginsOf({ left, right, score, length }: PairList, size: number, once: { left: boolean; right: boolean }): Int32Array {
  const best = new Int32Array(size).fill(-NO_RIVAL);
  const second = new Int32Array(size).fill(-NO_RIVAL);
  const enter = (row: number, own: number): void => {
    if (own > (best[row] as number)) {
      second[row] = best[row] as number;
      best[row] = own;
    } else if (own > (second[row] as number)) second[row] = own;
  };
  for (let pair = 0; pair < length; pair++) {
    enter(left[pair] as number, score[pair] as number);
    enter(right[pair] as number, score[pair] as number);
  }
  const rival = (row: number, own: number): number =>
    (best[row] as number) === own ? (second[row] as number) : (best[row] as number);
  const margins = new Int32Array(length);
  for (let pair = 0; pair < length; pair++) {
    const own = score[pair] as number;
    const highest = Math.max(
      once.left ? rival(left[pair] as number, own) : -NO_RIVAL,
      once.right ? rival(right[pair] as number, own) : -NO_RIVAL,
    );
    margins[pair] = highest === -NO_RIVAL ? NO_RIVAL : own - highest;
  }
  return margins;
}

function ofClusters(input: OutcomeInput): Outcomes {
  const { size, model, compare, allowed } = input;
  const scoreOf = (left: number, right: number): number => compare(left, right).score;
  const { joinAt, proposeAt } = model.thresholds;
  const likelyClusters = clustersByAgreement({ ...input.pairs, length: input.pairs.length, size, scoreOf, allowed });
  const within = (pair: number, list: PairList): boolean =>
    likelyClusters[list.left[pair] as number] === likelyClusters[list.right[pair] as number];
  const pairs = withImplied(input.pairs, likelyClusters, compare);
  // What two records of a cluster are worth through the others: the weakest pair on the strongest way from one to the other.
  const contradicted = contradictions(pairs, model);
  // A contradicted pair carries nobody over the bar.
  const carried = pairs.score.map((own, pair) => (contradicted(pair) ? Math.min(own, joinAt - 1) : own));
  const ways = strongestWays({ ...pairs, score: carried }, likelyClusters, size);
  const probability = new Float64Array(pairs.length);
  const state: PairState[] = [];
  for (let pair = 0; pair < pairs.length; pair++) {
    const own = carried[pair] as number;
    const isWithin = within(pair, pairs);
    const best = isWithin ? Math.max(own, ways(pairs.left[pair] as number, pairs.right[pair] as number)) : own;
    const chance = 1 / (1 + 2 ** (-best / 1000));
    probability[pair] = isWithin ? Math.max(LIKELY, chance) : Math.min(UNLIKELY, chance);
    state.push(isWithin && best >= joinAt ? 'joined' : best >= proposeAt || isWithin ? 'proposed' : 'apart');
  }
  return {
    pairs,
    probability,
    margin: new Int32Array(pairs.length).fill(NO_RIVAL),
    state,
    joinedClusters: connected(pairs, size, (pair) => state[pair] === 'joined'),
    likelyClusters,
  };
}

/** Adds the pairs of a cluster that no pass met. */
function withImplied(pairs: PairList, clusters: Int32Array, compare: OutcomeInput['compare']): PairList {
  const size = clusters.length;
  const lacking = groupsOf(clusters);
  const known = new Uint32Array(size);
  for (let pair = 0; pair < pairs.length; pair++) {
    const cluster = clusters[pairs.left[pair] as number] as number;
    if (cluster === clusters[pairs.right[pair] as number]) known[cluster] = (known[cluster] as number) + 1;
  }
  const implied = new PairCollector();
  for (let group = 0; group < lacking.count; group++) {
    const members = lacking.members.subarray(lacking.start[group], lacking.start[group + 1]);
    const cluster = clusters[members[0] as number] as number;
    // Most clusters are small, and every pair of theirs was compared.
    if (known[cluster] === (members.length * (members.length - 1)) / 2) continue;
    addUnknown(pairs, members, compare, implied);
  }
  return implied.length === 0 ? pairs : sortPairs(concatPairs([pairs, implied.list()]), size);
}

/** `pairs` are by left and right row, as the members are. */
function addUnknown(pairs: PairList, members: Uint32Array, compare: OutcomeInput['compare'], implied: PairCollector): void {
  for (const [position, left] of members.entries()) {
    let at = firstOf(pairs, left);
    for (const right of members.subarray(position + 1)) {
      while (pairs.left[at] === left && (pairs.right[at] as number) < right) at++;
      if (pairs.left[at] === left && pairs.right[at] === right) continue;
      const { pattern, frequency, score } = compare(left, right);
      implied.push(left, right, IMPLIED, pattern, frequency, score);
    }
  }
}

/** First pair whose left row is not below. */
function firstOf({ left, length }: PairList, row: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((left[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In place of the pass, for pairs that none met. */
export const IMPLIED = 255;

/** The score at which two records of a cluster come together when its pairs are taken strongest first. */
function strongestWays(pairs: PairList, clusters: Int32Array, size: number): (left: number, right: number) => number {
  const inside = new Uint32Array(pairs.length);
  let length = 0;
  for (let pair = 0; pair < pairs.length; pair++)
    if (clusters[pairs.left[pair] as number] === clusters[pairs.right[pair] as number]) inside[length++] = pair;
  const order = inside.subarray(0, length);
  // Descending scores as ascending numbers without a sign.
  const keys = Uint32Array.from(pairs.score, (score) => NO_RIVAL - score);
  sortByKey(order, keys, new Uint32Array(length));
  // A tree of unions: the height of the first common node is the answer.
  const parent = Int32Array.from({ length: size }, (_, record) => record);
  // A root has no way up.
  const height = new Int32Array(size).fill(-NO_RIVAL);
  const weight = new Uint32Array(size).fill(1);
  const find = (record: number): number => {
    let at = record;
    while (parent[at] !== at) at = parent[at] as number;
    return at;
  };
  for (const pair of order) {
    const a = find(pairs.left[pair] as number);
    const b = find(pairs.right[pair] as number);
    if (a === b) continue;
    const [small, large] = (weight[a] as number) < (weight[b] as number) ? [a, b] : [b, a];
    parent[small] = large;
    height[small] = pairs.score[pair] as number;
    weight[large] = (weight[large] as number) + (weight[small] as number);
  }
  return (left, right) => {
    let [a, b] = [left, right];
    let least = NO_RIVAL;
    while (a !== b) {
      // The stronger pair was the earlier union: climb there.
      if ((height[a] as number) >= (height[b] as number)) {
        least = Math.min(least, height[a] as number);
        a = parent[a] as number;
      } else {
        least = Math.min(least, height[b] as number);
        b = parent[b] as number;
      }
    }
    return least;
  };
}

/** Of each record the first record that it hangs together with. */
function connected({ left, right, length }: PairList, size: number, holds: (pair: number) => boolean): Int32Array {
  const parent = Int32Array.from({ length: size }, (_, record) => record);
  const find = (record: number): number => {
    let at = record;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (let pair = 0; pair < length; pair++) {
    if (!holds(pair)) continue;
    const a = find(left[pair] as number);
    const b = find(right[pair] as number);
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  return parent.map((_, record) => find(record));
}

/**
 * Clusters from scores that may contradict each other: a chain of likely pairs can hold records together that clearly are not one. The
 * aim is that of correlation clustering: pairs inside of clusters add their score, for or against. Greedily, the two clusters that
 * gain most by it become one, until nothing is gained (greedy additive edge contraction, Keuper et al. 2015). So a weak bridge between
 * two dense groups does not hold, and a record with one bad field is carried by the others.
 */

import { type Groups, groupsOf } from './groups.ts';
import { type SparsePair, sparseGroups } from './sparse-groups.ts';

export interface AgreeInput {
  /** Number of records; they are 0 … size − 1. */
  readonly size: number;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  /** Millibits: above 0 for, below against. */
  readonly score: ArrayLike<number>;
  readonly length: number;
  /** Score of two records that are not among the pairs. */
  readonly scoreOf: (left: number, right: number) => number;
  /** Never in one cluster. */
  readonly allowed: (left: number, right: number) => boolean;
}

/** No single pair counts more than this either way, millibits: a few strong ones must not drown all others. */
const MOST = 8_000;
/** Against what must never be. */
const NEVER = 2 ** 40;
/** In a larger heap pairs that were not compared count as unlikely, without a look at them. */
const LARGEST = 300;
const UNSEEN = -4_000;

/** Of each record the first record of its cluster. */
export function clustersByAgreement(input: AgreeInput): Int32Array {
  const cluster = heapsOf(input);
  const heaps = groupsOf(cluster);
  const pairsOf = pairsByHeap(heaps, input);
  for (let heap = 0; heap < heaps.count; heap++) {
    const members = [...heaps.members.subarray(heaps.start[heap], heaps.start[heap + 1])];
    // Two that hang together are one.
    if (members.length === 2) continue;
    const pairs = pairsOf(heap);
    const groups = members.length > LARGEST ? sparseGroups(members, pairs, UNSEEN, input.allowed) : parted(members, pairs, input);
    for (const group of groups) for (const record of group) cluster[record] = group[0] as number;
  }
  return cluster;
}

/** Of each record the first that it hangs together with by pairs above 0. */
function heapsOf({ size, left, right, score, length }: AgreeInput): Int32Array {
  const parent = new Int32Array(size);
  for (let record = 0; record < size; record++) parent[record] = record;
  const find = (record: number): number => {
    let at = record;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (let pair = 0; pair < length; pair++) {
    if ((score[pair] as number) <= 0) continue;
    const a = find(left[pair] as number);
    const b = find(right[pair] as number);
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  for (let record = 0; record < size; record++) parent[record] = find(record);
  return parent;
}

/** The pairs within each heap of more than two, their scores cut at both ends. */
function pairsByHeap(heaps: Groups, input: AgreeInput): (heap: number) => SparsePair[] {
  const heapOf = new Int32Array(input.size).fill(-1);
  for (let heap = 0; heap < heaps.count; heap++) {
    const [from, to] = [heaps.start[heap] as number, heaps.start[heap + 1] as number];
    if (to - from > 2) for (let at = from; at < to; at++) heapOf[heaps.members[at] as number] = heap;
  }
  const start = new Uint32Array(heaps.count + 1);
  const heapOfPair = (pair: number): number => {
    const heap = heapOf[input.left[pair] as number] as number;
    return heap === heapOf[input.right[pair] as number] ? heap : -1;
  };
  for (let pair = 0; pair < input.length; pair++) {
    const heap = heapOfPair(pair);
    if (heap !== -1) start[heap + 1] = (start[heap + 1] as number) + 1;
  }
  for (let heap = 0; heap < heaps.count; heap++) start[heap + 1] = (start[heap + 1] as number) + (start[heap] as number);
  const pairs = new Uint32Array(start[heaps.count] as number);
  const next = start.slice();
  for (let pair = 0; pair < input.length; pair++) {
    const heap = heapOfPair(pair);
    if (heap === -1) continue;
    const at = next[heap] as number;
    pairs[at] = pair;
    next[heap] = at + 1;
  }
  return (heap) =>
    Array.from(pairs.subarray(start[heap], start[heap + 1]), (pair) => ({
      left: input.left[pair] as number,
      right: input.right[pair] as number,
      score: Math.max(-MOST, Math.min(MOST, input.score[pair] as number)),
    }));
}

function parted(members: readonly number[], pairs: readonly SparsePair[], input: AgreeInput): number[][] {
  const count = members.length;
  const gain = gainsOf(members, pairs, input);
  const groups: (number[] | null)[] = members.map((record) => [record]);
  const best = new Int32Array(count).fill(-1);
  const at = (a: number, b: number): number => gain[a * count + b] as number;
  const findBest = (a: number): void => {
    let found = -1;
    for (let b = 0; b < count; b++) {
      if (b !== a && groups[b] !== null && at(a, b) > 0 && (found === -1 || at(a, b) > at(a, found))) found = b;
    }
    best[a] = found;
  };
  for (let a = 0; a < count; a++) findBest(a);
  for (;;) {
    let a = -1;
    for (let i = 0; i < count; i++) {
      const own = best[i] as number;
      if (groups[i] !== null && own !== -1 && (a === -1 || at(i, own) > at(a, best[a] as number))) a = i;
    }
    if (a === -1) return groups.filter((group) => group !== null);
    const b = best[a] as number;
    const [kept, gone] = [Math.min(a, b), Math.max(a, b)];
    groups[kept] = [...(groups[kept] ?? []), ...(groups[gone] ?? [])].sort((x, y) => x - y);
    groups[gone] = null;
    for (let c = 0; c < count; c++) {
      if (groups[c] === null || c === kept) continue;
      const sum = at(kept, c) + at(gone, c);
      gain[kept * count + c] = sum;
      gain[c * count + kept] = sum;
    }
    findBest(kept);
    for (let c = 0; c < count; c++) {
      if (groups[c] === null || c === kept) continue;
      if (best[c] === kept || best[c] === gone) findBest(c);
      else if (at(c, kept) > 0 && (best[c] === -1 || at(c, kept) > at(c, best[c] as number))) best[c] = kept;
    }
  }
}

/** Score of every two members, cut at both ends. */
function gainsOf(members: readonly number[], pairs: readonly SparsePair[], input: AgreeInput): Float64Array {
  const count = members.length;
  const position = new Map(members.map((record, i) => [record, i]));
  const gain = new Float64Array(count * count).fill(Number.NaN);
  const set = (a: number, b: number, score: number): void => {
    const own = Math.max(-MOST, Math.min(MOST, score));
    gain[a * count + b] = own;
    gain[b * count + a] = own;
  };
  for (const { left, right, score } of pairs) set(position.get(left) ?? 0, position.get(right) ?? 0, score);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const [left, right] = [members[a] as number, members[b] as number];
      if (Number.isNaN(gain[a * count + b])) set(a, b, input.scoreOf(left, right));
      if (!input.allowed(left, right)) {
        gain[a * count + b] = -NEVER;
        gain[b * count + a] = -NEVER;
      }
    }
  }
  return gain;
}

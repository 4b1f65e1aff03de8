/**
 * Clusters from scores that may contradict each other: a chain of likely pairs can hold records together that clearly are not one. The
 * aim is that of correlation clustering: pairs inside of clusters add their score, for or against. Greedily, the two clusters that
 * gain most by it become one, until nothing is gained (greedy additive edge contraction, Keuper et al. 2015). So a weak bridge between
 * two dense groups does not hold, and a record with one bad field is carried by the others.
 */

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
  const cluster = Int32Array.from({ length: input.size }, (_, record) => record);
  const heaps = heapsOf(input);
  const pairsOf = pairsByHeap(heaps, input);
  for (const [heap, members] of heaps.entries()) {
    const pairs = pairsOf[heap] ?? [];
    const groups = members.length > LARGEST ? sparseGroups(members, pairs, UNSEEN, input.allowed) : groupsOf(members, pairs, input);
    for (const group of groups) for (const record of group) cluster[record] = group[0] as number;
  }
  return cluster;
}

/** Records that hang together by pairs above 0, two at least, ascending. */
function heapsOf({ size, left, right, score, length }: AgreeInput): number[][] {
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
    if ((score[pair] as number) <= 0) continue;
    const a = find(left[pair] as number);
    const b = find(right[pair] as number);
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const heaps = new Map<number, number[]>();
  for (let record = 0; record < size; record++) {
    const root = find(record);
    if (root === record) continue;
    const own = heaps.get(root);
    if (own === undefined) heaps.set(root, [root, record]);
    else own.push(record);
  }
  return [...heaps.values()];
}

/** The pairs within each heap, their scores cut at both ends. */
function pairsByHeap(heaps: readonly (readonly number[])[], input: AgreeInput): SparsePair[][] {
  const heapOf = new Int32Array(input.size).fill(-1);
  for (const [heap, members] of heaps.entries()) for (const record of members) heapOf[record] = heap;
  const pairs: SparsePair[][] = heaps.map(() => []);
  for (let pair = 0; pair < input.length; pair++) {
    const left = input.left[pair] as number;
    const right = input.right[pair] as number;
    const heap = heapOf[left] as number;
    if (heap === -1 || heap !== heapOf[right]) continue;
    pairs[heap]?.push({ left, right, score: Math.max(-MOST, Math.min(MOST, input.score[pair] as number)) });
  }
  return pairs;
}

function groupsOf(members: readonly number[], pairs: readonly SparsePair[], input: AgreeInput): number[][] {
  const count = members.length;
  if (count === 2) return [[...members]];
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

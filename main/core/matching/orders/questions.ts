/**
 * Questions for a person: proposed pairs among clusters, gathered so that records which answer one question are seen side by side, two
 * to six at a time.
 */
import { base32, type Sha256 } from '#shared/domain/ids.ts';
import type { PairList } from '../pair-list.ts';
import type { Outcomes } from './decide.ts';

export const MAX_MEMBERS = 6;

export interface Question {
  /** Rows, ascending, so by key. */
  readonly members: readonly number[];
  /** Proposed pairs it asks about, the strongest first. */
  readonly pairs: readonly number[];
  /** The weakest link of the best spanning tree over these pairs, millibits. */
  readonly score: number;
}

/** The id of a question is a hash over its members' keys, so that it is the same after a rebuild. `keys` are key texts, any order. */
export function proposalId(keys: readonly string[], sha256: Sha256): string {
  return `prp_${base32(sha256(JSON.stringify(keys.toSorted())), 16)}`;
}

/** `clusterOf` names a row's cluster by one of its rows; `membersOf` lists a cluster's rows. */
export function gatherQuestions(
  list: PairList,
  outcomes: Outcomes,
  clusterOf: (row: number) => number,
  membersOf: (row: number) => readonly number[],
): Question[] {
  const groups = new Groups();
  for (const pair of proposedPairs(list, outcomes, clusterOf)) {
    const [left, right] = [list.left[pair] as number, list.right[pair] as number];
    const [a, b] = [clusterOf(left), clusterOf(right)];
    const sides = sideBySide(left, membersOf(a), right, membersOf(b));
    groups.add(pair, list.score[pair] as number, [a, sides[0]], [b, sides[1]]);
  }
  return groups.all();
}

interface Group extends Question {
  readonly pairs: number[];
}

type Side = readonly [cluster: number, rows: readonly number[]];

/** Groups that grow, the strongest pair first, until they are as wide as the screen. */
class Groups {
  readonly #groups: (Group | null)[] = [];
  /** For a group that went into another one, that one. */
  readonly #into: number[] = [];
  /** Cluster → the group it was first put in; a cluster may stand in further questions. */
  readonly #groupOf = new Map<number, number>();

  add(pair: number, score: number, one: Side, other: Side): void {
    const [a, b] = [this.#find(one[0]), this.#find(other[0])];
    const [first, second] = [this.#at(a), this.#at(b)];
    if (first !== null && first === second) {
      first.pairs.push(pair);
      return;
    }
    const members = rowsOf(first?.members ?? one[1], second?.members ?? other[1]);
    const pairs = [...(first?.pairs ?? []), ...(second?.pairs ?? []), pair];
    if (members.length > MAX_MEMBERS) {
      // Too wide with what they are already in: a question of its own.
      this.#open({ members: rowsOf(one[1], other[1]), pairs: [pair], score });
      return;
    }
    const merged = this.#open({ members, pairs, score });
    for (const old of [a, b]) {
      if (old === undefined) continue;
      this.#groups[old] = null;
      this.#into[old] = merged;
    }
    this.#groupOf.set(one[0], merged).set(other[0], merged);
  }

  all(): Group[] {
    return this.#groups.filter((group) => group !== null);
  }

  #open(group: Group): number {
    this.#into.push(this.#groups.length);
    return this.#groups.push(group) - 1;
  }

  #find(cluster: number): number | undefined {
    let at = this.#groupOf.get(cluster);
    if (at === undefined) return undefined;
    for (let next = this.#into[at] as number; next !== at; next = this.#into[at] as number) at = next;
    this.#groupOf.set(cluster, at);
    return at;
  }

  #at(group: number | undefined): Group | null {
    return group === undefined ? null : (this.#groups[group] ?? null);
  }
}

/** Rows of both, each once, ascending. */
function rowsOf(one: readonly number[], other: readonly number[]): number[] {
  return [...new Set([...one, ...other])].sort((a, b) => a - b);
}

/** Proposed pairs between two clusters, the strongest first, ties in row order. */
function proposedPairs(list: PairList, { state, cause }: Outcomes, clusterOf: (row: number) => number): number[] {
  const asked: number[] = [];
  for (let pair = 0; pair < list.length; pair++) {
    if (state[pair] !== 'proposed' || cause[pair] === 'one_sale') continue;
    if (clusterOf(list.left[pair] as number) !== clusterOf(list.right[pair] as number)) asked.push(pair);
  }
  return asked.sort((a, b) => (list.score[b] as number) - (list.score[a] as number) || a - b);
}

/** The rows that are shown of two clusters: all, or of the wider ones as many as fit, the row it is about first. */
function sideBySide(left: number, one: readonly number[], right: number, other: readonly number[]): [number[], number[]] {
  const half = MAX_MEMBERS / 2;
  const show = (about: number, rows: readonly number[], room: number): number[] =>
    [about, ...rows.filter((row) => row !== about)].slice(0, room);
  return [
    show(left, one, MAX_MEMBERS - Math.min(other.length, half)),
    show(right, other, MAX_MEMBERS - Math.min(one.length, half)),
  ];
}

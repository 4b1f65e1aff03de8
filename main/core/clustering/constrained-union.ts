/**
 * Union-find that can say no. A union is refused when it would put two native ids of one system, account and type into one cluster
 * (unless a person said so), two currencies, or two records that a person keeps apart.
 */

export type Refusal =
  /** Two ids of one system and type. */
  | 'same_source'
  | 'currency'
  /** A person said that they are not one sale, directly or about a third record in the cluster. */
  | 'apart';

export interface UnionInput {
  /** Number of records; they are 0 … size − 1. */
  readonly size: number;
  /** One number for each (system, account, type): two records of one slot are never joined by the machine. */
  readonly slot: ArrayLike<number>;
  /** One number for each currency; 0 when the record names none. */
  readonly currency: ArrayLike<number>;
  /** Decisions that keep records apart: no record of the one side with one of the other. */
  readonly apart: readonly { readonly sides: readonly [readonly number[], readonly number[]]; readonly machineOnly: boolean }[];
}

export class ConstrainedUnion {
  readonly #input: UnionInput;
  readonly #parent: Int32Array;
  /** The members of a cluster as a ring: each names the next. Clusters are small, and a million records need no objects. */
  readonly #next: Int32Array;
  /** Record → `2 × decision + side` for each side of an apart decision that it stands on. */
  readonly #sidesOf = new Map<number, number[]>();

  constructor(input: UnionInput) {
    this.#input = input;
    this.#parent = new Int32Array(input.size);
    this.#next = new Int32Array(input.size);
    for (let record = 0; record < input.size; record++) {
      this.#parent[record] = record;
      this.#next[record] = record;
    }
    for (const [decision, { sides }] of input.apart.entries()) {
      for (const [side, members] of sides.entries()) {
        for (const member of members) {
          const own = this.#sidesOf.get(member) ?? [];
          own.push(2 * decision + side);
          this.#sidesOf.set(member, own);
        }
      }
    }
  }

  /** The first record of the cluster: it names it. */
  find(record: number): number {
    const parent = this.#parent;
    let at = record;
    let above = parent[at] ?? at;
    while (above !== at) {
      const higher = parent[above] ?? above;
      parent[at] = higher;
      at = higher;
      above = parent[at] ?? at;
    }
    return at;
  }

  /** Records of the cluster that holds this one, ascending. */
  members(record: number): number[] {
    const members = [record];
    for (let at = this.#next[record] ?? record; at !== record; at = this.#next[at] ?? record) members.push(at);
    return members.sort((a, b) => a - b);
  }

  /** Joins the clusters of two records, or says why not. `by` a person, only currency and *apart* hold a union back. */
  union(left: number, right: number, by: 'machine' | 'person'): Refusal | null {
    const a = this.find(left);
    const b = this.find(right);
    if (a === b) return null;
    const refusal = this.#refusal(this.members(a), this.members(b), by);
    if (refusal !== null) return refusal;
    this.#parent[Math.max(a, b)] = Math.min(a, b);
    // Two rings become one when two of their members exchange what follows them.
    const afterA = this.#next[a] ?? a;
    this.#next[a] = this.#next[b] ?? b;
    this.#next[b] = afterA;
    return null;
  }

  #refusal(one: readonly number[], other: readonly number[], by: 'machine' | 'person'): Refusal | null {
    const { slot, currency } = this.#input;
    const currencies = new Set([...one, ...other].map((record) => currency[record]).filter((code) => code !== 0));
    if (currencies.size > 1) return 'currency';
    if (this.#sidesOf.size > 0 && this.#areOpposed(one, other, by)) return 'apart';
    const shared = (record: number): boolean => other.some((rival) => slot[rival] === slot[record]);
    return by === 'machine' && one.some(shared) ? 'same_source' : null;
  }

  #areOpposed(one: readonly number[], other: readonly number[], by: 'machine' | 'person'): boolean {
    const across = new Set(other.flatMap((record) => this.#sidesOf.get(record) ?? []));
    const sides = one.flatMap((record) => this.#sidesOf.get(record) ?? []);
    return sides.some((side) => across.has(side ^ 1) && (by === 'machine' || this.#input.apart[side >> 1]?.machineOnly !== true));
  }
}

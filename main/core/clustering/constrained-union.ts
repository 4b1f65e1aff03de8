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

/** What a cluster holds beyond its members. Single records share the columns and own none of these. */
interface Holdings {
  slots: number[];
  currency: number;
  /** `2 × decision + side` for each side of an apart decision that has a member here. */
  sides: number[];
}

export class ConstrainedUnion {
  readonly #input: UnionInput;
  readonly #parent: Int32Array;
  readonly #holdings = new Map<number, Holdings>();
  readonly #sidesOf = new Map<number, number[]>();

  constructor(input: UnionInput) {
    this.#input = input;
    this.#parent = Int32Array.from({ length: input.size }, (_, i) => i);
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

  /** Joins the clusters of two records, or says why not. `by` a person, only currency and *apart* hold a union back. */
  union(left: number, right: number, by: 'machine' | 'person'): Refusal | null {
    const a = this.find(left);
    const b = this.find(right);
    if (a === b) return null;
    const one = this.#holdingsOf(a);
    const other = this.#holdingsOf(b);
    const refusal = this.#refusal(one, other, by);
    if (refusal !== null) return refusal;
    const [root, child] = a < b ? [a, b] : [b, a];
    this.#parent[child] = root;
    this.#holdings.delete(child);
    this.#holdings.set(root, {
      slots: one.slots.concat(other.slots),
      currency: one.currency === 0 ? other.currency : one.currency,
      sides: one.sides.concat(other.sides),
    });
    return null;
  }

  #holdingsOf(root: number): Holdings {
    return (
      this.#holdings.get(root) ?? {
        slots: [this.#input.slot[root] ?? 0],
        currency: this.#input.currency[root] ?? 0,
        sides: this.#sidesOf.get(root) ?? [],
      }
    );
  }

  #refusal(one: Holdings, other: Holdings, by: 'machine' | 'person'): Refusal | null {
    if (one.currency !== 0 && other.currency !== 0 && one.currency !== other.currency) return 'currency';
    const opposed = one.sides.some(
      (side) => other.sides.includes(side ^ 1) && (by === 'machine' || this.#input.apart[side >> 1]?.machineOnly !== true),
    );
    if (opposed) return 'apart';
    if (by === 'machine' && one.slots.some((slot) => other.slots.includes(slot))) return 'same_source';
    return null;
  }
}

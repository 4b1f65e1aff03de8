/** Disjoint sets of rows: which hang together. */
export class Sets {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, row) => row);
  }

  /** The first row of the set. */
  find(row: number): number {
    const parent = this.#parent;
    let at = row;
    for (let above = parent[at] as number; above !== at; above = parent[at] as number) {
      parent[at] = parent[above] as number;
      at = parent[at] as number;
    }
    return at;
  }

  /** True when they were two sets. */
  union(one: number, other: number): boolean {
    const [a, b] = [this.find(one), this.find(other)];
    if (a === b) return false;
    this.#parent[Math.max(a, b)] = Math.min(a, b);
    return true;
  }
}

/** Rows by an interned value: all that share a name, a number, an order. */
export class GroupIndex {
  readonly #start: Uint32Array;
  readonly #rows: Uint32Array;

  /** `keys[i]` is the value of row i; rows of value 0 (and those `leave` says) are left out. */
  constructor(keys: Uint32Array, leave?: (row: number) => boolean) {
    let most = 0;
    for (const key of keys) if (key > most) most = key;
    const start = new Uint32Array(most + 2);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (key !== 0 && leave?.(i) !== true) start[key + 1] = (start[key + 1] as number) + 1;
    }
    for (let key = 1; key < start.length; key++) start[key] = (start[key] as number) + (start[key - 1] as number);
    const next = start.slice();
    const rows = new Uint32Array(start[start.length - 1] as number);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (key === 0 || leave?.(i) === true) continue;
      rows[next[key] as number] = i;
      next[key] = (next[key] as number) + 1;
    }
    this.#start = start;
    this.#rows = rows;
  }

  /** Rows that bear the value, ascending; a view. */
  of(key: number): Uint32Array {
    if (key === 0 || key + 1 >= this.#start.length) return this.#rows.subarray(0, 0);
    return this.#rows.subarray(this.#start[key] as number, this.#start[key + 1] as number);
  }
}

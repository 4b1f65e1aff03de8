/** The rows that hold a value, as chains: two arrays for a column, made when they are first asked for. */

export class ValueRows {
  readonly #values: Int32Array;
  #heads: Int32Array | null = null;
  #next: Int32Array | null = null;

  constructor(values: Int32Array) {
    this.#values = values;
  }

  /** Rows with the value, ascending. */
  of(value: number): number[] {
    const heads = this.#heads ?? this.#link();
    const rows: number[] = [];
    for (let row = heads[value] ?? -1; row !== -1; row = this.#next?.[row] ?? -1) rows.push(row);
    return rows;
  }

  #link(): Int32Array {
    const values = this.#values;
    let highest = 0;
    for (let row = 0; row < values.length; row++) highest = Math.max(highest, values[row] as number);
    const heads = new Int32Array(highest + 1).fill(-1);
    const next = new Int32Array(values.length);
    // Backwards, so that every chain ascends.
    for (let row = values.length - 1; row >= 0; row--) {
      const value = values[row] as number;
      next[row] = heads[value] as number;
      heads[value] = row;
    }
    this.#heads = heads;
    this.#next = next;
    return heads;
  }
}

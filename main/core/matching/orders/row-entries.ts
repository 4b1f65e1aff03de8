/** Where rows stand among the entries of a pass: a chain a row, made when it is first asked for. */

export class RowEntries {
  readonly #size: number;
  readonly #rows: Uint32Array;
  /** By entry, the next of the same row; null where a row has one at most. */
  readonly #next: Int32Array | null;
  #first: Int32Array | null = null;

  /** @param size number of rows. @param rows the row of each entry. @param several whether a row may have several entries. */
  constructor(size: number, rows: Uint32Array, several: boolean) {
    this.#size = size;
    this.#rows = rows;
    this.#next = several ? new Int32Array(rows.length) : null;
  }

  /** A row's first entry, or −1. */
  first(row: number): number {
    if (this.#rows.length === 0) return -1;
    this.#first ??= this.#link();
    return this.#first[row] as number;
  }

  /** The row's next entry, or −1. */
  following(entry: number): number {
    return this.#next === null ? -1 : (this.#next[entry] as number);
  }

  #link(): Int32Array {
    const rows = this.#rows;
    const first = new Int32Array(this.#size).fill(-1);
    for (let entry = rows.length - 1; entry >= 0; entry--) {
      const row = rows[entry] as number;
      if (this.#next !== null) this.#next[entry] = first[row] as number;
      first[row] = entry;
    }
    return first;
  }
}

/** What is made of entries of a table, kept while it is likely to be asked for again: a bounded number of them. */

const MOST = 1 << 15;

export class Remembered<T> {
  readonly #known = new Map<number, T>();
  readonly #make: (entry: number) => T;

  constructor(make: (entry: number) => T) {
    this.#make = make;
  }

  of(entry: number): T {
    const known = this.#known.get(entry);
    if (known !== undefined) return known;
    // Neighbours in a block ask for the same few again and again, so forgetting all of them at once costs little.
    if (this.#known.size >= MOST) this.#known.clear();
    const made = this.#make(entry);
    this.#known.set(entry, made);
    return made;
  }
}

/** What a source usually does: only where something is usual is its lack told. */

/** Share that must be so, and how many must be known. */
const USUAL = 0.6;
const KNOWN = 5;

export class Shares {
  readonly #counts = new Map<number, { all: number; so: number }>();

  add(source: number, isSo: boolean): void {
    const counts = this.#counts.get(source) ?? { all: 0, so: 0 };
    counts.all += 1;
    if (isSo) counts.so += 1;
    this.#counts.set(source, counts);
  }

  /** Whether enough is known to say what is usual. */
  knows(source: number): boolean {
    return (this.#counts.get(source)?.all ?? 0) >= KNOWN;
  }

  isUsual(source: number): boolean {
    const counts = this.#counts.get(source);
    return counts !== undefined && counts.all >= KNOWN && counts.so >= USUAL * counts.all;
  }
}

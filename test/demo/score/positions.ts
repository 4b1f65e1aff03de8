import type { Entry } from './lines.ts';
import { UNKNOWN } from './records.ts';

export const FIGURES = [
  'orderedMinor',
  'paidMinor',
  'creditMinor',
  'refundedMinor',
  'disputedMinor',
  'feesMinor',
  'settledMinor',
  'bankedMinor',
  'bookedMinor',
] as const;

export interface PositionScore {
  readonly asked: number;
  readonly exact: Readonly<Record<string, number>>;
  /** Orders all of whose figures but *booked* are exact. */
  readonly wholeExact: number;
  /** Of the others: orders of which an exception speaks. */
  readonly othersExplained: number;
}

/** Compares the figures of orders, in the order's currency, to the cent. */
export class PositionScorer {
  readonly #figures: number[] = [];
  readonly #startOf = new Map<number, number>();
  readonly #exact: number[] = FIGURES.map(() => 0);
  readonly #whole = new Set<number>();
  readonly #explained = new Set<number>();

  /** The truth's position of a cluster; one marked `positionAsked: false` is left out. */
  addTruth(cluster: number, entry: Entry): void {
    const position = entry.inner('position');
    if (!position || entry.flag('positionAsked') === false) return;
    this.#startOf.set(cluster, this.#figures.length);
    for (const figure of FIGURES) this.#figures.push(position.number(figure) ?? 0);
  }

  /** The result order that holds the leading record of a cluster. */
  addResult(cluster: number, entry: Entry): void {
    const start = this.#startOf.get(cluster);
    const position = entry.inner('position');
    if (start === undefined || !position) return;
    let whole = true;
    for (const [i, figure] of FIGURES.entries()) {
      const same = position.number(figure) === this.#figures[start + i];
      if (same) this.#exact[i] = (this.#exact[i] ?? 0) + 1;
      else if (figure !== 'bookedMinor') whole = false;
    }
    if (whole) this.#whole.add(cluster);
  }

  /** An exception speaks of the cluster. */
  explain(cluster: number): void {
    if (cluster !== UNKNOWN && this.#startOf.has(cluster)) this.#explained.add(cluster);
  }

  finish(): PositionScore {
    const exact = Object.fromEntries(FIGURES.map((figure, i) => [figure, this.#exact[i] ?? 0]));
    return {
      asked: this.#startOf.size,
      exact,
      wholeExact: this.#whole.size,
      othersExplained: [...this.#explained].filter((cluster) => !this.#whole.has(cluster)).length,
    };
  }
}

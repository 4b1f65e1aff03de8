/**
 * How likely each pair is when a record can have one partner only. The pairs are the edges of a graph, a true answer is a matching in
 * it, and its weight the product of its edges' odds (the monomer-dimer model). The share of each edge in all matchings is found by
 * passing messages along the edges (sum-product; exact on trees, and it settles on one answer for any graph: Bayati et al. 2007). Odds
 * of rivals take from each other, which is what makes an ambiguous pair unlikely without a rule for it.
 */

export interface Edges {
  readonly length: number;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
}

export interface Once {
  /** A left record has one partner at most. */
  readonly left: boolean;
  readonly right: boolean;
}

/** Odds above this are as good as certain; beyond it sums would lose what is small. */
const MOST = 1e12;

export class Marginals {
  readonly #edges: Edges;
  readonly #once: Once;
  /** For each edge what the other edges at its left (right) end leave for it: 1 is everything. */
  readonly #fromLeft: Float64Array;
  readonly #fromRight: Float64Array;
  readonly #sums: Float64Array;

  /** @param size one more than the highest record. */
  constructor(edges: Edges, size: number, once: Once) {
    this.#edges = edges;
    this.#once = once;
    this.#fromLeft = new Float64Array(edges.length).fill(1);
    this.#fromRight = new Float64Array(edges.length).fill(1);
    this.#sums = new Float64Array(size);
  }

  /** Probability of each edge; `odds` are those of the edge alone. Messages stay for the next call. */
  probabilities(odds: Float64Array, rounds: number): Float64Array {
    const { length } = this.#edges;
    const { left, right } = this.#once;
    for (let round = 0; round < rounds; round++) {
      if (left) this.#pass(this.#edges.left, odds, this.#fromRight, this.#fromLeft);
      if (right) this.#pass(this.#edges.right, odds, this.#fromLeft, this.#fromRight);
    }
    const found = new Float64Array(length);
    for (let edge = 0; edge < length; edge++) {
      const own = Math.min(MOST, odds[edge] as number) * (this.#fromLeft[edge] as number) * (this.#fromRight[edge] as number);
      found[edge] = own / (1 + own);
    }
    return found;
  }

  /** What is left for each edge at its `ends` once the others there have taken their part. */
  #pass(ends: ArrayLike<number>, odds: Float64Array, incoming: Float64Array, outgoing: Float64Array): void {
    const sums = this.#sums.fill(0);
    const { length } = this.#edges;
    for (let edge = 0; edge < length; edge++) {
      const end = ends[edge] as number;
      sums[end] = (sums[end] as number) + Math.min(MOST, odds[edge] as number) * (incoming[edge] as number);
    }
    for (let edge = 0; edge < length; edge++) {
      const own = Math.min(MOST, odds[edge] as number) * (incoming[edge] as number);
      outgoing[edge] = 1 / (1 + Math.max(0, (sums[ends[edge] as number] as number) - own));
    }
  }
}

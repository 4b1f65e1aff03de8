/** Words that two texts of a field share, weighed by their rarity. The last pair is remembered: levels ask for it again and again. */
import { type Lists, mayShare, sharedWeight } from './words.ts';

export class SharedWords {
  readonly #lists: Lists;
  /** Millibits of each word. */
  readonly #weights: Int32Array;
  /** Of each text the squares of its weights; −1 where nobody has asked. */
  readonly #squares: Float64Array;
  #lastA = -1;
  #lastB = -1;
  #last = 0;

  constructor(lists: Lists, weights: Int32Array) {
    this.#lists = lists;
    this.#weights = weights;
    this.#squares = new Float64Array(lists.start.length - 1).fill(-1);
  }

  /** Whether the cosine of both is so much at least. */
  areAlike(a: number, b: number, least: number): boolean {
    if (a !== this.#lastA || b !== this.#lastB) {
      this.#last = mayShare(this.#lists, a, b) ? sharedWeight(this.#lists, this.#weights, a, b, true) : 0;
      this.#lastA = a;
      this.#lastB = b;
    }
    const shared = this.#last;
    // Cosine ≥ c, squared: all in integers but for one product.
    return shared > 0 && shared * shared >= least * least * this.#square(a) * this.#square(b);
  }

  /** What the words in common are worth together, millibits. */
  weight(a: number, b: number): number {
    return mayShare(this.#lists, a, b) ? sharedWeight(this.#lists, this.#weights, a, b, false) : 0;
  }

  #square(text: number): number {
    if ((this.#squares[text] as number) < 0) this.#squares[text] = sharedWeight(this.#lists, this.#weights, text, text, true);
    return this.#squares[text] as number;
  }
}

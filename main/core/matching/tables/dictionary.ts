/** Every distinct text once: a number for each, 0 for none. Two texts are equal where their numbers are. */

export class Dictionary {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [''];

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text; `''` is none. */
  intern(text: string): number {
    if (text === '') return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    const own = ownCopy(text);
    this.#numbers.set(own, number);
    this.#texts.push(own);
    return number;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  get texts(): readonly string[] {
    return this.#texts;
  }
}

/** The same text, cut loose from the piece of a file that it was read from: else each text would hold on to a megabyte. */
export function ownCopy(text: string): string {
  return `${text} `.slice(0, -1);
}

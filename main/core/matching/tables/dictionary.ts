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
    this.#numbers.set(text, number);
    this.#texts.push(text);
    return number;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  get texts(): readonly string[] {
    return this.#texts;
  }
}

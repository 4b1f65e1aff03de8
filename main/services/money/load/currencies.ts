/** Currencies of a book as small numbers: 0 is none, the others in the order of their codes. */
import type { ReadableDb } from '#store/database.ts';
import { textStatements } from '#store/queries/money-columns.ts';

export class Currencies {
  /** Code by number; '' for 0. */
  readonly codes: string[] = [''];
  readonly #places = new Map<number, number>();
  readonly #byCode = new Map<string, number>();
  readonly #text: (id: number) => string;

  /** The codes of ISO 4217 that the book knows, in their order; a code beyond them comes behind, where it is first met. */
  constructor(db: ReadableDb) {
    const { id, text } = textStatements(db);
    this.#text = text;
    for (const code of Intl.supportedValuesOf('currency').sort()) {
      const textId = id(code);
      if (textId !== 0) this.#places.set(textId, this.#add(code));
    }
  }

  /** By interned id; 0 for none. */
  placeOf(textId: number | null): number {
    if (textId === null) return 0;
    const known = this.#places.get(textId);
    if (known !== undefined) return known;
    const place = this.find(this.#text(textId));
    this.#places.set(textId, place);
    return place;
  }

  /** By code; 0 for none. */
  find(code: string | null): number {
    if (code === null || code === '') return 0;
    return this.#byCode.get(code) ?? this.#add(code);
  }

  #add(code: string): number {
    const place = this.codes.push(code) - 1;
    this.#byCode.set(code, place);
    return place;
  }
}

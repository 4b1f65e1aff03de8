/** Currencies of a book as small numbers: 0 is none, the others in the order of their codes. */
import type { ReadableDb } from '#store/database.ts';
import { readCurrencies } from '#store/queries/money-columns.ts';

export class Currencies {
  /** Code by number; '' for 0. */
  readonly codes: readonly string[];
  readonly #places = new Map<number, number>();

  constructor(db: ReadableDb) {
    const found = readCurrencies(db);
    this.codes = ['', ...new Set(found.map(({ code }) => code).sort())];
    for (const { textId, code } of found) if (textId !== null) this.#places.set(textId, this.codes.indexOf(code));
  }

  /** By interned id; 0 for none. */
  placeOf(textId: number | null): number {
    return textId === null ? 0 : (this.#places.get(textId) ?? 0);
  }

  /** By code; 0 for none, and for one that no record of the book is in. */
  find(code: string | null): number {
    return code === null ? 0 : Math.max(0, this.codes.indexOf(code));
  }
}

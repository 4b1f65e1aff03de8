/** Interned texts of a reconciliation: those of the book by their ids, and a few of its own behind them. Read when a sentence needs them. */
import type { ReadableDb } from '#store/database.ts';
import { type TextStatements, textStatements } from '#store/queries/money-columns.ts';

/** Numbers that no text of a book has: texts of the run's own. */
const OWN_FROM = 2 ** 31;
/** Texts remembered without asking the book. */
const REMEMBERED = 50_000;

export class Texts {
  readonly #statements: TextStatements;
  readonly #known = new Map<number, string>();
  readonly #ids = new Map<string, number>();
  readonly #own: string[] = [];
  readonly #ownIds = new Map<string, number>();

  constructor(db: ReadableDb) {
    this.#statements = textStatements(db);
  }

  /** '' for 0. */
  text = (id: number): string => {
    if (id === 0) return '';
    if (id >= OWN_FROM) return this.#own[id - OWN_FROM] ?? '';
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    const text = this.#statements.text(id);
    this.#known.set(id, text);
    return text;
  };

  /** The id of a text that money rows may hold as well; one of its own where the book does not know it. 0 for none. */
  id(text: string | null | undefined): number {
    if (text === null || text === undefined || text === '') return 0;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#statements.id(text) || this.#ownId(text);
    this.#ids.set(text, id);
    return id;
  }

  /** The book may have come to know texts since. Numbers that were given out stay what they are. */
  askAgain(): void {
    this.#ids.clear();
  }

  #ownId(text: string): number {
    const known = this.#ownIds.get(text);
    if (known !== undefined) return known;
    const id = OWN_FROM + this.#own.push(text) - 1;
    this.#ownIds.set(text, id);
    return id;
  }
}

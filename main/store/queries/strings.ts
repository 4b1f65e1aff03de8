/** Interned texts: each distinct text has one small integer, so that matching never compares strings. */
import type { Statement } from 'better-sqlite3';
import type { WritableDb } from '../database.ts';

/** Texts remembered without asking the book; then the oldest half is forgotten. */
const REMEMBERED = 40_000;

export class StringTable {
  readonly #insert: Statement<[string]>;
  readonly #find: Statement<[string], number>;
  #recent = new Map<string, number>();
  #older = new Map<string, number>();

  constructor(db: WritableDb) {
    this.#insert = db.prepare('INSERT INTO strings (text) VALUES (?) ON CONFLICT DO NOTHING');
    this.#find = db.prepare<[string], number>('SELECT id FROM strings WHERE text = ?').pluck();
  }

  /** Id of the text; null stays null. */
  intern(text: string | null | undefined): number | null {
    if (text === null || text === undefined) return null;
    const known = this.#recent.get(text);
    if (known !== undefined) return known;
    const id = this.#older.get(text) ?? this.#stored(text);
    if (this.#recent.size >= REMEMBERED) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(text, id);
    return id;
  }

  #stored(text: string): number {
    const inserted = this.#insert.run(text);
    return inserted.changes === 1 ? Number(inserted.lastInsertRowid) : (this.#find.get(text) ?? 0);
  }

  /** To be called when a transaction in which texts were interned is rolled back. */
  forget(): void {
    this.#recent.clear();
    this.#older.clear();
  }
}

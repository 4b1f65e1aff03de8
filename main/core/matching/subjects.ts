/**
 * What titles say beside the names of their clients: `Harbor & Pine Co. - Spring media plan` and `HarborPine | Spring media plan |
 * Search` are of one subject. Words count by their rarity in the book, in bits: log2(titles / titles with the word),
 * smoothed, as in TF-IDF (Spärck Jones 1972) with the logarithm to the base 2, so that they compare with weights.
 */
import { FORM_WORDS } from '../normalise/names.ts';
import { hash64 } from './refs.ts';
import { Remembered } from './remembered.ts';
import type { TextTable } from './texts.ts';

export interface SharedSubject {
  /** One of them says nothing beside names and words that nearly every title has. */
  silent: boolean;
  /** Of the rarer words of the title that says less. */
  permille: number;
  /** Rarity of what is shared. */
  millibits: number;
  /** All words of one title stand in the other. */
  whole: boolean;
}

/** Words are counted as if so many other titles stood beside the book's: what is rare in ten titles need not be rare. */
const BACKGROUND = 4096;
const SEEN_BEFORE = 4;
/** A title that says less than this beside names says nothing, millibits. */
const SILENT_BELOW = 2_000;

const FORM_HASHES: ReadonlySet<number> = new Set([...FORM_WORDS].map((word) => hash64(word)[0]));

const NOTHING: readonly number[] = [];

/**
 * log2 in steps of half a bit: a word's rarity changes only where its count has grown by two fifths, so that one record more leaves
 * what is known of other pairs as it is.
 */
function steps(count: number): number {
  return Math.floor(2 * Math.log2(count)) / 2;
}

export class Subjects {
  readonly #titleOf: Int32Array;
  readonly #nameOf: Int32Array;
  readonly #titles: TextTable;
  readonly #names: TextTable;
  /** Word → number of records whose title holds it. */
  readonly #counts = new Map<number, number>();
  readonly #rarities = new Map<number, number>();
  readonly #clients = new Remembered((name) => [...this.#names.words(name), hash64(this.#names.compact(name))[0]]);
  readonly #numerals = new Remembered((title) => this.#titles.numerals(title));
  #rowsByWord: Map<number, number[]> | null = null;
  #titled = 0;
  #counted = false;
  readonly #last: SharedSubject = { silent: true, permille: 0, millibits: 0, whole: false };

  constructor(titleOf: Int32Array, nameOf: Int32Array, titles: TextTable, names: TextTable) {
    this.#titleOf = titleOf;
    this.#nameOf = nameOf;
    this.#titles = titles;
    this.#names = names;
  }

  /** Of two rows with titles. The answer is overwritten by the next. */
  compare(left: number, right: number): SharedSubject {
    if (!this.#counted) this.#count();
    const titles = this.#titles;
    const [a, b] = [this.#titleOf[left] as number, this.#titleOf[right] as number];
    const [one, other] = [titles.words(a), titles.words(b)];
    const client = this.#clientWords(this.#nameOf[left] as number);
    const otherClient = this.#clientWords(this.#nameOf[right] as number);
    let [formOfOne, formOfOther, sharedForm] = [false, false, false];
    let [ofOne, ofOther, shared, common, i, j] = [0, 0, 0, 0, 0, 0];
    while (i < one.length || j < other.length) {
      const x = one[i] ?? Number.POSITIVE_INFINITY;
      const y = other[j] ?? Number.POSITIVE_INFINITY;
      const word = Math.min(x, y);
      const rarity = client.includes(word) || otherClient.includes(word) ? 0 : this.#rarity(word);
      if (FORM_HASHES.has(word)) {
        if (x === word) formOfOne = true;
        if (y === word) formOfOther = true;
      }
      if (x === word) {
        ofOne += rarity;
        i++;
      }
      if (y === word) {
        ofOther += rarity;
        j++;
      }
      if (x === y) {
        shared += rarity;
        common++;
        if (FORM_HASHES.has(word)) sharedForm = true;
      }
    }
    const least = Math.min(ofOne, ofOther);
    const last = this.#last;
    last.silent = least < SILENT_BELOW;
    last.millibits = shared;
    // `Harbor Ltd` and `Harbor GmbH` are two firms, `plan` and `plan 2` two plans.
    const differ = (formOfOne && formOfOther && !sharedForm) || !this.#sameNumerals(a, b);
    last.permille = last.silent || differ ? 0 : Math.floor((1000 * shared) / least);
    last.whole = common === Math.min(one.length, other.length);
    return last;
  }

  /**
   * Whether words became more common by these rows to the point that they weigh less: their hashes, or null where the number of titles
   * itself moved all of them.
   */
  wordsMovedBy(rows: readonly number[]): ReadonlySet<number> | null {
    if (!this.#counted) this.#count();
    const added = new Map<number, number>();
    let titled = 0;
    for (const row of rows) {
      const title = this.#titleOf[row] as number;
      if (title === 0) continue;
      titled++;
      for (const word of this.#titles.words(title)) added.set(word, (added.get(word) ?? 0) + 1);
    }
    if (steps(this.#titled + BACKGROUND) !== steps(this.#titled - titled + BACKGROUND)) return null;
    const moved = new Set<number>();
    for (const [word, times] of added) {
      const now = this.#counts.get(word) ?? 0;
      if (steps(now + SEEN_BEFORE) !== steps(now - times + SEEN_BEFORE)) moved.add(word);
    }
    return moved;
  }

  /** Rows whose title holds one of these words. */
  rowsWith(words: ReadonlySet<number>): number[] {
    this.#rowsByWord ??= this.#indexWords();
    const byWord = this.#rowsByWord;
    return [...words].flatMap((word) => byWord.get(word) ?? []);
  }

  #indexWords(): Map<number, number[]> {
    const byWord = new Map<number, number[]>();
    for (const [row, title] of this.#titleOf.entries()) {
      if (title === 0) continue;
      for (const word of this.#titles.words(title)) {
        const rows = byWord.get(word);
        if (rows === undefined) byWord.set(word, [row]);
        else rows.push(row);
      }
    }
    return byWord;
  }

  /** Words of a client's name, and the name in one word. */
  #clientWords(name: number): readonly number[] {
    if (name === 0) return NOTHING;
    return this.#clients.of(name);
  }

  #sameNumerals(a: number, b: number): boolean {
    const one = this.#numerals.of(a);
    const other = this.#numerals.of(b);
    return one.length === other.length && one.every((word, at) => other[at] === word);
  }

  #rarity(word: number): number {
    const known = this.#rarities.get(word);
    if (known !== undefined) return known;
    const rarity = FORM_HASHES.has(word)
      ? 0
      : 1000 * (steps(this.#titled + BACKGROUND) - steps((this.#counts.get(word) ?? 0) + SEEN_BEFORE));
    this.#rarities.set(word, rarity);
    return rarity;
  }

  #count(): void {
    const titles = new Map<number, number>();
    for (const title of this.#titleOf) if (title !== 0) titles.set(title, (titles.get(title) ?? 0) + 1);
    for (const [title, times] of titles) {
      this.#titled += times;
      for (const word of this.#titles.words(title)) this.#counts.set(word, (this.#counts.get(word) ?? 0) + times);
    }
    this.#counted = true;
  }
}

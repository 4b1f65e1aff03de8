/**
 * What titles say beside the names of their clients: `Harbor & Pine Co. - Spring media plan` and `HarborPine | Spring media plan |
 * Search` are of one subject. Words count by their rarity in the book, in bits: log2(titles / titles with the word),
 * smoothed, as in TF-IDF (Spärck Jones 1972) with the logarithm to the base 2, so that they compare with weights.
 */
import { hash64 } from '../refs.ts';
import { Remembered } from './remembered.ts';
import type { TextTable } from './texts.ts';
import { type WordTable, wordOf } from './word-table.ts';

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
  readonly #names: TextTable;
  readonly #table: WordTable;
  /** Words of a client's name, and the name in one word, as far as titles hold them. */
  readonly #clients = new Remembered((name) => this.#wordsOfClient(name));
  #common: CommonWords | null = null;
  #rowsByWord: RowsByWord | null = null;
  readonly #last: SharedSubject = { silent: true, permille: 0, millibits: 0, whole: false };

  constructor(titleOf: Int32Array, nameOf: Int32Array, titles: TextTable, names: TextTable) {
    this.#titleOf = titleOf;
    this.#nameOf = nameOf;
    this.#names = names;
    this.#table = titles.wordTable;
  }

  /** Of two rows with titles. The answer is overwritten by the next. */
  compare(left: number, right: number): SharedSubject {
    this.#common ??= countWords(this.#titleOf, this.#table);
    const { rarity } = this.#common;
    const { start, words, isForm, numerals } = this.#table;
    const [a, b] = [this.#titleOf[left] as number, this.#titleOf[right] as number];
    const client = this.#clientWords(this.#nameOf[left] as number);
    const otherClient = this.#clientWords(this.#nameOf[right] as number);
    let i = start[a] as number;
    let j = start[b] as number;
    const endOfOne = start[a + 1] as number;
    const endOfOther = start[b + 1] as number;
    const fewer = Math.min(endOfOne - i, endOfOther - j);
    let [formOfOne, formOfOther, sharedForm] = [false, false, false];
    let [ofOne, ofOther, shared, common] = [0, 0, 0, 0];
    while (i < endOfOne || j < endOfOther) {
      const x = i < endOfOne ? (words[i] as number) : NO_WORD;
      const y = j < endOfOther ? (words[j] as number) : NO_WORD;
      const word = Math.min(x, y);
      const weight = client.includes(word) || otherClient.includes(word) ? 0 : (rarity[word] as number);
      const form = isForm[word] === 1;
      if (x === word) {
        formOfOne ||= form;
        ofOne += weight;
        i++;
      }
      if (y === word) {
        formOfOther ||= form;
        ofOther += weight;
        j++;
      }
      if (x === y) {
        sharedForm ||= form;
        shared += weight;
        common++;
      }
    }
    const least = Math.min(ofOne, ofOther);
    const last = this.#last;
    last.silent = least < SILENT_BELOW;
    last.millibits = shared;
    // `Harbor Ltd` and `Harbor GmbH` are two firms, `plan` and `plan 2` two plans.
    const differ = (formOfOne && formOfOther && !sharedForm) || numerals[a] !== numerals[b];
    last.permille = last.silent || differ ? 0 : Math.floor((1000 * shared) / least);
    last.whole = common === fewer;
    return last;
  }

  /**
   * Whether words became more common by these rows to the point that they weigh less: which ones, or null where the number of titles
   * itself moved all of them.
   */
  wordsMovedBy(rows: Iterable<number>): ReadonlySet<number> | null {
    this.#common ??= countWords(this.#titleOf, this.#table);
    const { titled, counts } = this.#common;
    const { start, words } = this.#table;
    const added = new Map<number, number>();
    let came = 0;
    for (const row of rows) {
      const title = this.#titleOf[row] as number;
      if (title === 0) continue;
      came++;
      for (let at = start[title] as number; at < (start[title + 1] as number); at++) {
        const word = words[at] as number;
        added.set(word, (added.get(word) ?? 0) + 1);
      }
    }
    if (steps(titled + BACKGROUND) !== steps(titled - came + BACKGROUND)) return null;
    const moved = new Set<number>();
    for (const [word, times] of added) {
      const now = counts[word] as number;
      if (steps(now + SEEN_BEFORE) !== steps(now - times + SEEN_BEFORE)) moved.add(word);
    }
    return moved;
  }

  /** Rows whose title holds one of these words; a row with several of them several times. */
  rowsWith(moved: ReadonlySet<number>): number[] {
    this.#common ??= countWords(this.#titleOf, this.#table);
    this.#rowsByWord ??= this.#indexWords(this.#common.counts);
    const { start, rows } = this.#rowsByWord;
    return [...moved].flatMap((word) => [...rows.subarray(start[word], start[word + 1])]);
  }

  #indexWords(counts: Uint32Array): RowsByWord {
    const { start: titleStart, words } = this.#table;
    const start = new Uint32Array(counts.length + 1);
    for (let word = 0; word < counts.length; word++) start[word + 1] = (start[word] as number) + (counts[word] as number);
    const rows = new Uint32Array(start[counts.length] as number);
    const next = start.slice();
    for (let row = 0; row < this.#titleOf.length; row++) {
      const title = this.#titleOf[row] as number;
      if (title === 0) continue;
      for (let at = titleStart[title] as number; at < (titleStart[title + 1] as number); at++) {
        const word = words[at] as number;
        rows[next[word] as number] = row;
        next[word] = (next[word] as number) + 1;
      }
    }
    return { start, rows };
  }

  #clientWords(name: number): readonly number[] {
    return name === 0 ? NOTHING : this.#clients.of(name);
  }

  #wordsOfClient(name: number): readonly number[] {
    const hashes = [...this.#names.words(name), hash64(this.#names.compact(name))[0]];
    return hashes.map((hash) => wordOf(this.#table, hash)).filter((word) => word !== -1);
  }
}

/** Behind all words. */
const NO_WORD = 0xffffffff;

/** How common the words of titles are: by word the records whose title holds it, and what it says, millibits. */
interface CommonWords {
  readonly titled: number;
  readonly counts: Uint32Array;
  readonly rarity: Int32Array;
}

/** The rows of each word, one word after the other. */
interface RowsByWord {
  readonly start: Uint32Array;
  readonly rows: Uint32Array;
}

function countWords(titleOf: Int32Array, { hashes, isForm, start, words }: WordTable): CommonWords {
  const times = new Uint32Array(start.length);
  for (const title of titleOf) times[title] = (times[title] as number) + 1;
  const counts = new Uint32Array(hashes.length);
  let titled = 0;
  for (let title = 1; title < start.length - 1; title++) {
    const own = times[title] as number;
    titled += own;
    for (let at = start[title] as number; at < (start[title + 1] as number); at++) {
      counts[words[at] as number] = (counts[words[at] as number] as number) + own;
    }
  }
  const all = steps(titled + BACKGROUND);
  const rarity = Int32Array.from(counts, (count, word) => (isForm[word] === 1 ? 0 : 1000 * (all - steps(count + SEEN_BEFORE))));
  return { titled, counts, rarity };
}

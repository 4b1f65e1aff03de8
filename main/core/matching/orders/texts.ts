/**
 * Names and titles for comparing: what can be known of each distinct text once, so that comparing two is a matter of integers. The
 * texts come normalised (lower case, no accents, no legal form).
 */

import { hash64 } from '../refs.ts';
import { type PackedTexts, packTexts, unpackText } from './packed-texts.ts';
import { Remembered } from './remembered.ts';
import { type WordTable, wordTable } from './word-table.ts';

/** Fewer characters than this are too little for a start or a single slip to mean anything. */
const MIN_PREFIX = 7;
const MIN_TYPO = 6;
/** Characters that name blocks share, and the fewest that make one. */
const START_LENGTH = 8;
const MIN_START = 6;
/** Words that one writes and another leaves out. */
const FILLERS = new Set(['and', 'und', 'et', 'the']);
const RUN_LENGTH = 3;
const NUMERAL = /^\d{1,2}$/;

export const DIFFERENT = 0;
export const ALIKE = 1;
export const SAME = 2;

interface Features {
  /** Letters and digits only. */
  readonly compact: string;
  /** The same with umlauts as keyboards without them write them: `mueller` and `muller` are one. */
  readonly plain: string;
  /** Hashes of the words, ascending, distinct. */
  readonly words: readonly number[];
  readonly first: string;
  readonly last: string;
  /** The first two words as one. */
  readonly lead: string;
}

/** Entry 0 is the absent text. Features are found when they are asked for: most texts are only ever compared for equality. */
export class TextTable {
  readonly #packed: PackedTexts;
  readonly #features = new Remembered((entry) => featuresOf(this.#text(entry)));
  readonly #runs = new Remembered((entry) => runsIn(this.#at(entry).compact));
  readonly #starts: (number | undefined)[] = [];

  #words: WordTable | null;

  /** `texts[0]` stands for "none" and is never compared. @param words their words, where another thread found them. */
  constructor(texts: readonly string[] | PackedTexts, words: WordTable | null = null) {
    this.#packed = 'units' in texts ? texts : packTexts(texts);
    this.#words = words;
  }

  /** Number of texts, the absent one among them. */
  get length(): number {
    return this.#packed.start.length - 1;
  }

  /** The texts as other threads can have them. */
  get packed(): PackedTexts {
    return this.#packed;
  }

  /** Whether two names may be one: `a` and `b` are entries, not 0. */
  compareNames(a: number, b: number): typeof SAME | typeof ALIKE | typeof DIFFERENT {
    if (a === b) return SAME;
    const one = this.#at(a);
    const other = this.#at(b);
    if (one.compact === other.compact) return SAME;
    const [short, long] = one.compact.length <= other.compact.length ? [one, other] : [other, one];
    const alike =
      one.plain === other.plain ||
      startsAlike(short, long) ||
      wordsWithin(one, other) ||
      initialAndLast(one, other) ||
      initialAndLast(other, one) ||
      oneSlip(short, long);
    return alike ? ALIKE : DIFFERENT;
  }

  /** Runs of three characters in common, permille of all runs of both. */
  sharedRuns(a: number, b: number): number {
    const one = this.#runs.of(a);
    const other = this.#runs.of(b);
    const count = intersection(one, other);
    const all = one.length + other.length - count;
    return all === 0 ? 0 : Math.floor((1000 * count) / all);
  }

  /** Distinct words of a text as hashes, ascending. */
  words(entry: number): readonly number[] {
    return this.#at(entry).words;
  }

  /** Letters and digits of a text, without blanks and fillers. */
  compact(entry: number): string {
    return this.#at(entry).compact;
  }

  /** Distinct words as hashes, ascending, and those of them that are numbers of one or two digits: `plan 2` is not `plan`. */
  wordsAndNumerals(entry: number): { readonly words: readonly number[]; readonly numerals: readonly number[] } {
    const words = wordsOf(this.#text(entry));
    return { words: hashesOf(words), numerals: hashesOf(words.filter((word) => NUMERAL.test(word))) };
  }

  /** Words of all texts as numbers, found when they are first asked for. */
  get wordTable(): WordTable {
    this.#words ??= wordTable(this);
    return this.#words;
  }

  /** Whether this title contains a client's name, or begins with its first words: `willowroofing winter pages`, `willow roofing sons`. */
  names(title: number, clients: TextTable, client: number): boolean {
    const { compact } = this.#at(title);
    const name = clients.#at(client);
    if (name.compact.length >= MIN_PREFIX && compact.includes(name.compact)) return true;
    return name.lead.length >= MIN_PREFIX && compact.startsWith(name.lead);
  }

  /** Hash of the first letters of a text, for blocking; 0 when there are too few. */
  start(entry: number): number {
    const known = this.#starts[entry];
    if (known !== undefined) return known;
    const compact = wordsOf(this.#text(entry)).join('');
    const start = compact.length < MIN_START ? 0 : hash64(compact.slice(0, START_LENGTH))[0] | 1;
    this.#starts[entry] = start;
    return start;
  }

  #text(entry: number): string {
    return unpackText(this.#packed, entry);
  }

  #at(entry: number): Features {
    return this.#features.of(entry);
  }
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !FILLERS.has(word));
}

/** Distinct, ascending. */
function hashesOf(words: readonly string[]): number[] {
  return [...new Set(words.map((word) => hash64(word)[0]))].sort((a, b) => a - b);
}

function featuresOf(text: string): Features {
  const words = wordsOf(text);
  const compact = words.join('');
  return {
    compact,
    plain: compact.replace(/([aou])e/g, '$1'),
    words: hashesOf(words),
    first: words[0] ?? '',
    last: words.length > 1 ? (words.at(-1) ?? '') : '',
    lead: words.slice(0, 2).join(''),
  };
}

/** Hashes of the runs of three characters, ascending, distinct. */
function runsIn(compact: string): readonly number[] {
  const runs = new Set<number>();
  for (let at = 0; at + RUN_LENGTH <= compact.length; at++) runs.add(hash64(compact.slice(at, at + RUN_LENGTH))[0]);
  return [...runs].sort((a, b) => a - b);
}

/** One is cut short, or written in one word: `harbor pine` and `harborpineco`. */
function startsAlike(short: Features, long: Features): boolean {
  return short.compact.length >= MIN_PREFIX && long.compact.startsWith(short.compact);
}

/** All words of one are in the other, two at least: other order, a middle name, a trading name around it. */
function wordsWithin(one: Features, other: Features): boolean {
  const fewer = Math.min(one.words.length, other.words.length);
  return fewer >= 2 && intersection(one.words, other.words) === fewer;
}

/** `a smith` and `anna smith`. */
function initialAndLast(short: Features, long: Features): boolean {
  return short.last.length >= 3 && short.last === long.last && short.first.length === 1 && long.first.startsWith(short.first);
}

/** One letter more, less, other, or two neighbours that changed places. */
function oneSlip(short: Features, long: Features): boolean {
  const [a, b] = [short.compact, long.compact];
  if (a.length < MIN_TYPO || b.length - a.length > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  if (b.length > a.length) return a.slice(start) === b.slice(start + 1);
  if (a.slice(start + 1) === b.slice(start + 1)) return true;
  return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
}

/** Size of the intersection of two ascending lists. */
function intersection(one: readonly number[], other: readonly number[]): number {
  let count = 0;
  let i = 0;
  let j = 0;
  while (i < one.length && j < other.length) {
    const difference = (one[i] ?? 0) - (other[j] ?? 0);
    if (difference === 0) count++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return count;
}

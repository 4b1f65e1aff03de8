/** The words of titles as numbers, in shared memory: found once, then comparing two titles is a walk over integers. */
import { FORM_WORDS } from '../../normalise/names.ts';
import { hash64 } from '../refs.ts';
import { sharedInt32, sharedUint8, sharedUint32 } from './shared-arrays.ts';
import type { TextTable } from './texts.ts';

export interface WordTable {
  /** Hash of each word, ascending: a word's place is its number. */
  readonly hashes: Uint32Array;
  /** 1 for legal forms: `Ltd`, `GmbH`. */
  readonly isForm: Uint8Array;
  /** Words of title i, ascending: `words[start[i]]` … `words[start[i + 1] − 1]`. */
  readonly start: Uint32Array;
  readonly words: Uint32Array;
  /** One number for the numbers of one or two digits that stand in a title; 0 for none. */
  readonly numerals: Int32Array;
}

const FORM_HASHES: ReadonlySet<number> = new Set([...FORM_WORDS].map((word) => hash64(word)[0]));

export function wordTable(titles: TextTable): WordTable {
  const count = titles.length;
  const start = sharedUint32(count + 1);
  const numerals = sharedInt32(count);
  const numeralsSeen = new Map<string, number>();
  const numberOf = new Map<number, number>();
  const byTitle: number[] = [];
  for (let title = 0; title < count; title++) {
    const { words, numerals: digits } = titles.wordsAndNumerals(title);
    for (const word of words) {
      const number = numberOf.get(word) ?? numberOf.size;
      numberOf.set(word, number);
      byTitle.push(number);
    }
    start[title + 1] = byTitle.length;
    if (digits.length === 0) continue;
    const key = digits.join();
    const number = numeralsSeen.get(key) ?? numeralsSeen.size + 1;
    numeralsSeen.set(key, number);
    numerals[title] = number;
  }
  const hashes = sharedUint32(numberOf.size);
  hashes.set([...numberOf.keys()]);
  hashes.sort();
  const place = new Map(Array.from(hashes, (hash, at) => [hash, at]));
  const places = Uint32Array.from(numberOf.keys(), (hash) => place.get(hash) ?? 0);
  const words = sharedUint32(byTitle.length);
  for (const [at, number] of byTitle.entries()) words[at] = places[number] as number;
  const isForm = sharedUint8(hashes.length);
  for (const [at, hash] of hashes.entries()) isForm[at] = FORM_HASHES.has(hash) ? 1 : 0;
  return { hashes, isForm, start, words, numerals };
}

/** Number of a word by its hash, or −1 where no title holds it. */
export function wordOf({ hashes }: WordTable, hash: number): number {
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] as number) < hash) low = middle + 1;
    else high = middle;
  }
  return hashes[low] === hash ? low : -1;
}

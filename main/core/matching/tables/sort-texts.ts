/** Sorting of texts by their code units, as strings compare. */
import { sortByKey } from '../radix.ts';
import { compareTexts, type Texts } from './texts.ts';

/** Letters that are one key, each a byte. */
const KEY_LETTERS = 4;
const BYTE = 255;

/** Sorts numbers of texts in place: by the four letters behind what all begin with, and what is equal in them by comparing. */
export function sortTexts(texts: Texts, numbers: Uint32Array): Uint32Array {
  const compare = (a: number, b: number): number => compareTexts(texts, a, b);
  if (texts.highest >= BYTE || numbers.length === 0) return numbers.sort(compare);
  const { units, start } = texts;
  const shared = sharedStart(texts, numbers);
  const size = numbers.length;
  const keys = new Uint32Array(size);
  const order = new Uint32Array(size);
  for (let at = 0; at < size; at++) {
    const from = (start[numbers[at] as number] as number) + shared;
    const to = start[(numbers[at] as number) + 1] as number;
    let key = 0;
    // One more than the letter: where a text has ended there is 0, and the shorter comes first.
    for (let letter = from; letter < from + KEY_LETTERS; letter++)
      key = (key << 8) | (letter < to ? (units[letter] as number) + 1 : 0);
    keys[at] = key;
    order[at] = at;
  }
  sortByKey(order, keys, new Uint32Array(size));
  const unsorted = numbers.slice();
  for (let at = 0; at < size; at++) numbers[at] = unsorted[order[at] as number] as number;
  for (let from = 0, to = 0; from < size; from = to) {
    to = from + 1;
    while (to < size && keys[order[to] as number] === keys[order[from] as number]) to++;
    if (to - from > 1) numbers.subarray(from, to).sort(compare);
  }
  return numbers;
}

/** Letters that all begin with. */
function sharedStart({ units, start }: Texts, numbers: Uint32Array): number {
  const first = numbers[0] as number;
  const from = start[first] as number;
  let shared = (start[first + 1] as number) - from;
  for (const own of numbers) {
    const other = start[own] as number;
    const most = Math.min(shared, (start[own + 1] as number) - other);
    shared = 0;
    while (shared < most && units[from + shared] === units[other + shared]) shared++;
    if (shared === 0) break;
  }
  return shared;
}

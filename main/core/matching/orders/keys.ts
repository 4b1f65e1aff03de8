/** Key parts as columns of codes: equal codes are equal values, 0 is none. */

import { sortByKey } from '../radix.ts';
import type { Columns } from './columns.ts';
import type { Texts } from './compare.ts';
import { sharedInt32, sharedUint32 } from './shared-arrays.ts';
import type { KeyPart, Pass, Specification } from './spec.ts';

/** Words of a title that its row is looked up by, at most; which ones depends on the title alone. */
export const WORDS_PER_TITLE = 12;

type SinglePart = Exclude<KeyPart, 'titleWord'>;

/** What keys are made of, in shared memory. */
export interface KeyCodes {
  /** By row, for each part that some pass names and of which a row has one. */
  readonly codes: { readonly [part in SinglePart]?: Int32Array };
  /** All rows by time, then by row. */
  readonly byTime: Uint32Array;
}

export function keyCodes({ passes }: Specification, columns: Columns, texts: Texts): KeyCodes {
  const parts = new Set(passes.flatMap(({ key }) => key));
  const codes: { [part in SinglePart]?: Int32Array } = {};
  for (const part of parts) if (part !== 'titleWord') codes[part] = codesOf(part, columns, texts);
  return { codes, byTime: rowsByTime(columns) };
}

export class Keys {
  readonly columns: Columns;
  readonly byTime: Uint32Array;
  readonly #texts: Texts;
  readonly #codes: KeyCodes['codes'];

  constructor(columns: Columns, texts: Texts, { codes, byTime }: KeyCodes) {
    this.columns = columns;
    this.byTime = byTime;
    this.#texts = texts;
    this.#codes = codes;
  }

  /** Codes of the parts of which a row has one. */
  codesOf({ key }: Pass): Int32Array[] {
    return key.flatMap((part) => (part === 'titleWord' ? [] : (this.#codes[part] ?? [])));
  }

  /** Hashes of the words of a row's title that it is looked up by. */
  wordsOf(row: number): readonly number[] {
    return this.#texts.titles.words(this.columns.title[row] as number).slice(0, WORDS_PER_TITLE);
  }
}

/** Whether a row stands under several keys of the pass. */
export function hasWords({ key }: Pass): boolean {
  return key.includes('titleWord');
}

function rowsByTime({ size, minute }: Columns): Uint32Array {
  const rows = sharedUint32(size);
  const times = new Uint32Array(size);
  for (let row = 0; row < size; row++) {
    rows[row] = row;
    times[row] = (minute[row] as number) ^ 0x80000000;
  }
  sortByKey(rows, times, new Uint32Array(size));
  return rows;
}

function codesOf(part: SinglePart, columns: Columns, texts: Texts): Int32Array {
  const { size, name, title, slot } = columns;
  switch (part) {
    case 'slot': {
      const codes = sharedInt32(size);
      for (let row = 0; row < size; row++) codes[row] = (slot[row] as number) + 1;
      return codes;
    }
    case 'total':
      return withoutNothing(columns.total, columns.amount);
    case 'netTotal':
      return withoutNothing(columns.netTotal, columns.net);
    case 'nameStart': {
      const codes = sharedInt32(size);
      // What has no client shows it at the start of its title, as far as it shows it at all.
      for (let row = 0; row < size; row++) {
        codes[row] = name[row] === 0 ? texts.titles.start(title[row] as number) : texts.names.start(name[row] as number);
      }
      return codes;
    }
    default:
      return columns[part];
  }
}

/** A total of nothing brings nobody together. */
function withoutNothing(numbers: Int32Array, amounts: Float64Array): Int32Array {
  if (!amounts.includes(0)) return numbers;
  const codes = sharedInt32(numbers.length);
  for (let row = 0; row < codes.length; row++) codes[row] = amounts[row] === 0 ? 0 : (numbers[row] as number);
  return codes;
}

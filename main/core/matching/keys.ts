/** Key parts as columns of codes: equal codes are equal values, 0 is none. And the entries of a pass, made of them. */
import { type Columns, NO_TIME } from './columns.ts';
import type { Texts } from './compare.ts';
import { sortByKey } from './radix.ts';
import { finalise } from './refs.ts';
import { sharedInt32, sharedUint32 } from './shared-arrays.ts';
import type { KeyPart, Pass, Specification } from './spec.ts';

/** Words of a title that its row is looked up by, at most; which ones depends on the title alone. */
export const WORDS_PER_TITLE = 12;

/** Rows under the keys of a pass, by key and then by time. A row stands under several keys where the pass has several for it. */
export interface Entries {
  readonly rows: Uint32Array;
  /** 32-bit mixes of the keys; ascending. */
  readonly keys: Uint32Array;
}

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
  readonly #columns: Columns;
  readonly #texts: Texts;
  readonly #shared: KeyCodes;
  #room: Room | null = null;

  constructor(columns: Columns, texts: Texts, shared: KeyCodes) {
    this.#columns = columns;
    this.#texts = texts;
    this.#shared = shared;
  }

  /** Codes of the parts of which a row has one. */
  codesOf({ key }: Pass): Int32Array[] {
    return key.flatMap((part) => (part === 'titleWord' ? [] : (this.#shared.codes[part] ?? [])));
  }

  /** Mixed keys under which a row stands in a pass: none where it lacks a part, several where the pass has words. */
  keysOf(pass: Pass, row: number): readonly number[] {
    if (pass.withinMinutes !== null && this.#columns.minute[row] === NO_TIME && !hasWords(pass)) return [];
    const codes = this.codesOf(pass);
    const key = keyOf(codes, row);
    if (key === -1) return [];
    if (!hasWords(pass)) return [key];
    if (this.#columns.title[row] === 0) return [];
    return this.#wordsOf(row).map((word) => (codes.length === 0 ? word : finalise(key ^ word)));
  }

  /** Entries of a pass. They are overwritten by the next call. */
  entriesOf(pass: Pass): Entries {
    const codes = this.codesOf(pass);
    this.#room ??= roomFor(this.#columns.size);
    const length = hasWords(pass) ? this.#fillWords(codes) : this.#fill(codes, pass.withinMinutes !== null);
    const { rows, keys, order, sortedRows, sortedKeys } = this.#room;
    const entries = order.subarray(0, length);
    for (let entry = 0; entry < length; entry++) entries[entry] = entry;
    sortByKey(entries, keys, sortedRows.subarray(0, length));
    for (let at = 0; at < length; at++) {
      sortedRows[at] = rows[entries[at] as number] as number;
      sortedKeys[at] = keys[entries[at] as number] as number;
    }
    return { rows: sortedRows.subarray(0, length), keys: sortedKeys.subarray(0, length) };
  }

  /** One entry for each row that has all parts; returns their number. */
  #fill(codes: readonly Int32Array[], dated: boolean): number {
    const { minute } = this.#columns;
    const { rows, keys } = this.#need(this.#columns.size);
    let length = 0;
    for (const row of this.#shared.byTime) {
      if (dated && minute[row] === NO_TIME) continue;
      const key = keyOf(codes, row);
      if (key === -1) continue;
      rows[length] = row;
      keys[length++] = key;
    }
    return length;
  }

  /** One entry for each word of each title, together with the other parts. */
  #fillWords(codes: readonly Int32Array[]): number {
    const { title, size } = this.#columns;
    let titled = 0;
    for (let row = 0; row < size; row++) if (title[row] !== 0) titled++;
    const { rows, keys } = this.#need(titled * WORDS_PER_TITLE);
    let length = 0;
    for (const row of this.#shared.byTime) {
      if (title[row] === 0) continue;
      const others = keyOf(codes, row);
      if (others === -1) continue;
      for (const word of this.#wordsOf(row)) {
        rows[length] = row;
        keys[length++] = codes.length === 0 ? word : finalise(others ^ word);
      }
    }
    return length;
  }

  /** Lets go of the room that sorting took. */
  release(): void {
    this.#room = null;
  }

  #wordsOf(row: number): readonly number[] {
    return this.#texts.titles.words(this.#columns.title[row] as number).slice(0, WORDS_PER_TITLE);
  }

  #need(length: number): Room {
    if (this.#room === null || this.#room.rows.length < length) this.#room = roomFor(length);
    return this.#room;
  }
}

/** Whether a row stands under several keys of the pass. */
export function hasWords({ key }: Pass): boolean {
  return key.includes('titleWord');
}

/** Number of the first entry whose key is not below `key`; `keyAt` ascends. */
export function lowerBound(length: number, keyAt: (entry: number) => number, key: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyAt(middle) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 32-bit mix of the parts, or −1 where the row lacks one. */
export function keyOf(codes: readonly Int32Array[], row: number): number {
  let key = 0;
  for (const column of codes) {
    const code = column[row] as number;
    if (code === 0) return -1;
    key = finalise(Math.imul(key, 31) ^ code);
  }
  return key;
}

interface Room {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
  readonly order: Uint32Array;
  readonly sortedRows: Uint32Array;
  readonly sortedKeys: Uint32Array;
}

function roomFor(length: number): Room {
  const column = (): Uint32Array => new Uint32Array(length);
  return { rows: column(), keys: column(), order: column(), sortedRows: column(), sortedKeys: column() };
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
  const codes = sharedInt32(size);
  switch (part) {
    case 'slot':
      for (let row = 0; row < size; row++) codes[row] = (slot[row] as number) + 1;
      return codes;
    case 'total':
      return withoutNothing(columns.total, columns.amount, codes);
    case 'netTotal':
      return withoutNothing(columns.netTotal, columns.net, codes);
    case 'nameStart':
      // What has no client shows it at the start of its title, as far as it shows it at all.
      for (let row = 0; row < size; row++) {
        codes[row] = name[row] === 0 ? texts.titles.start(title[row] as number) : texts.names.start(name[row] as number);
      }
      return codes;
    default:
      return columns[part];
  }
}

/** A total of nothing brings nobody together. */
function withoutNothing(numbers: Int32Array, amounts: Float64Array, codes: Int32Array): Int32Array {
  for (let row = 0; row < codes.length; row++) codes[row] = amounts[row] === 0 ? 0 : (numbers[row] as number);
  return codes;
}

/** Key parts as columns of codes: equal codes are equal values, 0 is none. And the entries of a pass, made of them. */
import { type Columns, NO_TIME } from './columns.ts';
import type { Texts } from './compare.ts';
import { sortByKey } from './radix.ts';
import { finalise } from './refs.ts';
import type { KeyPart, Pass } from './spec.ts';

/** Words of a title that its row is looked up by: the rarest say most. */
const WORDS_PER_TITLE = 5;

/** Rows under the keys of a pass, by key and then by time. A row stands under several keys where the pass has several for it. */
export interface Entries {
  readonly rows: Uint32Array;
  /** 32-bit mixes of the keys; ascending. */
  readonly keys: Uint32Array;
}

export class Keys {
  readonly #columns: Columns;
  readonly #texts: Texts;
  readonly #codes = new Map<KeyPart, Int32Array>();
  /** All rows by time, then by row. */
  readonly #byTime: Uint32Array;
  readonly #room: { rows: Uint32Array; keys: Uint32Array; order: Uint32Array; sortedRows: Uint32Array; sortedKeys: Uint32Array };

  constructor(columns: Columns, texts: Texts) {
    this.#columns = columns;
    this.#texts = texts;
    this.#room = roomFor(columns.size);
    this.#byTime = rowsByTime(columns, this.#room.order);
  }

  /** Codes of a part by row, or null where a row has several of them. */
  codes(part: KeyPart): Int32Array | null {
    if (part === 'titleWord') return null;
    const known = this.#codes.get(part);
    if (known !== undefined) return known;
    const made = codesOf(part, this.#columns, this.#texts);
    this.#codes.set(part, made);
    return made;
  }

  /** Entries of a pass. They are overwritten by the next call. */
  entriesOf(pass: Pass): Entries {
    const codes = pass.key.map((part) => this.codes(part)).filter((column) => column !== null);
    const length = codes.length < pass.key.length ? this.#fillWords(codes) : this.#fill(codes, pass.withinMinutes !== null);
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
    const { rows, keys } = this.#room;
    let length = 0;
    for (const row of this.#byTime) {
      if (dated && minute[row] === NO_TIME) continue;
      let key = 0;
      let complete = true;
      for (const column of codes) {
        const code = column[row] as number;
        if (code === 0) complete = false;
        key = finalise(Math.imul(key, 31) ^ code);
      }
      if (!complete) continue;
      rows[length] = row;
      keys[length++] = key;
    }
    return length;
  }

  /** One entry for each of the rarest words of each title, together with the other parts. */
  #fillWords(codes: readonly Int32Array[]): number {
    const { title, size } = this.#columns;
    let titled = 0;
    for (let row = 0; row < size; row++) if (title[row] !== 0) titled++;
    if (titled * WORDS_PER_TITLE > this.#room.rows.length) Object.assign(this.#room, roomFor(titled * WORDS_PER_TITLE));
    const { rows, keys } = this.#room;
    let length = 0;
    for (const row of this.#byTime) {
      if (title[row] === 0 || codes.some((column) => column[row] === 0)) continue;
      const others = codes.reduce((key, column) => finalise(Math.imul(key, 31) ^ (column[row] as number)), 0);
      for (const word of this.#texts.titles.rarestWords(title[row] as number, WORDS_PER_TITLE)) {
        rows[length] = row;
        keys[length++] = codes.length === 0 ? word : finalise(others ^ word);
      }
    }
    return length;
  }
}

function roomFor(length: number) {
  const column = (): Uint32Array => new Uint32Array(length);
  return { rows: column(), keys: column(), order: column(), sortedRows: column(), sortedKeys: column() };
}

function rowsByTime({ size, minute }: Columns, scratch: Uint32Array): Uint32Array {
  const rows = new Uint32Array(size);
  const times = new Uint32Array(size);
  for (let row = 0; row < size; row++) {
    rows[row] = row;
    times[row] = (minute[row] as number) ^ 0x80000000;
  }
  sortByKey(rows, times, scratch);
  return rows;
}

function codesOf(part: Exclude<KeyPart, 'titleWord'>, columns: Columns, texts: Texts): Int32Array {
  const { size, name, title, slot } = columns;
  switch (part) {
    case 'slot':
      return Int32Array.from(slot, (number) => number + 1);
    case 'total':
      return withoutNothing(columns.total, columns.amount);
    case 'netTotal':
      return withoutNothing(columns.netTotal, columns.net);
    case 'nameStart': {
      // What has no client shows it at the start of its title, as far as it shows it at all.
      const codes = new Int32Array(size);
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
  const codes = new Int32Array(numbers.length);
  for (let row = 0; row < codes.length; row++) codes[row] = amounts[row] === 0 ? 0 : (numbers[row] as number);
  return codes;
}

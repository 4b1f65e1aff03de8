/** The entries of a pass: its rows under the keys that they stand under, sorted. */

import { sortTogether } from '../radix.ts';
import { finalise } from '../refs.ts';
import { NO_TIME } from './columns.ts';
import { hasWords, type Keys, WORDS_PER_TITLE } from './keys.ts';
import type { Pass } from './spec.ts';

/** Rows by key and then by time. A row stands under several keys where the pass has several for it. */
export interface Entries {
  readonly rows: Uint32Array;
  /** 32-bit mixes of the keys; ascending. */
  readonly keys: Uint32Array;
}

/** Makes the entries of one pass after the other in the same room. */
export class EntrySorter {
  readonly keys: Keys;
  /** By row, the mix of its codes, or NONE. */
  readonly #mixed: Uint32Array;
  #room: Room = roomFor(0);

  constructor(keys: Keys) {
    this.keys = keys;
    this.#mixed = new Uint32Array(keys.columns.size);
  }

  /** They are overwritten by the next call. */
  entriesOf(pass: Pass): Entries {
    mixCodes(this.keys.codesOf(pass), this.#mixed);
    const length = hasWords(pass) ? this.#fillWords() : this.#fill(pass.withinMinutes !== null);
    const of = (column: Uint32Array): Uint32Array => column.subarray(0, length);
    const { rows, keys, otherRows, otherKeys } = this.#room;
    sortTogether(of(keys), of(rows), of(otherKeys), of(otherRows));
    return { rows: of(rows), keys: of(keys) };
  }

  /** One entry for each row that has all parts; returns their number. */
  #fill(dated: boolean): number {
    const { columns, byTime } = this.keys;
    const { rows, keys } = this.#need(columns.size);
    const mixed = this.#mixed;
    let length = 0;
    // Rows without a date come first.
    let at = 0;
    if (dated) while (at < byTime.length && columns.minute[byTime[at] as number] === NO_TIME) at++;
    for (; at < byTime.length; at++) {
      const row = byTime[at] as number;
      const key = mixed[row] as number;
      if (key === NONE) continue;
      rows[length] = row;
      keys[length++] = key;
    }
    return length;
  }

  /** One entry for each word of each title, together with the other parts. */
  #fillWords(): number {
    const { columns, byTime } = this.keys;
    const { title } = columns;
    const titled = title.reduce((count, one) => (one === 0 ? count : count + 1), 0);
    const { rows, keys } = this.#need(titled * WORDS_PER_TITLE);
    let length = 0;
    for (const row of byTime) {
      const others = this.#mixed[row] as number;
      if (title[row] === 0 || others === NONE) continue;
      for (const word of this.keys.wordsOf(row)) {
        rows[length] = row;
        keys[length++] = finalise(others ^ word);
      }
    }
    return length;
  }

  #need(length: number): Room {
    if (this.#room.rows.length < length) this.#room = roomFor(length);
    return this.#room;
  }
}

/** The mix of a row that lacks a part. */
const NONE = 0;
/** What a mix is that would be NONE: keys only bring rows side by side, whether they are equal is looked at. */
const INSTEAD = 1;

/** A column at a time, for it is read from the first row to the last. */
function mixCodes(codes: readonly Int32Array[], mixed: Uint32Array): void {
  mixed.fill(INSTEAD);
  for (const column of codes) {
    for (let row = 0; row < mixed.length; row++) {
      const before = mixed[row] as number;
      const code = column[row] as number;
      mixed[row] = before === NONE || code === 0 ? NONE : finalise(Math.imul(before, 31) ^ code) || INSTEAD;
    }
  }
}

interface Room {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
  readonly otherRows: Uint32Array;
  readonly otherKeys: Uint32Array;
}

function roomFor(length: number): Room {
  const column = (): Uint32Array => new Uint32Array(length);
  return { rows: column(), keys: column(), otherRows: column(), otherKeys: column() };
}

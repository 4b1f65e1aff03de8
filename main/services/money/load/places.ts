/** Rows in the order of their keys: what is computed over them then depends neither on the order of files nor on row ids. */
import { keyTextsOf, type RecordKey } from '#shared/domain/source-record.ts';
import { type System, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readSources } from '#store/queries/match-rows-reading.ts';

export interface Source {
  readonly id: number;
  readonly system: System;
  readonly account: string;
}

/** The book's sources in the order of their names; a place in this list is what columns hold. */
export class Sources {
  readonly rows: readonly Source[];
  readonly #placeOf: ReadonlyMap<number, number>;
  readonly #keyTexts = new Map<number, (nativeId: string) => string>();

  constructor(db: ReadableDb) {
    this.rows = readSources(db)
      .map(({ id, system, account }) => ({ id, system: system as System, account }))
      .sort((a, b) => compareTexts(JSON.stringify([a.system, a.account]), JSON.stringify([b.system, b.account])));
    this.#placeOf = new Map(this.rows.map(({ id }, place) => [id, place]));
  }

  placeOf(sourceId: number): number {
    const place = this.#placeOf.get(sourceId);
    if (place === undefined) throw new Error(`source ${sourceId} is not in the book`);
    return place;
  }

  at(place: number): Source {
    const source = this.rows[place];
    if (source === undefined) throw new Error(`no source at ${place}`);
    return source;
  }

  /** Place of a source by its name, or −1. */
  find(system: string, account: string): number {
    return this.rows.findIndex((source) => source.system === system && source.account === account);
  }

  key(place: number, code: number, nativeId: string): RecordKey {
    const { system, account } = this.at(place);
    return { system, account, type: typeFromCode(code), nativeId };
  }

  /** `keyText` of that key. */
  keyText(place: number, code: number, nativeId: string): string {
    let texts = this.#keyTexts.get(place * 256 + code);
    if (texts === undefined) {
      texts = keyTextsOf(this.key(place, code, ''));
      this.#keyTexts.set(place * 256 + code, texts);
    }
    return texts(nativeId);
  }
}

/** What rows are ordered by: place of the source, code of the type, native id. */
export type KeyPlace = readonly [source: number, type: number, nativeId: string];

export function comparePlaces(a: KeyPlace, b: KeyPlace): number {
  return a[0] - b[0] || a[1] - b[1] || compareTexts(a[2], b[2]);
}

/** Places of rows by source, type and native id. */
export function keyOrder(source: Uint16Array, type: Uint8Array, nativeIds: readonly string[]): Uint32Array {
  const order = Uint32Array.from(nativeIds, (_, row) => row);
  return order.sort(
    (a, b) =>
      (source[a] as number) - (source[b] as number) ||
      (type[a] as number) - (type[b] as number) ||
      compareTexts(nativeIds[a] as string, nativeIds[b] as string),
  );
}

type Column = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/**
 * Puts row `order[i]` at i, in place: one copy at a time is all that memory has to hold. Whole numbers of one width are moved as one
 * kind of array: a loop that meets five kinds is ten times slower than one that meets four.
 */
export function putInOrder(of: Column, order: Uint32Array): void {
  const column = of instanceof Int32Array ? new Uint32Array(of.buffer, of.byteOffset, of.length) : of;
  const before = column.slice();
  for (let row = 0; row < order.length; row++) column[row] = before[order[row] as number] as number;
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Links of money: read in order, written many at a time. */
import type { Statement } from 'better-sqlite3';
import type { ReadableDb, WritableDb } from '../database.ts';

/** One link as numbers, in the order of the table's columns; the currency by its place in a list that travels with it. */
export type LinkTuple = readonly [
  fromId: number,
  kind: number,
  toId: number,
  linked: number,
  permille: number,
  rule: number,
  amountMinor: number,
  currency: string,
  groupId: number,
];

/** All links in the order of the table's key. */
export function storedLinks(db: ReadableDb): IterableIterator<LinkTuple> {
  return db
    .prepare(
      `SELECT from_id, kind, to_id, linked, permille, rule, amount_minor, currency, group_id FROM money_links
       ORDER BY from_id, kind, to_id`,
    )
    .raw()
    .iterate() as IterableIterator<LinkTuple>;
}

/** Numbers of one link on their way between threads: a tuple with the currency's place instead of its code. */
export const LINK_NUMBERS = 9;
/** Links of one statement. */
const AT_ONCE = 40;

export interface LinkWriter {
  /** Links `from` … `to` − 1 of a block. */
  write(block: Float64Array, currencies: readonly string[], from: number, to: number): void;
  remove(fromId: number, kind: number, toId: number): void;
}

export function moneyLinkWriter(db: WritableDb): LinkWriter {
  const insert = (rows: number): Statement =>
    db.prepare(`INSERT OR REPLACE INTO money_links VALUES ${new Array(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`);
  const many = insert(AT_ONCE);
  const one = insert(1);
  const remove = db.prepare<[number, number, number]>('DELETE FROM money_links WHERE from_id = ? AND kind = ? AND to_id = ?');
  const valuesOf = (block: Float64Array, currencies: readonly string[], from: number, to: number): (number | string)[] => {
    const values: (number | string)[] = [];
    for (let at = from * LINK_NUMBERS; at < to * LINK_NUMBERS; at++) {
      const value = block[at] as number;
      values.push(at % LINK_NUMBERS === 7 ? (currencies[value] ?? '') : value);
    }
    return values;
  };
  return {
    write(block, currencies, from, to) {
      let at = from;
      for (; at + AT_ONCE <= to; at += AT_ONCE) many.run(valuesOf(block, currencies, at, at + AT_ONCE));
      for (; at < to; at++) one.run(valuesOf(block, currencies, at, at + 1));
    },
    remove: (fromId, kind, toId) => void remove.run(fromId, kind, toId),
  };
}

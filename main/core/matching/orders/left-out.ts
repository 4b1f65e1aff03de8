/** Pairs that a pass met before some records came, and meets no more: their block became crowded, or one of them was left out of it. */
import { fits } from './blocking.ts';
import { type Columns, NO_TIME } from './columns.ts';
import type { Budget } from './model.ts';
import type { IndexedPass } from './partners.ts';
import { CROWDED, LAST, type PreparedPass, PURGED, withinWindow } from './passes.ts';

/** Calls `found` for every such pair of rows that stood before, and for some that were never met; one may come more than once. */
export function pairsLeftOut(
  passes: readonly IndexedPass[],
  columns: Columns,
  { blockRecords, neighbours }: Budget,
  fresh: ReadonlySet<number>,
  found: (left: number, right: number) => void,
): void {
  const { minute } = columns;
  for (const { pass, prepared, entries } of passes) {
    const { rows, marks } = prepared;
    const timeAt = (entry: number): number => minute[rows[entry] as number] as number;
    const isFresh = (entry: number): boolean => fresh.has(rows[entry] as number);
    const looked = new Set<number>();
    const met = (one: number, other: number): void => {
      const [left, right] = [rows[one] as number, rows[other] as number];
      if (fits(pass, columns, left, right)) found(left, right);
    };

    /** All pairs of a block that was not crowded before. */
    const allOf = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        for (let j = i + 1; j < to; j++) {
          if (pass.withinMinutes !== null && !withinWindow(timeAt(i), timeAt(j), pass.withinMinutes)) break;
          met(i, j);
        }
      }
    };

    /** Pairs of the entries around a fresh one that have too many neighbours now, and had not without those that came. */
    const around = (entry: number): void => {
      const window = pass.crowdedMinutes;
      const near = (one: number, other: number): boolean => withinWindow(timeAt(one), timeAt(other), window);
      let first = entry;
      while (!opens(marks, first) && near(first - 1, entry)) first--;
      let low = first;
      while (!opens(marks, low) && near(low - 1, first)) low--;
      let high = first;
      for (let at = first; near(at, entry); at++) {
        while (!near(low, at)) low++;
        while (!closes(marks, high) && near(at, high + 1)) high++;
        const now = high - low;
        if (now > neighbours && now - fresh.size <= neighbours && !isFresh(at)) {
          let before = now;
          for (let other = low; other <= high; other++) if (isFresh(other)) before--;
          for (let other = low; before <= neighbours && other <= high; other++) met(at, other);
        }
        if (closes(marks, at)) break;
      }
    };

    for (const row of fresh) {
      for (let entry = entries.first(row); entry !== -1; entry = entries.following(entry)) {
        if (((marks[entry] as number) & (CROWDED | PURGED)) === 0) continue;
        const block = blockAround(prepared, entry, blockRecords + fresh.size);
        if (block !== null) {
          const [from, to] = block;
          if (looked.has(from)) continue;
          let came = 0;
          for (let at = from; at < to; at++) if (isFresh(at)) came++;
          if (to - from - came <= blockRecords) {
            looked.add(from);
            allOf(from, to);
            continue;
          }
        }
        if (timeAt(entry) !== NO_TIME) around(entry);
      }
    }
  }
}

function opens(marks: Uint8Array, entry: number): boolean {
  return entry === 0 || ((marks[entry - 1] as number) & LAST) !== 0;
}

function closes(marks: Uint8Array, entry: number): boolean {
  return ((marks[entry] as number) & LAST) !== 0;
}

/** The block of an entry, from its first entry to behind its last; null where it has more than so many. */
function blockAround({ marks }: PreparedPass, entry: number, most: number): readonly [from: number, to: number] | null {
  let from = entry;
  while (!opens(marks, from) && entry - from <= most) from--;
  let to = entry + 1;
  while (!closes(marks, to - 1) && to - from <= most) to++;
  return to - from > most ? null : [from, to];
}

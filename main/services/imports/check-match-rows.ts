/** Recomputes what matching and reconciling know of every record that lives, and compares: like all derived state it is a function of the sources. */
import { keyText } from '#shared/domain/source-record.ts';
import { isOrderLike } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { nextLiveRecords, readMatchRows } from '#store/queries/match-rows.ts';
import { readMoneyRows } from '#store/queries/money-rows.ts';
import { readFolded } from '../records.ts';
import { matchRowOf, moneyRowOf } from './settle.ts';

const CHUNK = 500;
const LISTED = 100;

/** One sentence for each row that differs, at most a hundred, and their number. `report` may throw to stop. */
export function checkMatchRows(
  db: ReadableDb,
  report: (done: number) => void = () => undefined,
): { readonly differences: readonly string[]; readonly differenceCount: number; readonly recordsChecked: number } {
  const differences: string[] = [];
  let differenceCount = 0;
  let recordsChecked = 0;
  for (let ids = nextLiveRecords(db, 0, CHUNK); ids.length > 0; ids = nextLiveRecords(db, ids.at(-1) ?? 0, CHUNK)) {
    const matchRows = readMatchRows(db, ids);
    const moneyRows = readMoneyRows(db, ids);
    for (const record of readFolded(db, ids)) {
      const difference = isOrderLike(record.key.type)
        ? compare(matchRows.get(record.recordId), matchRowOf(record))
        : compare(moneyRows.get(record.recordId), moneyRowOf(record));
      if (difference === null) continue;
      differenceCount++;
      if (differences.length < LISTED) differences.push(`${keyText(record.key)}: ${difference}`);
    }
    recordsChecked += ids.length;
    report(recordsChecked);
  }
  return { differences, differenceCount, recordsChecked };
}

/** A narrow row: numbers and texts by name, and packed references. */
interface NarrowRow {
  readonly refs: Uint8Array;
}

function compare<R extends NarrowRow>(stored: (R & NarrowRow) | undefined, computed: R): string | null {
  if (stored === undefined) return 'its narrow row is missing';
  const names = (Object.keys(computed) as (keyof R)[]).filter((name) => name !== 'refs');
  const differing = names.filter((name) => stored[name] !== computed[name]);
  const parts = differing.map(
    (name) => `${String(name)} is ${JSON.stringify(stored[name])}, recomputed ${JSON.stringify(computed[name])}`,
  );
  if (Buffer.compare(stored.refs, computed.refs) !== 0) parts.push('its references differ from the recomputed ones');
  return parts.length === 0 ? null : parts.join('; ');
}

/** Part of `rebuild --check`: every record that a published import shows lives, and no other does. */
import { keyText } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { nextHomeChecks } from '#store/queries/home-check.ts';

const CHUNK = 2000;
const LISTED = 100;

/** One sentence for each record out of place, at most a hundred, and their number. `report` may throw to stop. */
export function checkHomes(
  db: ReadableDb,
  report: (done: number) => void = () => undefined,
): { readonly differences: readonly string[]; readonly differenceCount: number } {
  const differences: string[] = [];
  let differenceCount = 0;
  let done = 0;
  for (
    let records = nextHomeChecks(db, 0, CHUNK);
    records.length > 0;
    records = nextHomeChecks(db, records.at(-1)?.recordId ?? 0, CHUNK)
  ) {
    for (const { key, live, shown } of records) {
      if (live === shown) continue;
      differenceCount++;
      const what = shown
        ? 'a published import shows it, yet it is not in the book'
        : 'it is in the book, yet no published import shows it';
      if (differences.length < LISTED) differences.push(`${keyText(key)}: ${what}`);
    }
    done += records.length;
    report(done);
  }
  return { differences, differenceCount };
}

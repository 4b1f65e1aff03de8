/** Part of `rebuild --check`: what reconciling found is a function of records, decisions, policy and the instant, so it must come out again. */
import { SetRoot } from '#core/changes/set-root.ts';
import type { LinkColumns } from '#core/reconciliation/outputs.ts';
import type { Ports } from '#main/app/ports.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import type { ReadableDb } from '#store/database.ts';
import { readReconcileInput } from '#store/queries/money-decisions.ts';
import { EXCEPTIONS, type FoundTable, PAYOUTS, POSITIONS, readLatestMoneyRun, storedRows } from '#store/queries/money-found.ts';
import { type LinkTuple, storedLinks } from '#store/queries/money-links.ts';
import { sha256 as sha256Bytes } from '../sha256.ts';
import { holidays } from './holidays.ts';
import { answersOf } from './run/answers.ts';
import { findMoney } from './run/compute.ts';
import { differences } from './run/differences.ts';
import type { Ends } from './run/ends.ts';
import { exceptionRows, otherExceptions } from './run/exceptions.ts';
import { payoutRows, positionRows } from './run/found.ts';
import { compareLinks, foundLinks, linkHashes, sameLink, stretchedRoot } from './run/links.ts';
import { isOnlyUntil } from './run/store.ts';

const LISTED = 100;

export interface MoneyCheck {
  readonly differences: readonly string[];
  readonly differenceCount: number;
}

/**
 * One sentence for each row that differs, at most a hundred, and their number. Nothing is compared before the first run, nor while a run
 * is due because the book has moved on since.
 */
export function checkMoney(db: ReadableDb, { sha256 }: Ports, report: () => void = () => undefined): MoneyCheck {
  const run = readLatestMoneyRun(db);
  if (run === null || run.inputVersion !== readReconcileInput(db)) return { differences: [], differenceCount: 0 };
  const { book, output, ends } = findMoney({
    db,
    sha256,
    isHoliday: holidays(),
    asOf: { ms: run.asOfMs, onlyUntil: isOnlyUntil(db) },
    pace: report,
  });
  const found = new Found();
  const links = foundLinks(output.links, ends, book.input.currencies);
  for (const { write, remove } of differences<LinkTuple>(storedLinks(db), links, compareLinks, sameLink)) {
    const [fromId, kind, toId] = write ?? remove ?? [0, 0, 0];
    found.add(`the link ${LINK_KINDS[kind] ?? kind} of record ${fromId} to ${toId}`, write !== undefined);
  }
  checkRoot(run.linksRoot, output.links, ends, book.input.currencies, { sha256, report }, found);
  compare(db, PAYOUTS, payoutRows(book, output, ends).values(), found, ({ payoutId }) => `payout ${payoutId}`);
  compare(db, POSITIONS, positionRows(book, output), found, ({ headId }) => `the position of order ${headId}`);
  compare(
    db,
    EXCEPTIONS,
    exceptionRows(book, output, ends, {
      answers: answersOf(db),
      others: otherExceptions(db, { until: book.until, isHoliday: book.input.isHoliday, sha256 }),
      sha256,
    }).values(),
    found,
    ({ id }) => `exception ${id}`,
  );
  return found;
}

/** The root that the log speaks of is that of the links, made as it is made now or as earlier versions made it. */
function checkRoot(
  stored: Uint8Array,
  links: LinkColumns,
  ends: Ends,
  currencies: readonly string[],
  { sha256, report }: { readonly sha256: Sha256; readonly report: () => void },
  found: Found,
): void {
  const tools = { sha256, sha256Bytes, pause: report };
  const isSame = (root: Uint8Array): boolean => Buffer.compare(root, stored) === 0;
  if (isSame(new SetRoot(linkHashes(links, ends, currencies, tools), sha256Bytes, report).root)) return;
  if (!isSame(stretchedRoot(links, ends, currencies, tools))) found.add('the root over the links', true);
}

class Found implements MoneyCheck {
  readonly differences: string[] = [];
  differenceCount = 0;

  add(what: string, isFound: boolean): void {
    this.differenceCount++;
    if (this.differences.length < LISTED)
      this.differences.push(`${what} ${isFound ? 'is stored otherwise than recomputed' : 'is stored, yet not found again'}`);
  }
}

function compare<R extends object>(
  db: ReadableDb,
  table: FoundTable<R>,
  rows: Iterator<R>,
  found: Found,
  name: (row: R) => string,
): void {
  const names = Object.keys(table.columns) as (keyof R & string)[];
  const order = (a: R, b: R): number => (a[table.key] < b[table.key] ? -1 : a[table.key] > b[table.key] ? 1 : 0);
  const same = (a: R, b: R): boolean => names.every((column) => a[column] === b[column]);
  for (const { write, remove } of differences<R>(storedRows(db, table), rows, order, same)) {
    const row = write ?? remove;
    if (row !== undefined) found.add(name(row), write !== undefined);
  }
}

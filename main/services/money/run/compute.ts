/** The reconciling thread's work: load, reconcile, and send what differs from what is stored. */
import type { Sha256Bytes } from '#core/changes/merkle.ts';
import { SetRoot } from '#core/changes/set-root.ts';
import type { ReconcileOutput } from '#core/reconciliation/outputs.ts';
import { reconcileWorld } from '#core/reconciliation/reconcile.ts';
import { NotLocal } from '#core/reconciliation/rest.ts';
import type { World } from '#core/reconciliation/world.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { readReconcileInput } from '#store/queries/money-decisions.ts';
import { EXCEPTIONS, type FoundTable, PAYOUTS, POSITIONS, storedRows, valuesOf } from '#store/queries/money-found.ts';
import { LINK_NUMBERS, type LinkTuple, storedLinks } from '#store/queries/money-links.ts';
import { readFolded } from '../../records.ts';
import { type LoadedBook, loadBook } from '../load/index.ts';
import { answersOf } from './answers.ts';
import { differences } from './differences.ts';
import { Ends } from './ends.ts';
import { exceptionRows, otherExceptions } from './exceptions.ts';
import { payoutRows, positionRows } from './found.ts';
import { compareLinks, foundLinks, linkHashes, sameLink } from './links.ts';
import type { AsOf, MoneyChanges, MoneySummary } from './messages.ts';
import { reconcilePart } from './part-run.ts';
import { reportOf } from './report.ts';
import type { StandingRun } from './standing-run.ts';

export interface ReconcileTools {
  readonly db: ReadableDb;
  readonly sha256: Sha256;
  readonly sha256Bytes: Sha256Bytes;
  readonly isHoliday: IsHoliday;
  readonly asOf: AsOf;
  /** What a run over the whole book found stays in memory for the next one. */
  readonly keeps: boolean;
  /** Told often; throws when the run was cancelled. `part` is 0 … 1 of the whole. */
  readonly pace: (part: number, words: string) => void;
  /** Told once, before the first changes, what the run rests on. */
  readonly computed: (inputVersion: string) => void;
  /** Resolves when there is room for more. */
  readonly send: (changes: MoneyChanges) => Promise<void>;
}

/** What a run found, and everything to name it by. */
export interface FoundMoney {
  readonly book: LoadedBook;
  readonly output: ReconcileOutput;
  readonly ends: Ends;
}

/** The same with all that it was drawn from. */
export interface FoundWorld extends FoundMoney {
  readonly world: World;
}

const READING = 'Reading payments, payouts and bookings';
const LINKING = 'Linking what belongs together';
const STORING = 'Storing what was found';

/**
 * Runs on one snapshot of the book, however long it takes and whatever is written meanwhile. After a small change only what that can
 * have moved is looked at, where a run still stands and it can be shown that nothing else did; else what stood is let go.
 */
export async function reconcileBook(tools: ReconcileTools, kept: { standing: StandingRun | null }): Promise<MoneyRun> {
  const { db } = tools;
  db.exec('BEGIN');
  try {
    const inputVersion = readReconcileInput(db);
    if (kept.standing === null) return await reconcileWhole(tools, inputVersion, 'nothing to go on from');
    try {
      return { summary: await reconcilePart(tools, kept.standing, inputVersion), found: null, root: null, inputVersion };
    } catch (error) {
      if (!(error instanceof NotLocal)) throw error;
      // A whole book is held in memory once.
      kept.standing = null;
      return await reconcileWhole(tools, inputVersion, error.message);
    }
  } finally {
    db.exec('ROLLBACK');
  }
}

/** A run that is through. `found` and `root`: of a run over the whole book, for those who go on from there. */
export interface MoneyRun {
  readonly summary: MoneySummary;
  readonly found: FoundWorld | null;
  readonly root: SetRoot | null;
  readonly inputVersion: string;
}

async function reconcileWhole(tools: ReconcileTools, inputVersion: string, because: string): Promise<MoneyRun> {
  const { db, pace, sha256, sha256Bytes } = tools;
  // Of a large book the world is a fifth of all memory: only who goes on from it holds it.
  const standing = tools.keeps ? findWorld(tools) : null;
  const found = standing ?? findMoney(tools);
  const { book, output, ends } = found;
  tools.computed(inputVersion);
  const stored = storedLinks(db);
  await sendLinks(tools, found, stored);
  pace(0.9, STORING);
  await sendRows(tools, PAYOUTS, storedRows(db, PAYOUTS), payoutRows(book, output, ends).values(), 'payouts');
  await sendRows(tools, POSITIONS, storedRows(db, POSITIONS), positionRows(book, output), 'positions');
  const others = otherExceptions(db, { until: book.until, isHoliday: tools.isHoliday, sha256 });
  const exceptions = exceptionRows(book, output, ends, { answers: answersOf(db), others, sha256 });
  await sendRows(tools, EXCEPTIONS, storedRows(db, EXCEPTIONS), exceptions.values(), 'exceptions');
  // What was read to be compared is not read again.
  db.pragma('shrink_memory');
  // While what was sent is being stored.
  const pause = (): void => pace(0.98, STORING);
  const hashes = linkHashes(output.links, ends, book.input.currencies, { sha256, pause });
  const root = new SetRoot(hashes, sha256Bytes, pause);
  const summary: MoneySummary = {
    policyVersion: book.policyVersion,
    asOfMs: book.input.asOfMs,
    onlyUntil: tools.asOf.onlyUntil,
    counts: {
      ...output.counts,
      events: book.input.money.size,
      orders: book.input.orders.size,
      links: output.links.size,
      payouts: output.payouts.length,
      exceptions: output.findings.length,
    },
    linkCount: output.links.size,
    linksRoot: root.root,
    report: JSON.stringify(reportOf(book, output)),
    looked: { at: 'all', because, rows: book.input.money.size, orders: book.input.orders.size },
  };
  return { summary, found: standing, root: standing === null ? null : root, inputVersion };
}

/** Loads and reconciles; stores nothing. Also what `rebuild --check` compares the book with. */
export function findMoney(tools: FindTools): FoundMoney {
  const { book, output, ends } = findWorld(tools);
  return { book, output, ends };
}

type FindTools = Pick<ReconcileTools, 'db' | 'isHoliday' | 'asOf' | 'sha256' | 'pace'>;

function findWorld({ db, isHoliday, asOf: { ms: asOfMs, onlyUntil }, sha256, pace }: FindTools): FoundWorld {
  const book = loadBook(db, { isHoliday, asOfMs, onlyUntil, sha256, pause: () => pace(0.1, READING) });
  // What is read from here on lies elsewhere in the file.
  db.pragma('shrink_memory');
  const { world, output } = reconcileWorld(book.input, (stage, done, total) => {
    if (stage === 'events') for (const { columns } of [book.money, book.orders]) columns.refs.letGo();
    pace(0.25 + (0.35 * done) / total, LINKING);
  });
  return { book, output, world, ends: new Ends(book, { output, world }, sha256, (ids) => writtenPayoutIds(db, ids)) };
}

/** The ids of payouts as their lines write them; columns hold them normalised. */
export function writtenPayoutIds(db: ReadableDb, recordIds: readonly number[]): Map<number, string> {
  const written = new Map<number, string>();
  for (let at = 0; at < recordIds.length; at += ROWS_AT_ONCE)
    for (const { recordId, folded } of readFolded(db, recordIds.slice(at, at + ROWS_AT_ONCE)))
      if (folded.facts.payoutId) written.set(recordId, folded.facts.payoutId);
  return written;
}

const LINKS_AT_ONCE = 4_000;
const ROWS_AT_ONCE = 1_000;

/** Sends the links that are not as `stored` has them, which lie in the order of the table's key. */
export async function sendLinks(
  { pace, send }: ReconcileTools,
  { book, output, ends }: FoundMoney,
  stored: Iterator<LinkTuple>,
): Promise<void> {
  const { currencies } = book.input;
  const places = new Map(currencies.map((code, place) => [code, place]));
  let block = new Float64Array(LINKS_AT_ONCE * LINK_NUMBERS);
  let filled = 0;
  let remove: [number, number, number][] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    if (filled + remove.length === 0) return;
    pace(0.7 + (0.2 * done) / Math.max(1, output.links.size), STORING);
    await send({ of: 'links', write: block.slice(0, filled * LINK_NUMBERS), currencies, remove });
    done += filled;
    filled = 0;
    remove = [];
  };
  const found = foundLinks(output.links, ends, currencies);
  for (const { write, remove: gone } of differences<LinkTuple>(stored, found, compareLinks, sameLink)) {
    if (gone !== undefined) remove.push([gone[0], gone[1], gone[2]]);
    if (write !== undefined) {
      for (const [at, value] of write.entries())
        block[filled * LINK_NUMBERS + at] = typeof value === 'number' ? value : (places.get(value) ?? 0);
      filled++;
    }
    if (filled === LINKS_AT_ONCE || remove.length === LINKS_AT_ONCE) await flush();
  }
  await flush();
  block = new Float64Array(0);
}

/** The same of another table. */
export async function sendRows<K extends 'payouts' | 'positions' | 'exceptions', R extends object>(
  { pace, send }: ReconcileTools,
  table: FoundTable<R>,
  stored: Iterator<R>,
  found: Iterator<R>,
  of: K,
): Promise<void> {
  const names = Object.keys(table.columns) as (keyof R & string)[];
  const compare = (a: R, b: R): number => (a[table.key] < b[table.key] ? -1 : a[table.key] > b[table.key] ? 1 : 0);
  const same = (a: R, b: R): boolean => names.every((name) => a[name] === b[name]);
  let write: R[] = [];
  let remove: R[keyof R & string][] = [];
  const flush = async (): Promise<void> => {
    if (write.length + remove.length === 0) return;
    pace(0.95, STORING);
    // The table pairs each kind of change with its row; that pairing is lost on a union.
    const rows = of === 'positions' ? write.flatMap((row) => valuesOf(table, row)) : write;
    await send({ of, write: rows, remove } as unknown as MoneyChanges);
    write = [];
    remove = [];
  };
  for (const change of differences<R>(stored, found, compare, same)) {
    if (change.write !== undefined) write.push(change.write);
    if (change.remove !== undefined) remove.push(change.remove[table.key]);
    if (write.length + remove.length >= ROWS_AT_ONCE) await flush();
  }
  await flush();
}

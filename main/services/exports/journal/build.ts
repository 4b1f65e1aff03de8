/** The journal of a book: what is still to be posted, balanced, and what is held back with its reasons. */
import { writeFile } from 'node:fs/promises';
import { type Cell, csvLine, csvLines, numberCell, type Row } from '#core/exports/csv.ts';
import { type AccountNames, accountNames } from '#core/exports/journal/accounts.ts';
import type { JournalEntry } from '#core/exports/journal/entry.ts';
import { journalRows, journalText } from '#core/exports/journal/formats.ts';
import type { HeldBack } from '#core/exports/journal/payout-entry.ts';
import type { ExportFormat } from '#shared/contract/exports.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import { isJournalFormat } from '#shared/domain/journal-formats.ts';
import { formatPlain } from '#shared/domain/money.ts';
import type { ReadableDb } from '#store/database.ts';
import { readPolicy } from '#store/queries/money-decisions.ts';
import { unpinnedIds } from '#store/queries/pins.ts';
import { bookZone } from '../../records.ts';
import { Holds } from './holds.ts';
import { type PayoutTools, postedPayouts } from './payouts.ts';
import { postedSales } from './sales.ts';

export interface Journal {
  readonly entries: readonly JournalEntry[];
  readonly held: readonly HeldBack[];
  /** Payouts that the books hold already: nothing is posted of them. */
  readonly payoutsInBooks: number;
  /** Heads of the orders whose ids it names. */
  readonly headIds: readonly number[];
}

/** What a finished job says of a journal beside its file. */
export interface JournalResult {
  readonly entries: number;
  readonly held: number;
  /** How much is held back for each reason. */
  readonly heldFor: Readonly<Record<string, number>>;
  readonly payoutsInBooks: number;
}

/** A function of the book: the same whatever the order of files was. `pause` is called between payouts and sales; it may throw. */
export function journalOf(db: ReadableDb, sha256: Sha256, pause: () => void = () => undefined): Journal {
  const tools: PayoutTools = { db, sha256, zone: bookZone(db), holds: new Holds(db) };
  const entries: JournalEntry[] = [];
  const held: HeldBack[] = [];
  const headIds: number[] = [];
  let payoutsInBooks = 0;
  for (const posted of postedPayouts(tools)) {
    pause();
    entries.push(...posted.entries);
    held.push(...posted.held);
    if (posted.inBooks) payoutsInBooks += 1;
  }
  for (const { headId, posted } of postedSales(tools)) {
    pause();
    headIds.push(headId);
    if ('lines' in posted) entries.push(posted);
    else held.push(posted);
  }
  held.sort((a, b) => compare(a.subject, b.subject) || compare(a.label, b.label));
  return { entries, held, payoutsInBooks, headIds };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface BuiltJournal extends JournalResult {
  /** Text of the file, in pieces; or the rows of a workbook. */
  readonly content: { readonly lines: Iterable<string> } | { readonly rows: Iterable<Row> };
  readonly unpinnedHeads: readonly number[];
}

/** The file's text, and beside it, at `heldPath`, what is held back; nothing is written there when nothing is. */
export async function buildJournal(
  db: ReadableDb,
  sha256: Sha256,
  { format, heldPath, pause }: { readonly format: ExportFormat; readonly heldPath: string; readonly pause: () => void },
): Promise<BuiltJournal> {
  const { entries, held, payoutsInBooks, headIds } = journalOf(db, sha256, pause);
  if (held.length > 0) await writeFile(heldPath, [csvLine(HELD_COLUMNS), ...held.map((line) => csvLine(heldCells(line)))].join(''));
  const heldFor: Record<string, number> = {};
  for (const { reason } of held) heldFor[reason] = (heldFor[reason] ?? 0) + 1;
  return {
    content: contentOf(format, entries, accountNames(readPolicy(db).policy.journalNames)),
    entries: entries.length,
    held: held.length,
    heldFor,
    payoutsInBooks,
    unpinnedHeads: unpinnedIds(db, headIds).map(({ recordId }) => recordId),
  };
}

function contentOf(format: ExportFormat, entries: readonly JournalEntry[], names: AccountNames): BuiltJournal['content'] {
  if (format === 'xlsx') return { rows: journalRows(entries, names) };
  if (format === 'csv') return { lines: csvLines(journalRows(entries, names)) };
  return { lines: journalText(isJournalFormat(format) ? format : 'json', entries, names) };
}

const HELD_COLUMNS = ['subject', 'record', 'amount', 'currency', 'reason'];

function heldCells({ subject, label, amountMinor, currency, reason }: HeldBack): Cell[] {
  return [subject, label, currency === '' ? null : numberCell(formatPlain(amountMinor, currency)), currency, reason];
}

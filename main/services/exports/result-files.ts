/** Result files by name: their lines, sorted, and the same as a table. */
import { type Cell, numberCell, type Row } from '#core/exports/csv.ts';
import { linkLine, proposalLine, type ResultRecord } from '#core/exports/result-lines.ts';
import type { ExportKind } from '#shared/contract/exports.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import { canonicalIdOf, type Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { exportLinks, exportProposals, readExportRecords } from '#store/queries/exports.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import { NO_HOLIDAYS } from '../money/calendar.ts';
import { exceptionLines } from './exceptions.ts';
import { sortedLines } from './lines.ts';
import { moneyExceptionLines, moneyLinkLines } from './money-lines.ts';
import { namedRecord } from './tables.ts';

type ResultKind = Exclude<ExportKind, 'audit-pack' | 'orders' | 'log' | 'journal' | 'workpaper'>;

export function resultLines(
  db: ReadableDb,
  what: ResultKind,
  sha256: Sha256,
  isHoliday: IsHoliday = NO_HOLIDAYS,
): Iterable<string> {
  switch (what) {
    case 'proposals':
      return sortedLines(proposalLines(db));
    case 'links':
      return sortedLines(readLatestMoneyRun(db) === null ? linkLines(db, sha256) : moneyLinkLines(db, sha256));
    case 'exceptions':
      return sortedLines(allExceptions(db, sha256, isHoliday));
  }
}

function* allExceptions(db: ReadableDb, sha256: Sha256, isHoliday: IsHoliday): Generator<string> {
  const told = new Set<string>();
  for (const line of exceptionLines(db, sha256, isHoliday)) {
    told.add(idOf(line));
    yield line;
  }
  // The inbox holds some of these as well.
  for (const line of moneyExceptionLines(db, sha256)) if (!told.has(idOf(line))) yield line;
}

/** The id of an exception's line, which is its first member. */
function idOf(line: string): string {
  return line.slice(0, line.indexOf(','));
}

function* proposalLines(db: ReadableDb): Generator<string> {
  for (const { memberIds, scoreMillibits, reason } of exportProposals(db)) {
    const members = [...readExportRecords(db, memberIds).values()].map(namedRecord);
    if (members.length > 1)
      yield proposalLine({ members, probability: 1 / (1 + 2 ** (-scoreMillibits / 1000)), reasons: [reason] });
  }
}

/** A link by reference has no score: it is certain, or it is a question. */
function* linkLines(db: ReadableDb, sha256: Sha256): Generator<string> {
  for (const link of exportLinks(db)) {
    const records = readExportRecords(db, [link.fromId, link.toId]);
    const [from, to] = [records.get(link.fromId), records.get(link.toId)];
    if (from === undefined || to === undefined) continue;
    yield linkLine({
      ...link,
      from: namedRecord(from),
      to: namedRecord(to),
      toId: link.toOrder ?? canonicalIdOf(to.key, sha256),
      probability: link.state === 'linked' ? 1 : 0.5,
    });
  }
}

/** JSON lines as a table: the keys of the first line are its columns; records are written `system account type id`. */
export function* asTable(lines: Iterable<string>): Generator<Row> {
  let columns: readonly string[] | null = null;
  for (const line of lines) {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (columns === null) {
      columns = Object.keys(value);
      yield columns;
    }
    yield columns.map((column) => cell(value[column]));
  }
}

function cell(value: unknown): Cell {
  if (typeof value === 'number') return numberCell(value);
  return value === null || value === undefined ? null : text(value);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(text).join('; ');
  return isRecord(value) ? [value.system, value.account, value.type, value.nativeId].join(' ') : JSON.stringify(value);
}

function isRecord(value: unknown): value is ResultRecord {
  return typeof value === 'object' && value !== null && 'system' in value && 'nativeId' in value;
}

/**
 * Journal entries as the files that accounting systems import. Columns by name as each system documents its import; entries in order of
 * day and key, so that two exports of one state are the same bytes. Each carries the entry's key where the system shows it.
 */
import { canonicalJson } from '#core/changes/canonical-json.ts';
import type { JournalFormat } from '#shared/domain/journal-formats.ts';
import { formatPlain } from '#shared/domain/money.ts';
import { type Cell, csvLine, numberCell, type Row } from '../csv.ts';
import type { AccountNames } from './accounts.ts';
import type { JournalEntry, JournalLine } from './entry.ts';

/** Text of the file, in pieces; the first holds the header. */
export function* journalText(format: JournalFormat, entries: readonly JournalEntry[], names: AccountNames): Generator<string> {
  yield HEADERS[format];
  for (const entry of inOrder(entries)) yield WRITERS[format](entry, names);
}

const TABLE_COLUMNS = ['key', 'date', 'kind', 'subject', 'account', 'debit', 'credit', 'currency', 'memo', 'line_memo', 'name'];

/** The journal for no system in particular: a row a line, dates as ISO 8601. */
export function* journalRows(entries: readonly JournalEntry[], names: AccountNames): Generator<Row> {
  yield TABLE_COLUMNS;
  for (const entry of inOrder(entries)) {
    const { key, day, kind, subject, currency } = entry;
    for (const { account, minor, memo, name } of entry.lines) {
      const sides = [debit(minor, currency), credit(minor, currency)];
      yield [key, day, kind, subject, names(account, entry.system), ...sides, currency, entry.memo, memo, name];
    }
  }
}

function inOrder(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return entries.toSorted((a, b) => order(a.day, b.day) || order(a.key, b.key));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Writer = (entry: JournalEntry, names: AccountNames) => string;

const QBO_COLUMNS = ['Journal No.', 'Journal Date', 'Account', 'Debits', 'Credits', 'Description', 'Name', 'Currency'];
const XERO_COLUMNS = ['*Narration', '*Date', 'Description', '*AccountCode', '*TaxRate', '*Amount'];
const NETSUITE_COLUMNS = ['External ID', 'Date', 'Currency', 'Memo', 'Account', 'Debit', 'Credit', 'Line Memo', 'Name'];

const HEADERS: Readonly<Record<JournalFormat, string>> = {
  qbo: csvLine(QBO_COLUMNS),
  xero: csvLine(XERO_COLUMNS),
  netsuite: csvLine(NETSUITE_COLUMNS),
  iif: [
    '!TRNS\tTRNSID\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO',
    '!SPL\tSPLID\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO',
    '!ENDTRNS',
    '',
  ].join('\r\n'),
  json: '',
};

const WRITERS: Readonly<Record<JournalFormat, Writer>> = {
  qbo: (entry, names) =>
    rows(entry, ({ account, minor, memo, name }) => [
      entry.key,
      usDate(entry.day),
      names(account, entry.system),
      debit(minor, entry.currency),
      credit(minor, entry.currency),
      memo,
      name,
      entry.currency,
    ]),
  // Xero's manual journals have no number of their own: the key leads the narration. Debits are positive.
  xero: (entry, names) =>
    rows(entry, ({ account, minor, memo }) => [
      `${entry.key} ${entry.memo}`,
      entry.day,
      memo,
      names(account, entry.system, 'code'),
      'Tax Exempt',
      numberCell(formatPlain(minor, entry.currency)),
    ]),
  netsuite: (entry, names) =>
    rows(entry, ({ account, minor, memo, name }) => [
      entry.key,
      usDate(entry.day),
      entry.currency,
      entry.memo,
      names(account, entry.system),
      debit(minor, entry.currency),
      credit(minor, entry.currency),
      memo,
      name,
    ]),
  // Amounts of TRNS and SPL sum to zero. DOCNUM keeps eleven characters in old versions, so the memo carries the key, too.
  iif: (entry, names) =>
    `${[...entry.lines.map((line, index) => iifLine(entry, line, index === 0 ? 'TRNS' : 'SPL', names)), 'ENDTRNS'].join('\r\n')}\r\n`,
  json: (entry, names) =>
    `${canonicalJson({
      key: entry.key,
      kind: entry.kind,
      subject: entry.subject,
      date: entry.day,
      currency: entry.currency,
      memo: entry.memo,
      lines: entry.lines.map(({ account, minor, memo, name }) => ({
        account,
        accountName: names(account, entry.system),
        debitMinor: String(Math.max(minor, 0)),
        creditMinor: String(Math.max(-minor, 0)),
        memo,
        name,
      })),
    })}\n`,
};

function rows(entry: JournalEntry, cellsOf: (line: JournalLine) => readonly Cell[]): string {
  return entry.lines.map((line) => csvLine(cellsOf(line))).join('');
}

function debit(minor: number, currency: string): Cell {
  return minor > 0 ? numberCell(formatPlain(minor, currency)) : null;
}

function credit(minor: number, currency: string): Cell {
  return minor < 0 ? numberCell(formatPlain(-minor, currency)) : null;
}

function iifLine(entry: JournalEntry, line: JournalLine, tag: 'TRNS' | 'SPL', names: AccountNames): string {
  return [
    tag,
    '',
    'GENERAL JOURNAL',
    usDate(entry.day),
    names(line.account, entry.system),
    line.name ?? '',
    formatPlain(line.minor, entry.currency),
    entry.key,
    `${entry.key} ${line.memo}`,
  ]
    .map(plainCell)
    .join('\t');
}

/** IIF has no quotes: a tab or a line break inside a text would end its column. */
function plainCell(text: string): string {
  return text.replace(/[\t\r\n"]+/g, ' ').trim();
}

/** `11/20/2026`: the date that QuickBooks and NetSuite read in a company of the United States. */
function usDate(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${month}/${date}/${year}`;
}

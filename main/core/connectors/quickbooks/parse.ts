/**
 * QuickBooks report exports. They have no ids: `Num` is the user's own and need not be unique, so records are told apart by content
 * (see `content-id.ts`) and `Num` is an alias.
 *
 * *Journal*: a transaction is a dated row and the undated rows after it; one booking. Every *other* report (General Ledger, Transaction
 * Detail) lists single postings, under their account; one booking a row.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { Span, TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { BadValue, onLine } from '../cells.ts';
import { ContentIds } from '../content-id.ts';
import { Columns } from '../csv/header.ts';
import { type CsvLayout, type RowReader, spanOver, type Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactDraft, FactReader, versionOf } from '../facts.ts';
import { FOOTER, INVOICE_TYPES, REPORT_COLUMNS, REPORT_FACTS, SUM_ROW } from './fields.ts';
import { type Period, readPeriod } from './period.ts';

const SHARED = {
  system: 'quickbooks',
  types: ['booking'],
  facts: REPORT_FACTS,
  sources: { amount: [...REPORT_COLUMNS.debit, ...REPORT_COLUMNS.credit], lineItems: REPORT_COLUMNS.account },
  moreAmounts: [...REPORT_COLUMNS.debit, ...REPORT_COLUMNS.credit, ...REPORT_COLUMNS.balance],
  decimalMark: null,
  shortRows: true,
} as const;

export const QUICKBOOKS_JOURNAL: CsvLayout = {
  ...SHARED,
  id: 'quickbooks.journal',
  label: 'QuickBooks journal report CSV',
  signature: [
    REPORT_COLUMNS.date,
    REPORT_COLUMNS.type,
    REPORT_COLUMNS.number,
    REPORT_COLUMNS.account,
    REPORT_COLUMNS.debit,
    REPORT_COLUMNS.credit,
  ],
  without: [REPORT_COLUMNS.split, REPORT_COLUMNS.balance],
  open: (table) => new JournalReader(table),
};

export const QUICKBOOKS_POSTINGS: CsvLayout = {
  ...SHARED,
  id: 'quickbooks.postings',
  label: 'QuickBooks ledger or transaction report CSV',
  signature: [
    REPORT_COLUMNS.date,
    REPORT_COLUMNS.type,
    REPORT_COLUMNS.number,
    [...REPORT_COLUMNS.split, ...REPORT_COLUMNS.account],
    [...REPORT_COLUMNS.amount, ...REPORT_COLUMNS.debit],
  ],
  // Debits without credits are half of a report.
  accepts: (header) => new Columns(header).has([...REPORT_COLUMNS.amount, ...REPORT_COLUMNS.credit]),
  open: (table) => new PostingReader(table),
};

type At = { readonly [K in keyof typeof REPORT_COLUMNS]: number };

function columnsOf({ columns }: Table): At {
  return {
    date: columns.find(REPORT_COLUMNS.date),
    type: columns.find(REPORT_COLUMNS.type),
    number: columns.find(REPORT_COLUMNS.number),
    memo: columns.find(REPORT_COLUMNS.memo),
    account: columns.find(REPORT_COLUMNS.account),
    split: columns.find(REPORT_COLUMNS.split),
    amount: columns.find(REPORT_COLUMNS.amount),
    debit: columns.find(REPORT_COLUMNS.debit),
    credit: columns.find(REPORT_COLUMNS.credit),
    balance: columns.find(REPORT_COLUMNS.balance),
  };
}

/**
 * Totals, carried balances and footers, which state nothing that happened. They stand in the first column; a posting to a client named
 * "Total Energies" is none.
 */
function isFurniture({ cells }: Table): boolean {
  const first = cells.text(0) ?? '';
  return SUM_ROW.test(first) || FOOTER.test(first);
}

/** Debit less credit, or the signed amount; null when the row states none. */
function postedAmount(table: Table, at: At, currency: string): number | null {
  const { cells } = table;
  const debit = cells.money(at.debit, currency);
  const credit = cells.money(at.credit, currency);
  if (debit === null && credit === null) return cells.money(at.amount, currency);
  return (debit ?? 0) - (credit ?? 0);
}

function emitBooking(table: Table, ids: ContentIds, facts: FactDraft, content: string, span: Span): void {
  const number = facts.reference ?? null;
  const refs: TypedRef[] = [];
  facts.moneyKind = 'booking';
  if (number !== null) {
    refs.push(ref('quickbooks:num', number, 'own'), ...orderMentions(number, 'quickbooks'));
    if (INVOICE_TYPES.has(facts.category?.toLowerCase() ?? '')) {
      facts.invoiceNumber = number;
      refs.push(ref('invoice', number, 'own'));
    }
  }
  if (facts.description) refs.push(...refsInText(facts.description, 'quickbooks'));
  table.emit({
    type: 'booking',
    nativeId: ids.next(content),
    aliases: number === null ? [] : [number],
    facts,
    refs: uniqueRefs(refs),
    span,
    versionMs: versionOf(facts),
  });
}

/** Title rows of a report name the days that it tells everything about. */
class ReportPeriod {
  #period: Period | null = null;

  read(row: ScannedRow): void {
    for (let i = 0; i < row.count; i++) this.#period ??= readPeriod(row.cell(i));
  }

  /** The books as a whole: no account of theirs is singled out. */
  state({ options, statement }: Table): void {
    if (this.#period === null) return;
    const nothing = { openingMinor: null, closingMinor: null, statedMinor: null, linesMinor: null };
    statement({ account: '', currency: options.defaultCurrency, ...this.#period, ...nothing, line: 1 });
  }
}

class PostingReader implements RowReader {
  readonly #period = new ReportPeriod();
  readonly #table: Table;
  readonly #at: At;
  readonly #facts: FactReader;
  readonly #ids = new ContentIds();
  #section: string | null = null;

  constructor(table: Table) {
    this.#table = table;
    this.#at = columnsOf(table);
    this.#facts = new FactReader(table.columns, REPORT_FACTS, table.cells, { needsCurrency: false, utc: false });
  }

  preamble(row: ScannedRow): void {
    this.#period.read(row);
  }

  row(row: ScannedRow): boolean {
    const { cells, options } = this.#table;
    const at = this.#at;
    if (isFurniture(this.#table) || SUM_ROW.test(cells.text(at.date) ?? '')) return false;
    if (cells.text(at.date) === null) {
      if ([at.type, at.amount, at.debit, at.credit].some((index) => cells.text(index) !== null)) {
        throw new BadValue('missing_value', cells.name(at.date), '', 'This posting has no date.');
      }
      this.#section = cells.text(0);
      return false;
    }
    const facts = this.#facts.read();
    const amount = postedAmount(this.#table, at, facts.currency ?? options.defaultCurrency);
    if (amount === null)
      throw new BadValue('missing_value', cells.name(at.amount < 0 ? at.debit : at.amount), '', 'This posting has no amount.');
    facts.amount = amount;
    facts.account ??= this.#section;
    const parts = [
      facts.placedAt?.text,
      facts.category,
      facts.reference,
      facts.clientName,
      facts.description,
      facts.account,
      cells.text(at.split),
      amount,
    ];
    emitBooking(this.#table, this.#ids, facts, parts.map((part) => part ?? '').join('\n'), this.#table.spanOf(row));
    return true;
  }

  interrupt(): void {}

  end(): void {
    this.#period.state(this.#table);
  }
}

interface OpenTransaction {
  readonly first: Span;
  last: Span;
  facts: FactDraft;
  readonly lines: LineItem[];
  debit: number;
  credit: number;
  readonly content: string[];
  problem: BadValue | null;
}

/** Both sides of a transaction meet; where they do not, a row of it is missing or damaged. */
function unevenSides({ debit, credit, facts }: OpenTransaction): BadValue | null {
  if (debit === credit) return null;
  const cause = 'Debits and credits of this transaction differ: a row of it is missing, or the row after it cannot be read.';
  return new BadValue('conflicting_rows', null, facts.reference ?? '', cause);
}

class JournalReader implements RowReader {
  readonly #period = new ReportPeriod();
  readonly #table: Table;
  readonly #at: At;
  readonly #facts: FactReader;
  readonly #ids = new ContentIds();
  #open: OpenTransaction | null = null;

  constructor(table: Table) {
    this.#table = table;
    this.#at = columnsOf(table);
    this.#facts = new FactReader(table.columns, REPORT_FACTS, table.cells, { needsCurrency: false, utc: false });
  }

  preamble(row: ScannedRow): void {
    this.#period.read(row);
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    if (isFurniture(this.#table)) return false;
    const span = this.#table.spanOf(row);
    if (cells.text(this.#at.date) !== null || cells.text(this.#at.type) !== null) {
      this.#flush();
      this.#open = { first: span, last: span, facts: {}, lines: [], debit: 0, credit: 0, content: [], problem: null };
    } else if (this.#isSum()) {
      this.#flush();
      return false;
    }
    const open = this.#open;
    if (open === null)
      throw new BadValue(
        'missing_value',
        cells.name(this.#at.date),
        '',
        'This line belongs to a transaction whose first row is not above it.',
      );
    open.last = span;
    if (open.problem !== null) return true;
    try {
      this.#add(open);
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      open.problem = onLine(problem, row.line, open.first.line);
    }
    return true;
  }

  end(): void {
    this.#flush();
    this.#period.state(this.#table);
  }

  #flush(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const span = spanOver(open.first, open.last);
    const problem = open.problem ?? unevenSides(open);
    if (problem !== null) {
      this.#table.reject(problem, span);
      return;
    }
    // The first line is the account that the transaction was entered in (the bank of a deposit); the others are against it.
    const [first, second, third] = open.lines;
    const counterAccount = second !== undefined && third === undefined ? second.name : null;
    const facts: FactDraft = { ...open.facts, amount: first?.totalMinor ?? 0, counterAccount, lineItems: open.lines };
    emitBooking(this.#table, this.#ids, facts, open.content.join('\n'), span);
  }

  interrupt(): void {
    this.#flush();
  }

  /** The row under a transaction that repeats the sums of its debits and credits, and nothing else. */
  #isSum(): boolean {
    const { cells, options } = this.#table;
    const { account, memo, debit, credit } = this.#at;
    const open = this.#open;
    if (open === null || cells.text(account) !== null || cells.text(memo) !== null) return false;
    if (cells.text(debit) === null || cells.text(credit) === null) return false;
    if (open.problem !== null) return true;
    const currency = open.facts.currency ?? options.defaultCurrency;
    return cells.money(debit, currency) === open.debit && cells.money(credit, currency) === open.credit;
  }

  #add(open: OpenTransaction): void {
    const { cells, options } = this.#table;
    const at = this.#at;
    if (open.lines.length === 0) {
      open.facts = this.#facts.read();
      if (!open.facts.placedAt) throw new BadValue('missing_value', cells.name(at.date), '', 'This transaction has no date.');
      open.content.push(
        open.facts.placedAt.text,
        open.facts.category ?? '',
        open.facts.reference ?? '',
        open.facts.clientName ?? '',
      );
    }
    const currency = open.facts.currency ?? options.defaultCurrency;
    const amount = postedAmount(this.#table, at, currency);
    const account = cells.required(at.account);
    if (amount === null)
      throw new BadValue('missing_value', cells.name(at.debit), '', 'This line has neither a debit nor a credit.');
    if (amount >= 0) open.debit += amount;
    else open.credit -= amount;
    open.content.push(account, String(amount), cells.text(at.memo) ?? '');
    open.lines.push({ name: account, sku: null, quantity: '1', unitPriceMinor: null, totalMinor: amount });
  }
}

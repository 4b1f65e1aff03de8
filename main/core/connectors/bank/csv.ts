/**
 * Bank statements as CSV. No two banks agree, but there are only three ways to write an amount: signed, in a column for each side, or
 * beside a mark. A table that shows none of them for sure is left to a mapping.
 */
import type { SourceInstant } from '#shared/domain/instant.ts';
import { BadValue } from '../cells.ts';
import { type ColumnNames, Columns } from '../csv/header.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactDraft, FactReader } from '../facts.ts';
import { CsvBalances } from './csv-balances.ts';
import { BANK_COLUMNS, BANK_FACTS, FOREIGN, MARKS, SIGNED_EVIDENCE, SPLIT_EVIDENCE, STATUSES } from './csv-fields.ts';
import { LineIds } from './ids.ts';
import { bankDraft } from './line.ts';

type Style = 'signed' | 'split' | 'marked';

interface Variant {
  readonly id: string;
  readonly signature: readonly ColumnNames[];
  readonly without: readonly ColumnNames[];
  readonly style: Style;
  readonly mark?: ColumnNames;
}

const { placedAt, description, amount } = BANK_FACTS;
const { credit, debit, mark, id: idNames, reference } = BANK_COLUMNS;
/** A personal finance program's export says the side in words, under a name that means something else elsewhere. */
const WORD_MARK: ColumnNames = ['Transaction Type'];

const VARIANTS: readonly Variant[] = [
  { id: 'bank.csv-marked', signature: [placedAt, description, amount, mark], without: FOREIGN, style: 'marked' },
  {
    id: 'bank.csv-words',
    signature: [placedAt, description, amount, WORD_MARK, ['Original Description']],
    without: FOREIGN,
    style: 'marked',
    mark: WORD_MARK,
  },
  { id: 'bank.csv-split', signature: [placedAt, description, credit, debit, SPLIT_EVIDENCE], without: FOREIGN, style: 'split' },
  {
    id: 'bank.csv-signed',
    signature: [placedAt, description, amount, SIGNED_EVIDENCE],
    without: [...FOREIGN, credit, debit, mark, WORD_MARK],
    style: 'signed',
  },
];

/** Each twice: where the reference column proves to be the bank's own id, and where it does not. */
export const BANK_CSV: readonly CsvLayout[] = VARIANTS.flatMap((variant) => [
  layoutOf(variant, { id: `${variant.id}-by-reference`, byReference: true }),
  layoutOf(variant, { id: variant.id, byReference: false }),
]);

function layoutOf(variant: Variant, { id, byReference }: { readonly id: string; readonly byReference: boolean }): CsvLayout {
  return {
    id,
    system: 'bank',
    types: ['bank_line'],
    label: 'Bank statement CSV',
    signature: variant.signature,
    without: variant.without,
    ...(byReference ? { accepts: namesEveryLine } : {}),
    facts: BANK_FACTS,
    sources: {
      amount: [...credit, ...debit],
      reference: [...BANK_COLUMNS.references, ...reference],
    },
    moreAmounts: [...credit, ...debit],
    decimalMark: null,
    shortRows: true,
    open: (table) => new BankCsvReader(table, variant, byReference),
  };
}

const ID_LIKE = /^(?=.*\d)\S{6,64}$/;

/**
 * A reference column holds the bank's ids where each line has one and no two are equal; what payers write is blank or comes again. Rows
 * that are no lines (torn, sums, the header once more) say nothing of it: a damaged row must not rename all others.
 */
function namesEveryLine(header: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const columns = new Columns(header);
  const index = referenceColumn(header);
  const date = columns.find(placedAt);
  const lines = rows.filter(
    (row) =>
      row.length >= header.length &&
      /\d/.test(row[date] ?? '') &&
      row.some((cell, i) => i !== date && i !== index && /\d/.test(cell)),
  );
  if (index < 0 || lines.length < 2) return false;
  const values = lines.map((row) => row[index] ?? '');
  return values.every((value) => ID_LIKE.test(value)) && new Set(values).size === values.length;
}

function referenceColumn(header: readonly string[]): number {
  const keys = new Set(reference.map((name) => name.toLowerCase()));
  return header.findIndex((name) => keys.has(name.trim().toLowerCase()));
}

class BankCsvReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #ids = new LineIds();
  readonly #balances = new CsvBalances();
  readonly #style: Style;
  readonly #at: {
    readonly credit: number;
    readonly debit: number;
    readonly mark: number;
    readonly id: number;
    readonly amount: number;
  };
  readonly #references: readonly number[];

  constructor(table: Table, variant: Variant, byReference: boolean) {
    const { columns, cells } = table;
    this.#table = table;
    this.#style = variant.style;
    this.#facts = new FactReader(columns, BANK_FACTS, cells, {
      needsCurrency: true,
      utc: false,
      currency: headerCurrency(columns.name(columns.find(amount))),
    });
    this.#at = {
      credit: columns.find(credit),
      debit: columns.find(debit),
      mark: columns.find(variant.mark ?? mark),
      amount: columns.find(amount),
      id: columns.find(byReference ? [...idNames, ...reference] : idNames),
    };
    this.#references = [...columns.findAll(BANK_COLUMNS.references), ...(byReference ? [] : columns.findAll(reference))];
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const facts = this.#facts.read();
    const currency = facts.currency ?? this.#table.options.defaultCurrency;
    const bookedAt = facts.placedAt ?? missing(cells.name(this.#table.columns.find(placedAt)));
    const amountMinor = this.#amount(facts, currency);
    const status = statusOf(facts);
    const { account, balance, counterAccount, clientName, category } = facts;
    const draft = bankDraft(
      {
        account: account ?? null,
        currency,
        amountMinor,
        bookedAt,
        id: cells.text(this.#at.id),
        references: this.#references.map((index) => cells.text(index)),
        description: facts.description ?? null,
        ...(facts.availableAt === undefined ? {} : { valueAt: facts.availableAt }),
        ...(balance === undefined ? {} : { balanceMinor: balance }),
        ...(clientName === undefined ? {} : { counterparty: clientName }),
        ...(counterAccount === undefined ? {} : { counterAccount }),
        ...(category === undefined ? {} : { category }),
        ...(status === 'pending' ? { state: 'pending' } : {}),
        span: this.#table.spanOf(row),
      },
      this.#ids,
    );
    this.#table.emit(draft);
    if (status === 'booked') this.#balances.add(account ?? null, currency, amountMinor, balance ?? null, bookedAt, row.line);
    return true;
  }

  end(): void {
    for (const draft of this.#balances.drafts()) this.#table.statement(draft);
  }

  interrupt(): void {
    this.#balances.doubt();
  }

  #amount(facts: FactDraft, currency: string): number {
    const { cells } = this.#table;
    if (this.#style === 'split') {
      const paidIn = cells.money(this.#at.credit, currency);
      const paidOut = cells.money(this.#at.debit, currency);
      if (paidIn === null && paidOut === null)
        throw new BadValue('missing_value', cells.name(this.#at.credit), '', 'This row has neither a credit nor a debit.');
      // Some banks write debits with a minus, as if the column did not say it.
      return (paidIn ?? 0) - Math.abs(paidOut ?? 0);
    }
    const written = facts.amount ?? null;
    if (written === null) throw new BadValue('missing_value', cells.name(this.#at.amount), '', 'This row has no amount.');
    if (this.#style === 'signed') return written;
    const text = cells.required(this.#at.mark);
    const sign = MARKS.get(text.toLowerCase());
    if (sign !== undefined) return sign * Math.abs(written);
    const cause = `“${text}” does not say for sure whether the money came in or went out (known are ${[...MARKS.keys()].join(', ')}).`;
    throw new BadValue('unknown_value', cells.name(this.#at.mark), text, cause);
  }
}

function missing(column: string): SourceInstant {
  throw new BadValue('missing_value', column, '', 'This row has no date.');
}

function statusOf({ status }: FactDraft): 'booked' | 'pending' {
  if (!status) return 'booked';
  const known = STATUSES.get(status.toLowerCase());
  if (known !== undefined) return known;
  const cause = `“${status}” is no status of a bank line that this version knows (${[...STATUSES.keys()].join(', ')}).`;
  throw new BadValue('unknown_value', 'Status', status, cause);
}

/** `Amount (EUR)`. */
function headerCurrency(name: string): string | null {
  return /\(([A-Z]{3})\)\s*$/.exec(name)?.[1] ?? null;
}

/**
 * IIF, the exchange format of QuickBooks Desktop: tab-separated lines, each beginning with what it is. Lines that begin with `!` name the
 * columns of those that follow. A transaction is a `TRNS` line, its `SPL` lines and `ENDTRNS`; together they sum to zero. Lists (accounts,
 * customers, …) may stand in the same file and are no bookings.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { Span, TypedRef } from '#shared/domain/source-record.ts';
import { readAmount } from '../../normalise/amounts.ts';
import { orderMentions, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import { ContentIds } from '../content-id.ts';
import { type FactDraft, versionOf } from '../facts.ts';
import type { TextContext, TextLayout, TextReader } from '../text/layout.ts';
import { LineReader, type TextLine, tooLong } from '../text/lines.ts';
import { locateInTransaction } from './locate.ts';

export const IIF: TextLayout = {
  id: 'quickbooks.iif',
  system: 'quickbooks',
  types: ['booking'],
  label: 'QuickBooks Desktop transactions IIF',
  fits: (head) => /^!(?:TRNS|ACCNT|CUST|HDR)\t/m.test(head),
  empty: (units) => (/^TRNS\t/m.test(units) ? null : 'This IIF file holds lists of QuickBooks Desktop, but no transactions.'),
  dates(head, evidence) {
    for (const line of head.split(/\r\n|\n|\r/)) {
      if (!/^(?:TRNS|SPL)\t/.test(line)) continue;
      for (const cell of line.split('\t')) if (/^\d{1,2}\/\d{1,2}\/\d{2,4}$/.test(cell)) evidence.add(cell, 1, 'DATE');
    }
  },
  open: (context) => new IifReader(context),
  locate: locateInTransaction,
};

interface Entry {
  readonly line: TextLine;
  readonly cells: ReadonlyMap<string, string>;
}

class IifReader implements TextReader {
  readonly #context: TextContext;
  readonly #lines: LineReader;
  readonly #ids = new ContentIds();
  readonly #columns = new Map<string, readonly string[]>();
  #open: Entry[] = [];
  /** A line inside the open transaction could not be taken in. */
  #damaged = false;

  constructor(context: TextContext) {
    this.#context = context;
    this.#lines = new LineReader((line) => this.#line(line));
  }

  push(units: string): void {
    this.#lines.push(units);
  }

  end(): void {
    this.#lines.end();
    this.#close('The file ends in the middle of this transaction.');
  }

  #line(line: TextLine): void {
    if (line.tooLong) {
      this.#damaged = true;
      this.#context.row(this.#context.span(line.start, line.end, line.line), () => {
        throw tooLong();
      });
      return;
    }
    const cells = line.text.split('\t').map(unquoted);
    const kind = cells[0] ?? '';
    if (kind.startsWith('!')) this.#columns.set(kind.slice(1), cells);
    else if (kind === 'ENDTRNS') this.#close(null);
    else if (kind === 'TRNS' || kind === 'SPL') {
      if (kind === 'TRNS') this.#close('The next transaction begins before this one ends (ENDTRNS is missing).');
      const names = this.#columns.get(kind) ?? this.#columns.get('TRNS') ?? [];
      this.#open.push({ line, cells: new Map(names.map((name, i) => [name.trim().toUpperCase(), cells[i] ?? ''])) });
    }
  }

  /** @param unfinished why the transaction is not whole; null at its end. */
  #close(unfinished: string | null): void {
    const entries = this.#open;
    const damaged = this.#damaged;
    this.#open = [];
    this.#damaged = false;
    const first = entries[0]?.line;
    const last = entries.at(-1)?.line;
    if (first === undefined || last === undefined) return;
    const span = this.#context.span(first.start, last.end, first.line);
    this.#context.row(span, () => {
      const doubt = unfinished ?? (damaged ? 'A line of this transaction could not be read.' : null);
      if (doubt !== null) throw new BadValue('conflicting_rows', null, '', doubt);
      this.#emit(entries, span);
    });
  }

  #emit(entries: readonly Entry[], span: Span): void {
    const context = this.#context;
    const [head] = entries;
    if (head === undefined) return;
    const text = ({ cells }: Entry, name: string): string | null => context.decode(cells.get(name) ?? '', name).trim() || null;
    if (!entries[0]?.line.text.startsWith('TRNS'))
      throw new BadValue('missing_value', 'TRNS', '', 'These lines belong to a transaction whose first line is not above them.');
    const currency = context.options.defaultCurrency;
    const lines: LineItem[] = entries.map((entry) => ({
      name: required(text(entry, 'ACCNT'), 'ACCNT'),
      sku: null,
      quantity: '1',
      unitPriceMinor: null,
      totalMinor: amountOf(required(text(entry, 'AMOUNT'), 'AMOUNT'), currency),
    }));
    const sum = lines.reduce((all, { totalMinor }) => all + (totalMinor ?? 0), 0);
    if (sum !== 0) {
      const cause = `The lines of this transaction sum to ${sum} minor units and not to zero.`;
      throw new BadValue('conflicting_rows', 'AMOUNT', text(head, 'AMOUNT') ?? '', cause);
    }
    const number = text(head, 'DOCNUM');
    const category = text(head, 'TRNSTYPE');
    const isInvoice = category?.toUpperCase() === 'INVOICE';
    const memos = [...new Set(entries.map((entry) => text(entry, 'MEMO')).filter((memo) => memo !== null))];
    const facts: FactDraft = {
      currency,
      moneyKind: 'booking',
      amount: lines[0]?.totalMinor ?? 0,
      placedAt: context.values.instant(required(text(head, 'DATE'), 'DATE'), 'DATE', false),
      category,
      reference: number,
      clientName: text(head, 'NAME'),
      description: memos.length === 0 ? null : memos.join(' · '),
      account: lines[0]?.name ?? null,
      counterAccount: lines.length === 2 ? (lines[1]?.name ?? null) : null,
      lineItems: lines,
    };
    if (isInvoice && number !== null) facts.invoiceNumber = number;
    const content = entries.map((entry) => [...entry.cells.values()].join('\t')).join('\n');
    const id = text(head, 'TRNSID');
    context.emit({
      type: 'booking',
      nativeId: this.#ids.next(context.decode(content, 'TRNS')),
      aliases: [...new Set([id, number].filter((alias) => alias !== null))],
      facts,
      refs: refsOf(number, isInvoice, memos),
      span,
      versionMs: versionOf(facts),
    });
  }
}

function refsOf(number: string | null, isInvoice: boolean, memos: readonly string[]): readonly TypedRef[] {
  const refs: TypedRef[] = [];
  if (number !== null) refs.push(ref('quickbooks:num', number, 'own'), ...orderMentions(number, 'quickbooks'));
  if (number !== null && isInvoice) refs.push(ref('invoice', number, 'own'));
  for (const memo of memos) refs.push(...refsInText(memo, 'quickbooks'));
  return uniqueRefs(refs);
}

/** QuickBooks Desktop writes a point and, in quotes, commas between thousands. */
function amountOf(text: string, currency: string): number {
  const amount = readAmount(text, currency, '.');
  if (amount !== null) return amount;
  throw new BadValue('bad_amount', 'AMOUNT', text, `“${text}” is not an amount in ${currency}.`);
}

function required(text: string | null, column: string): string {
  if (text === null) throw new BadValue('missing_value', column, '', `A line of this transaction has no ${column}.`);
  return text;
}

/** A cell with a tab or a comma in it may stand in quotes. */
function unquoted(cell: string): string {
  const trimmed = cell.trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"')
    ? trimmed.slice(1, -1).replaceAll('""', '"')
    : trimmed;
}

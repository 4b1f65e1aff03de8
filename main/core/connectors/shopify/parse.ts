/**
 * Shopify's orders export. An order is one or more adjacent rows, one per line item. The rows after the first come in three styles,
 * by tool: only `Name` repeated, the order's columns repeated too, or even `Name` blank. Order columns are read from the first row
 * only and never summed over rows.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { Span, TypedRef } from '#shared/domain/source-record.ts';
import { paymentRef, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { BadValue, onLine } from '../cells.ts';
import { type CsvLayout, type RowReader, spanOver, type Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactDraft, FactReader, versionOf } from '../facts.ts';
import { KNOWN_FINANCIAL_STATUSES, ORDER_COLUMNS, ORDER_FACTS, PAYMENT_REFERENCE_COLUMNS } from './fields.ts';

export const SHOPIFY_ORDERS: CsvLayout = {
  id: 'shopify.orders',
  system: 'shopify',
  types: ['order'],
  label: 'Shopify orders CSV',
  signature: [ORDER_COLUMNS.name, ORDER_COLUMNS.status, ORDER_COLUMNS.total, ORDER_FACTS.placedAt, ORDER_COLUMNS.lineName],
  facts: ORDER_FACTS,
  sources: { paymentReferences: PAYMENT_REFERENCE_COLUMNS, lineItems: ORDER_COLUMNS.lineName },
  moreAmounts: ORDER_COLUMNS.linePrice,
  decimalMark: '.',
  open: (table) => new OrderReader(table),
};

interface OpenOrder {
  readonly name: string;
  readonly id: string | null;
  readonly total: string | null;
  readonly status: string | null;
  readonly first: Span;
  last: Span;
  facts: FactDraft;
  readonly refs: TypedRef[];
  readonly lines: LineItem[];
  /** The first thing in these rows that cannot be read: then the order as a whole is rejected, never half of it read. */
  problem: BadValue | null;
}

class OrderReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #at: { readonly [K in keyof typeof ORDER_COLUMNS]: number };
  readonly #paymentReferences: readonly number[];
  #open: OpenOrder | null = null;

  constructor(table: Table) {
    const { columns } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, ORDER_FACTS, table.cells, { needsCurrency: true, utc: false });
    this.#at = {
      name: columns.find(ORDER_COLUMNS.name),
      id: columns.find(ORDER_COLUMNS.id),
      total: columns.find(ORDER_COLUMNS.total),
      status: columns.find(ORDER_COLUMNS.status),
      currency: columns.find(ORDER_COLUMNS.currency),
      lineName: columns.find(ORDER_COLUMNS.lineName),
      lineQuantity: columns.find(ORDER_COLUMNS.lineQuantity),
      linePrice: columns.find(ORDER_COLUMNS.linePrice),
      lineSku: columns.find(ORDER_COLUMNS.lineSku),
      noteAttributes: columns.find(ORDER_COLUMNS.noteAttributes),
    };
    this.#paymentReferences = columns.findAll(PAYMENT_REFERENCE_COLUMNS);
  }

  row(row: ScannedRow): boolean {
    if (!this.#continues()) {
      this.#flush();
      this.#start(row);
    }
    const order = this.#open;
    if (order === null) return true;
    order.last = this.#table.spanOf(row);
    if (order.problem !== null) return true;
    try {
      this.#checkRepeats(order);
      this.#addLine(order);
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      order.problem = onLine(problem, row.line, order.first.line);
    }
    return true;
  }

  end(): void {
    this.#flush();
  }

  /** Whether the current row is a further row of the open order. */
  #continues(): boolean {
    const order = this.#open;
    if (order === null) return false;
    const { cells } = this.#table;
    const name = cells.text(this.#at.name);
    if (name === null) return cells.text(this.#at.total) === null;
    const id = cells.text(this.#at.id);
    return name === order.name && (id === null || order.id === null || id === order.id);
  }

  #start(row: ScannedRow): void {
    const { cells } = this.#table;
    const name = cells.id(this.#at.name);
    const span = this.#table.spanOf(row);
    const order: OpenOrder = {
      name,
      id: cells.text(this.#at.id),
      total: cells.text(this.#at.total),
      status: cells.text(this.#at.status),
      first: span,
      last: span,
      facts: {},
      refs: [],
      lines: [],
      problem: null,
    };
    this.#open = order;
    try {
      this.#readOrder(order);
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      order.problem = problem;
    }
  }

  #readOrder(order: OpenOrder): void {
    const { cells } = this.#table;
    if (order.total === null) {
      throw new BadValue(
        'missing_value',
        cells.name(this.#at.total),
        '',
        `Total is blank: this row goes on with order ${order.name}, whose first row is not above it.`,
      );
    }
    if (order.status !== null && !KNOWN_FINANCIAL_STATUSES.has(order.status.toLowerCase())) {
      throw new BadValue(
        'unknown_value',
        cells.name(this.#at.status),
        order.status,
        `“${order.status}” is no financial status that this version knows.`,
      );
    }
    if (order.id !== null) cells.values.id(order.id, cells.name(this.#at.id));
    order.facts = this.#facts.read();
    const refs = order.refs;
    refs.push(ref('shopify:order', order.name, 'own'));
    if (order.id !== null) refs.push(ref('shopify:id', order.id, 'own'));
    if (this.#paymentReferences.length > 0) {
      const ids = this.#paymentReferences
        .flatMap((index) => (cells.text(index) ?? '').split(/[\s,;+|]+/))
        .filter((id) => id !== '');
      const unique = [...new Set(ids)];
      order.facts.paymentReferences = unique.length === 0 ? null : unique;
      for (const id of unique) refs.push(paymentRef(id, 'mentions'));
    }
    if (order.facts.notes) refs.push(...refsInText(order.facts.notes, 'shopify'));
    const attributes = cells.text(this.#at.noteAttributes);
    if (attributes !== null) refs.push(...refsInText(attributes, 'shopify'));
  }

  /** Tools that repeat the order's columns must repeat the same values; else these rows are two orders under one name. */
  #checkRepeats(order: OpenOrder): void {
    this.#checkRepeat(this.#at.total, order.total, order.name);
    this.#checkRepeat(this.#at.status, order.status, order.name);
  }

  #checkRepeat(index: number, first: string | null, name: string): void {
    const text = this.#table.cells.text(index);
    if (text === null || text === first) return;
    const column = this.#table.cells.name(index);
    throw new BadValue(
      'conflicting_rows',
      column,
      text,
      `The rows of order ${name} state two values of ${column}: “${first ?? ''}” and “${text}”.`,
    );
  }

  #addLine(order: OpenOrder): void {
    const { cells, options } = this.#table;
    const name = cells.text(this.#at.lineName);
    const price = cells.text(this.#at.linePrice);
    if (name === null && price === null) return;
    const currency = order.facts.currency ?? options.defaultCurrency;
    order.lines.push({
      name: name ?? '',
      sku: cells.text(this.#at.lineSku),
      quantity: cells.text(this.#at.lineQuantity) ?? '1',
      unitPriceMinor: price === null ? null : cells.values.unitPrice(price, cells.name(this.#at.linePrice), currency),
      totalMinor: null,
    });
  }

  #flush(): void {
    const order = this.#open;
    if (order === null) return;
    this.#open = null;
    const span = spanOver(order.first, order.last);
    if (order.problem !== null) {
      this.#table.reject(order.problem, span);
      return;
    }
    order.facts.lineItems = order.lines;
    this.#table.emit({
      type: 'order',
      nativeId: order.name,
      aliases: order.id === null || order.id === order.name ? [] : [order.id],
      facts: order.facts,
      refs: uniqueRefs(order.refs),
      span,
      versionMs: versionOf(order.facts),
    });
  }
}

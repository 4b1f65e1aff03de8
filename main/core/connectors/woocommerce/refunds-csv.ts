/**
 * Refunds as export plugins of WooCommerce write them: one row a refund, its amount without a sign or with one. They are the refunds that
 * the shop's API gives, under the same ids.
 */
import type { TypedRef } from '#shared/domain/source-record.ts';
import { paymentRef, ref, uniqueRefs } from '../../normalise/references.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { FactReader, versionOf } from '../facts.ts';

const COLUMNS = {
  id: ['Refund ID', 'Refund Number'],
  amount: ['Refund Amount', 'Refund Total', 'Amount Refunded', 'Refunded Amount'],
  order: ['Order Number', 'Order ID', 'Parent Order ID', 'Order'],
  orderId: ['Order ID', 'Parent Order ID'],
  transaction: ['Transaction ID', 'Refund Transaction ID'],
} as const;

const FACTS = {
  currency: ['Order Currency', 'Currency'],
  placedAt: ['Refund Date', 'Date', 'Date Created'],
  notes: ['Refund Reason', 'Reason'],
  reference: COLUMNS.order,
};

export const WOOCOMMERCE_REFUNDS: CsvLayout = {
  id: 'woocommerce.refunds-csv',
  system: 'woocommerce',
  types: ['refund'],
  label: 'WooCommerce refunds CSV',
  signature: [COLUMNS.id, COLUMNS.amount, COLUMNS.order, FACTS.placedAt],
  facts: FACTS,
  sources: { amount: COLUMNS.amount, net: COLUMNS.amount, paymentReferences: COLUMNS.transaction },
  moreAmounts: COLUMNS.amount,
  decimalMark: '.',
  open: (table) => new RefundReader(table),
};

class RefundReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #at: { readonly [K in keyof typeof COLUMNS]: number };

  constructor(table: Table) {
    const { columns, cells } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, FACTS, cells, { needsCurrency: true, utc: false });
    this.#at = {
      id: columns.find(COLUMNS.id),
      amount: columns.find(COLUMNS.amount),
      order: columns.find(COLUMNS.order),
      orderId: columns.find(COLUMNS.orderId),
      transaction: columns.find(COLUMNS.transaction),
    };
  }

  row(row: ScannedRow): boolean {
    const { cells, options } = this.#table;
    const at = this.#at;
    const id = cells.id(at.id);
    const facts = this.#facts.read();
    cells.required(at.amount);
    const amount = -Math.abs(cells.money(at.amount, facts.currency ?? options.defaultCurrency) ?? 0) + 0;
    const order = cells.text(at.order);
    const orderId = cells.text(at.orderId);
    const transaction = cells.text(at.transaction);
    const refs: TypedRef[] = [ref('woocommerce:refund', id, 'own')];
    if (orderId !== null) refs.push(ref('woocommerce:id', orderId, 'mentions'));
    if (order !== null) refs.push(ref('woocommerce:order', order, 'mentions'));
    if (transaction !== null) refs.push(paymentRef(transaction, 'mentions'));
    this.#table.emit({
      type: 'refund',
      nativeId: id,
      aliases: [],
      facts: {
        ...facts,
        moneyKind: 'refund',
        amount,
        net: amount,
        ...(at.transaction < 0 ? {} : { paymentReferences: transaction === null ? null : [transaction] }),
      },
      refs: uniqueRefs(refs),
      span: this.#table.spanOf(row),
      versionMs: versionOf(facts),
    });
    return true;
  }

  end(): void {}
}

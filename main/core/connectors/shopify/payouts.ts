/**
 * Shopify's list of payouts: one row a payout, with what it is made of. The list shows no id of a payout (the transactions do), and a
 * bank reference only once the money was sent, so a payout is known by its day and currency. A payout of several in one day and currency
 * is told from the others by its place among them.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import { DAY_MS, isoDay } from '#shared/domain/instant.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { ref } from '../../normalise/references.ts';
import { ContentIds } from '../content-id.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { FactReader } from '../facts.ts';
import { steppedVersion } from '../sums.ts';
import { unknownValue } from '../unknown-value.ts';
import { KNOWN_PAYOUT_STATUSES, PAYOUT_STEPS, readPayoutStatus } from './kinds.ts';
import { PAYOUT_COLUMNS, PAYOUT_FACTS, PAYOUT_PARTS } from './money-fields.ts';

export const SHOPIFY_PAYOUTS: CsvLayout = {
  id: 'shopify.payouts',
  system: 'shopify',
  types: ['payout'],
  label: 'Shopify payouts CSV',
  signature: [
    PAYOUT_COLUMNS.date,
    PAYOUT_COLUMNS.status,
    PAYOUT_COLUMNS.charges,
    PAYOUT_COLUMNS.refunds,
    PAYOUT_COLUMNS.adjustments,
    PAYOUT_COLUMNS.total,
    PAYOUT_FACTS.currency,
  ],
  facts: PAYOUT_FACTS,
  sources: {
    amount: PAYOUT_COLUMNS.total,
    net: PAYOUT_COLUMNS.total,
    placedAt: PAYOUT_COLUMNS.date,
    payoutId: PAYOUT_COLUMNS.id,
    lineItems: PAYOUT_PARTS,
  },
  moreAmounts: [...PAYOUT_COLUMNS.total, ...PAYOUT_PARTS],
  decimalMark: null,
  open: (table) => new PayoutReader(table),
};

interface Sums {
  readonly line: number;
  stated: number;
  parts: number;
}

class PayoutReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #ids = new ContentIds();
  readonly #at: { readonly id: number; readonly status: number; readonly total: number };
  readonly #parts: readonly number[];
  /** By currency: what the rows state, and what their parts sum to. */
  readonly #sums = new Map<string, Sums>();

  constructor(table: Table) {
    const { columns, cells } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, PAYOUT_FACTS, cells, { needsCurrency: true, utc: false });
    this.#at = {
      id: columns.find(PAYOUT_COLUMNS.id),
      status: columns.find(PAYOUT_COLUMNS.status),
      total: columns.find(PAYOUT_COLUMNS.total),
    };
    this.#parts = PAYOUT_PARTS.map((name) => columns.find([name])).filter((index) => index >= 0);
  }

  row(row: ScannedRow): boolean {
    const { cells, options } = this.#table;
    const at = this.#at;
    const facts = this.#facts.read();
    const currency = facts.currency ?? options.defaultCurrency;
    cells.required(at.total);
    const total = cells.money(at.total, currency) ?? 0;
    const word = cells.required(at.status);
    const status = readPayoutStatus(word);
    if (status === null) throw unknownValue(cells.name(at.status), word, 'status of a payout', KNOWN_PAYOUT_STATUSES);
    const lineItems = this.#parts.map(
      (index): LineItem => ({
        name: cells.name(index),
        sku: null,
        quantity: '1',
        unitPriceMinor: null,
        totalMinor: cells.money(index, currency) ?? 0,
      }),
    );
    const { payoutAt = null } = facts;
    // A payout leaves the gateway: what reaches the bank counts against it.
    const amount = total === 0 ? 0 : -total;
    const id = cells.text(at.id);
    const reference = facts.reference ?? null;
    const day = payoutAt === null ? '' : isoDay(Math.floor(payoutAt.ms / DAY_MS));
    const refs: TypedRef[] = id === null ? [] : [ref('shopify:payout', id, 'own')];
    this.#table.emit({
      type: 'payout',
      nativeId: id ?? this.#ids.next(`payout|${day}|${currency}`),
      aliases: reference === null ? [] : [reference],
      facts: {
        ...facts,
        moneyKind: total < 0 ? 'withdrawal' : 'payout',
        amount,
        net: amount,
        placedAt: payoutAt,
        payoutStatus: status,
        ...(id === null ? {} : { payoutId: id }),
        lineItems,
      },
      refs,
      span: this.#table.spanOf(row),
      versionMs: steppedVersion(payoutAt?.ms ?? null, PAYOUT_STEPS.indexOf(status)),
    });
    const sums = this.#sums.get(currency) ?? { line: row.line, stated: 0, parts: 0 };
    sums.stated += total;
    sums.parts += lineItems.reduce((sum, { totalMinor }) => sum + (totalMinor ?? 0), 0);
    this.#sums.set(currency, sums);
    return true;
  }

  /** The list does not say which days it covers; it states its totals twice. */
  end(): void {
    for (const [currency, { line, stated, parts }] of this.#sums) {
      this.#table.statement({
        account: 'Shopify Payments payouts',
        currency,
        fromDay: null,
        toDay: null,
        openingMinor: null,
        closingMinor: null,
        statedMinor: stated,
        linesMinor: parts,
        line,
      });
    }
    this.#sums.clear();
  }

  /** The sums are those of the rows that could be read; that one could not shows in their difference to the bank. */
  interrupt(): void {}
}

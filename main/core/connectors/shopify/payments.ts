/**
 * Shopify Payments' transactions: every movement of the shop's own gateway and the payout it went into. Rows have no id: one is known by
 * what it says and will go on saying. Payout, status and the day the money is available come later, so they are no part of that, and a row
 * whose payout has been sent is a new version of the row that was pending. The columns of one layout only are no part of it either, so that
 * an export with more columns, or from an admin in another language, names the same records.
 */
import { formatPlain } from '#shared/domain/money.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { ref, uniqueRefs } from '../../normalise/references.ts';
import { ContentIds } from '../content-id.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactDraft, FactReader } from '../facts.ts';
import { checkNet, steppedVersion } from '../sums.ts';
import { unknownValue } from '../unknown-value.ts';
import {
  KNOWN_PAYOUT_STATUSES,
  KNOWN_TYPES,
  kindBySign,
  PAYOUT_STEPS,
  readPayoutStatus,
  readType,
  SENT_STEP,
  typeOfKind,
} from './kinds.ts';
import { TRANSACTION_COLUMNS, TRANSACTION_FACTS } from './money-fields.ts';

export const SHOPIFY_PAYMENTS: CsvLayout = {
  id: 'shopify.payments',
  system: 'shopify',
  types: ['charge', 'refund', 'dispute', 'fee', 'balance_transaction', 'payout'],
  label: 'Shopify Payments transactions CSV',
  signature: [
    TRANSACTION_FACTS.placedAt,
    TRANSACTION_COLUMNS.type,
    TRANSACTION_FACTS.amount,
    TRANSACTION_FACTS.fee,
    TRANSACTION_FACTS.net,
    TRANSACTION_FACTS.payoutStatus,
    TRANSACTION_FACTS.payoutAt,
    TRANSACTION_FACTS.currency,
  ],
  facts: TRANSACTION_FACTS,
  sources: {
    moneyKind: TRANSACTION_COLUMNS.type,
    buyerAmount: TRANSACTION_COLUMNS.buyerAmount,
    buyerCurrency: TRANSACTION_COLUMNS.buyerCurrency,
  },
  moreAmounts: TRANSACTION_COLUMNS.buyerAmount,
  decimalMark: null,
  open: (table) => new TransactionReader(table),
};

class TransactionReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #ids = new ContentIds();
  readonly #at: { readonly [K in keyof typeof TRANSACTION_COLUMNS]: number };

  constructor(table: Table) {
    const { columns, cells } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, TRANSACTION_FACTS, cells, { needsCurrency: true, utc: false });
    this.#at = {
      type: columns.find(TRANSACTION_COLUMNS.type),
      fee: columns.find(TRANSACTION_COLUMNS.fee),
      net: columns.find(TRANSACTION_COLUMNS.net),
      payoutStatus: columns.find(TRANSACTION_COLUMNS.payoutStatus),
      vat: columns.find(TRANSACTION_COLUMNS.vat),
      buyerAmount: columns.find(TRANSACTION_COLUMNS.buyerAmount),
      buyerCurrency: columns.find(TRANSACTION_COLUMNS.buyerCurrency),
    };
  }

  row(row: ScannedRow): boolean {
    const { cells, options } = this.#table;
    const at = this.#at;
    const facts = this.#facts.read();
    const currency = facts.currency ?? options.defaultCurrency;
    const word = cells.required(at.type);
    const meaning = readType(word);
    if (meaning === null) throw unknownValue(cells.name(at.type), word, 'type of Shopify Payments transactions', KNOWN_TYPES);
    this.#addVat(facts, currency);
    checkNet(facts, cells.name(at.net));
    const kind = kindBySign(meaning, facts.amount || (facts.net ?? 0));
    facts.moneyKind = kind;
    if ((kind === 'fee' || kind === 'fee_returned') && facts.fee) {
      facts.amount = facts.net ?? null;
      facts.fee = null;
    }
    const step = this.#readStatus(facts);
    this.#readBuyer(facts, currency);
    const refs: TypedRef[] = [];
    if (facts.reference) refs.push(ref('shopify:order', facts.reference, 'mentions'));
    const type = typeOfKind(kind);
    const isPayout = type === 'payout' && facts.payoutId != null;
    if (facts.payoutId) refs.push(ref('shopify:payout', facts.payoutId, isPayout ? 'own' : 'mentions'));
    const placed = facts.placedAt ?? null;
    const content = `${placed?.ms ?? ''}|${kind}|${facts.reference ?? ''}|${facts.amount ?? ''}|${facts.fee ?? ''}|${facts.net ?? ''}|${currency}`;
    const nativeId = this.#ids.next(content);
    const sent = step >= SENT_STEP ? (facts.payoutAt?.ms ?? 0) : 0;
    this.#table.emit({
      type,
      nativeId: isPayout ? (facts.payoutId ?? nativeId) : nativeId,
      aliases: [],
      facts,
      refs: uniqueRefs(refs),
      span: this.#table.spanOf(row),
      versionMs: steppedVersion(placed === null ? null : Math.max(placed.ms, sent), Math.max(0, step)),
    });
    return true;
  }

  end(): void {}

  /** A row stands for itself: an unreadable one beside it changes nothing. */
  interrupt(): void {}

  /** Tax on the fee stands apart where the net says so; elsewhere it is part of the fee already. */
  #addVat(facts: FactDraft, currency: string): void {
    const { amount, fee, net } = facts;
    const vat = this.#table.cells.money(this.#at.vat, currency);
    if (vat === null || vat === 0 || amount == null || net == null || fee == null) return;
    if (amount - fee - Math.abs(vat) === net) facts.fee = fee + Math.abs(vat);
  }

  /** How far the payout has come, as a place in PAYOUT_STEPS; −1 where nothing is said. */
  #readStatus(facts: FactDraft): number {
    const text = facts.payoutStatus ?? null;
    if (text === null) return -1;
    const status = readPayoutStatus(text);
    if (status === null)
      throw unknownValue(this.#table.cells.name(this.#at.payoutStatus), text, 'status of a payout', KNOWN_PAYOUT_STATUSES);
    facts.payoutStatus = status;
    return PAYOUT_STEPS.indexOf(status);
  }

  /** What the buyer paid is worth keeping only where it is in another currency. */
  #readBuyer(facts: FactDraft, currency: string): void {
    const { cells } = this.#table;
    const text = cells.text(this.#at.buyerCurrency);
    if (text === null) return;
    const buyerCurrency = cells.values.currency(text, cells.name(this.#at.buyerCurrency));
    if (buyerCurrency === currency) return;
    const minor = cells.money(this.#at.buyerAmount, buyerCurrency);
    facts.buyerAmount = minor === null ? null : formatPlain(minor, buyerCurrency);
    facts.buyerCurrency = buyerCurrency;
  }
}

/**
 * Stripe's CSV files: balance transactions (balance history and every itemised report) and charges (dashboard payments).
 * Signs are Stripe's own, which are the book's: a fee is positive and net = amount − fee. Times are UTC.
 */
import { formatPlain } from '#shared/domain/money.ts';
import type { RecordDraft, TypedRef } from '#shared/domain/source-record.ts';
import { paymentRef, ref, spaceOfId, uniqueRefs } from '../../normalise/references.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactDraft, FactReader, versionOf } from '../facts.ts';
import { checkNet, steppedVersion } from '../sums.ts';
import { unknownValue } from '../unknown-value.ts';
import { aliasesOf, balanceRecord, pushMentions } from './balance.ts';
import { BALANCE_COLUMNS, BALANCE_FACTS, ORDER_KEY, ORDER_METADATA, PAYMENT_COLUMNS, PAYMENT_FACTS } from './fields.ts';
import {
  type Category,
  disputedStatus,
  KNOWN_CATEGORIES,
  KNOWN_PAYMENT_STATUSES,
  kindOfPaymentStatus,
  readCategory,
  stepOfPayment,
} from './kinds.ts';

export const STRIPE_BALANCE: CsvLayout = {
  id: 'stripe.balance',
  system: 'stripe',
  types: ['balance_transaction', 'payout'],
  label: 'Stripe balance transactions CSV',
  signature: [
    BALANCE_COLUMNS.id,
    BALANCE_COLUMNS.category,
    BALANCE_FACTS.placedAt,
    BALANCE_FACTS.amount,
    ['fee'],
    ['net'],
    ['currency'],
  ],
  facts: BALANCE_FACTS,
  sources: { moneyKind: BALANCE_FACTS.category },
  decimalMark: '.',
  open: (table) => new BalanceReader(table),
};

export const STRIPE_PAYMENTS: CsvLayout = {
  id: 'stripe.payments',
  system: 'stripe',
  types: ['charge'],
  label: 'Stripe payments CSV',
  signature: [
    PAYMENT_COLUMNS.id,
    PAYMENT_FACTS.placedAt,
    PAYMENT_FACTS.amount,
    PAYMENT_FACTS.refunded,
    PAYMENT_FACTS.status,
    PAYMENT_FACTS.currency,
  ],
  facts: PAYMENT_FACTS,
  sources: {
    fee: PAYMENT_COLUMNS.fee,
    net: PAYMENT_COLUMNS.fee,
    category: PAYMENT_COLUMNS.captured,
    tags: PAYMENT_COLUMNS.mode,
    moneyKind: PAYMENT_FACTS.status,
    payoutId: PAYMENT_COLUMNS.payout,
    buyerAmount: PAYMENT_FACTS.amount,
    buyerCurrency: PAYMENT_FACTS.currency,
  },
  moreAmounts: [...PAYMENT_COLUMNS.fee, ...PAYMENT_COLUMNS.convertedAmount],
  decimalMark: '.',
  open: (table) => new PaymentReader(table),
};

class BalanceReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #metadata: OrderMetadata;
  readonly #at: { readonly [K in keyof typeof BALANCE_COLUMNS]: number };
  /** Categories met in this file, by their text. */
  readonly #categories = new Map<string, Category>();

  constructor(table: Table) {
    const { columns, cells } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, BALANCE_FACTS, cells, { needsCurrency: true, utc: true });
    this.#metadata = new OrderMetadata(table);
    this.#at = {
      id: columns.find(BALANCE_COLUMNS.id),
      source: columns.find(BALANCE_COLUMNS.source),
      paymentIntent: columns.find(BALANCE_COLUMNS.paymentIntent),
      charge: columns.find(BALANCE_COLUMNS.charge),
      category: columns.find(BALANCE_COLUMNS.category),
      net: columns.find(BALANCE_COLUMNS.net),
    };
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const at = this.#at;
    const transactionId = cells.id(at.id);
    const facts = this.#facts.read();
    checkNet(facts, cells.name(at.net));
    const category = this.#category(facts.category ?? '');
    const source = cells.text(at.source);
    const paymentIntent = cells.text(at.paymentIntent);
    const charge = cells.text(at.charge);
    this.#metadata.read(facts);
    if (facts.buyerCurrency) facts.buyerCurrency = cells.values.currency(facts.buyerCurrency, 'customer_facing_currency');
    this.#table.emit(balanceRecord({ transactionId, source, paymentIntent, charge }, facts, category, this.#table.spanOf(row)));
    return true;
  }

  end(): void {}

  #category(text: string): Category {
    const known = this.#categories.get(text);
    if (known !== undefined) return known;
    const category = readCategory(text);
    if (category === null)
      throw unknownValue(this.#table.cells.name(this.#at.category), text, 'category of Stripe transactions', KNOWN_CATEGORIES);
    this.#categories.set(text, category);
    return category;
  }
}

class PaymentReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #metadata: OrderMetadata;
  readonly #at: { readonly [K in keyof typeof PAYMENT_COLUMNS]: number };

  constructor(table: Table) {
    const { columns, cells } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, PAYMENT_FACTS, cells, { needsCurrency: true, utc: true });
    this.#metadata = new OrderMetadata(table);
    const at = Object.entries(PAYMENT_COLUMNS).map(([name, names]) => [name, columns.find(names)] as const);
    this.#at = Object.fromEntries(at) as { readonly [K in keyof typeof PAYMENT_COLUMNS]: number };
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const at = this.#at;
    const nativeId = cells.id(at.id);
    const facts = this.#facts.read();
    const kind = facts.status ? kindOfPaymentStatus(facts.status) : 'charge';
    if (kind === null) throw unknownValue('Status', facts.status ?? '', 'payment status', KNOWN_PAYMENT_STATUSES);
    this.#readConverted(facts);
    const captured = at.captured < 0 || cells.text(at.captured)?.toLowerCase() !== 'false';
    if (at.captured >= 0) facts.category = captured ? 'charge' : 'authorisation';
    if (at.mode >= 0) facts.tags = cells.text(at.mode)?.toLowerCase() === 'test' ? 'test' : null;
    facts.moneyKind = facts.tags === 'test' ? 'nothing' : kind === 'charge' && !captured ? 'authorisation' : kind;
    const dispute = cells.text(at.disputeStatus);
    if (dispute !== null) facts.status = disputedStatus(dispute);
    const payout = cells.text(at.payout);
    if (payout !== null && spaceOfId(payout) === 'payout') facts.payoutId = payout;
    this.#metadata.read(facts);
    const paymentIntent = cells.text(at.paymentIntent);
    const invoice = cells.text(at.invoice);
    const refs: TypedRef[] = [paymentRef(nativeId, 'own')];
    if (paymentIntent !== null) refs.push(paymentRef(paymentIntent, 'own'));
    if (facts.payoutId) refs.push(paymentRef(facts.payoutId, 'mentions'));
    if (invoice !== null) refs.push(ref('stripe:invoice', invoice, 'mentions'));
    pushMentions(refs, facts);
    const draft: RecordDraft = {
      type: 'charge',
      nativeId,
      aliases: aliasesOf(nativeId, [paymentIntent]),
      facts,
      refs: uniqueRefs(refs),
      span: this.#table.spanOf(row),
      versionMs: steppedVersion(versionOf(facts), stepOfPayment(facts.status ?? '')),
    };
    this.#table.emit(draft);
    return true;
  }

  end(): void {}

  /**
   * The fee, and what arrives, are in the currency of the account. Where that is another than the buyer's, the converted amounts are
   * the record's, and what the buyer paid is kept beside them.
   */
  #readConverted(facts: FactDraft): void {
    const { cells, options } = this.#table;
    const at = this.#at;
    if (at.fee < 0) return;
    const buyerCurrency = facts.currency ?? options.defaultCurrency;
    const text = cells.text(at.convertedCurrency);
    const currency = text === null ? buyerCurrency : cells.values.currency(text, cells.name(at.convertedCurrency));
    if (currency !== buyerCurrency) {
      const converted = cells.money(at.convertedAmount, currency);
      if (converted === null) return;
      const buyerMinor = facts.amount ?? null;
      facts.buyerAmount = buyerMinor === null ? null : formatPlain(buyerMinor, buyerCurrency);
      facts.buyerCurrency = buyerCurrency;
      facts.currency = currency;
      facts.amount = converted;
      facts.refunded = cells.money(at.convertedRefunded, currency);
    }
    const fee = cells.money(at.fee, currency);
    facts.fee = fee;
    if (fee !== null && facts.amount != null) facts.net = facts.amount - fee;
  }
}

/** Order numbers that shops write into Stripe's metadata. */
class OrderMetadata {
  readonly #table: Table;
  readonly #indexes: readonly number[];

  constructor(table: Table) {
    this.#table = table;
    this.#indexes = table.columns.header.flatMap((name, i) => {
      const key = ORDER_METADATA.exec(name.trim())?.groups;
      return key !== undefined && ORDER_KEY.test(key.report ?? key.dashboard ?? '') ? [i] : [];
    });
  }

  read(facts: FactDraft): void {
    if (this.#indexes.length === 0) return;
    facts.reference = this.#indexes.map((i) => this.#table.cells.text(i)).find((text) => text !== null) ?? null;
  }
}

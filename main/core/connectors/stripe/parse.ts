/**
 * Stripe's CSV files: balance transactions (balance history and every itemised report) and charges (dashboard payments).
 * Signs are Stripe's own: a fee is positive and net = amount − fee. Times are UTC.
 */
import type { RecordDraft, TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, paymentRef, ref, refsInText, spaceOfId, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactDraft, FactReader, versionOf } from '../facts.ts';
import {
  BALANCE_COLUMNS,
  BALANCE_FACTS,
  KNOWN_CATEGORIES,
  KNOWN_PAYMENT_STATUSES,
  ORDER_KEY,
  ORDER_METADATA,
  PAYMENT_COLUMNS,
  PAYMENT_FACTS,
} from './fields.ts';

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
  sources: { fee: PAYMENT_COLUMNS.fee, category: PAYMENT_COLUMNS.captured, tags: PAYMENT_COLUMNS.mode },
  moreAmounts: PAYMENT_COLUMNS.fee,
  decimalMark: '.',
  open: (table) => new PaymentReader(table),
};

class BalanceReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #metadata: OrderMetadata;
  readonly #id: number;
  readonly #source: number;
  readonly #paymentIntent: number;
  readonly #charge: number;
  readonly #category: number;

  constructor(table: Table) {
    const { columns, cells } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, BALANCE_FACTS, cells, { needsCurrency: true, utc: true });
    this.#metadata = new OrderMetadata(table);
    this.#id = columns.find(BALANCE_COLUMNS.id);
    this.#source = columns.find(BALANCE_COLUMNS.source);
    this.#paymentIntent = columns.find(BALANCE_COLUMNS.paymentIntent);
    this.#charge = columns.find(BALANCE_COLUMNS.charge);
    this.#category = columns.find(BALANCE_COLUMNS.category);
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const transactionId = cells.id(this.#id);
    const facts = this.#facts.read();
    const category = facts.category?.toLowerCase().replaceAll(' ', '_') ?? null;
    if (category === null || !KNOWN_CATEGORIES.has(category)) {
      const cause = `“${facts.category ?? ''}” is no category of Stripe transactions that this version knows, so what this money is cannot be told.`;
      throw new BadValue('unknown_value', cells.name(this.#category), facts.category ?? '', cause);
    }
    const source = cells.text(this.#source);
    const paymentIntent = cells.text(this.#paymentIntent);
    const charge = cells.text(this.#charge);
    // A refund or dispute names the charge it is about: that is another record, so no alias of this one.
    const isSale = category === 'charge' || category === 'payment';
    const aliases = isSale ? [source, paymentIntent, charge] : [source];
    this.#metadata.read(facts);
    const refs: TypedRef[] = [{ namespace: 'balance_transaction', value: transactionId.toUpperCase(), role: 'own' }];
    if (source !== null && spaceOfId(source) !== null) refs.push(paymentRef(source, 'own'));
    if (paymentIntent !== null) refs.push(paymentRef(paymentIntent, isSale ? 'own' : 'mentions'));
    if (charge !== null) refs.push(paymentRef(charge, isSale ? 'own' : 'mentions'));
    if (facts.payoutId) refs.push(paymentRef(facts.payoutId, 'mentions'));
    pushMentions(refs, facts);
    // The row of a payout stands for the payout itself, whose own id is the source; other exports of payouts know it by that.
    const isPayout = category === 'payout';
    const nativeId = isPayout && source !== null ? source : transactionId;
    this.#table.emit({
      type: isPayout ? 'payout' : 'balance_transaction',
      nativeId,
      aliases: aliasesOf(nativeId, [transactionId, ...aliases]),
      facts,
      refs: uniqueRefs(refs),
      span: this.#table.spanOf(row),
      versionMs: versionOf(facts),
    });
    return true;
  }

  end(): void {}
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
    this.#at = {
      id: columns.find(PAYMENT_COLUMNS.id),
      paymentIntent: columns.find(PAYMENT_COLUMNS.paymentIntent),
      fee: columns.find(PAYMENT_COLUMNS.fee),
      convertedCurrency: columns.find(PAYMENT_COLUMNS.convertedCurrency),
      captured: columns.find(PAYMENT_COLUMNS.captured),
      mode: columns.find(PAYMENT_COLUMNS.mode),
      refunded: columns.find(PAYMENT_COLUMNS.refunded),
    };
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const at = this.#at;
    const nativeId = cells.id(at.id);
    const facts = this.#facts.read();
    if (facts.status && !KNOWN_PAYMENT_STATUSES.has(facts.status.toLowerCase().replaceAll('_', ' '))) {
      throw new BadValue(
        'unknown_value',
        'Status',
        facts.status,
        `“${facts.status}” is no payment status that this version knows.`,
      );
    }
    this.#readFee(facts);
    if (at.captured >= 0) facts.category = cells.text(at.captured)?.toLowerCase() === 'false' ? 'authorisation' : 'charge';
    if (at.mode >= 0) facts.tags = cells.text(at.mode)?.toLowerCase() === 'test' ? 'test' : null;
    this.#metadata.read(facts);
    const paymentIntent = cells.text(at.paymentIntent);
    const refs: TypedRef[] = [paymentRef(nativeId, 'own')];
    if (paymentIntent !== null) refs.push(paymentRef(paymentIntent, 'own'));
    pushMentions(refs, facts);
    const draft: RecordDraft = {
      type: 'charge',
      nativeId,
      aliases: aliasesOf(nativeId, [paymentIntent]),
      facts,
      refs: uniqueRefs(refs),
      span: this.#table.spanOf(row),
      versionMs: versionOf(facts),
    };
    this.#table.emit(draft);
    return true;
  }

  end(): void {}

  /** The fee is in the currency of the account. Where that is another than the charge's it is no fact of this record. */
  #readFee(facts: FactDraft): void {
    const { cells } = this.#table;
    if (this.#at.fee < 0) return;
    const converted = cells.text(this.#at.convertedCurrency);
    const currency = facts.currency ?? this.#table.options.defaultCurrency;
    if (converted !== null && cells.values.currency(converted, cells.name(this.#at.convertedCurrency)) !== currency) return;
    facts.fee = cells.money(this.#at.fee, currency);
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

function pushMentions(refs: TypedRef[], facts: FactDraft): void {
  if (facts.reference) refs.push(...orderMentions(facts.reference, 'stripe'));
  if (facts.invoiceNumber) refs.push(ref('invoice', facts.invoiceNumber, 'mentions'));
  if (facts.description) refs.push(...refsInText(facts.description, 'stripe'));
}

function aliasesOf(nativeId: string, ids: readonly (string | null)[]): readonly string[] {
  const aliases: string[] = [];
  for (const id of ids) if (id !== null && id !== nativeId && !aliases.includes(id)) aliases.push(id);
  return aliases;
}

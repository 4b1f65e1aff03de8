/**
 * Amazon's settlement reports, flat file V2 and V1. The first row of a settlement is its summary: the total, the period and the day of
 * the transfer; it becomes a record of type `settlement`, all other rows are its lines. V2 has one amount a row, V1 up to nine. Lines have
 * no id: one is known by what it says and its place among equals, and by nothing that only one of the two layouts shows, so that a
 * settlement fetched in both is read once.
 */
import type { SourceInstant } from '#shared/domain/instant.ts';
import { DAY_MS, isoDay } from '#shared/domain/instant.ts';
import type { Span, TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, ref, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import { ContentIds } from '../content-id.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import type { FactDraft } from '../facts.ts';
import { unknownValue } from '../unknown-value.ts';
import { KNOWN_AMOUNT_TYPES, KNOWN_DESCRIPTIONS, kindBySign, type Meaning, readMeaning } from './kinds.ts';
import { type Amount, amountsOfV1, amountsOfV2, type ReadAmounts } from './settlement-amounts.ts';
import { SETTLEMENT_COLUMNS, V1_AMOUNTS, V2_COLUMNS } from './settlement-fields.ts';

const SIGNATURE = [
  SETTLEMENT_COLUMNS.settlement,
  SETTLEMENT_COLUMNS.start,
  SETTLEMENT_COLUMNS.deposit,
  SETTLEMENT_COLUMNS.total,
  SETTLEMENT_COLUMNS.transactionType,
  SETTLEMENT_COLUMNS.order,
] as const;

const COMMON = {
  system: 'amazon',
  types: ['settlement', 'settlement_line'],
  moreDates: [...SETTLEMENT_COLUMNS.start, ...SETTLEMENT_COLUMNS.end, ...SETTLEMENT_COLUMNS.deposit, ...SETTLEMENT_COLUMNS.posted],
  decimalMark: null,
  quotes: false,
  shortRows: true,
} as const;

const FACTS = {
  payoutId: SETTLEMENT_COLUMNS.settlement,
  placedAt: [...SETTLEMENT_COLUMNS.posted, ...SETTLEMENT_COLUMNS.end],
  payoutAt: SETTLEMENT_COLUMNS.deposit,
  startsAt: SETTLEMENT_COLUMNS.start,
  endsAt: SETTLEMENT_COLUMNS.end,
  currency: SETTLEMENT_COLUMNS.currency,
  reference: SETTLEMENT_COLUMNS.order,
};

export const AMAZON_SETTLEMENT: CsvLayout = {
  ...COMMON,
  id: 'amazon.settlement',
  label: 'Amazon settlement report (V2)',
  signature: [...SIGNATURE, V2_COLUMNS.amountType, V2_COLUMNS.description, V2_COLUMNS.amount],
  facts: FACTS,
  sources: {
    amount: [...V2_COLUMNS.amount, ...SETTLEMENT_COLUMNS.total],
    net: [...V2_COLUMNS.amount, ...SETTLEMENT_COLUMNS.total],
    moneyKind: V2_COLUMNS.amountType,
    category: V2_COLUMNS.description,
    description: V2_COLUMNS.description,
  },
  moreAmounts: [...V2_COLUMNS.amount, ...SETTLEMENT_COLUMNS.total],
  open: (table) => new SettlementReader(table, amountsOfV2(table)),
};

export const AMAZON_SETTLEMENT_V1: CsvLayout = {
  ...COMMON,
  id: 'amazon.settlement-v1',
  label: 'Amazon settlement report (V1)',
  signature: [...SIGNATURE, ['price-type'], ['price-amount'], ['item-related-fee-amount']],
  facts: FACTS,
  sources: {
    amount: [...V1_AMOUNTS.flatMap(({ amount }) => amount), ...SETTLEMENT_COLUMNS.total],
    category: V1_AMOUNTS.flatMap(({ description }) => description),
    moneyKind: V1_AMOUNTS.flatMap(({ description }) => description),
  },
  moreAmounts: [...V1_AMOUNTS.flatMap(({ amount }) => amount), ...SETTLEMENT_COLUMNS.total],
  open: (table) => new SettlementReader(table, amountsOfV1(table)),
};

/** One settlement being read. */
interface Settlement {
  readonly id: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly start: SourceInstant | null;
  readonly end: SourceInstant | null;
  readonly line: number;
  sum: number;
  reserveBefore: number;
  reserveAfter: number;
}

type Places = { readonly [K in keyof typeof SETTLEMENT_COLUMNS]: number };

class SettlementReader implements RowReader {
  readonly #table: Table;
  readonly #amounts: ReadAmounts;
  readonly #at: Places;
  readonly #ids = new ContentIds();
  readonly #meanings = new Map<string, Meaning>();
  readonly #settlements = new Map<string, Settlement>();

  constructor(table: Table, amounts: ReadAmounts) {
    this.#table = table;
    this.#amounts = amounts;
    const places = Object.entries(SETTLEMENT_COLUMNS).map(([name, names]) => [name, table.columns.find(names)] as const);
    this.#at = Object.fromEntries(places) as Places;
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const at = this.#at;
    const id = cells.id(at.settlement);
    if (cells.text(at.transactionType) === null && cells.text(at.total) !== null) this.#summary(id, row);
    else this.#line(id, row);
    return true;
  }

  end(): void {
    for (const settlement of this.#settlements.values()) {
      const { id, currency, totalMinor, start, end, line, sum, reserveBefore, reserveAfter } = settlement;
      this.#table.statement({
        account: id,
        currency,
        fromDay: dayOf(start),
        toDay: dayOf(end),
        openingMinor: reserveBefore,
        closingMinor: reserveAfter,
        statedMinor: totalMinor,
        linesMinor: sum,
        line,
      });
    }
    this.#settlements.clear();
  }

  /** What an unreadable line moved shows as the difference between the settlement's total and its lines. */
  interrupt(): void {}

  #summary(id: string, row: ScannedRow): void {
    const { cells } = this.#table;
    const at = this.#at;
    const currency = cells.currency(at.currency, true);
    const totalMinor = cells.money(at.total, currency) ?? 0;
    const start = cells.instant(at.start, false);
    const end = cells.instant(at.end, false);
    const deposit = cells.instant(at.deposit, false);
    this.#settlements.set(id, {
      id,
      currency,
      totalMinor,
      start,
      end,
      line: row.line,
      sum: 0,
      reserveBefore: 0,
      reserveAfter: 0,
    });
    // What is paid out leaves the balance at Amazon; a settlement below zero is paid by the seller.
    const amount = totalMinor === 0 ? 0 : -totalMinor;
    this.#table.emit({
      type: 'settlement',
      nativeId: id,
      aliases: [],
      facts: {
        currency,
        moneyKind: totalMinor < 0 ? 'withdrawal' : 'payout',
        amount,
        net: amount,
        placedAt: end,
        startsAt: start,
        endsAt: end,
        payoutId: id,
        payoutAt: deposit,
      },
      refs: [ref('amazon:settlement', id, 'own')],
      span: this.#table.spanOf(row),
      versionMs: deposit?.ms ?? end?.ms ?? null,
    });
  }

  #line(id: string, row: ScannedRow): void {
    const { cells } = this.#table;
    const at = this.#at;
    const settlement = this.#settlements.get(id);
    const currency = this.#currency(settlement);
    const transaction = cells.required(at.transactionType);
    const amounts = this.#amounts(currency);
    if (amounts.length === 0) throw new BadValue('missing_value', null, '', 'This line states no amount.');
    const meanings = amounts.map((amount) => this.#meaning(transaction, amount));
    const placedAt = cells.instant(at.posted, false) ?? cells.instant(at.postedDay, false);
    const order = cells.text(at.order);
    const refs = this.#refs(id, order);
    const span = this.#table.spanOf(row);
    amounts.forEach((amount, i) => {
      const kind = amount.minor === 0 ? 'nothing' : kindBySign(meanings[i] ?? 'adjustment', amount.minor);
      const facts: FactDraft = {
        currency,
        moneyKind: kind,
        amount: amount.minor,
        net: amount.minor,
        placedAt,
        payoutId: id,
        reference: order,
        category: amount.description || transaction,
        description: [transaction, amount.type, amount.description].filter((word) => word !== '').join(' · '),
        ...(kind === 'charge' && amount.description === 'Principal' ? this.#goods(amount.minor) : {}),
      };
      this.#emit(facts, this.#ids.next(this.#content(id, transaction, order, amount)), refs, span, placedAt);
      if (settlement !== undefined) addTo(settlement, kind, amount.minor);
    });
  }

  #emit(facts: FactDraft, nativeId: string, refs: readonly TypedRef[], span: Span, at: SourceInstant | null): void {
    this.#table.emit({ type: 'settlement_line', nativeId, aliases: [], facts, refs, span, versionMs: at?.ms ?? null });
  }

  /** Lines name no currency of their own in many files: theirs is the summary's. */
  #currency(settlement: Settlement | undefined): string {
    const { cells } = this.#table;
    const text = cells.text(this.#at.currency);
    const column = cells.name(this.#at.currency);
    if (text !== null) return cells.values.currency(text, column);
    if (settlement !== undefined) return settlement.currency;
    throw new BadValue(
      'bad_currency',
      column,
      '',
      'The summary of this settlement is not above this line, so its currency is not known.',
    );
  }

  #meaning(transaction: string, { type, description, typeColumn, descriptionColumn }: Amount): Meaning {
    const key = `${transaction}\n${type}\n${description}`;
    const known = this.#meanings.get(key);
    if (known !== undefined) return known;
    const meaning = readMeaning(transaction, type, description);
    if (meaning === 'amountType') throw unknownValue(typeColumn, type, 'type of amounts in settlements', KNOWN_AMOUNT_TYPES);
    if (meaning === 'description')
      throw unknownValue(descriptionColumn, description || transaction, 'line of settlements', KNOWN_DESCRIPTIONS);
    this.#meanings.set(key, meaning);
    return meaning;
  }

  #refs(id: string, order: string | null): readonly TypedRef[] {
    const { cells } = this.#table;
    const at = this.#at;
    const refs: TypedRef[] = [ref('amazon:settlement', id, 'mentions')];
    if (order !== null) refs.push(ref('amazon:order', order, 'mentions'));
    const merchantOrder = cells.text(at.merchantOrder);
    if (merchantOrder !== null && merchantOrder !== order) refs.push(...orderMentions(merchantOrder, 'amazon'));
    const shipment = cells.text(at.shipment);
    if (shipment !== null) refs.push({ namespace: 'amazon:shipment', value: shipment.toUpperCase(), role: 'mentions' });
    const item = cells.text(at.itemCode);
    if (item !== null) refs.push({ namespace: 'amazon:item', value: item.toUpperCase(), role: 'mentions' });
    return uniqueRefs(refs);
  }

  /** Every price of an item (goods, tax, shipping) repeats its SKU and quantity: they are kept with the price of the goods. */
  #goods(totalMinor: number): Pick<FactDraft, 'lineItems'> {
    const { cells } = this.#table;
    const [sku, quantity] = [cells.text(this.#at.sku), cells.text(this.#at.quantity)];
    return sku === null || quantity === null ? {} : { lineItems: [{ name: '', sku, quantity, unitPriceMinor: null, totalMinor }] };
  }

  /** What both layouts say of a line. */
  #content(id: string, transaction: string, order: string | null, amount: Amount): string {
    const { cells } = this.#table;
    const at = this.#at;
    const cell = (index: number) => cells.text(index) ?? '';
    return [
      id,
      transaction,
      order ?? '',
      cell(at.shipment),
      cell(at.adjustment),
      cell(at.itemCode),
      cell(at.sku),
      amount.type,
      amount.description,
      amount.minor,
    ].join('|');
  }
}

function addTo(settlement: Settlement, kind: string, minor: number): void {
  settlement.sum += minor;
  if (kind === 'reserve_released') settlement.reserveBefore += minor;
  if (kind === 'reserve_held') settlement.reserveAfter -= minor;
}

function dayOf(at: SourceInstant | null): string | null {
  return at === null ? null : isoDay(Math.floor(at.ms / DAY_MS));
}

/**
 * Amazon's date range report: one row an order, a refund or a cost, with its amounts side by side. It has no currency column; the
 * marketplace of a row, or the notes above the table, say it. What a buyer paid, what the marketplace kept back as tax and what it charged
 * are different events, so a row with withheld tax gives two records. Rows are known by what they say, without what comes later: the
 * settlement, the status, the day of release.
 */
import type { MoneyKind } from '#shared/domain/money-events.ts';
import type { Span, TypedRef } from '#shared/domain/source-record.ts';
import type { RecordType } from '#shared/domain/systems.ts';
import { ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import { ContentIds } from '../content-id.ts';
import type { ColumnNames, Columns } from '../csv/header.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { decodeUnits } from '../encoding.ts';
import type { FactDraft } from '../facts.ts';
import { steppedVersion } from '../sums.ts';
import { unknownValue } from '../unknown-value.ts';
import { readRangeDate } from './range-dates.ts';
import { AMOUNT_COLUMNS, FEE_COLUMNS, OTHER_COLUMNS, RANGE_COLUMNS, SALE_COLUMNS, WITHHELD_COLUMNS } from './range-fields.ts';
import { currencyOfMarket, currencyOfNote, KNOWN_RANGE_TYPES, type RangeType, readRangeType, readRelease } from './range-words.ts';

export const AMAZON_RANGE: CsvLayout = {
  id: 'amazon.range',
  system: 'amazon',
  types: ['payment', 'settlement'],
  label: 'Amazon date range report',
  signature: [
    RANGE_COLUMNS.date,
    RANGE_COLUMNS.type,
    RANGE_COLUMNS.order,
    SALE_COLUMNS[0] ?? [],
    FEE_COLUMNS[0] ?? [],
    FEE_COLUMNS[1] ?? [],
    RANGE_COLUMNS.total,
  ],
  facts: {
    placedAt: RANGE_COLUMNS.date,
    payoutId: RANGE_COLUMNS.settlement,
    category: RANGE_COLUMNS.type,
    reference: RANGE_COLUMNS.order,
    description: RANGE_COLUMNS.description,
    status: RANGE_COLUMNS.status,
    availableAt: RANGE_COLUMNS.released,
  },
  sources: {
    moneyKind: RANGE_COLUMNS.type,
    amount: AMOUNT_COLUMNS,
    fee: FEE_COLUMNS.flat(),
    net: RANGE_COLUMNS.total,
    currency: RANGE_COLUMNS.marketplace,
  },
  moreAmounts: AMOUNT_COLUMNS,
  decimalMark: null,
  open: (table) => new RangeReader(table),
};

type Places = { readonly [K in keyof typeof RANGE_COLUMNS]: number };

interface Sums {
  /** Prices, taxes and credits, and *other*. */
  readonly sale: number;
  readonly withheld: number;
  readonly fees: number;
  readonly total: number;
}

class RangeReader implements RowReader {
  readonly #table: Table;
  readonly #at: Places;
  readonly #sale: readonly number[];
  readonly #withheld: readonly number[];
  readonly #fees: readonly number[];
  readonly #ids = new ContentIds();
  readonly #transfers = new Map<string, number>();
  /** Currency of the notes or of the last row that named a marketplace. */
  #currency: string | null = null;

  constructor(table: Table) {
    this.#table = table;
    const { columns } = table;
    this.#at = Object.fromEntries(
      Object.entries(RANGE_COLUMNS).map(([name, names]) => [name, columns.find(names)] as const),
    ) as Places;
    this.#sale = placesOf(columns, [...SALE_COLUMNS, OTHER_COLUMNS]);
    this.#withheld = placesOf(columns, WITHHELD_COLUMNS);
    this.#fees = placesOf(columns, FEE_COLUMNS);
  }

  preamble(row: ScannedRow): void {
    const source = row.source();
    const note = row.ascii ? source : (decodeUnits(source, this.#table.options.encoding) ?? '');
    this.#currency ??= currencyOfNote(note);
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const at = this.#at;
    const typeText = cells.required(at.type);
    const type = readRangeType(typeText);
    if (type === null) throw unknownValue(cells.name(at.type), typeText, 'type of rows in date range reports', KNOWN_RANGE_TYPES);
    const currency = this.#readCurrency();
    const sums = this.#sums(currency);
    const deferred = this.#isDeferred();
    const dateColumn = cells.name(at.date);
    const placedAt = readRangeDate(cells.required(at.date), dateColumn, cells.values);
    const released = cells.text(at.released);
    const settlement = cells.text(at.settlement);
    const order = cells.text(at.order);
    const description = cells.text(at.description);
    const common: FactDraft = {
      currency,
      placedAt,
      payoutId: settlement,
      reference: order,
      category: typeText,
      description,
      ...(at.status < 0 ? {} : { status: cells.text(at.status) }),
      ...(released === null ? {} : { availableAt: readRangeDate(released, cells.name(at.released), cells.values) }),
    };
    const span = this.#table.spanOf(row);
    const version = steppedVersion(placedAt.ms, deferred ? 0 : 1);
    if (type === 'transfer' && settlement !== null) {
      this.#transfer(common, sums.total, settlement, span, version);
      return true;
    }
    const refs = refsOf(settlement, order, description);
    const content = this.#content(placedAt.ms, typeText, order, description, sums);
    const emit = (kind: MoneyKind, amount: number, fee: number | null) => {
      const moneyKind = deferred ? 'deferred' : kind;
      const facts: FactDraft = { ...common, moneyKind, amount, fee, net: amount - (fee ?? 0) };
      this.#emit('payment', this.#ids.next(`${content}|${kind}`), facts, refs, span, version);
    };
    this.#split(type, sums, emit);
    return true;
  }

  end(): void {}

  /** A row stands for itself. */
  interrupt(): void {}

  #emit(
    type: RecordType,
    nativeId: string,
    facts: FactDraft,
    refs: readonly TypedRef[],
    span: Span,
    versionMs: number | null,
  ): void {
    this.#table.emit({ type, nativeId, aliases: [], facts, refs, span, versionMs });
  }

  #split(
    type: RangeType,
    { sale, withheld, fees, total }: Sums,
    emit: (kind: MoneyKind, amount: number, fee: number | null) => void,
  ): void {
    const fee = fees === 0 ? 0 : -fees;
    if (type === 'order' || type === 'refund') {
      if (withheld !== 0) emit(withheld < 0 ? 'tax_withheld' : 'tax_returned', withheld, null);
      if (sale !== 0)
        emit(type === 'order' ? (sale < 0 ? 'charge_reversal' : 'charge') : sale > 0 ? 'refund_failed' : 'refund', sale, fee);
      else if (fees !== 0) emit(fees < 0 ? 'fee' : 'fee_returned', fees, null);
      else if (withheld === 0) emit('nothing', 0, null);
      return;
    }
    const kinds = {
      cost: total > 0 ? 'fee_returned' : 'fee',
      adjustment: 'adjustment',
      debt: 'transfer',
      transfer: 'transfer',
    } as const;
    emit(total === 0 ? 'nothing' : kinds[type], total, null);
  }

  /** The transfer of a settlement is the settlement itself: other reports know it by that id. */
  #transfer(common: FactDraft, total: number, settlement: string, span: Span, version: number | null): void {
    const before = this.#transfers.get(settlement) ?? 0;
    this.#transfers.set(settlement, before + 1);
    const nativeId = before === 0 ? settlement : `${settlement}~${before + 1}`;
    const facts: FactDraft = {
      ...common,
      moneyKind: total > 0 ? 'withdrawal' : 'payout',
      amount: total,
      net: total,
      payoutAt: common.placedAt ?? null,
    };
    this.#emit('settlement', nativeId, facts, [ref('amazon:settlement', settlement, 'own')], span, version);
  }

  #readCurrency(): string {
    const { cells, options } = this.#table;
    const marketplace = cells.text(this.#at.marketplace);
    const named = marketplace === null ? null : currencyOfMarket(marketplace);
    if (named !== null) this.#currency = named;
    return named ?? this.#currency ?? options.defaultCurrency;
  }

  #sums(currency: string): Sums {
    const { cells } = this.#table;
    const sum = (places: readonly number[]) => places.reduce((total, index) => total + (cells.money(index, currency) ?? 0), 0);
    const [sale, withheld, fees] = [sum(this.#sale), sum(this.#withheld), sum(this.#fees)];
    cells.required(this.#at.total);
    const total = cells.money(this.#at.total, currency) ?? 0;
    if (sale + withheld + fees === total) return { sale, withheld, fees, total };
    throw new BadValue(
      'conflicting_rows',
      cells.name(this.#at.total),
      cells.text(this.#at.total) ?? '',
      `The amounts of this row sum to ${sale + withheld + fees}, its total is ${total}, in the smallest unit of ${currency}. A column may be new or renamed.`,
    );
  }

  /** Sales that are paid out later: a status says so, or a status that is not known without a day of release. */
  #isDeferred(): boolean {
    const { cells } = this.#table;
    const text = cells.text(this.#at.status);
    if (text === null) return false;
    const release = readRelease(text);
    if (release !== null) return release === 'deferred';
    if (cells.text(this.#at.released) !== null) return false;
    throw unknownValue(cells.name(this.#at.status), text, 'status of transactions', ['Deferred', 'Released']);
  }

  #content(ms: number, type: string, order: string | null, description: string | null, { sale, withheld, fees }: Sums): string {
    const { cells } = this.#table;
    const cell = (index: number) => cells.text(index) ?? '';
    return [ms, type, order ?? '', cell(this.#at.sku), description ?? '', cell(this.#at.quantity), sale, withheld, fees].join('|');
  }
}

function placesOf(columns: Columns, names: readonly ColumnNames[]): readonly number[] {
  return [...new Set(names.map((one) => columns.find(one)).filter((index) => index >= 0))];
}

function refsOf(settlement: string | null, order: string | null, description: string | null): readonly TypedRef[] {
  const refs: TypedRef[] = [];
  if (settlement !== null) refs.push(ref('amazon:settlement', settlement, 'mentions'));
  if (order !== null) refs.push(ref('amazon:order', order, 'mentions'));
  else if (description !== null) refs.push(...refsInText(description, 'amazon'));
  return uniqueRefs(refs);
}

/** What reconciling knows of each money event and booking: one narrow row of integers. */
import { MONEY_FIGURES, MONEY_TEXTS, type MoneyFacts } from '#shared/domain/money-row.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { ManyRows } from '../many-rows.ts';
import type { StringTable } from './strings.ts';

export interface MoneyRowKey {
  readonly recordId: number;
  readonly sourceId: number;
  readonly typeCode: number;
  /** Packed references, nine bytes each. */
  readonly refs: Uint8Array;
}

export type MoneyRowData = MoneyRowKey & MoneyFacts;

/** In the book: `availableMinute` → `available_minute`, amounts with their unit, texts as `…_id`. */
export const MONEY_COLUMNS = [
  'record_id',
  'source_id',
  'type_code',
  'kind',
  'status',
  'amount_minor',
  'fee_minor',
  'net_minor',
  'balance_minor',
  'buyer_minor',
  'at_minute',
  'day_only',
  'available_minute',
  'payout_minute',
  'currency_id',
  'buyer_currency_id',
  'payout_id',
  'account_id',
  'group_id',
  'name_id',
  'email_id',
  'method_id',
  'description_id',
  'number_id',
  'category_id',
  'reference_id',
  'refs',
] as const;
const FIGURES_AT = 3;
const TEXTS_AT = FIGURES_AT + MONEY_FIGURES.length;

export class MoneyRowWriter {
  readonly #rows: ManyRows;
  readonly #strings: StringTable;

  constructor(db: WritableDb, strings: StringTable) {
    this.#strings = strings;
    this.#rows = new ManyRows(db, 'INSERT OR REPLACE INTO money_rows', MONEY_COLUMNS);
  }

  /**
   * Gathers a row; `flush` puts it into the book.
   * @param figure by its place in MONEY_FIGURES. @param text by its place in MONEY_TEXTS.
   */
  add(row: MoneyRowKey, figure: (place: number) => number | null, text: (place: number) => string | null): void {
    this.#rows.put(row.recordId);
    this.#rows.put(row.sourceId);
    this.#rows.put(row.typeCode);
    for (let place = 0; place < MONEY_FIGURES.length; place++) this.#rows.put(figure(place));
    for (let place = 0; place < MONEY_TEXTS.length; place++) this.#rows.put(this.#strings.intern(text(place)));
    this.#rows.put(row.refs);
  }

  flush(): void {
    this.#rows.flush();
  }
}

/** Rows as they are stored, with the texts behind the numbers, by record. For comparing, not for reconciling. */
export function readMoneyRows(db: ReadableDb, recordIds: readonly number[]): Map<number, MoneyRowData> {
  const figures = MONEY_FIGURES.map((figure, i) => `m.${MONEY_COLUMNS[FIGURES_AT + i]} AS "${figure}"`);
  const texts = MONEY_TEXTS.map((text, i) => `(SELECT text FROM strings WHERE id = m.${MONEY_COLUMNS[TEXTS_AT + i]}) AS "${text}"`);
  const rows = db
    .prepare<[string], MoneyRowData>(
      `SELECT m.record_id AS recordId, m.source_id AS sourceId, m.type_code AS typeCode, m.refs, ${[...figures, ...texts].join(', ')}
       FROM money_rows m WHERE m.record_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map((row) => [row.recordId, row]));
}

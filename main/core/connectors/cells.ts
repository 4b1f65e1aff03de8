/** Reading single cells of a row for sure, or saying exactly which cell cannot be read and why. */
import type { SourceInstant } from '#shared/domain/instant.ts';
import type { DecimalMark } from '#shared/domain/money.ts';
import type { RejectCode } from '#shared/domain/source-record.ts';
import { isNumberText, readAmount } from '../normalise/amounts.ts';
import { readCurrency } from '../normalise/currencies.ts';
import { DateReader } from '../normalise/dates.ts';
import type { ReadOptions } from './connector.ts';
import type { ScannedRow } from './csv/scan.ts';
import { decodeUnits } from './encoding.ts';
import { lostDigits } from './rounded-ids.ts';

/** A value that cannot be read. Caught where the row or element ends and turned into a rejected row; it never leaves this layer. */
export class BadValue extends Error {
  override readonly name = 'BadValue';
  readonly code: RejectCode;
  readonly column: string | null;
  readonly text: string;

  constructor(code: RejectCode, column: string | null, text: string, cause: string) {
    super(cause);
    this.code = code;
    this.column = column;
    this.text = text;
  }
}

/** The same problem, said of a further row of a record that starts on another line. */
export function onLine(problem: BadValue, line: number, firstLine: number): BadValue {
  if (line === firstLine) return problem;
  return new BadValue(problem.code, problem.column, problem.text, `Line ${line}: ${problem.message}`);
}

/** A leading apostrophe that our own safe exports put before formula signs, and that is taken off again here. */
const GUARDED = /^'[=+\-@\t\r\n]/;
const MAX_ID_LENGTH = 255;
/**
 * A number of a spreadsheet or a program that lost digits: `1.23E+15`, `1.2345E15`. Without a plus sign and without decimals it is an id
 * of letters and digits that happens to hold an E (`5e12`).
 */
const SCIENTIFIC = /^\d(?:(?:[.,]\d+)?E\+\d{2}|[.,]\d+E\d{1,2})$/i;

/** Reads texts of one file by its options: encodings, decimal marks, day orders, zones. */
export class ValueReader {
  readonly #decimalMark: DecimalMark;
  readonly #dates: DateReader;
  readonly #utcDates: DateReader;
  readonly #options: ReadOptions;
  readonly #roundedIds: ReadonlySet<string>;

  constructor(options: ReadOptions) {
    this.#decimalMark = options.decimalMark;
    this.#dates = new DateReader(options.dateOrder, options.zone, false);
    this.#utcDates = new DateReader(options.dateOrder, options.zone, true);
    this.#options = options;
    this.#roundedIds = new Set(options.roundedIds);
  }

  /** For amounts that come without one. Asking for it is taken as using it (`assumed-currency.ts`). */
  get defaultCurrency(): string {
    return this.#options.defaultCurrency;
  }

  /** @param utc the column says UTC, so that a time without an offset is exact. */
  instant(text: string, column: string, utc: boolean): SourceInstant {
    const read = (utc ? this.#utcDates : this.#dates).read(text);
    if (typeof read !== 'string') return read;
    const cause = {
      not_a_date: `“${text}” is not a date.`,
      open: `“${text}” could be day/month or month/day, and the rest of the file does not settle which.`,
      unknown_zone: `The time zone of “${text}” is not known.`,
    }[read];
    throw new BadValue('bad_date', column, text, cause);
  }

  /** Minor units of `currency`. */
  money(text: string, column: string, currency: string): number {
    const amount = readAmount(text, currency, this.#decimalMark);
    if (amount !== null) return amount;
    throw new BadValue(
      'bad_amount',
      column,
      text,
      `“${text}” is not an amount in ${currency} (decimal mark “${this.#decimalMark}”).`,
    );
  }

  /** A price per unit may be finer than the currency (0.0125 a piece): then null, since nothing is rounded. */
  unitPrice(text: string, column: string, currency: string): number | null {
    const amount = readAmount(text, currency, this.#decimalMark);
    return amount === null && isNumberText(text, this.#decimalMark) ? null : this.money(text, column, currency);
  }

  currency(text: string, column: string): string {
    const currency = readCurrency(text);
    if (currency !== null) return currency;
    throw new BadValue('bad_currency', column, text, `“${text}” is not a currency.`);
  }

  /**
   * An id, guarded against what spreadsheets do to long numbers: `1.23E+15`, or digits beyond the fifteenth turned to zeros in the
   * whole column. Such an id names another record, so it is refused.
   */
  id(text: string, column: string): string {
    const first = text.charCodeAt(0);
    if (first < 48 || first > 57) return this.#shortEnough(text, column);
    if (SCIENTIFIC.test(text)) {
      throw new BadValue(
        'damaged_id',
        column,
        text,
        `“${text}” is an id that a spreadsheet rounded. Export the file again and do not re-save it.`,
      );
    }
    if (this.#roundedIds.has(column) && lostDigits(text) > 0) {
      throw new BadValue(
        'damaged_id',
        column,
        text,
        `“${text}” ends in zeros from the 16th digit on, and so does every long id of this column: a spreadsheet rounded them. Export the file again and do not re-save it.`,
      );
    }
    return this.#shortEnough(text, column);
  }

  #shortEnough(text: string, column: string): string {
    if (text.length <= MAX_ID_LENGTH) return text;
    throw new BadValue('damaged_id', column, text.slice(0, MAX_ID_LENGTH), 'This id is far longer than any system makes them.');
  }
}

/** Cells of the row being read: decoded, trimmed, blank as null. Point it at each row in turn. */
export class RowCells {
  readonly header: readonly string[];
  readonly values: ValueReader;
  readonly #encoding: ReadOptions['encoding'];
  #row: ScannedRow | null = null;

  constructor(header: readonly string[], options: ReadOptions, values: ValueReader) {
    this.header = header;
    this.values = values;
    this.#encoding = options.encoding;
  }

  at(row: ScannedRow): void {
    this.#row = row;
  }

  name(index: number): string {
    return this.header[index] ?? '';
  }

  /** Text of a cell; null when blank or when the layout has no such column (index −1). */
  text(index: number): string | null {
    const row = this.#row;
    if (index < 0 || row === null) return null;
    const cell = row.cell(index);
    if (cell === '') return null;
    const decoded = row.ascii ? cell : this.#decode(cell, index);
    const trimmed = decoded.trim();
    if (trimmed === '') return null;
    return trimmed.charCodeAt(0) === 39 && GUARDED.test(trimmed) ? trimmed.slice(1) : trimmed;
  }

  required(index: number): string {
    const text = this.text(index);
    if (text === null) throw new BadValue('missing_value', this.name(index), '', `${this.name(index)} is blank.`);
    return text;
  }

  /** The id of the record; it must be there. */
  id(index: number): string {
    const text = this.text(index);
    if (text === null)
      throw new BadValue('missing_id', this.name(index), '', `${this.name(index)} is blank, so this row names no record.`);
    return this.values.id(text, this.name(index));
  }

  money(index: number, currency: string): number | null {
    const text = this.text(index);
    return text === null ? null : this.values.money(text, this.name(index), currency);
  }

  instant(index: number, utc: boolean): SourceInstant | null {
    const text = this.text(index);
    return text === null ? null : this.values.instant(text, this.name(index), utc);
  }

  /** Currency of the row; the default where the file has no such column. A blank one is refused when `needed`. */
  currency(index: number, needed: boolean): string {
    if (index < 0) return this.values.defaultCurrency;
    const text = this.text(index);
    if (text !== null) return this.values.currency(text, this.name(index));
    if (needed)
      throw new BadValue(
        'bad_currency',
        this.name(index),
        '',
        `${this.name(index)} is blank, so the amounts of this row mean nothing.`,
      );
    return this.values.defaultCurrency;
  }

  #decode(cell: string, index: number): string {
    const text = decodeUnits(cell, this.#encoding);
    if (text === null)
      throw new BadValue(
        'bad_encoding',
        this.name(index),
        cell.slice(0, 100),
        `This cell is not ${this.#encoding.toUpperCase()} text.`,
      );
    if (text.includes('\0'))
      throw new BadValue(
        'bad_encoding',
        this.name(index),
        text.slice(0, 100),
        'This cell holds zero bytes: the file is damaged here.',
      );
    return text;
  }
}

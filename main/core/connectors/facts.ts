/** From the cells of a row to facts, by a layout's table of columns (mapping as data). */
import { type Facts, type FactValue, type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import type { RowCells } from './cells.ts';
import type { ColumnNames, Columns } from './csv/header.ts';

/** Field → header names that hold it, preferred first. */
export type FactColumns = { readonly [F in FieldName]?: ColumnNames };

export type FactDraft = { -readonly [F in FieldName]?: Facts[F] };

type Kind = 'text' | 'money' | 'instant' | 'utc' | 'list';

interface Reading {
  readonly field: FieldName;
  /** Columns that may hold it; the first that is not blank counts. */
  readonly indexes: readonly number[];
  readonly kind: Kind;
}

export interface FactOptions {
  /** A blank currency is refused when the row states amounts; else it means the account's own. */
  readonly needsCurrency: boolean;
  /** All times of the layout are UTC, whatever its headers say. */
  readonly utc: boolean;
  /** Currency that a header names (`Amount spent (USD)`), for files without a currency column. */
  readonly currency?: string | null;
}

/** A column whose name says UTC holds exact times. */
const SAYS_UTC = /(?:\b|_)(?:utc|gmt)\b/i;

export class FactReader {
  readonly #readings: readonly Reading[];
  /** All fields of the layout, so that records are made alike: objects that grow field by field cost more than reading the cells. */
  readonly #blank: FactDraft;
  readonly #currencyIndex: number;
  readonly #needsCurrency: boolean;
  readonly #fixedCurrency: string | null;
  readonly #cells: RowCells;

  constructor(columns: Columns, table: FactColumns, cells: RowCells, options: FactOptions) {
    this.#cells = cells;
    this.#needsCurrency = options.needsCurrency;
    this.#fixedCurrency = options.currency ?? null;
    this.#currencyIndex = columns.find(table.currency ?? []);
    const readings: Reading[] = [];
    for (const [name, names] of Object.entries(table)) {
      const field = name as FieldName;
      const indexes = columns.findAll(names);
      const kind = fieldSpec(field).kind;
      if (indexes.length === 0 || field === 'currency' || kind === 'lines') continue;
      const utc = options.utc || indexes.every((index) => SAYS_UTC.test(columns.name(index)));
      readings.push({ field, indexes, kind: kind === 'instant' && utc ? 'utc' : kind });
    }
    this.#readings = readings;
    const fields = ['currency', ...readings.map(({ field }) => field)];
    this.#blank = JSON.parse(`{${fields.map((field) => `"${field}":null`).join()}}`) as FactDraft;
  }

  /** Facts of the current row: a column of the layout that is blank gives null, a column it lacks gives nothing. */
  read(): FactDraft {
    const cells = this.#cells;
    const currency = this.#fixedCurrency ?? cells.currency(this.#currencyIndex, this.#needsCurrency && this.#hasAmount());
    const facts: FactDraft = { ...this.#blank, currency };
    for (const { field, indexes, kind } of this.#readings) {
      for (const index of indexes) {
        const text = cells.text(index);
        if (text === null) continue;
        put(facts, field, kind === 'text' ? text : this.#value(kind, text, cells.name(index), currency));
        break;
      }
    }
    return facts;
  }

  #value(kind: Kind, text: string, column: string, currency: string): FactValue {
    if (kind === 'money') return this.#cells.values.money(text, column, currency);
    return kind === 'list' ? splitList(text) : this.#cells.values.instant(text, column, kind === 'utc');
  }

  #hasAmount(): boolean {
    return this.#readings.some(
      ({ kind, indexes }) => kind === 'money' && indexes.some((index) => this.#cells.text(index) !== null),
    );
  }
}

/** The table of columns pairs each field with the kind of its value; the type system cannot see that pairing. */
export function put(facts: FactDraft, field: FieldName, value: FactValue | null): void {
  (facts as Record<FieldName, FactValue | null>)[field] = value;
}

export function splitList(text: string): readonly string[] {
  return text
    .split(/[,;|\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const LIFECYCLE: readonly FieldName[] = ['placedAt', 'paidAt', 'fulfilledAt', 'cancelledAt'];

/**
 * Sort key of a version: the source's own updated-at, else the latest lifecycle time in the row, else null.
 * Planned times (due, available) are no part of it: they say nothing about when the row was written.
 */
export function versionOf(facts: Facts): number | null {
  if (facts.updatedAt) return facts.updatedAt.ms;
  let latest: number | null = null;
  for (const field of LIFECYCLE) {
    const value = facts[field];
    if (value !== null && typeof value === 'object' && 'ms' in value && (latest === null || value.ms > latest)) latest = value.ms;
  }
  return latest;
}

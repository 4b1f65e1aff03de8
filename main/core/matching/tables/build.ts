/**
 * Reads rows into records, in whatever order they come: rows are put in the order of their ids, so that nothing computed over them can
 * depend on the order of files or lines.
 */
import { type FieldSpec, type MatchSpec, NUMERIC_READINGS } from '#shared/contract/match-spec.ts';
import { Dictionary, ownCopy } from './dictionary.ts';
import { type Read, readerOf } from './read-value.ts';
import { type Column, type Records, unitsOf, valuesAt } from './records.ts';

/** What is wrong with a table, in a sentence for its owner. */
export class TableProblem extends Error {
  override readonly name = 'TableProblem';
}

/** Cells of a row by position; `''` where there is none. */
export type Cells = (index: number) => string;

type Side = 'left' | 'right';

/** Readings of repeated cells that are remembered, at most, for each field; and cells after which it is known whether they repeat. */
const REMEMBERED = 30_000;
const TRIED = 20_000;

export class RecordsBuilder {
  readonly #spec: MatchSpec;
  readonly #dictionary = new Dictionary();
  readonly #sides: Readonly<Record<Side, SideRows>>;
  /** Attached table → key → values by field. */
  readonly #attached = new Map<string, Map<string, number[][]>>();
  readonly #readers: readonly ((cell: string) => number)[];

  constructor(spec: MatchSpec) {
    this.#spec = spec;
    this.#readers = spec.fields.map((field) => this.#remembering(readerOf(field)));
    this.#sides = { left: new SideRows(spec.fields), right: new SideRows(spec.fields) };
  }

  /** Begins a file of a table of the specification; returns what takes its rows, with the line on which each stands. */
  open(table: string, header: readonly string[]): (cells: Cells, line?: number) => void {
    const attached = this.#spec.attached.find(({ name }) => name === table);
    if (attached !== undefined) return this.#openAttached(attached, header);
    const index = this.#spec.tables.findIndex(({ name }) => name === table);
    const own = this.#spec.tables[index];
    if (own === undefined) throw new TableProblem(`the specification has no table "${table}"`);
    const side: Side = index === 0 ? 'left' : 'right';
    const rows = this.#sides[side];
    const idAt = own.id === undefined ? -1 : indexOf(header, own.id, table);
    const sources = this.#spec.fields.map((field) =>
      columnsOf(field, side)
        .filter((column) => !isAttached(column, this.#spec) || header.includes(column))
        .map((column) => indexOf(header, column, table)),
    );
    return (cells, line) => {
      const id = idAt === -1 ? String(rows.ids.length + 1) : cells(idAt).trim();
      if (id === '')
        throw new TableProblem(
          `${line === undefined ? 'a row' : `line ${line}`} of "${table}" has nothing in its column "${own.id ?? ''}", which names the row`,
        );
      rows.ids.push(ownCopy(id));
      for (const [at, field] of this.#spec.fields.entries()) {
        const own = sources[at] ?? [];
        const read = this.#readers[at] as (cell: string) => number;
        const [only] = own;
        // Most fields are one column with one value.
        if (only !== undefined && own.length === 1 && field.split === undefined) rows.pushOne(at, read(cells(only).trim()));
        else if (field.join === true) rows.push(at, [read(own.map((column) => cells(column)).join(' '))]);
        else rows.push(at, valuesOf(field, own, cells, read));
      }
    };
  }

  #openAttached({ name, to, by }: MatchSpec['attached'][number], header: readonly string[]): (cells: Cells) => void {
    const side: Side = this.#spec.tables[0]?.name === to ? 'left' : 'right';
    const keyAt = indexOf(header, by, name);
    const sources = this.#spec.fields.map((field) =>
      columnsOf(field, side)
        .filter((column) => column.startsWith(`${name}.`))
        .map((column) => indexOf(header, column.slice(name.length + 1), name)),
    );
    const groups = this.#attached.get(name) ?? new Map<string, number[][]>();
    this.#attached.set(name, groups);
    return (cells) => {
      const key = cells(keyAt).trim();
      const values = groups.get(key) ?? this.#spec.fields.map(() => []);
      groups.set(key, values);
      for (const [at, field] of this.#spec.fields.entries()) {
        const read = this.#readers[at] as (cell: string) => number;
        values[at]?.push(...valuesOf(field, sources[at] ?? [], cells, read));
      }
    };
  }

  finish(): Records {
    const { left, right } = this.#sides;
    for (const { name, to } of this.#spec.attached) {
      const groups = this.#attached.get(name);
      if (groups === undefined) throw new TableProblem(`no file was given for the attached table "${name}"`);
      (this.#spec.tables[0]?.name === to ? left : right).attach(groups);
    }
    const isLink = this.#spec.tables.length === 2;
    const sides = isLink ? [left, right] : [left];
    const orders = sides.map(({ ids }, at) => orderOf(ids, this.#spec.tables[at]?.name ?? ''));
    const size = orders.reduce((sum, { length }) => sum + length, 0);
    const ids = sides.flatMap((side, at) => Array.from(orders[at] ?? [], (row) => side.ids[row] as string));
    const columns = new Map<string, Column>();
    for (const [at, field] of this.#spec.fields.entries()) {
      const isNumber = NUMERIC_READINGS.has(field.as) && (field.make ?? []).length === 0;
      const parts = sides.map((side, s) => ({ values: side.values(at), order: orders[s] as Uint32Array }));
      const column = columnOf(parts, size, isNumber);
      // What was read is freed field by field, or everything would be there twice.
      for (const side of sides) side.release(at);
      columns.set(field.name, field.mustExist === true && isLink ? onlyShared(column, left.ids.length) : column);
    }
    const { texts } = this.#dictionary;
    return { size, leftSize: left.ids.length, isLink, ids, columns, texts, units: unitsOf(texts) };
  }

  /** Values as numbers: a text's number in the dictionary, or the number itself; NaN for nothing. */
  #remembering(read: Read): (cell: string) => number {
    const known = new Map<string, number>();
    let asked = 0;
    let repeated = 0;
    const fresh = (cell: string): number => {
      const value = read(cell);
      return value === null ? Number.NaN : typeof value === 'number' ? value : this.#dictionary.intern(value);
    };
    return (cell) => {
      if (cell === '') return Number.NaN;
      // Columns of ids and addresses hardly ever repeat: looking them up costs more than reading them.
      if (asked >= TRIED && repeated < asked / 4) return fresh(cell);
      asked++;
      const before = known.get(cell);
      if (before !== undefined) {
        repeated++;
        return before;
      }
      const number = fresh(cell);
      if (known.size < REMEMBERED) known.set(cell, number);
      return number;
    };
  }
}

function columnsOf({ from, left, right }: FieldSpec, side: Side): readonly string[] {
  const own = (side === 'left' ? left : right) ?? from;
  return own === undefined ? [] : typeof own === 'string' ? [own] : own;
}

/** `lines.amount`, where `lines` is an attached table. */
function isAttached(column: string, { attached }: MatchSpec): boolean {
  return attached.some(({ name }) => column.startsWith(`${name}.`));
}

/** A column by its name; where there is none, by its name in whatever case, if that is one column. */
function indexOf(header: readonly string[], column: string, table: string): number {
  const at = header.indexOf(column);
  if (at !== -1) return at;
  const wanted = column.trim().toLowerCase();
  const alike = header.flatMap((one, i) => (one.toLowerCase() === wanted ? [i] : []));
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only;
  throw new TableProblem(`"${table}" has no column "${column}"; it has ${header.join(', ')}`);
}

function valuesOf({ split }: FieldSpec, columns: readonly number[], cells: Cells, read: (cell: string) => number): number[] {
  const texts = columns.flatMap((column) => (split === undefined ? [cells(column)] : cells(column).split(split)));
  return texts.map((text) => read(text.trim()));
}

/** Rows of one table as they come. Most fields have one value a row and are kept in one array. */
class SideRows {
  readonly ids: string[] = [];
  readonly #columns: GrowingColumn[];

  constructor(fields: readonly FieldSpec[]) {
    this.#columns = fields.map(() => new GrowingColumn());
  }

  push(field: number, values: readonly number[]): void {
    this.#columns[field]?.push(this.ids.length - 1, values);
  }

  pushOne(field: number, value: number): void {
    this.#columns[field]?.pushOne(this.ids.length - 1, value);
  }

  attach(groups: ReadonlyMap<string, readonly (readonly number[])[]>): void {
    for (const [row, id] of this.ids.entries()) {
      const own = groups.get(id);
      if (own === undefined) continue;
      for (const [field, values] of own.entries()) this.#columns[field]?.add(row, values);
    }
  }

  release(field: number): void {
    this.#columns[field] = new GrowingColumn();
  }

  values(field: number): GrowingColumn {
    return this.#columns[field] as GrowingColumn;
  }
}

class GrowingColumn {
  first = new Float64Array(1024).fill(Number.NaN);
  /** Rows with more than one value: all but the first. */
  readonly more = new Map<number, number[]>();

  push(row: number, values: readonly number[]): void {
    this.#grow(row);
    this.add(row, values);
  }

  pushOne(row: number, value: number): void {
    this.#grow(row);
    this.first[row] = value;
  }

  #grow(row: number): void {
    if (row < this.first.length) return;
    const grown = new Float64Array(this.first.length * 2).fill(Number.NaN);
    grown.set(this.first);
    this.first = grown;
  }

  add(row: number, values: readonly number[]): void {
    for (const value of values) {
      if (Number.isNaN(value) || value === this.first[row]) continue;
      if (Number.isNaN(this.first[row] as number)) this.first[row] = value;
      else {
        const rest = this.more.get(row) ?? [];
        if (!rest.includes(value)) this.more.set(row, [...rest, value]);
      }
    }
  }
}

/** Positions of the rows in the order of their ids. */
function orderOf(ids: readonly string[], table: string): Uint32Array {
  const order = Uint32Array.from({ length: ids.length }, (_, row) => row);
  const numeric = Float64Array.from(ids, (id) => (/^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : Number.NaN));
  const areNumbers = numeric.every((value) => !Number.isNaN(value));
  if (areNumbers) order.sort((a, b) => (numeric[a] as number) - (numeric[b] as number));
  else order.sort((a, b) => ((ids[a] as string) < (ids[b] as string) ? -1 : 1));
  for (let at = 1; at < order.length; at++) {
    const id = ids[order[at] as number] as string;
    if (id === ids[order[at - 1] as number]) throw new TableProblem(`"${table}" has two rows with the id ${id}`);
  }
  return order;
}

/** Without the values that only one of two tables has. */
function onlyShared(column: Column, leftSize: number): Column {
  const size = column.kind === 'text' || column.kind === 'number' ? column.values.length : column.start.length - 1;
  const sides = [new Set<number>(), new Set<number>()];
  for (let row = 0; row < size; row++) for (const value of valuesAt(column, row)) sides[row < leftSize ? 0 : 1]?.add(value);
  const isShared = (value: number): boolean => sides.every((side) => side.has(value));
  switch (column.kind) {
    case 'text':
      return { kind: 'text', values: column.values.map((value) => (isShared(value) ? value : 0)) };
    case 'number':
      return { kind: 'number', values: column.values.map((value) => (isShared(value) ? value : Number.NaN)) };
    default: {
      const kept = Array.from({ length: size }, (_, row) => valuesAt(column, row).filter(isShared));
      const start = new Uint32Array(size + 1);
      for (const [row, values] of kept.entries()) start[row + 1] = (start[row] as number) + values.length;
      if (column.kind === 'texts') return { kind: 'texts', start, values: Int32Array.from(kept.flat()) };
      return { kind: 'numbers', start, values: Float64Array.from(kept.flat()) };
    }
  }
}

function columnOf(parts: readonly { values: GrowingColumn; order: Uint32Array }[], size: number, isNumber: boolean): Column {
  const isSingle = parts.every(({ values }) => values.more.size === 0);
  if (isSingle) {
    const values = isNumber ? new Float64Array(new SharedArrayBuffer(8 * size)) : new Int32Array(new SharedArrayBuffer(4 * size));
    let at = 0;
    for (const { values: from, order } of parts) {
      for (const row of order) {
        const value = from.first[row] as number;
        values[at++] = !isNumber && Number.isNaN(value) ? 0 : value;
      }
    }
    return values instanceof Int32Array ? { kind: 'text', values } : { kind: 'number', values };
  }
  const start = new Uint32Array(new SharedArrayBuffer(4 * (size + 1)));
  const all: number[] = [];
  let at = 0;
  for (const { values: from, order } of parts) {
    for (const row of order) {
      start[at++] = all.length;
      const first = from.first[row] as number;
      if (!Number.isNaN(first)) all.push(first, ...(from.more.get(row) ?? []));
    }
  }
  start[size] = all.length;
  if (isNumber) {
    const values = new Float64Array(new SharedArrayBuffer(8 * all.length));
    values.set(all);
    return { kind: 'numbers', start, values };
  }
  const values = new Int32Array(new SharedArrayBuffer(4 * all.length));
  values.set(all);
  return { kind: 'texts', start, values };
}

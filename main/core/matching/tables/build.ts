/**
 * Reads rows into records, in whatever order they come: rows are put in the order of their ids, so that nothing computed over them can
 * depend on the order of files or lines.
 */
import { type FieldSpec, type MatchSpec, NUMERIC_READINGS } from '#shared/contract/match-spec.ts';
import { GrowingFloats, GrowingNumbers } from '../growing.ts';
import { Dictionary } from './dictionary.ts';
import { columnOf, GrowingColumn } from './growing-column.ts';
import { type Read, readerOf } from './read-value.ts';
import { type Column, type NamedRecords, type RowIds, valuesAt } from './records.ts';
import { rowOrder } from './row-order.ts';
import { compareTexts, GrowingTexts, textAt } from './texts.ts';

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
  readonly #ids = new GrowingTexts();
  readonly #sides: Readonly<Record<Side, SideRows>>;
  /** Attached table → key → values by field. */
  readonly #attached = new Map<string, Map<string, number[][]>>();
  readonly #readers: readonly ((cell: string) => number)[];

  constructor(spec: MatchSpec) {
    this.#spec = spec;
    this.#readers = spec.fields.map((field) => this.#remembering(readerOf(field), holdsNumbers(field) ? Number.NaN : 0));
    this.#sides = { left: new SideRows(spec.fields), right: new SideRows(spec.tables.length === 2 ? spec.fields : []) };
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
    const takers = this.#spec.fields.map((field, at) =>
      this.#taker(field, at, sources[at] ?? [], rows.columns[at] as GrowingColumn),
    );
    return (cells, line) => {
      const id = idAt === -1 ? String(rows.size + 1) : cells(idAt).trim();
      if (id === '')
        throw new TableProblem(
          `${line === undefined ? 'a row' : `line ${line}`} of "${table}" has nothing in its column "${own.id ?? ''}", which names the row`,
        );
      const row = rows.begin(this.#ids.push(id));
      for (const take of takers) take(row, cells);
    };
  }

  /** Takes the values of one field from a row, `sources` being its columns. */
  #taker(field: FieldSpec, at: number, sources: readonly number[], column: GrowingColumn): (row: number, cells: Cells) => void {
    const read = this.#readers[at] as (cell: string) => number;
    const [only] = sources;
    // Most fields are one column with one value.
    if (only !== undefined && sources.length === 1 && field.split === undefined)
      return (_, cells) => column.push(read(cells(only).trim()));
    if (field.join === true) return (_, cells) => column.push(read(joined(sources, cells)));
    return (row, cells) => {
      column.push(column.nothing);
      for (const source of sources) eachValue(field, cells(source), (text) => column.add(row, read(text)));
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
        for (const source of sources[at] ?? []) eachValue(field, cells(source), (text) => values[at]?.push(read(text)));
      }
    };
  }

  finish(): NamedRecords {
    const { left, right } = this.#sides;
    const ids = this.#ids.texts();
    for (const { name, to } of this.#spec.attached) {
      const groups = this.#attached.get(name);
      if (groups === undefined) throw new TableProblem(`no file was given for the attached table "${name}"`);
      (this.#spec.tables[0]?.name === to ? left : right).attach(groups, (id) => textAt(ids, id));
    }
    const isLink = this.#spec.tables.length === 2;
    const sides = isLink ? [left, right] : [left];
    const orders = sides.map(({ ids: number }) => rowOrder(ids, number.values()));
    const size = sides.reduce((sum, side) => sum + side.size, 0);
    const number = numbersOf(sides, orders);
    for (const [at, { size: rows }] of sides.entries())
      refuseTwice({ texts: ids, number }, at === 0 ? 0 : left.size, rows, this.#spec.tables[at]?.name ?? '');
    const columns = new Map<string, Column>();
    for (const [at, field] of this.#spec.fields.entries()) {
      const parts = sides.map((side, s) => ({ column: side.take(at), order: orders[s] ?? null, size: side.size }));
      const column = columnOf(parts, holdsNumbers(field));
      columns.set(field.name, field.mustExist === true && isLink ? onlyShared(column, left.size) : column);
    }
    return { size, leftSize: left.size, isLink, ids: { texts: ids, number }, columns, texts: this.#dictionary.texts() };
  }

  /** Values as numbers: a text's number in the dictionary, or the number itself; `nothing` where nothing is said. */
  #remembering(read: Read, nothing: number): (cell: string) => number {
    const cells = new Dictionary();
    const known = new GrowingFloats();
    known.push(nothing);
    let asked = 0;
    let repeated = 0;
    const fresh = (cell: string): number => {
      const value = read(cell);
      return value === null ? nothing : typeof value === 'number' ? value : this.#dictionary.intern(value);
    };
    return (cell) => {
      if (cell === '') return nothing;
      // Columns of ids and addresses hardly ever repeat: looking them up costs more than reading them.
      if (asked >= TRIED && repeated < asked / 4) return fresh(cell);
      asked++;
      const number = cells.size <= REMEMBERED ? cells.intern(cell) : cells.find(cell);
      if (number !== 0 && number < known.length) {
        repeated++;
        return known.at(number);
      }
      const value = fresh(cell);
      if (number !== 0) known.push(value);
      return value;
    };
  }
}

/** Whether the values of a field are numbers, and not numbers of texts. */
function holdsNumbers({ as, make }: FieldSpec): boolean {
  return NUMERIC_READINGS.has(as) && (make ?? []).length === 0;
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

function joined(columns: readonly number[], cells: Cells): string {
  let text = '';
  for (const [at, column] of columns.entries()) text += at === 0 ? cells(column) : ` ${cells(column)}`;
  return text.trim();
}

function eachValue({ split }: FieldSpec, cell: string, found: (text: string) => void): void {
  if (split === undefined) found(cell.trim());
  else for (const part of cell.split(split)) found(part.trim());
}

/** Rows of one table as they come. */
class SideRows {
  /** Of each row the text that it is called by. */
  readonly ids = new GrowingNumbers();
  readonly columns: (GrowingColumn | null)[];

  constructor(fields: readonly FieldSpec[]) {
    this.columns = fields.map((field) => new GrowingColumn(holdsNumbers(field)));
  }

  get size(): number {
    return this.ids.length;
  }

  begin(id: number): number {
    this.ids.push(id);
    return this.ids.length - 1;
  }

  attach(groups: ReadonlyMap<string, readonly (readonly number[])[]>, nameOf: (id: number) => string): void {
    for (let row = 0; row < this.size; row++) {
      const own = groups.get(nameOf(this.ids.at(row)));
      if (own === undefined) continue;
      for (const [field, values] of own.entries()) for (const value of values) this.columns[field]?.add(row, value);
    }
  }

  /** What was read of a field, and no longer kept here: it is freed field by field, or everything would be there twice. */
  take(field: number): GrowingColumn {
    const own = this.columns[field] as GrowingColumn;
    this.columns[field] = null;
    return own;
  }
}

/** Ids of all rows, in the order of the rows. */
function numbersOf(sides: readonly SideRows[], orders: readonly (Uint32Array | null)[]): Int32Array {
  const [only] = sides;
  if (sides.length === 1 && only !== undefined && orders[0] === null) return only.ids.values();
  const number = new Int32Array(sides.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const [s, { ids, size }] of sides.entries()) {
    const order = orders[s] ?? null;
    for (let row = 0; row < size; row++) number[at++] = ids.at(order === null ? row : (order[row] as number));
  }
  return number;
}

function refuseTwice({ texts, number }: RowIds, from: number, rows: number, table: string): void {
  for (let row = from + 1; row < from + rows; row++) {
    if (compareTexts(texts, number[row - 1] as number, number[row] as number) === 0)
      throw new TableProblem(`"${table}" has two rows with the id ${textAt(texts, number[row] as number)}`);
  }
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

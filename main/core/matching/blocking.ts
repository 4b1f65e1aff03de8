/**
 * Candidates by exact blocking: for each pass the rows are sorted by a 32-bit mix of their key parts and by time, and the runs of
 * equal keys are walked. No set of pairs is held: a pair belongs to the first pass that meets it, and later passes test the earlier
 * ones again. Memory is a few integers a row, whatever the number of pairs.
 *
 * Crowded blocks (more records than the budget) are walked in a narrow window of time only, and a row with more neighbours in it
 * than the budget is left out: counted and reported, never silently.
 */
import { type Columns, NO_TIME, type Pace } from './columns.ts';
import type { Texts } from './compare.ts';
import { amountHash } from './frequency.ts';
import { sortByKey } from './radix.ts';
import { finalise } from './refs.ts';
import type { KeyPart, Pass, Specification } from './spec.ts';

export interface PassReport {
  readonly pass: string;
  readonly pairs: number;
  /** Blocks over the budget, walked in the narrow window. */
  readonly crowdedBlocks: number;
  /** Rows with too many neighbours even there: not compared in this pass. */
  readonly purgedRecords: number;
}

/** What a pass decided for an entry; 0 is nothing special. */
const CROWDED = 1;
const PURGED = 2;

/** Rows of one pass by key and time. An entry is a row under one of its keys: a title has several words. */
interface Entries {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
  /** Whether two entries share the key itself, not only its 32 bits. */
  readonly equal: (left: number, right: number) => boolean;
}

export class Blocking {
  readonly #spec: Specification;
  readonly #columns: Columns;
  readonly #texts: Texts;
  readonly #pace: Pace;
  /** For each pass walked so far, what it decided for each row. */
  readonly #standings: Uint8Array[] = [];
  readonly #parts: { readonly [P in KeyPart]?: KeyColumn };

  constructor(spec: Specification, columns: Columns, texts: Texts, pace: Pace) {
    this.#spec = spec;
    this.#columns = columns;
    this.#texts = texts;
    this.#pace = pace;
    this.#parts = keyColumns(columns, texts);
  }

  /**
   * Calls `found` for every pair of the pass that no earlier pass met: once, or (where a row has several keys) once for each key that
   * the two share.
   */
  walk(passIndex: number, found: (left: number, right: number) => void): PassReport {
    const pass = this.#spec.passes[passIndex];
    if (pass === undefined) throw new Error(`no pass ${passIndex}`);
    const entries = this.#entriesOf(pass);
    const order = this.#sorted(entries);
    const standing = new Uint8Array(entries.rows.length);
    let pairs = 0;
    let crowdedBlocks = 0;
    const emit = (left: number, right: number): void => {
      if (!this.#fits(pass, left, right) || this.#metEarlier(passIndex, left, right)) return;
      pairs++;
      found(Math.min(left, right), Math.max(left, right));
    };
    const { length } = order;
    for (let start = 0, end = 0, walked = 0; start < length; start = end, walked++) {
      const key = entries.keys[order[start] as number];
      for (end = start + 1; end < length && entries.keys[order[end] as number] === key; ) end++;
      if ((walked & 0xfff) === 0) this.#pace.checkpoint('compare', passIndex + start / length, this.#spec.passes.length);
      if (end - start === 1) continue;
      for (const block of exactBlocks(order.subarray(start, end), entries.equal)) {
        const crowded = block.length > this.#spec.budget.blockRecords;
        if (crowded) {
          crowdedBlocks++;
          this.#judgeCrowd(entries, block, pass.crowdedMinutes, standing);
        }
        this.#walkBlock(entries, block, crowded ? pass.crowdedMinutes : pass.withinMinutes, standing, emit);
      }
    }
    const purgedRecords = this.#keep(entries, standing);
    return { pass: pass.name, pairs, crowdedBlocks, purgedRecords };
  }

  #walkBlock(
    { rows }: Entries,
    block: Uint32Array,
    window: number | null,
    standing: Uint8Array,
    emit: (left: number, right: number) => void,
  ): void {
    const { minute } = this.#columns;
    for (let i = 0; i < block.length; i++) {
      const entry = block[i] as number;
      if (standing[entry] === PURGED) continue;
      const left = rows[entry] as number;
      const from = minute[left] as number;
      for (let j = i + 1; j < block.length; j++) {
        const other = block[j] as number;
        const right = rows[other] as number;
        if (window !== null && !withinWindow(from, minute[right] as number, window)) break;
        if (standing[other] !== PURGED) emit(left, right);
      }
    }
  }

  /** Marks the entries of a crowded block, and those that have too many neighbours even in the narrow window. */
  #judgeCrowd({ rows }: Entries, block: Uint32Array, window: number, standing: Uint8Array): void {
    const { minute } = this.#columns;
    const timeAt = (at: number): number => minute[rows[block[at] as number] as number] as number;
    let low = 0;
    let high = 0;
    for (let i = 0; i < block.length; i++) {
      const time = timeAt(i);
      while (low < i && !withinWindow(timeAt(low), time, window)) low++;
      high = Math.max(high, i);
      while (high + 1 < block.length && withinWindow(time, timeAt(high + 1), window)) high++;
      const purged = time === NO_TIME || high - low > this.#spec.budget.neighbours;
      standing[block[i] as number] = purged ? PURGED : CROWDED;
    }
  }

  /** Keeps for later passes what this one decided, by row; returns the number of rows it left out. */
  #keep({ rows }: Entries, standing: Uint8Array): number {
    const byRow = new Uint8Array(this.#columns.size);
    for (let entry = 0; entry < rows.length; entry++) {
      const row = rows[entry] as number;
      byRow[row] = Math.max(byRow[row] as number, standing[entry] as number);
    }
    this.#standings.push(byRow);
    let purged = 0;
    for (const one of byRow) if (one === PURGED) purged++;
    return purged;
  }

  #fits({ slots }: Pass, left: number, right: number): boolean {
    const { slot, context } = this.#columns;
    const same = slot[left] === slot[right];
    if (slots === 'same') return same && context[left] === 0;
    if (slots === 'apart') return !same;
    return !same && (context[left] === 1 || context[right] === 1);
  }

  #metEarlier(passIndex: number, left: number, right: number): boolean {
    for (let earlier = 0; earlier < passIndex; earlier++) if (this.#meets(earlier, left, right)) return true;
    return false;
  }

  /** Whether a pass has met a pair, by the same rules as its walk. */
  #meets(passIndex: number, left: number, right: number): boolean {
    const pass = this.#spec.passes[passIndex] as Pass;
    const standing = this.#standings[passIndex] as Uint8Array;
    if (standing[left] === PURGED || standing[right] === PURGED) return false;
    for (const part of pass.key) {
      const column = this.#parts[part];
      if (column === undefined || !column.has(left) || !column.has(right) || !column.equal(left, right)) return false;
    }
    if (!this.#fits(pass, left, right)) return false;
    const window = standing[left] === CROWDED ? pass.crowdedMinutes : pass.withinMinutes;
    const { minute } = this.#columns;
    return window === null || withinWindow(minute[left] as number, minute[right] as number, window);
  }

  #entriesOf(pass: Pass): Entries {
    if (pass.key.includes('titleWord')) return titleWords(this.#columns, this.#texts);
    const columns = pass.key.map((part) => {
      const column = this.#parts[part];
      if (column === undefined) throw new Error(`no key part ${part}`);
      return column;
    });
    const { size, minute } = this.#columns;
    const rows = new Uint32Array(size);
    const keys = new Uint32Array(size);
    let length = 0;
    for (let row = 0; row < size; row++) {
      if (pass.withinMinutes !== null && minute[row] === NO_TIME) continue;
      if (!columns.every((column) => column.has(row))) continue;
      let key = 0;
      for (const column of columns) key = finalise(Math.imul(key, 31) ^ column.hash(row));
      rows[length] = row;
      keys[length] = key;
      length++;
    }
    return {
      rows: rows.subarray(0, length),
      keys: keys.subarray(0, length),
      equal: (left, right) => columns.every((column) => column.equal(rows[left] as number, rows[right] as number)),
    };
  }

  /** Entry numbers by key, then time, then row. */
  #sorted({ rows, keys }: Entries): Uint32Array {
    const { minute } = this.#columns;
    const order = new Uint32Array(rows.length);
    for (let entry = 0; entry < order.length; entry++) order[entry] = entry;
    const scratch = new Uint32Array(rows.length);
    const times = new Uint32Array(rows.length);
    for (let entry = 0; entry < times.length; entry++) times[entry] = (minute[rows[entry] as number] as number) ^ 0x80000000;
    sortByKey(order, times, scratch);
    sortByKey(order, keys, scratch);
    return order;
  }
}

/** One part of a key: whether a row has it, its hash, and equality itself. */
interface KeyColumn {
  readonly has: (row: number) => boolean;
  readonly hash: (row: number) => number;
  readonly equal: (left: number, right: number) => boolean;
}

function keyColumns(columns: Columns, texts: Texts): { readonly [P in KeyPart]?: KeyColumn } {
  const { slot, name } = columns;
  const ids = (values: Int32Array): KeyColumn => ({
    has: (row) => values[row] !== 0,
    hash: (row) => values[row] as number,
    equal: (left, right) => values[left] === values[right],
  });
  // What has no client shows it at the start of its title, as far as it shows it at all.
  const starts = Int32Array.from(name, (entry, row) =>
    entry === 0 ? texts.titles.start(columns.title[row] as number) : texts.names.start(entry),
  );
  return {
    name: ids(name),
    email: ids(columns.email),
    phone: ids(columns.phone),
    place: ids(columns.place),
    items: ids(columns.items),
    title: ids(columns.title),
    currency: ids(columns.currency),
    slot: { ...ids(slot), has: () => true },
    nameStart: ids(starts),
    amount: amounts(columns.amount),
    net: amounts(columns.net),
  };
}

function amounts(values: Float64Array): KeyColumn {
  return {
    has: (row) => !Number.isNaN(values[row]) && values[row] !== 0,
    hash: (row) => amountHash(values[row] as number),
    equal: (left, right) => values[left] === values[right],
  };
}

/** Words of a title that its row is looked up by: the rarest say most. */
const WORDS_PER_TITLE = 3;

/** The rows under each of the rarest words of their titles. */
function titleWords({ size, title }: Columns, { titles }: Texts): Entries {
  const rows: number[] = [];
  const keys: number[] = [];
  for (let row = 0; row < size; row++) {
    if (title[row] === 0) continue;
    for (const word of titles.rarestWords(title[row] as number, WORDS_PER_TITLE)) {
      rows.push(row);
      keys.push(word);
    }
  }
  const keyOf = Uint32Array.from(keys);
  return { rows: Uint32Array.from(rows), keys: keyOf, equal: (left, right) => keyOf[left] === keyOf[right] };
}

/**
 * Splits a run of equal 32-bit keys into runs of equal keys. Collisions are rare, but a block must not depend on them: they come
 * from row ids of interned texts, which depend on the order of files.
 */
function exactBlocks(run: Uint32Array, equal: (left: number, right: number) => boolean): readonly Uint32Array[] {
  const first = run[0] as number;
  if (run.every((entry) => equal(first, entry))) return [run];
  const blocks: number[][] = [];
  for (const entry of run) {
    const block = blocks.find(([head]) => head !== undefined && equal(head, entry));
    if (block === undefined) blocks.push([entry]);
    else block.push(entry);
  }
  return blocks.filter(({ length }) => length > 1).map((block) => Uint32Array.from(block));
}

function withinWindow(one: number, other: number, window: number): boolean {
  return one !== NO_TIME && other !== NO_TIME && Math.abs(other - one) <= window;
}

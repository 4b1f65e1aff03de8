/** Reading truth and results: JSON lines, one object each. Whatever has another shape is refused with its file and line. */

/** The lines of `orders.jsonl` and the like, or null where a side has no such file. */
export interface LineSource {
  readonly lines: (name: string) => AsyncIterable<string> | null;
}

/** A record as result files name it. */
export interface RecordName {
  readonly system: string;
  readonly account: string;
  readonly type: string;
  readonly nativeId: string;
  readonly aliases: readonly string[];
}

/** One line, with typed access to its fields. */
export class Entry {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #place: string;

  constructor(value: unknown, place: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${place}: expected an object`);
    this.#value = value as Readonly<Record<string, unknown>>;
    this.#place = place;
  }

  text(key: string): string {
    const value = this.#value[key];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  }

  /** A number, or null where there is none. */
  number(key: string): number | null {
    const value = this.#value[key];
    return typeof value === 'number' ? value : null;
  }

  flag(key: string): boolean | null {
    const value = this.#value[key];
    return typeof value === 'boolean' ? value : null;
  }

  inner(key: string): Entry | null {
    const value = this.#value[key];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Entry(value, `${this.#place}, ${key}`) : null;
  }

  list(key: string): readonly unknown[] {
    const value = this.#value[key];
    return Array.isArray(value) ? value : [];
  }

  record(key: string): RecordName {
    return this.#record(this.#value[key], key);
  }

  records(key: string): RecordName[] {
    return this.list(key).map((value) => this.#record(value, key));
  }

  #record(value: unknown, key: string): RecordName {
    const entry = new Entry(value, `${this.#place}, ${key}`);
    const aliases = entry.list('aliases').filter((alias): alias is string => typeof alias === 'string');
    const name = {
      system: entry.text('system'),
      account: entry.text('account'),
      type: entry.text('type'),
      nativeId: entry.text('nativeId'),
      aliases,
    };
    if (name.system === '' || name.nativeId === '') throw new Error(`${this.#place}: ${key} needs a system and a nativeId`);
    return name;
  }
}

/** The entries of a file, in order; none where the file is absent. */
export async function* entriesOf(source: LineSource, name: string): AsyncGenerator<Entry> {
  const lines = source.lines(name);
  if (lines === null) return;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const place = `${name}, line ${number}`;
    yield new Entry(parse(line, place), place);
  }
}

function parse(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

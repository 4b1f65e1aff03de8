import type { RecordName } from './lines.ts';

/** No record of the truth. */
export const UNKNOWN = -1;

/**
 * Gives the records of the truth numbers, and finds the number of a record that results name. Two sides may name one
 * record differently: by its id or by any alias, with or without the account, under another type (a Stripe charge is
 * also a balance transaction). An id that fits several records decides nothing; the next id is tried.
 */
export class RecordIndex {
  readonly #heads = new Map<string, number>();
  readonly #entity: number[] = [];
  readonly #next: number[] = [];
  readonly #isNative: boolean[] = [];
  readonly #types: string[] = [];
  readonly #accounts: string[] = [];
  readonly #named: boolean[] = [];

  get size(): number {
    return this.#types.length;
  }

  /** The number of a truth record; the same record named again keeps its number. */
  add(record: RecordName): number {
    const aliases = record.aliases.filter((alias) => alias !== record.nativeId);
    const known = this.#sameRecord(record, aliases);
    const entity = known ?? this.#types.length;
    if (known === null) {
      this.#types.push(record.type);
      this.#accounts.push(record.account);
      this.#named.push(false);
      this.#enter(record.system, record.nativeId, entity, true);
    }
    for (const alias of aliases) if (!this.#has(record.system, alias, entity)) this.#enter(record.system, alias, entity, false);
    if (aliases.length > 0) this.#named[entity] = true;
    return entity;
  }

  /** The number of the truth record that is meant, or UNKNOWN. */
  find(record: RecordName): number {
    let pool: Set<number> | null = null;
    for (const id of [record.nativeId, ...record.aliases]) {
      const fitting = this.#fitting(record, id);
      if (fitting.size === 0) continue;
      const both: Set<number> = pool === null ? fitting : new Set([...pool].filter((entity) => fitting.has(entity)));
      if (both.size > 0) pool = both;
      if (pool?.size === 1) break;
    }
    const [only] = pool ?? [];
    return pool?.size === 1 && only !== undefined ? only : UNKNOWN;
  }

  /** Records with this id, narrowed by account, then type, then "its own id", as far as each leaves something. */
  #fitting(record: RecordName, id: string): Set<number> {
    let entries: number[] = [];
    for (let entry = this.#heads.get(keyOf(record.system, id)) ?? UNKNOWN; entry !== UNKNOWN; entry = this.#next[entry] ?? UNKNOWN)
      entries.push(entry);
    if (entries.length > 1) {
      entries = narrowed(entries, (entry) => record.account !== '' && this.#accounts[this.#entityOf(entry)] === record.account);
      entries = narrowed(entries, (entry) => this.#types[this.#entityOf(entry)] === record.type);
      entries = narrowed(entries, (entry) => this.#isNative[entry] === true);
    }
    return new Set(entries.map((entry) => this.#entityOf(entry)));
  }

  /** A record named before: same id, type and account; where both times aliases are given, they must share one. */
  #sameRecord(record: RecordName, aliases: readonly string[]): number | null {
    for (
      let entry = this.#heads.get(keyOf(record.system, record.nativeId)) ?? UNKNOWN;
      entry !== UNKNOWN;
      entry = this.#next[entry] ?? UNKNOWN
    ) {
      const entity = this.#entityOf(entry);
      if (!this.#isNative[entry] || this.#types[entity] !== record.type || this.#accounts[entity] !== record.account) continue;
      if (aliases.length === 0 || !this.#named[entity] || aliases.some((alias) => this.#has(record.system, alias, entity)))
        return entity;
    }
    return null;
  }

  #has(system: string, id: string, entity: number): boolean {
    for (let entry = this.#heads.get(keyOf(system, id)) ?? UNKNOWN; entry !== UNKNOWN; entry = this.#next[entry] ?? UNKNOWN) {
      if (this.#entity[entry] === entity) return true;
    }
    return false;
  }

  #enter(system: string, id: string, entity: number, isNative: boolean): void {
    const key = keyOf(system, id);
    this.#next.push(this.#heads.get(key) ?? UNKNOWN);
    this.#heads.set(key, this.#entity.length);
    this.#entity.push(entity);
    this.#isNative.push(isNative);
  }

  #entityOf(entry: number): number {
    return this.#entity[entry] ?? UNKNOWN;
  }
}

function keyOf(system: string, id: string): string {
  return `${system}\u0000${id}`;
}

function narrowed(entries: number[], keep: (entry: number) => boolean): number[] {
  const kept = entries.filter(keep);
  return kept.length > 0 ? kept : entries;
}

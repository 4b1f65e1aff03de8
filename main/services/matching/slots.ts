/** Systems, accounts and types as small numbers, and the keys they make. */
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { roleOf, type System, typeFromCode } from '#shared/domain/systems.ts';
import type { SourceRow } from '#store/queries/match-rows-reading.ts';

interface Slot {
  readonly sourceId: number;
  readonly typeCode: number;
  /** One number for a system and type, whatever the account. */
  readonly kind: number;
  /** 1 for campaigns and projects. */
  readonly context: 0 | 1;
}

/** A slot is one (system, account, type): records of one slot are never joined by the machine. */
export class Slots {
  readonly #sources: ReadonlyMap<number, { readonly system: System; readonly account: string }>;
  readonly #numbers = new Map<number, number>();
  readonly #slots: Slot[] = [];
  readonly #kinds = new Map<string, number>();

  constructor(sources: readonly SourceRow[]) {
    this.#sources = new Map(sources.map(({ id, system, account }) => [id, { system: system as System, account }]));
  }

  get count(): number {
    return this.#slots.length;
  }

  of(sourceId: number, typeCode: number): number {
    const code = sourceId * 256 + typeCode;
    const known = this.#numbers.get(code);
    if (known !== undefined) return known;
    const type = typeFromCode(typeCode);
    const name = `${this.#source(sourceId).system} ${type}`;
    const kind = this.#kinds.get(name) ?? this.#kinds.size;
    this.#kinds.set(name, kind);
    this.#numbers.set(code, this.#slots.length);
    return this.#slots.push({ sourceId, typeCode, kind, context: roleOf(type) === 'context' ? 1 : 0 }) - 1;
  }

  at(slot: number): Slot {
    const found = this.#slots[slot];
    if (found === undefined) throw new Error(`no slot ${slot}`);
    return found;
  }

  key(slot: number, nativeId: string): RecordKey {
    const { sourceId, typeCode } = this.at(slot);
    return { ...this.#source(sourceId), type: typeFromCode(typeCode), nativeId };
  }

  /** Slots in the order of their keys. */
  inOrder(): number[] {
    const texts = this.#slots.map((_, slot) => JSON.stringify(keyText(this.key(slot, ''))));
    return [...texts.keys()].sort((a, b) => compareTexts(texts[a] ?? '', texts[b] ?? ''));
  }

  #source(sourceId: number): { readonly system: System; readonly account: string } {
    const source = this.#sources.get(sourceId);
    if (source === undefined) throw new Error(`source ${sourceId} is not in the book`);
    return source;
  }
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

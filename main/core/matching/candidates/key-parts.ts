/** Parts of blocking keys as numbers: equal numbers are equal parts. One number a row, or several where a value makes several keys. */
import { readKeyPart } from '#shared/contract/match-spec.ts';
import { GrowingNumbers } from '../growing.ts';
import { apply, bandsOf, calendarPart, type Operation, readOperation, SEVERAL, wordsOf } from '../tables/operations.ts';
import { type Column, type Records, spanOf } from '../tables/records.ts';

export type KeyCodes =
  /** 0 is none. */
  | { readonly kind: 'one'; readonly codes: Int32Array }
  /** Those of row i are `start[i]` … `start[i + 1] − 1`, none 0. */
  | { readonly kind: 'several'; readonly start: Uint32Array; readonly codes: Int32Array };

export function keyCodes(part: string, records: Records): KeyCodes {
  const { field, operations } = readKeyPart(part);
  const column = records.columns.get(field);
  if (column === undefined) throw new RangeError(`there is no field "${field}"`);
  const steps = operations.map(readOperation);
  // Texts have numbers already.
  if (column.kind === 'text' && steps.length === 0) return { kind: 'one', codes: column.values };
  const codesOf = column.kind === 'text' || column.kind === 'texts' ? textCodes(column, steps, records) : numberCodes(steps);
  const isSingle = (column.kind === 'text' || column.kind === 'number') && !steps.some(({ name }) => SEVERAL.has(name));
  return isSingle ? single(column, codesOf, records.size) : several(column, codesOf, records.size);
}

/** Ascending, each once, none 0. */
type CodesOf = (value: number) => readonly number[];

function single(column: Column, codesOf: CodesOf, size: number): KeyCodes {
  const codes = new Int32Array(size);
  const span = spanOf(column);
  for (let row = 0; row < size; row++) {
    const at = span.from(row);
    if (at < span.to(row)) codes[row] = codesOf(span.values[at] as number)[0] ?? 0;
  }
  return { kind: 'one', codes };
}

function several(column: Column, codesOf: CodesOf, size: number): KeyCodes {
  const start = new Uint32Array(size + 1);
  const codes = new GrowingNumbers();
  const span = spanOf(column);
  for (let row = 0; row < size; row++) {
    start[row] = codes.length;
    const [from, to] = [span.from(row), span.to(row)];
    if (to - from === 1) for (const code of codesOf(span.values[from] as number)) codes.push(code);
    else if (to > from) {
      const own = new Set<number>();
      for (let at = from; at < to; at++) for (const code of codesOf(span.values[at] as number)) own.add(code);
      for (const code of ascending(own)) codes.push(code);
    }
  }
  start[size] = codes.length;
  return { kind: 'several', start, codes: codes.values() };
}

function ascending(codes: Iterable<number>): number[] {
  return [...new Set(codes)].sort((a, b) => a - b);
}

/** Numbers from 1 for whatever they are asked for. */
class Numbering<K> {
  readonly #numbers = new Map<K, number>();

  of(key: K): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(key, number);
    return number;
  }
}

function numberCodes(steps: readonly Operation[]): CodesOf {
  const numbering = new Numbering<number>();
  const [step] = steps;
  return (value) => {
    if (step === undefined) return [numbering.of(value)];
    const { name, count } = step;
    if (name === 'band') return ascending(bandsOf(value, count).map((band) => numbering.of(band)));
    if (name === 'year' || name === 'month' || name === 'week') return [numbering.of(calendarPart(name, value))];
    throw new RangeError(`"${name}" makes no key of a number`);
  };
}

/** Each distinct text is worked on once. */
function textCodes(column: Column, steps: readonly Operation[], records: Records): CodesOf {
  if (steps.length === 0) return (text) => [text];
  const numbering = new Numbering<string>();
  const last = steps.at(-1);
  const isSeveral = last !== undefined && SEVERAL.has(last.name);
  const first = isSeveral ? steps.slice(0, -1) : steps;
  const known: (readonly number[] | undefined)[] = [];
  const counts = last?.name === 'rareWords' ? wordCounts(column, first, records) : new Map<string, number>();
  return (text) => {
    const before = known[text];
    if (before !== undefined) return before;
    const value = first.reduce((left, step) => apply(step, left), records.texts[text] as string);
    const parts = isSeveral ? splitBy(last, value, counts) : [value];
    const codes = ascending(parts.filter((one) => one !== '').map((one) => numbering.of(one)));
    known[text] = codes;
    return codes;
  };
}

function splitBy({ name, count }: Operation, text: string, counts: ReadonlyMap<string, number>): string[] {
  const words = [...new Set(wordsOf(text))];
  if (name === 'eachWord') return words;
  if (name === 'rareWords') {
    const rarity = (word: string): number => counts.get(word) ?? 0;
    return words
      .filter((word) => counts.has(word))
      .sort((a, b) => rarity(a) - rarity(b) || (a < b ? -1 : 1))
      .slice(0, count);
  }
  if (name !== 'runs') throw new RangeError(`"${name}" makes no key of a text`);
  const compact = text.replaceAll(' ', '');
  return Array.from({ length: Math.max(1, compact.length - count + 1) }, (_, at) => compact.slice(at, at + count));
}

/** Word → records that hold it. Words by which no two records can meet are left out: a slip of the pen is the rarest word of all. */
function wordCounts(column: Column, steps: readonly Operation[], { texts, size, leftSize, isLink }: Records): Map<string, number> {
  const sides = [new Map<number, number>(), new Map<number, number>()] as const;
  const span = spanOf(column);
  for (let row = 0; row < size; row++) {
    const side = sides[isLink && row >= leftSize ? 1 : 0];
    for (let at = span.from(row); at < span.to(row); at++) {
      const text = span.values[at] as number;
      side.set(text, (side.get(text) ?? 0) + 1);
    }
  }
  const [left, right] = sides.map((occurrences) => {
    const counts = new Map<string, number>();
    for (const [text, count] of occurrences) {
      const value = steps.reduce((before, step) => apply(step, before), texts[text] as string);
      for (const word of new Set(wordsOf(value))) counts.set(word, (counts.get(word) ?? 0) + count);
    }
    return counts;
  }) as [Map<string, number>, Map<string, number>];
  const meeting = new Map<string, number>();
  for (const [word, count] of left) {
    const others = isLink ? (right.get(word) ?? 0) : count - 1;
    if (others > 0) meeting.set(word, isLink ? count + others : count);
  }
  return meeting;
}

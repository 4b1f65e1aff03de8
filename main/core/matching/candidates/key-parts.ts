/** Parts of blocking keys as numbers: equal numbers are equal parts. One number a row, or several where a value makes several keys. */
import { readKeyPart } from '#shared/contract/match-spec.ts';
import { GrowingNumbers } from '../growing.ts';
import { eachWord, sortFew } from '../kernels/words.ts';
import { FloatNumbers } from '../pair-numbers.ts';
import { Dictionary } from '../tables/dictionary.ts';
import { apply, bandsOf, calendarPart, type Operation, readOperation, SEVERAL } from '../tables/operations.ts';
import { type Column, type Records, spanOf } from '../tables/records.ts';
import { compareTexts, type Texts, textAt } from '../tables/texts.ts';

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
  const isText = column.kind === 'text' || column.kind === 'texts';
  const isSingle = (column.kind === 'text' || column.kind === 'number') && !steps.some(({ name }) => SEVERAL.has(name));
  if (isSingle) return single(column, isText ? oneOfTexts(column, steps, records) : oneOfNumbers(steps), records.size);
  return several(column, isText ? severalOfTexts(column, steps, records) : severalOfNumbers(steps), records.size);
}

/** The code of a value; 0 is none. */
type CodeOf = (value: number) => number;
/** Hands the codes of a value over, none 0. */
type CodesOf = (value: number, into: number[]) => void;

function single(column: Column, codeOf: CodeOf, size: number): KeyCodes {
  const codes = new Int32Array(size);
  const span = spanOf(column);
  for (let row = 0; row < size; row++) {
    const at = span.from(row);
    if (at < span.to(row)) codes[row] = codeOf(span.values[at] as number);
  }
  return { kind: 'one', codes };
}

function several(column: Column, codesOf: CodesOf, size: number): KeyCodes {
  const start = new Uint32Array(size + 1);
  const codes = new GrowingNumbers();
  const span = spanOf(column);
  const own: number[] = [];
  for (let row = 0; row < size; row++) {
    start[row] = codes.length;
    own.length = 0;
    for (let at = span.from(row), to = span.to(row); at < to; at++) codesOf(span.values[at] as number, own);
    sortFew(own);
    for (let at = 0; at < own.length; at++) if (at === 0 || own[at] !== own[at - 1]) codes.push(own[at] as number);
  }
  start[size] = codes.length;
  return { kind: 'several', start, codes: codes.values() };
}

function oneOfNumbers([step]: readonly Operation[]): CodeOf {
  const numbers = new FloatNumbers();
  if (step === undefined) return (value) => numbers.of(value);
  const { name } = step;
  if (name !== 'year' && name !== 'month' && name !== 'week') throw new RangeError(`"${name}" makes no key of a number`);
  return (value) => numbers.of(calendarPart(name, value));
}

function severalOfNumbers(steps: readonly Operation[]): CodesOf {
  const [step] = steps;
  if (step?.name !== 'band') {
    const codeOf = oneOfNumbers(steps);
    return (value, into) => into.push(codeOf(value));
  }
  const numbers = new FloatNumbers();
  return (value, into) => {
    for (const band of bandsOf(value, step.count)) into.push(numbers.of(band));
  };
}

/** Each distinct text is worked on once. */
function oneOfTexts(column: Column, steps: readonly Operation[], records: Records): CodeOf {
  const made = new Dictionary();
  const part = new PartOfText(steps, records.texts);
  const codes = new Int32Array(records.texts.count);
  for (const text of textsOf(column, records)) {
    part.take(text);
    codes[text] = made.internUnits(part.units, part.from, part.to);
  }
  return (text) => codes[text] as number;
}

function severalOfTexts(column: Column, steps: readonly Operation[], records: Records): CodesOf {
  const last = steps.at(-1);
  if (last === undefined || !SEVERAL.has(last.name)) {
    const codeOf = steps.length === 0 ? (text: number): number => text : oneOfTexts(column, steps, records);
    return (text, into) => {
      const code = codeOf(text);
      if (code !== 0) into.push(code);
    };
  }
  const made = new Dictionary();
  const part = new PartOfText(steps.slice(0, -1), records.texts);
  const start = new Uint32Array(records.texts.count + 1);
  const codes = new GrowingNumbers();
  const split = last.name === 'runs' ? runsOf(last.count, made) : wordsOfPart(made);
  const own: number[] = [];
  const asked = textsOf(column, records);
  for (const [at, text] of asked.entries()) {
    part.take(text);
    own.length = 0;
    split(part, own);
    start[text] = codes.length;
    for (const code of own) codes.push(code);
    start.fill(codes.length, text + 1, (asked[at + 1] ?? records.texts.count) + 1);
  }
  const lists = { start, codes: codes.values() };
  const kept = last.name === 'rareWords' ? rarest(last.count, lists, made.texts(), column, records) : lists;
  return (text, into) => {
    for (let at = kept.start[text] as number; at < (kept.start[text + 1] as number); at++) into.push(kept.codes[at] as number);
  };
}

/** Texts of a column, each once, ascending. */
function textsOf(column: Column, { texts }: Records): Uint32Array {
  const occurs = new Uint8Array(texts.count);
  for (let at = 0; at < column.values.length; at++) occurs[column.values[at] as number] = 1;
  const found = new Uint32Array(texts.count);
  let length = 0;
  for (let text = 1; text < occurs.length; text++) if (occurs[text] === 1) found[length++] = text;
  return found.slice(0, length);
}

/** What operations leave of a text: a piece of it where they only cut, else a text of its own. */
class PartOfText {
  units: Uint8Array | Uint16Array;
  from = 0;
  to = 0;
  readonly #texts: Texts;
  readonly #steps: readonly Operation[];
  readonly #onlyCuts: boolean;
  #made = new Uint16Array(64);

  constructor(steps: readonly Operation[], texts: Texts) {
    this.#steps = steps;
    this.#texts = texts;
    this.#onlyCuts = steps.every(({ name }) => name === 'first' || name === 'last');
    this.units = texts.units;
  }

  take(text: number): void {
    if (!this.#onlyCuts) {
      this.#make(text);
      return;
    }
    this.from = this.#texts.start[text] as number;
    this.to = this.#texts.start[text + 1] as number;
    for (const { name, count } of this.#steps) {
      if (name === 'first') this.to = Math.min(this.to, this.from + count);
      else this.from = Math.max(this.from, this.to - count);
    }
  }

  #make(text: number): void {
    const value = this.#steps.reduce((left, step) => apply(step, left), textAt(this.#texts, text));
    if (value.length > this.#made.length) this.#made = new Uint16Array(2 * value.length);
    for (let at = 0; at < value.length; at++) this.#made[at] = value.charCodeAt(at);
    this.units = this.#made;
    this.to = value.length;
  }
}

/** Numbers of the words of a part, each once. */
function wordsOfPart(made: Dictionary): (part: PartOfText, into: number[]) => void {
  return ({ units, from, to }, into) => {
    eachWord(units, from, to, (start, end) => {
      const word = made.internUnits(units, start, end);
      if (!into.includes(word)) into.push(word);
    });
  };
}

const SPACE = 32;

/** Numbers of all runs of `count` letters, spaces left out; a shorter part is one run. */
function runsOf(count: number, made: Dictionary): (part: PartOfText, into: number[]) => void {
  let letters = new Uint16Array(64);
  return ({ units, from, to }, into) => {
    if (to - from > letters.length) letters = new Uint16Array(2 * (to - from));
    let length = 0;
    for (let at = from; at < to; at++) if (units[at] !== SPACE) letters[length++] = units[at] as number;
    for (let at = 0; at < Math.max(1, length - count + 1); at++) {
      const run = made.internUnits(letters, at, Math.min(length, at + count));
      if (run !== 0) into.push(run);
    }
  };
}

interface WordLists {
  readonly start: Uint32Array;
  readonly codes: Int32Array;
}

/**
 * The `most` rarest words of each text. Words by which no two records can meet are left out: a slip of the pen is the rarest word of
 * all.
 */
function rarest(most: number, { start, codes }: WordLists, words: Texts, column: Column, records: Records): WordLists {
  const counts = meetings({ start, codes }, words.count, column, records);
  const byRarity = (a: number, b: number): number => (counts[a] as number) - (counts[b] as number) || compareTexts(words, a, b);
  const kept = new GrowingNumbers();
  const from = new Uint32Array(start.length);
  for (let text = 0; text + 1 < start.length; text++) {
    from[text] = kept.length;
    if (start[text] === start[text + 1]) continue;
    const own = codes.slice(start[text], start[text + 1]).filter((word) => counts[word] !== 0);
    for (const word of own.sort(byRarity).subarray(0, most)) kept.push(word);
  }
  from[start.length - 1] = kept.length;
  return { start: from, codes: kept.values() };
}

/** Of each word the records that hold it; 0 where no two of them can meet. */
function meetings({ start, codes }: WordLists, words: number, column: Column, { size, leftSize, isLink }: Records): Uint32Array {
  const sides = [new Uint32Array(words), new Uint32Array(words)] as const;
  const span = spanOf(column);
  for (let row = 0; row < size; row++) {
    const counts = sides[isLink && row >= leftSize ? 1 : 0];
    for (let at = span.from(row); at < span.to(row); at++) {
      const text = span.values[at] as number;
      for (let word = start[text] as number; word < (start[text + 1] as number); word++)
        counts[codes[word] as number] = (counts[codes[word] as number] as number) + 1;
    }
  }
  const [left, right] = sides;
  return left.map((count, word) => {
    const others = isLink ? (right[word] as number) : count - 1;
    return count === 0 || others <= 0 ? 0 : isLink ? count + others : count;
  });
}

/** Compares two rows level by level: the pattern met, what common values take off, and the exact score. */
import { assert } from '#shared/domain/assert.ts';
import { type Columns, NO_TIME } from './columns.ts';
import { commonValues, frequencyOf } from './common-values.ts';
import type { Engine } from './model.ts';
import { compareReferences, type TokenIndex } from './references.ts';
import { type Comparison, firstLevel, type LevelTest, patternOf, type Standing } from './spec.ts';
import { Subjects } from './subjects.ts';
import { ALIKE, SAME, type TextTable } from './texts.ts';
import { timeLevel } from './times.ts';

export interface Texts {
  readonly names: TextTable;
  readonly titles: TextTable;
}

export interface Compared {
  pattern: number;
  /** Sum of the frequency adjustments, millibits, never above 0. */
  frequency: number;
  /** Prior, weights and frequency, summed exactly. */
  score: number;
}

type LevelOf = (left: number, right: number) => number;

/** What is looked at first: the cheaper. A pair that cannot reach its bar any more is left before names are compared. */
const COST: Readonly<Record<Comparison['kind'], number>> = {
  time: 1,
  amount: 2,
  sentTwice: 3,
  value: 4,
  reference: 5,
  words: 6,
  party: 7,
};

export class Comparer {
  readonly #engine: Engine;
  readonly #steps: readonly Step[];
  readonly #levels: number[];
  /** Prior and the highest weight of every comparison. */
  readonly #most: number;
  /** The last comparison, overwritten by the next: no object a pair. */
  readonly #last: Compared = { pattern: 0, frequency: 0, score: 0 };

  constructor(engine: Engine, columns: Columns, texts: Texts, index: TokenIndex, counts = commonValues(engine, columns)) {
    const { spec, model, weights } = engine;
    this.#engine = engine;
    this.#levels = engine.radix.map(() => 0);
    this.#steps = spec.comparisons
      .map((comparison, at) => ({
        at,
        cost: COST[comparison.kind],
        weights: weights[at] ?? [],
        most: Math.max(...(weights[at] ?? [])),
        levelOf: levelOf(comparison, columns, texts, index),
        frequencyOf: frequencyOf(comparison, engine, columns, texts, counts),
        silentIn: comparison.column === undefined ? null : columns[comparison.column],
      }))
      .sort((a, b) => a.cost - b.cost || a.at - b.at);
    this.#most = this.#steps.reduce((sum, { most }) => sum + most, model.priorMillibits);
  }

  /** Null where the score stays below `atLeast`, which is found out as early as it is certain. */
  compare(left: number, right: number, atLeast = Number.NEGATIVE_INFINITY): Compared | null {
    const { model, radix } = this.#engine;
    const steps = this.#steps;
    const levels = this.#levels;
    let most = this.#most;
    for (const { silentIn, most: own } of steps) {
      if (silentIn !== null && (silentIn[left] === 0 || silentIn[right] === 0)) most -= own;
    }
    if (most < atLeast) return null;
    let score = model.priorMillibits;
    let frequency = 0;
    for (const step of steps) {
      const { silentIn, weights } = step;
      if (silentIn !== null && (silentIn[left] === 0 || silentIn[right] === 0)) {
        levels[step.at] = 0;
        continue;
      }
      const level = step.levelOf(left, right);
      const weight = weights[level] as number;
      levels[step.at] = level;
      score += weight;
      const common = weight > 0 ? step.frequencyOf(left, right) : 0;
      frequency += common;
      most += weight + common - step.most;
      if (most < atLeast) return null;
    }
    const last = this.#last;
    last.pattern = patternOf(levels, radix);
    last.frequency = frequency;
    last.score = score + frequency;
    return last;
  }
}

interface Step {
  /** Place of the comparison in the specification. */
  readonly at: number;
  readonly weights: readonly number[];
  readonly most: number;
  readonly levelOf: LevelOf;
  readonly frequencyOf: LevelOf;
  /** A column in which 0 on either side is level 0; null where that is not all there is to it. */
  readonly silentIn: Int32Array | null;
}

function levelOf(comparison: Comparison, columns: Columns, texts: Texts, index: TokenIndex): LevelOf {
  switch (comparison.kind) {
    case 'reference':
      return referenceLevel(comparison, columns, index);
    case 'amount':
      return amountLevel(comparison, columns);
    case 'time':
      return timeLevel(comparison, columns);
    case 'party':
      return partyLevel(comparison, columns, texts);
    case 'value':
      return valueLevel(comparison, columns);
    case 'words':
      return wordsLevel(comparison, columns, texts);
    case 'sentTwice':
      return sentTwiceLevel(comparison, columns);
  }
}

function referenceLevel(comparison: Comparison, columns: Columns, index: TokenIndex): LevelOf {
  const levels = new Map(comparison.levels.map(({ test }, level) => [test.is, level]));
  const namesAnother = levels.get('otherwise') ?? 0;
  return (left, right) => {
    const test = compareReferences(columns, index, left, right);
    return test === null ? 0 : (levels.get(test) ?? namesAnother);
  };
}

function amountLevel(comparison: Comparison, columns: Columns): LevelOf {
  const { amount, net, context } = columns;
  return (left, right) => {
    const a = amount[left] as number;
    const b = amount[right] as number;
    if (Number.isNaN(a) || Number.isNaN(b)) return 0;
    if (comparison.contextOnlyEqual && a !== b && (context[left] === 1 || context[right] === 1)) return 0;
    return firstLevel(comparison, (test) => {
      if (test.is === 'equalBeforeTax') return net[left] === net[right];
      // Tax is worked out line by line here and over the whole there, so what rounds is seen before tax, too.
      return amountHolds(test, a, b) || (test.is === 'withinMinor' && amountHolds(test, net[left] as number, net[right] as number));
    });
  };
}

function amountHolds(test: LevelTest, a: number, b: number): boolean {
  switch (test.is) {
    case 'equal':
      return a === b;
    case 'withinMinor':
      return Math.abs(a - b) <= test.minor;
    case 'transposed':
      return transposed(a, b);
    case 'withinPermille':
      return a > 0 === b > 0 && Math.abs(a - b) * 1000 <= test.permille * Math.min(Math.abs(a), Math.abs(b));
    default:
      return false;
  }
}

/** 145.23 and 154.23: as many digits, all equal but two neighbours that changed places. */
export function transposed(a: number, b: number): boolean {
  // Such numbers differ by a multiple of nine.
  if ((a - b) % 9 !== 0) return false;
  const x = String(a);
  const y = String(b);
  if (x.length !== y.length || a === b) return false;
  let at = 0;
  while (x[at] === y[at]) at++;
  return x[at] === y[at + 1] && x[at + 1] === y[at] && x.slice(at + 2) === y.slice(at + 2);
}

function partyLevel(comparison: Comparison, columns: Columns, texts: Texts): LevelOf {
  const { name, email, firm, phone, title } = columns;
  const tests = comparison.levels.map(({ test }) => test);
  const names = (row: number, other: number): boolean =>
    name[row] === 0 &&
    title[row] !== 0 &&
    name[other] !== 0 &&
    texts.titles.names(title[row] as number, texts.names, name[other] as number);
  const titleNames = (left: number, right: number): boolean => names(left, right) || names(right, left);
  return (left, right) => {
    const names = standingOfNames(name[left] as number, name[right] as number, texts.names);
    const emails = standingOf(email[left] as number, email[right] as number);
    const firms = standingOf(firm[left] as number, firm[right] as number);
    const phones = standingOf(phone[left] as number, phone[right] as number);
    for (let level = 1; level < tests.length; level++) {
      const test = tests[level] as LevelTest;
      if (test.is === 'titleNames' && names === 'unknown' && titleNames(left, right)) return level;
      if (test.is !== 'party' || !stands(emails, test.email) || !stands(firms, test.firm)) continue;
      if (stands(phones, test.phone) && stands(names, test.name)) return level;
    }
    // An e-mail or phone that differs says little where the names say nothing: people have several.
    return names === 'unknown' ? 0 : tests.length - 1;
  };
}

type Found = 'same' | 'alike' | 'different' | 'unknown';

function standingOf(a: number, b: number): Found {
  if (a === 0 || b === 0) return 'unknown';
  return a === b ? 'same' : 'different';
}

function standingOfNames(a: number, b: number, names: TextTable): Found {
  if (a === 0 || b === 0) return 'unknown';
  const found = names.compareNames(a, b);
  return found === SAME ? 'same' : found === ALIKE ? 'alike' : 'different';
}

function stands(found: Found, asked: Standing | undefined): boolean {
  if (asked === undefined || found === asked) return true;
  return (asked === 'alike' && found === 'same') || (asked === 'notDifferent' && found !== 'different');
}

function valueLevel(comparison: Comparison, columns: Columns): LevelOf {
  const values = columnOf(comparison, columns);
  const { name, email, phone } = columns;
  const isClientless = (row: number): boolean => name[row] === 0 && email[row] === 0 && phone[row] === 0;
  return (left, right) => {
    const found = standingOf(values[left] as number, values[right] as number);
    if (found === 'unknown') return 0;
    return firstLevel(
      comparison,
      (test) => test.is === 'equal' && found === 'same' && (test.clientless !== true || isClientless(left) || isClientless(right)),
    );
  };
}

function wordsLevel(comparison: Comparison, columns: Columns, texts: Texts): LevelOf {
  const values = columnOf(comparison, columns);
  const subjects = new Subjects(values, columns.name, texts.titles, texts.names);
  return (left, right) => {
    const a = values[left] as number;
    const b = values[right] as number;
    if (a === 0 || b === 0) return 0;
    if (a === b) return firstLevel(comparison, (test) => test.is === 'equal');
    const subject = subjects.compare(left, right);
    if (subject.silent) return 0;
    return firstLevel(comparison, (test) => {
      if (test.is === 'sharedRuns') return texts.titles.sharedRuns(a, b) >= test.permille;
      if (test.is !== 'subject' || (test.whole === true && !subject.whole)) return false;
      return subject.permille >= test.permille && subject.millibits >= test.bits * 1000;
    });
  };
}

function sentTwiceLevel(comparison: Comparison, columns: Columns): LevelOf {
  const { slot, minute, dayOnly } = columns;
  return (left, right) => {
    if (slot[left] !== slot[right]) return 0;
    const exact = dayOnly[left] === 0 && dayOnly[right] === 0 && minute[left] !== NO_TIME && minute[right] !== NO_TIME;
    const minutes = Math.abs((minute[left] as number) - (minute[right] as number));
    return firstLevel(comparison, (test) => test.is === 'withinMinutes' && exact && minutes <= test.minutes);
  };
}

export function columnOf({ column, name }: Comparison, columns: Columns): Int32Array {
  assert(column !== undefined, `${name} names its column`);
  return columns[column];
}

/** Compares two rows level by level: the pattern met, what common values take off, and the exact score. */
import { assert } from '#shared/domain/assert.ts';
import { type Columns, NO_TIME } from './columns.ts';
import { countsOf, frequencyMillibits } from './frequency.ts';
import type { Engine } from './model.ts';
import { compareReferences, type TokenIndex } from './references.ts';
import { type Comparison, type LevelTest, patternOf, type Standing } from './spec.ts';
import { Subjects } from './subjects.ts';
import { ALIKE, SAME, type TextTable } from './texts.ts';

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

export class Comparer {
  readonly #engine: Engine;
  readonly #levelOf: readonly LevelOf[];
  readonly #frequencyOf: readonly ((left: number, right: number) => number)[];
  readonly #levels: number[];
  /** The last comparison, overwritten by the next: no object a pair. */
  readonly #last: Compared = { pattern: 0, frequency: 0, score: 0 };

  constructor(engine: Engine, columns: Columns, texts: Texts, index: TokenIndex) {
    this.#engine = engine;
    this.#levelOf = engine.spec.comparisons.map((comparison) => levelOf(comparison, columns, texts, index));
    this.#frequencyOf = engine.spec.comparisons.map((comparison) => frequencyOf(comparison, engine, columns, texts));
    this.#levels = engine.radix.map(() => 0);
  }

  compare(left: number, right: number): Compared {
    const { model, radix, weights } = this.#engine;
    const levels = this.#levels;
    let score = model.priorMillibits;
    let frequency = 0;
    for (let i = 0; i < levels.length; i++) {
      const level = (this.#levelOf[i] as LevelOf)(left, right);
      const weight = (weights[i] as readonly number[])[level] as number;
      levels[i] = level;
      score += weight;
      if (weight > 0) frequency += (this.#frequencyOf[i] as LevelOf)(left, right);
    }
    const last = this.#last;
    last.pattern = patternOf(levels, radix);
    last.frequency = frequency;
    last.score = score + frequency;
    return last;
  }
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

/** Level of the first test, after "unknown", that `holds`. The last is "otherwise". */
function firstLevel({ levels, name }: Comparison, holds: (test: LevelTest) => boolean): number {
  for (let level = 1; level < levels.length; level++) {
    const test = levels[level]?.test;
    if (test === undefined || test.is === 'otherwise' || holds(test)) return level;
  }
  throw new Error(`${name} has no level "otherwise"`);
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
    return firstLevel(comparison, (test) => (test.is === 'equalBeforeTax' ? net[left] === net[right] : amountHolds(test, a, b)));
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
  const x = String(a);
  const y = String(b);
  if (x.length !== y.length || a === b) return false;
  let at = 0;
  while (x[at] === y[at]) at++;
  return x[at] === y[at + 1] && x[at + 1] === y[at] && x.slice(at + 2) === y.slice(at + 2);
}

const MINUTES_A_DAY = 1440;

function timeLevel(comparison: Comparison, columns: Columns): LevelOf {
  const { minute, dayOnly, context } = columns;
  const { between } = comparison;
  return (left, right) => {
    const a = minute[left] as number;
    const b = minute[right] as number;
    if (a === NO_TIME || b === NO_TIME) return 0;
    if (between !== undefined && between !== (context[left] === 1 || context[right] === 1 ? 'context' : 'sales')) return 0;
    const exact = dayOnly[left] === 0 && dayOnly[right] === 0;
    const days = Math.abs(Math.floor(a / MINUTES_A_DAY) - Math.floor(b / MINUTES_A_DAY));
    return firstLevel(comparison, (test) => {
      if (test.is === 'withinMinutes') return exact && Math.abs(a - b) <= test.minutes;
      if (test.is === 'monthEnd') return dayOnly[a < b ? right : left] === 1 && isMonthEnd(Math.min(a, b), Math.max(a, b));
      return test.is === 'withinDays' && days <= test.days;
    });
  };
}

/** Minutes since 1970 UTC: whether the later one lies on the last day of the month of the earlier one. */
function isMonthEnd(earlier: number, later: number): boolean {
  const next = new Date((later + MINUTES_A_DAY) * 60_000);
  const first = new Date(earlier * 60_000);
  return (
    next.getUTCDate() === 1 &&
    next.getUTCFullYear() * 12 + next.getUTCMonth() - 1 === first.getUTCFullYear() * 12 + first.getUTCMonth()
  );
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

function columnOf({ column, name }: Comparison, columns: Columns): Int32Array {
  assert(column !== undefined, `${name} names its column`);
  return columns[column];
}

/** What the commonness of the shared value takes off a comparison that speaks for the pair. */
function frequencyOf(comparison: Comparison, engine: Engine, columns: Columns, texts: Texts): LevelOf {
  const rule = engine.model.frequencies[comparison.name];
  if (rule === undefined) return () => 0;
  const adjust = (count: number): number => frequencyMillibits(count, rule);
  if (comparison.kind === 'party') return partyFrequency(columns, texts, adjust);
  const values = comparison.kind === 'amount' ? columns.total : columnOf(comparison, columns);
  const counts = countsOf(values);
  return (left, right) => (values[left] === values[right] ? adjust(counts[left] as number) : 0);
}

/** The rarest of what agrees counts: a rare e-mail is not made common by a common name. */
function partyFrequency({ name, email, phone }: Columns, texts: Texts, adjust: (count: number) => number): LevelOf {
  const names = countsOf(name);
  const emails = countsOf(email);
  const phones = countsOf(phone);
  return (left, right) => {
    let rarest = Number.POSITIVE_INFINITY;
    if (email[left] !== 0 && email[left] === email[right]) rarest = Math.min(rarest, emails[left] as number);
    if (phone[left] !== 0 && phone[left] === phone[right]) rarest = Math.min(rarest, phones[left] as number);
    const [a, b] = [name[left] as number, name[right] as number];
    if (a !== 0 && b !== 0 && texts.names.compareNames(a, b) !== 0) {
      rarest = Math.min(rarest, Math.max(names[left] as number, names[right] as number));
    }
    return Number.isFinite(rarest) ? adjust(rarest) : 0;
  };
}

/** Conditions in SQL, as `write-sql.ts` and Splink's own library write them, back into those of a specification. */
import type { Atom, Condition } from '#shared/contract/match-spec.ts';
import { InterchangeProblem } from '#shared/contract/splink-settings.ts';

export function readCondition(sql: string): Condition {
  const text = unwrapped(sql.trim());
  const any = splitTop(text, ' OR ');
  if (any.length > 1) {
    const conditions = any.map(readCondition);
    return crosswise(conditions) ?? { any: conditions };
  }
  const initial = /^least\(length\((?<a>.+?)\), length\((?<b>.+?)\)\) = 1 AND substr\(.+\) = substr\(.+\)$/.exec(text);
  if (initial !== null && splitTop(text, ' AND ').length === 2) return atomOf('initial', initial.groups, {});
  const known = /^(?<a>"[^"]+") IS NOT NULL AND (?<b>"[^"]+") IS NOT NULL$/.exec(text);
  if (known !== null) return atomOf('known', known.groups, {});
  const between = /^(?<b>"[^"]+") - (?<a>"[^"]+") BETWEEN (?<from>-?[\d.]+) AND (?<to>-?[\d.]+)$/.exec(text);
  if (between !== null)
    return atomOf('difference', between.groups, {
      from: thousandths(between.groups?.from),
      to: thousandths(between.groups?.to),
    });
  const all = splitTop(text, ' AND ');
  if (all.length > 1) return { all: all.map(readCondition) };
  return readAtom(text);
}

/** Plain numbers of a prepared table are kept in thousandths. */
const THOUSANDTHS = 1000;

/** Fields of a null level: `"a_l" IS NULL OR "a_r" IS NULL`, several of them joined by AND. */
export function readNullFields(sql: string): readonly string[] {
  const [silent = ''] = sql.split(' AND NOT coalesce(');
  return splitTop(unwrapped(silent.trim()), ' AND ').map((part) => {
    const found = /^"?(\w+)_l"? IS NULL OR "?(\w+)_r"? IS NULL$/i.exec(unwrapped(part.trim()));
    if (found === null || found[1] !== found[2]) throw new InterchangeProblem(`the null level “${sql}” is none that can be read`);
    return found[1] as string;
  });
}

const COLUMN = String.raw`"?(?<{}>\w+)"?`;
const pair = (before: string, between: string, after: string): RegExp =>
  new RegExp(`^${before}${COLUMN.replace('{}', 'a')}${between}${COLUMN.replace('{}', 'b')}${after}$`, 'i');

const ATOMS: readonly { readonly pattern: RegExp; readonly read: (groups: Groups) => Atom }[] = [
  { pattern: pair('', ' = ', ''), read: (groups) => atomOf('equal', groups, {}) },
  {
    pattern: pair(String.raw`jaro_winkler(?:_similarity)?\(`, ', ', String.raw`\) >= (?<n>[\d.]+)`),
    read: (groups) => atomOf('jaroWinkler', groups, { atLeast: Number(groups?.n) }),
  },
  {
    pattern: pair(String.raw`damerau_levenshtein\(`, ', ', String.raw`\) <= (?<n>\d+)`),
    read: (groups) => atomOf('edits', groups, { atMost: Number(groups?.n) }),
  },
  {
    pattern: pair(String.raw`abs\(`, ' - ', String.raw`\) <= (?<n>[\d.]+)`),
    read: (groups) => atomOf('within', groups, { atMost: thousandths(groups?.n) }),
  },
  {
    pattern: pair(String.raw`substr\(`, String.raw`, 1, (?<n>\d+)\) = substr\(`, String.raw`, 1, \k<n>\)`),
    read: (groups) => atomOf('sameStart', groups, { letters: Number(groups?.n) }),
  },
];

export function thousandths(text: string | undefined): number {
  return Math.round(Number(text) * THOUSANDTHS);
}

type Groups = Record<string, string> | undefined;

function readAtom(text: string): Atom {
  for (const { pattern, read } of ATOMS) {
    const found = pattern.exec(text);
    if (found !== null) return read(found.groups);
  }
  throw new InterchangeProblem(`the condition “${text}” is none that can be read here without changing what it means`);
}

/** Field of `"name_l"` and `"name_r"`; `other` where they differ. */
function atomOf<T extends Atom['test']>(
  test: T,
  groups: Groups,
  rest: Omit<Extract<Atom, { test: T }>, 'test' | 'field' | 'other'> | object,
): Atom {
  const own = sideOf(groups?.a, 'l');
  const other = sideOf(groups?.b, 'r');
  return { test, field: own, ...(other === own ? {} : { other }), ...rest } as Atom;
}

function sideOf(column: string | undefined, side: 'l' | 'r'): string {
  const name = (column ?? '').replaceAll('"', '');
  if (!name.endsWith(`_${side}`))
    throw new InterchangeProblem(`“${name}” names no column of the ${side === 'l' ? 'left' : 'right'} side`);
  return name.slice(0, -2);
}

/** Of one table, a test of two fields stands both ways round: it is one test here. */
function crosswise(conditions: readonly Condition[]): Atom | null {
  const [one, two] = conditions;
  if (conditions.length !== 2 || one === undefined || two === undefined || !('test' in one) || !('test' in two)) return null;
  if (one.other === undefined || one.field !== two.other || one.other !== two.field) return null;
  const plain = (atom: Atom): string => JSON.stringify({ ...atom, field: '', other: '' });
  return plain(one) === plain(two) ? one : null;
}

/** Without brackets that hold the whole. */
function unwrapped(text: string): string {
  let inner = text;
  while (inner.startsWith('(') && closingOf(inner) === inner.length - 1) inner = inner.slice(1, -1).trim();
  return inner;
}

function closingOf(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

/** Parts between a word that stands outside all brackets. `BETWEEN … AND …` keeps its AND. */
function splitTop(text: string, word: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    if (depth !== 0 || !text.startsWith(word, i)) continue;
    if (word === ' AND ' && /\bBETWEEN -?[\d.]+$/.test(text.slice(from, i))) continue;
    parts.push(text.slice(from, i));
    from = i + word.length;
    i = from - 1;
  }
  return [...parts, text.slice(from)];
}

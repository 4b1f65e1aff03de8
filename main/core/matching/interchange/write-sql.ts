/**
 * Conditions of a specification as SQL over prepared columns, in the words of DuckDB and Spark. What has no counterpart there is refused
 * by name: a condition that is only nearly the same would be another model.
 */
import type { Atom, Condition } from '#shared/contract/match-spec.ts';
import { InterchangeProblem } from '#shared/contract/splink-settings.ts';

export interface SqlContext {
  /** Of two tables a test says which side it means; of one it is tried both ways. */
  readonly isLink: boolean;
  /** Field of every test that names none. */
  readonly field: string | undefined;
  /** How many of the engine's units make one of the prepared column's: plain numbers are kept in thousandths. */
  readonly unit: (field: string) => number;
}

export function conditionSql(condition: Condition, context: SqlContext): string {
  if ('all' in condition) return grouped(condition.all, ' AND ', context);
  if ('any' in condition) return grouped(condition.any, ' OR ', context);
  if ('not' in condition)
    throw new InterchangeProblem('“not” has no exact counterpart in SQL, where what is unknown is neither so nor not so');
  return atomSql(condition, context);
}

/** Nothing to compare: no field is known on both sides. Splink's own form for one field. */
export function nullSql(fields: readonly string[], crosses: readonly string[]): string {
  const parts = fields.map((field) => `${left(field)} IS NULL OR ${right(field)} IS NULL`);
  const silent = parts.length === 1 ? (parts[0] ?? '') : parts.map((part) => `(${part})`).join(' AND ');
  if (crosses.length === 0) return silent;
  // Fields that are compared crosswise may say something where none of them is known on both sides.
  return `${parts.length === 1 ? `(${silent})` : silent} AND NOT coalesce(${crosses.map((one) => `(${one})`).join(' OR ')}, FALSE)`;
}

const left = (field: string): string => `"${field}_l"`;
const right = (field: string): string => `"${field}_r"`;

function grouped(conditions: readonly Condition[], word: string, context: SqlContext): string {
  return conditions
    .map((one) => {
      const sql = conditionSql(one, context);
      return / (?:AND|OR) /.test(sql) ? `(${sql})` : sql;
    })
    .join(word);
}

function atomSql(atom: Atom, { isLink, field, unit }: SqlContext): string {
  const own = atom.field ?? field ?? '';
  const other = atom.other ?? own;
  if (own === other) return testSql(atom, left(own), right(own), unit(own));
  const there = testSql(atom, left(own), right(other), unit(own));
  if (isLink) return there;
  // Of one table nobody is left or right.
  return `${there} OR ${testSql(atom, left(other), right(own), unit(own))}`;
}

function testSql(atom: Atom, a: string, b: string, unit: number): string {
  switch (atom.test) {
    case 'equal':
      return `${a} = ${b}`;
    case 'jaroWinkler':
      return `jaro_winkler_similarity(${a}, ${b}) >= ${atom.atLeast}`;
    case 'edits':
      return `damerau_levenshtein(${a}, ${b}) <= ${atom.atMost}`;
    case 'sameStart':
      return `substr(${a}, 1, ${atom.letters}) = substr(${b}, 1, ${atom.letters})`;
    case 'within':
      return `abs(${a} - ${b}) <= ${atom.atMost / unit}`;
    case 'difference':
      return `${b} - ${a} BETWEEN ${atom.from / unit} AND ${atom.to / unit}`;
    case 'initial':
      return `least(length(${a}), length(${b})) = 1 AND substr(${a}, 1, 1) = substr(${b}, 1, 1)`;
    case 'known':
      return `${a} IS NOT NULL AND ${b} IS NOT NULL`;
    default:
      throw new InterchangeProblem(
        `Splink has no counterpart of the test “${atom.test}”; use one of equal, jaroWinkler, edits, sameStart, within, difference, initial or known`,
      );
  }
}

/**
 * A matching specification for any table, as a file: what is read, what is compared by which levels, where candidates are looked for,
 * and what must hold. It has no weights and no thresholds: those are trained (`core/matching/training`). `docs/matching.md` explains it.
 */
import { z } from 'zod';

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a name is a letter followed by letters, digits and _')
  .max(60);
/** Shares and similarities: 0 to 1. */
const share = z.number().min(0).max(1);

/** How a cell is read. Everything but the last four is a text; those are whole numbers. */
export const READINGS = [
  'text',
  'person',
  'company',
  'email',
  'phone',
  'reference',
  'digits',
  'id',
  'year',
  'date',
  'amount',
  'number',
] as const;
export type Reading = (typeof READINGS)[number];

/** Which readings give numbers: years, days since 1970, minor units, thousandths. */
export const NUMERIC_READINGS: ReadonlySet<Reading> = new Set(['year', 'date', 'amount', 'number']);

/** What is made of a text or date after it is read, in order: `first:4`, `sortWords`. */
const OPERATIONS =
  /^(?:(?:first|last|words|rareWords|runs|band):\d{1,3}|firstWord|lastWord|sortWords|initials|letters|digits|dropZeros|consonants|local|domain|noSpaces|year|month|week|eachWord)$/;

const operation = z.string().regex(OPERATIONS, 'no such operation; see docs/matching.md');

/** A column, `table.column` of an attached table, or several: a field of several columns holds several values. */
const columns = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(20)]);

const field = z.strictObject({
  name,
  /** Column of both sides; or `left` and `right` where they are called differently. A side that is not named is silent. */
  from: columns.optional(),
  left: columns.optional(),
  right: columns.optional(),
  as: z.enum(READINGS),
  /** Several columns are one value, joined by a space, instead of several values. */
  join: z.boolean().optional(),
  /** What stands between several values in one cell. */
  split: z.string().min(1).max(5).optional(),
  make: z.array(operation).max(6).optional(),
  /** Values (as read) that mean nothing: `unknown`, `n a`. */
  ignore: z.array(z.string()).max(200).optional(),
  /** Words that mean nothing within a text. */
  drop: z.array(z.string()).max(200).optional(),
  /** Of two tables: a value that no record of the other table has says nothing. For numbers that people mistype or that name other things. */
  mustExist: z.boolean().optional(),
  /** For dates: which of two numbers is the day. */
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional(),
  /** For amounts: ISO 4217, which sets the minor unit. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  decimalMark: z.enum(['.', ',']).optional(),
});

const at = { field: name.optional(), other: name.optional() };

/** One test of two records. `other` names the field of the second record where it is another one; both ways round are tried. */
const atom = z.discriminatedUnion('test', [
  z.strictObject({ test: z.literal('equal'), ...at }),
  /** Jaro-Winkler similarity, 0 to 1. */
  z.strictObject({ test: z.literal('jaroWinkler'), ...at, atLeast: share }),
  /** Letters added, dropped, changed, or changed places with a neighbour. */
  z.strictObject({ test: z.literal('edits'), ...at, atMost: z.int().min(1).max(10) }),
  /** Cosine of the words of both, rare words counting more. */
  z.strictObject({ test: z.literal('words'), ...at, atLeast: share }),
  /** What the words in common are worth together, bits: a word of one record in 1,024 is worth 10. */
  z.strictObject({ test: z.literal('sharedWords'), ...at, bits: z.number().positive().max(60) }),
  /** All words of the shorter stand in the longer, that many at least. */
  z.strictObject({ test: z.literal('wordsWithin'), ...at, atLeast: z.int().min(1).max(20).default(1) }),
  /** Runs of three letters in common, share of all of both. */
  z.strictObject({ test: z.literal('runs'), ...at, atLeast: share }),
  /** The shorter (that many letters at least) is the start of the longer: one was cut. */
  z.strictObject({ test: z.literal('cut'), ...at, atLeast: z.int().min(1).max(100) }),
  /** Equal in so many first letters. */
  z.strictObject({ test: z.literal('sameStart'), ...at, letters: z.int().min(1).max(100) }),
  /** A common start so rare: 10 bits is one that a record in 1,024 begins with. */
  z.strictObject({ test: z.literal('rareStart'), ...at, bits: z.number().positive().max(60) }),
  /** One is a single letter, the other begins with it. */
  z.strictObject({ test: z.literal('initial'), ...at }),
  /** One stands in the other as whole words. */
  z.strictObject({ test: z.literal('contains'), ...at }),
  /** One is made of the first letters of the words of the other. */
  z.strictObject({ test: z.literal('abbreviates'), ...at }),
  /** Numbers no further apart: years, days, minor units, thousandths. */
  z.strictObject({ test: z.literal('within'), ...at, atMost: z.number().min(0) }),
  /** Numbers no further apart than a share of the smaller. */
  z.strictObject({ test: z.literal('withinShare'), ...at, atMost: share }),
  /** Right minus left lies between the two, both included; of one table, its size. */
  z.strictObject({ test: z.literal('difference'), ...at, from: z.number(), to: z.number() }),
  /** Two neighbouring digits changed places. */
  z.strictObject({ test: z.literal('transposed'), ...at }),
  /** Both sides say something, whatever it is. */
  z.strictObject({ test: z.literal('known'), ...at }),
  /** One side or both say nothing. */
  z.strictObject({ test: z.literal('silent'), ...at }),
]);
export type Atom = z.infer<typeof atom>;

export type Condition =
  | Atom
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      atom,
      z.strictObject({ all: z.array(condition).min(1).max(10) }),
      z.strictObject({ any: z.array(condition).min(1).max(10) }),
      z.strictObject({ not: condition }),
    ],
    { error: ({ input }) => conditionProblem(input) },
  ),
);

/** What is wrong with a condition: of the four things that it may be, the one that was meant. */
function conditionProblem(input: unknown): string {
  if (typeof input !== 'object' || input === null) return 'a condition is an object: { "test": … }, or all, any, not';
  if ('test' in input) {
    const names = atom.options.map(({ shape }) => shape.test.value);
    const { test } = input;
    if (!names.some((name) => name === test)) return `there is no test "${String(test)}"; there are ${names.join(', ')}`;
    const [issue] = atom.safeParse(input).error?.issues ?? [];
    return `test "${String(test)}": ${issue === undefined ? 'not as it should be' : `${issue.path.join('.')} ${issue.message}`.trim()}`;
  }
  for (const key of ['all', 'any'] as const) {
    if (!(key in input)) continue;
    const parts = (input as Record<string, unknown>)[key];
    if (!Array.isArray(parts) || parts.length === 0) return `"${key}" is a list of conditions`;
    const wrong = parts.find((one) => !condition.safeParse(one).success);
    return wrong === undefined ? `nothing stands beside "${key}" but conditions within it` : conditionProblem(wrong);
  }
  if ('not' in input) return conditionProblem(input.not);
  return 'a condition has one of "test", "all", "any" and "not"';
}

const level = z.strictObject({
  when: condition,
  /** In a bookkeeper's words, shown beside the bar. */
  says: z.string().min(1).max(200).optional(),
});

const comparison = z.strictObject({
  name,
  label: z.string().min(1).max(80).optional(),
  /** Field of every test that names none. */
  field: name.optional(),
  /** Strongest first; the first that holds is met. "Nothing to compare" and "different" stand before and after by themselves. */
  levels: z.array(level).min(1).max(15),
  /** A shared value (or a close number) says the less the more records have it. */
  frequencies: z.boolean().default(true),
});

const pass = z.strictObject({
  name: z.string().min(1).max(80),
  /** Fields that must be equal, with operations behind dots: `surname.first:4`, `title.rareWords:3`. */
  key: z.array(z.string().min(1)).min(1).max(4),
  /** And a number of both no further apart: right minus left from … to; of one table, either way round. */
  window: z.strictObject({ field: name, from: z.number(), to: z.number() }).optional(),
});

/** Without an `id` rows are called by their number: 1 is the first that is read. */
const table = z.strictObject({ name, id: z.string().min(1).optional() });

export const matchSpec = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'a name is a letter followed by letters, digits, _ and -')
      .max(60),
    /** One table: its duplicates are looked for. Two: records of the first (left) are linked with those of the second (right). */
    tables: z.array(table).min(1).max(2),
    /** Rows that belong to records of a table, several to one: the lines of a remittance. Read as `table.column`. */
    attached: z
      .array(z.strictObject({ name, to: name, by: z.string().min(1), column: z.string().min(1).optional() }))
      .max(4)
      .default([]),
    /**
     * Of two tables, how many partners a record may have. `many-to-one`: a left record has one partner, a right record several.
     */
    relation: z.enum(['one-to-one', 'many-to-one', 'one-to-many', 'many-to-many']).default('one-to-one'),
    constraints: z
      .strictObject({
        /** Fields that never differ between two records that are one, where both say something. */
        agree: z.array(name).max(5).default([]),
        /** Fields of which no two records of one cluster have the same value: the system that wrote the record. */
        distinct: z.array(name).max(5).default([]),
        /**
         * Of two tables: a right record whose `amount` a left one equals is settled by it, and by no other in full. Of several the
         * first by `first` (a date or number) settles; the others are likely paid twice, and are asked about.
         */
        settles: z.strictObject({ amount: name, first: name }).optional(),
      })
      .prefault({}),
    fields: z.array(field).min(1).max(60),
    comparisons: z.array(comparison).min(1).max(20),
    passes: z.array(pass).min(1).max(20),
  })
  .superRefine((spec, context) => {
    for (const message of unknownNames(spec)) context.addIssue({ code: 'custom', message });
  });

export type MatchSpec = z.infer<typeof matchSpec>;
/** As it is written: what has a default may be left out. */
export type MatchSpecInput = z.input<typeof matchSpec>;
export type FieldSpec = MatchSpec['fields'][number];
export type ComparisonSpec = MatchSpec['comparisons'][number];
export type PassSpec = MatchSpec['passes'][number];

/** Atoms of a condition, from left to right. */
export function atomsOf(condition: Condition): readonly Atom[] {
  if ('test' in condition) return [condition];
  if ('not' in condition) return atomsOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(atomsOf);
}

/** Field and operations of a part of a key. */
export function readKeyPart(part: string): { readonly field: string; readonly operations: readonly string[] } {
  const [field = '', ...operations] = part.split('.');
  return { field, operations };
}

/** Operations that make several keys of a value: the last of a key. */
const MAKE_SEVERAL = /^(?:eachWord|rareWords:\d+|runs:\d+|band:\d+)$/;
const OF_NUMBERS = /^(?:year|month|week|band:\d+)$/;

/** What is wrong with the operations on a field, as a part of a key or in its `make`. */
function operationProblems(operations: readonly string[], holdsNumbers: boolean, isKey: boolean, where: string): string[] {
  const found: string[] = [];
  for (const [at, one] of operations.entries()) {
    if (!OPERATIONS.test(one)) found.push(`${where} has no operation "${one}"`);
    else if (MAKE_SEVERAL.test(one) && (!isKey || at < operations.length - 1))
      found.push(`${where}: "${one}" makes several keys of a value, so it stands in a key, and last`);
    else if (isKey && OF_NUMBERS.test(one) !== holdsNumbers)
      found.push(
        `${where}: "${one}" is for ${holdsNumbers ? 'texts, and the field holds numbers' : 'numbers, and the field holds texts'}`,
      );
  }
  if (isKey && holdsNumbers && operations.length > 1) found.push(`${where}: of a number one operation makes a key`);
  return found;
}

const NUMERIC_TESTS: ReadonlySet<Atom['test']> = new Set(['within', 'withinShare', 'difference', 'transposed']);
const ANY_TESTS: ReadonlySet<Atom['test']> = new Set(['equal', 'known', 'silent']);

function unknownNames(spec: z.infer<typeof matchSpec>): string[] {
  const found: string[] = [];
  const fields = new Map(spec.fields.map((one) => [one.name, one]));
  const isNumber = (field: string): boolean => {
    const one = fields.get(field);
    return one !== undefined && NUMERIC_READINGS.has(one.as) && (one.make ?? []).length === 0;
  };
  const check = (field: string | undefined, where: string): void => {
    if (field === undefined || !fields.has(field)) found.push(`${where} names the field "${field ?? ''}", which is not there`);
  };
  for (const one of spec.fields) {
    if (one.from === undefined && one.left === undefined && one.right === undefined)
      found.push(`field "${one.name}" names no column: give from, or left and right`);
    found.push(...operationProblems(one.make ?? [], false, false, `field "${one.name}"`));
  }
  for (const comparison of spec.comparisons) {
    for (const test of comparison.levels.flatMap(({ when }) => atomsOf(when))) {
      const where = `a test "${test.test}" of comparison "${comparison.name}"`;
      for (const used of [test.field ?? comparison.field, ...(test.other === undefined ? [] : [test.other])]) {
        check(used, where);
        if (used === undefined || !fields.has(used) || ANY_TESTS.has(test.test)) continue;
        if (NUMERIC_TESTS.has(test.test) !== isNumber(used))
          found.push(`${where} does not fit field "${used}", which holds ${isNumber(used) ? 'numbers' : 'texts'}`);
      }
    }
  }
  for (const { name: title, key, window } of spec.passes) {
    for (const part of key) {
      const { field, operations } = readKeyPart(part);
      check(field, `pass "${title}"`);
      found.push(...operationProblems(operations, isNumber(field), true, `pass "${title}"`));
    }
    if (window === undefined) continue;
    check(window.field, `the window of pass "${title}"`);
    if (fields.has(window.field) && !isNumber(window.field))
      found.push(`the window of pass "${title}" needs a field of numbers; "${window.field}" holds texts`);
  }
  const patterns = spec.comparisons.reduce((product, { levels }) => product * (levels.length + 2), 1);
  if (patterns > 2 ** 32) found.push('there are too many levels: the product of (levels + 2) over all comparisons is at most 2^32');
  const { agree, distinct, settles } = spec.constraints;
  for (const used of [...agree, ...distinct]) check(used, 'a constraint');
  if (settles !== undefined) for (const used of [settles.amount, settles.first]) check(used, 'the constraint "settles"');
  for (const { name: title, to } of spec.attached)
    if (!spec.tables.some((one) => one.name === to)) found.push(`attached table "${title}" belongs to "${to}", which is not there`);
  for (const [kind, list] of [
    ['field', spec.fields],
    ['comparison', spec.comparisons],
  ] as const) {
    const twice = list.find((one, i) => list.findIndex(({ name }) => name === one.name) !== i);
    if (twice !== undefined) found.push(`two ${kind}s are called "${twice.name}"`);
  }
  return found;
}

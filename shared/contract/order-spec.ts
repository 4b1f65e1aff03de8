/**
 * The specification of the engine for orders: what is compared, by which levels, and where candidates are looked for. Data with a schema,
 * like that of any tables (`match-spec.ts`), and without weights, thresholds and budgets: those are a model's. The sentences are shown
 * to people as they are.
 */
import { z } from 'zod';
import { FIELD_NAMES } from '../domain/fields.ts';
import { VALUE_COLUMNS } from '../domain/value-columns.ts';

const name = z.string().regex(/^[a-z][A-Za-z]*$/, 'a name is letters, the first a small one');
const words = z.string().min(1).max(200);
const minutes = z.int().min(0);
const permille = z.int().min(1).max(1000);
const column = z.enum(VALUE_COLUMNS);

/** How two values stand to each other: `alike` includes `same`, `notDifferent` includes that one side is silent. */
const standing = z.enum(['same', 'alike', 'unknown', 'notDifferent', 'different']);
export type Standing = z.infer<typeof standing>;

const referenceTest = z.enum([
  /** One owns the id that the other mentions. */
  'named',
  /** Both mention (or own) one id. */
  'shared',
  /** The id that one owns stands in a free text of the other. */
  'inText',
  /** One mentions the id of another record of this book, in a space in which its partner owns a different one. */
  'namesAnother',
]);
export type ReferenceTest = z.infer<typeof referenceTest>;

/** What must hold for a level. Levels are tried from the top; the first that holds is met. */
const levelTest = z.discriminatedUnion('is', [
  /** One side or both are silent. Always the first level: nothing said is no disagreement. */
  z.strictObject({ is: z.literal('unknown') }),
  /** Whatever is left. Always the last level. */
  z.strictObject({ is: z.literal('otherwise') }),
  z.strictObject({ is: referenceTest }),
  /** `clientless`: only where one of the two names no client. A client's place says nothing that the client has not said. */
  z.strictObject({ is: z.literal('equal'), clientless: z.literal(true).optional() }),
  /** Equal once the tax that one of them states is taken off. */
  z.strictObject({ is: z.literal('equalBeforeTax') }),
  z.strictObject({ is: z.literal('withinMinor'), minor: z.int().min(1) }),
  /** Two neighbouring digits changed places. */
  z.strictObject({ is: z.literal('transposed') }),
  z.strictObject({ is: z.literal('withinPermille'), permille }),
  z.strictObject({ is: z.literal('withinMinutes'), minutes }),
  z.strictObject({ is: z.literal('withinDays'), days: z.int().min(0) }),
  /** The later one bears the last day of the month in which the other was placed: booked when the month was closed. */
  z.strictObject({ is: z.literal('monthEnd') }),
  z.strictObject({
    is: z.literal('party'),
    email: standing.optional(),
    firm: standing.optional(),
    phone: standing.optional(),
    name: standing.optional(),
  }),
  /** One has a title only, and it begins with or contains the name of the other's client. */
  z.strictObject({ is: z.literal('titleNames') }),
  /**
   * What the titles say beside their clients' names: shared words weighed by log2(records / records with the word), permille of the
   * title that says less, and at least so many bits of them. `whole`: all words of one title stand in the other, the client's too.
   */
  z.strictObject({ is: z.literal('subject'), permille, bits: z.number().positive(), whole: z.literal(true).optional() }),
  /** Runs of three characters in common, permille of all of both (Jaccard): words joined, cut or misspelt matter little. */
  z.strictObject({ is: z.literal('sharedRuns'), permille }),
]);
export type LevelTest = z.infer<typeof levelTest>;

const level = z.strictObject({
  test: levelTest,
  /** In a bookkeeper's words, shown beside the bar. */
  sentence: words,
  /** Short, for the reason in the queue; absent where the level is no reason to ask. */
  short: words.optional(),
});

const comparison = z.strictObject({
  name,
  kind: z.enum(['reference', 'amount', 'time', 'party', 'value', 'words', 'sentTwice']),
  /** Row of the merge screen that the bar belongs to. */
  field: z.enum(FIELD_NAMES),
  label: words,
  /** For `value` and `words`. */
  column: column.optional(),
  levels: z.array(level).min(2).readonly(),
  /** For `amount`: with a campaign or project only equality speaks, for what they cost is not what the sale was worth. */
  contextOnlyEqual: z.boolean().optional(),
  /** For `time`: between sales, or where one is a campaign or project: work begins before and after a sale. All others are unknown. */
  between: z.enum(['sales', 'context']).optional(),
});
export type Comparison = z.infer<typeof comparison>;

const keyPart = z.union([column, z.enum(['total', 'netTotal', 'slot', 'nameStart', 'titleWord'])]);
export type KeyPart = z.infer<typeof keyPart>;

/** One way to look for candidates: records that agree on all key parts, within a time of each other. */
const pass = z.strictObject({
  name: words,
  key: z.array(keyPart).min(1).readonly(),
  /** Records without a date take part only where there is no window. */
  withinMinutes: minutes.nullable(),
  /** Window for blocks that are over the model's budget. */
  crowdedMinutes: minutes,
  /** `apart`: two systems or types. `same`: two ids of one system and type (a request sent twice). `context`: a campaign or project is one of them. */
  slots: z.enum(['apart', 'same', 'context']),
});
export type Pass = z.infer<typeof pass>;

export const orderSpec = z
  .strictObject({ name, comparisons: z.array(comparison).min(1).readonly(), passes: z.array(pass).max(30).readonly() })
  .superRefine(({ comparisons, passes }, context) => {
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    for (const { name: own, kind, column: values, levels } of comparisons) {
      const tests = levels.map(({ test }) => test.is);
      if (tests[0] !== 'unknown' || tests.indexOf('unknown', 1) !== -1)
        complain(`"unknown" is the first level of ${own}, and no other`);
      if (tests.indexOf('otherwise') !== tests.length - 1) complain(`"otherwise" is the last level of ${own}, and no other`);
      if ((kind === 'value' || kind === 'words') && values === undefined) complain(`${own} names no column`);
    }
    for (const list of [comparisons, passes]) {
      const twice = list.find((one, at) => list.findIndex((other) => other.name === one.name) !== at);
      if (twice !== undefined) complain(`"${twice.name}" stands there twice`);
    }
    const patterns = comparisons.reduce((product, { levels }) => product * levels.length, 1);
    if (patterns > 2 ** 32) complain('the product of the levels of all comparisons is at most 2^32: a pattern is one number');
  });
export type OrderSpec = z.infer<typeof orderSpec>;

/**
 * A matching specification: what is compared, by which levels, and where candidates are looked for. Data without weights and
 * thresholds: those are a model's (`model.ts`). The sentences are shown to people as they are.
 */
import type { FieldName } from '#shared/domain/fields.ts';
import type { ValueColumn } from './columns.ts';

/** What must hold for a level. Levels are tried from the top; the first that holds is met. */
export type LevelTest =
  /** One side or both are silent. Always the first level, and always weight 0: nothing said is no disagreement. */
  | { readonly is: 'unknown' }
  /** Whatever is left. Always the last level. */
  | { readonly is: 'otherwise' }
  | { readonly is: ReferenceTest }
  /** `clientless`: only where one of the two names no client. A client's place says nothing that the client has not said. */
  | { readonly is: 'equal'; readonly clientless?: true }
  /** Equal once the tax that one of them states is taken off. */
  | { readonly is: 'equalBeforeTax' }
  | { readonly is: 'withinMinor'; readonly minor: number }
  /** Two neighbouring digits changed places. */
  | { readonly is: 'transposed' }
  | { readonly is: 'withinPermille'; readonly permille: number }
  | { readonly is: 'withinMinutes'; readonly minutes: number }
  | { readonly is: 'withinDays'; readonly days: number }
  /** The later one bears the last day of the month in which the other was placed: booked when the month was closed. */
  | { readonly is: 'monthEnd' }
  | {
      readonly is: 'party';
      readonly email?: Standing;
      readonly firm?: Standing;
      readonly phone?: Standing;
      readonly name?: Standing;
    }
  /** One has a title only, and it begins with or contains the name of the other's client. */
  | { readonly is: 'titleNames' }
  /**
   * What the titles say beside their clients' names: shared words weighed by log2(records / records with the word), permille of the
   * title that says less, and at least so many bits of them. `whole`: all words of one title stand in the other, the client's too.
   */
  | { readonly is: 'subject'; readonly permille: number; readonly bits: number; readonly whole?: true }
  /** Runs of three characters in common, permille of all of both (Jaccard): words joined, cut or misspelt matter little. */
  | { readonly is: 'sharedRuns'; readonly permille: number };

export type ReferenceTest =
  /** One owns the id that the other mentions. */
  | 'named'
  /** Both mention (or own) one id. */
  | 'shared'
  /** The id that one owns stands in a free text of the other. */
  | 'inText'
  /** One mentions the id of another record of this book, in a space in which its partner owns a different one. */
  | 'namesAnother';

/** How two values stand to each other: `alike` includes `same`, `notDifferent` includes that one side is silent. */
export type Standing = 'same' | 'alike' | 'unknown' | 'notDifferent' | 'different';

export interface Level {
  readonly test: LevelTest;
  /** In a bookkeeper's words, shown beside the bar. */
  readonly sentence: string;
  /** Short, for the reason in the queue; absent where the level is no reason to ask. */
  readonly short?: string;
}

export type ComparisonKind = 'reference' | 'amount' | 'time' | 'party' | 'value' | 'words' | 'sentTwice';

export interface Comparison {
  readonly name: string;
  readonly kind: ComparisonKind;
  /** Row of the merge screen that the bar belongs to. */
  readonly field: FieldName;
  readonly label: string;
  /** For `value` and `words`. */
  readonly column?: ValueColumn;
  readonly levels: readonly Level[];
  /** For `amount`: with a campaign or project only equality speaks, for what they cost is not what the sale was worth. */
  readonly contextOnlyEqual?: boolean;
  /** For `time`: between sales, or where one is a campaign or project: work begins before and after a sale. All others are unknown. */
  readonly between?: 'sales' | 'context';
}

export type KeyPart = ValueColumn | 'total' | 'netTotal' | 'slot' | 'nameStart' | 'titleWord';

/** One way to look for candidates: records that agree on all key parts, within a time of each other. */
export interface Pass {
  readonly name: string;
  readonly key: readonly KeyPart[];
  /** Records without a date take part only where there is no window. */
  readonly withinMinutes: number | null;
  /** Window for blocks with more records than the budget; wider blocks are purged and reported. */
  readonly crowdedMinutes: number;
  /** `apart`: two systems or types. `same`: two ids of one system and type (a request sent twice). `context`: a campaign or project is one of them. */
  readonly slots: 'apart' | 'same' | 'context';
}

export interface Specification {
  readonly name: string;
  readonly comparisons: readonly Comparison[];
  readonly passes: readonly Pass[];
  /** Records of a block, and neighbours of one record in a crowded block, that are compared. */
  readonly budget: { readonly blockRecords: number; readonly neighbours: number };
}

/** Levels of each comparison, the least significant digit first: a pattern is a number in this mixed radix. */
export function radices(spec: Specification): readonly number[] {
  return spec.comparisons.map(({ levels }) => levels.length);
}

export function patternOf(levels: readonly number[], radix: readonly number[]): number {
  let pattern = 0;
  for (let i = radix.length - 1; i >= 0; i--) pattern = pattern * (radix[i] ?? 1) + (levels[i] ?? 0);
  return pattern;
}

export function levelsOf(pattern: number, radix: readonly number[]): number[] {
  let rest = pattern;
  return radix.map((count) => {
    const level = rest % count;
    rest = (rest - level) / count;
    return level;
  });
}

/** Level of one comparison in a pattern. */
export function levelAt(pattern: number, radix: readonly number[], comparison: number): number {
  let rest = pattern;
  for (let i = 0; i < comparison; i++) rest = Math.floor(rest / (radix[i] ?? 1));
  return rest % (radix[comparison] ?? 1);
}

/** Level of the first test, after "unknown", that `holds`. The last is "otherwise". */
export function firstLevel({ levels, name }: Comparison, holds: (test: LevelTest) => boolean): number {
  for (let level = 1; level < levels.length; level++) {
    const test = levels[level]?.test;
    if (test === undefined || test.is === 'otherwise' || holds(test)) return level;
  }
  throw new Error(`${name} has no level "otherwise"`);
}

/** Where a model came from, as it is stored beside it. */
import { z } from 'zod';
import type { Rests } from '#core/learning/unlabelled/from-book.ts';

const tally = z.object({ right: z.int(), wrong: z.int() });

const rests = z.object({
  links: z.int(),
  ruledOut: z.int(),
  compared: z.int(),
  chance: z.int(),
  expected: z.int(),
  comparisons: z
    .array(
      z.object({
        name: z.string(),
        kept: z.enum(['labels', 'repeats', 'elsewhere', 'few', 'odd']).nullable(),
        levels: z.array(z.object({ pairs: z.int(), learnt: z.boolean() })).readonly(),
      }),
    )
    .readonly(),
  before: tally,
  after: tally,
}) satisfies z.ZodType<Rests>;

export const modelOrigin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shipped') }),
  /** Calibrated on people's answers, starting from `from`. */
  z.object({
    kind: z.literal('learnt'),
    from: z.string(),
    decisions: z.int(),
    together: z.int(),
    apart: z.int(),
    /** Latest decision that was looked at. */
    throughDecisionId: z.int(),
  }),
  /** Learnt from the book's own records, held back to the shipped model `from`. */
  z.object({ kind: z.literal('book'), from: z.string(), rests }),
  z.object({ kind: z.literal('thresholds'), from: z.string() }),
  z.object({ kind: z.literal('read'), name: z.string() }),
]);
export type ModelOrigin = z.infer<typeof modelOrigin>;

/** An origin that a later version wrote is read as a file's. */
export function originOf(text: string): ModelOrigin {
  const parsed = modelOrigin.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : { kind: 'read', name: 'a later version of Onefold' };
}

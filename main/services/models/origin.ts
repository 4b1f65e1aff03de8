/** Where a model came from, as it is stored beside it. */
import { z } from 'zod';

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
  z.object({ kind: z.literal('thresholds'), from: z.string() }),
  z.object({ kind: z.literal('read'), name: z.string() }),
]);
export type ModelOrigin = z.infer<typeof modelOrigin>;

/** An origin that a later version wrote is read as a file's. */
export function originOf(text: string): ModelOrigin {
  const parsed = modelOrigin.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : { kind: 'read', name: 'a later version of Onefold' };
}

/** A model as the book stores it: its schema, for a body may come from another version of the app. */
import { z } from 'zod';
import type { Model } from '#core/matching/orders/model.ts';

const millibits = z.int();

export const modelBody = z.strictObject({
  specification: z.string(),
  priorMillibits: millibits,
  weights: z.record(z.string(), z.array(millibits).readonly()),
  frequencies: z.record(
    z.string(),
    z.strictObject({ free: z.int().positive(), perDoubling: millibits.min(0), most: millibits.min(0) }),
  ),
  joinAt: millibits,
  joinNamedAt: millibits,
  joinContextAt: millibits,
  margin: millibits,
  proposeAt: millibits,
  keepBeatenAt: millibits,
  bands: z.strictObject({ certain: millibits, likely: millibits }),
  budget: z.strictObject({ blockRecords: z.int().positive(), neighbours: z.int().positive() }),
}) satisfies z.ZodType<Model>;

/** The part of Splink's settings JSON (version 4 and 5) that a model is written to and read from. */
import { z } from 'zod';

export const splinkLevel = z.object({
  /** SQL over the columns of both sides: `"name_l" = "name_r"`, or `ELSE`. */
  sql_condition: z.string(),
  label_for_charts: z.string().default(''),
  is_null_level: z.boolean().default(false),
  m_probability: z.number().optional(),
  u_probability: z.number().optional(),
  tf_adjustment_column: z.string().optional(),
  tf_adjustment_weight: z.number().optional(),
  /** The level's own u is what a frequency is held against. */
  disable_tf_exact_match_detection: z.boolean().optional(),
});
export type SplinkLevel = z.infer<typeof splinkLevel>;

export const splinkComparison = z.object({
  output_column_name: z.string(),
  comparison_description: z.string().default(''),
  comparison_levels: z.array(splinkLevel).min(2),
});
export type SplinkComparison = z.infer<typeof splinkComparison>;

export const splinkBlockingRule = z.object({
  blocking_rule: z.string(),
  arrays_to_explode: z.array(z.string()).optional(),
});
export type SplinkBlockingRule = z.infer<typeof splinkBlockingRule>;

export const splinkSettings = z.object({
  link_type: z.enum(['dedupe_only', 'link_only']),
  unique_id_column_name: z.string().default('unique_id'),
  probability_two_random_records_match: z.number().gt(0).lt(1),
  blocking_rules_to_generate_predictions: z.array(splinkBlockingRule).min(1),
  comparisons: z.array(splinkComparison).min(1),
  linker_uid: z.string().optional(),
});
export type SplinkSettings = z.infer<typeof splinkSettings>;

/** What one side can say and the other cannot: one sentence for the person who asked. */
export class InterchangeProblem extends Error {
  override readonly name = 'InterchangeProblem';
}

/** Ids of a block in one cell of a prepared table. */
export const BLOCK_SEPARATOR = ';';

/** Column of a prepared table that holds the block keys of a pass. */
export function blockColumn(pass: number): string {
  return `block_${pass + 1}`;
}

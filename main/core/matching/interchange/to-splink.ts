/**
 * A trained model as Splink's settings, for a firm whose records need a cluster: the same levels with the same m and u over the same
 * prepared columns. Blocking keys go along as columns of the prepared table (`prepared.ts`), so that both compare the same pairs.
 */
import type { ComparisonSpec, MatchSpec } from '#shared/contract/match-spec.ts';
import {
  blockColumn,
  InterchangeProblem,
  type SplinkBlockingRule,
  type SplinkComparison,
  type SplinkLevel,
  type SplinkSettings,
} from '#shared/contract/splink-settings.ts';
import { assert } from '#shared/domain/assert.ts';
import { fieldsOf } from '../compare/conditions.ts';
import type { TrainedComparison, TrainedModel } from '../training/trained-model.ts';
import { adjustedFields, isNumeric, shareColumn } from './adjusted-fields.ts';
import { conditionSql, nullSql, type SqlContext } from './write-sql.ts';

/**
 * Throws `InterchangeProblem` where Splink has no counterpart.
 * @param exploded passes whose key has several values a record (`prepared.ts` says which).
 */
export function toSplink(spec: MatchSpec, model: TrainedModel, exploded: ReadonlySet<number>, version: string): SplinkSettings {
  const isLink = spec.tables.length === 2;
  return {
    link_type: isLink ? 'link_only' : 'dedupe_only',
    unique_id_column_name: 'unique_id',
    probability_two_random_records_match: probabilityOf(model.priorMillibits),
    blocking_rules_to_generate_predictions: spec.passes.map((pass, at) => blockingRule(pass, at, exploded.has(at), spec)),
    comparisons: spec.comparisons.map((comparison, at) => {
      const trained = model.comparisons[at];
      assert(trained !== undefined, 'a model has one entry for each comparison');
      return splinkComparison(comparison, trained, spec, isLink);
    }),
    linker_uid: version,
  };
}

/** Odds of 2^(millibits / 1000) as a probability. */
export function probabilityOf(millibits: number): number {
  const odds = 2 ** (millibits / 1000);
  return odds / (1 + odds);
}

function splinkComparison(
  comparison: ComparisonSpec,
  trained: TrainedComparison,
  spec: MatchSpec,
  isLink: boolean,
): SplinkComparison {
  const context: SqlContext = { isLink, field: comparison.field, unit: unitsOf(spec) };
  const conditions = comparison.levels.map(({ when }) => conditionSql(when, context));
  const fields = [...new Set(comparison.levels.flatMap(({ when }) => fieldsOf(when, comparison.field)))];
  const crosses = comparison.levels.some(({ when }) => JSON.stringify(when).includes('"other"')) ? conditions : [];
  const weighed = (level: number): Pick<SplinkLevel, 'm_probability' | 'u_probability'> => ({
    m_probability: trained.m[level] as number,
    u_probability: trained.u[level] as number,
  });
  return {
    output_column_name: comparison.name,
    comparison_description: comparison.label ?? comparison.name,
    comparison_levels: [
      { sql_condition: nullSql(fields, crosses), label_for_charts: 'Nothing to compare', is_null_level: true },
      ...comparison.levels.map(({ when, says }, at): SplinkLevel => {
        const isAdjusted = adjustedFields(when, comparison, spec) !== null;
        return {
          sql_condition: conditions[at] as string,
          label_for_charts: says ?? JSON.stringify(when),
          is_null_level: false,
          ...weighed(at + 1),
          ...(isAdjusted
            ? {
                tf_adjustment_column: shareColumn(comparison.name, at),
                tf_adjustment_weight: 1,
                disable_tf_exact_match_detection: true,
              }
            : {}),
        };
      }),
      {
        sql_condition: 'ELSE',
        label_for_charts: 'Different',
        is_null_level: false,
        ...weighed(comparison.levels.length + 1),
      },
    ],
  };
}

function blockingRule(pass: MatchSpec['passes'][number], at: number, explode: boolean, spec: MatchSpec): SplinkBlockingRule {
  const column = blockColumn(at);
  const key = `l."${column}" = r."${column}"`;
  const { window } = pass;
  if (window !== undefined && explode)
    throw new InterchangeProblem(`the pass “${pass.name}” has several keys a record and a window, which Splink cannot block on`);
  const difference = window === undefined ? '' : `r."${window.field}" - l."${window.field}"`;
  const span = spec.tables.length === 2 ? difference : `abs(${difference})`;
  const unit = window === undefined ? 1 : unitsOf(spec)(window.field);
  const near = window === undefined ? '' : ` AND ${span} BETWEEN ${window.from / unit} AND ${window.to / unit}`;
  return { blocking_rule: key + near, ...(explode ? { arrays_to_explode: [column] } : {}) };
}

/** Plain numbers are thousandths in the engine and themselves in a prepared table. */
export function unitsOf(spec: MatchSpec): (field: string) => number {
  const thousandths = new Set(spec.fields.filter((field) => field.as === 'number' && isNumeric(field)).map(({ name }) => name));
  return (field) => (thousandths.has(field) ? 1000 : 1);
}

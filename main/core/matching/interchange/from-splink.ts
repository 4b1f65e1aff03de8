/**
 * Splink's settings as a specification and a model over prepared tables: every field is a column that needs no more preparation. What
 * cannot be read without changing its meaning is refused, by name.
 */
import { atomsOf, type ComparisonSpec, type Condition, type MatchSpec } from '#shared/contract/match-spec.ts';
import {
  BLOCK_SEPARATOR,
  InterchangeProblem,
  type SplinkComparison,
  type SplinkSettings,
} from '#shared/contract/splink-settings.ts';
import { fieldsOf } from '../compare/conditions.ts';
import { millibitsOf, rounded, THRESHOLDS, type TrainedComparison, type TrainedModel } from '../training/trained-model.ts';
import { adjustedFields, shareColumn } from './adjusted-fields.ts';
import { readCondition, readNullFields, thousandths } from './read-sql.ts';

export interface ReadModel {
  readonly spec: MatchSpec;
  readonly model: TrainedModel;
}

/** Tests whose field is a number. */
const NUMERIC: ReadonlySet<string> = new Set(['within', 'difference', 'withinShare']);

export function fromSplink(settings: SplinkSettings, name: string): ReadModel {
  const read = settings.comparisons.map(readComparison);
  const isLink = settings.link_type === 'link_only';
  const passes = settings.blocking_rules_to_generate_predictions.map(readPass);
  const numeric = new Set(read.flatMap(({ comparison }) => numericFields(comparison)));
  for (const { window } of passes) if (window !== undefined) numeric.add(window.field);
  const exploded = new Set(settings.blocking_rules_to_generate_predictions.flatMap((rule) => rule.arrays_to_explode ?? []));
  const names = new Set([...read.flatMap(({ fields }) => fields), ...passes.flatMap(({ key }) => key), ...numeric]);
  const id = settings.unique_id_column_name;
  const spec: MatchSpec = {
    name,
    tables: (isLink ? ['left', 'right'] : ['records']).map((table) => ({ name: table, id })),
    attached: [],
    relation: 'many-to-many',
    constraints: { agree: [], distinct: [] },
    fields: [...names].sort().map((field) => ({
      name: field,
      from: field,
      as: numeric.has(field) ? ('number' as const) : ('id' as const),
      ...(exploded.has(field) ? { split: BLOCK_SEPARATOR } : {}),
    })),
    comparisons: read.map(({ comparison }) => comparison),
    passes,
  };
  for (const [at, comparison] of spec.comparisons.entries()) refuseOtherFrequencies(comparison, settings.comparisons[at], spec);
  return {
    spec,
    model: {
      specification: name,
      priorMillibits: bitsOfProbability(settings.probability_two_random_records_match),
      comparisons: read.map(({ trained }) => trained),
      thresholds: THRESHOLDS,
    },
  };
}

/** A level weighs how common its value is, or it does not: what decides it here must decide it there. */
function refuseOtherFrequencies(comparison: ComparisonSpec, splink: SplinkComparison | undefined, spec: MatchSpec): void {
  for (const [at, { when }] of comparison.levels.entries()) {
    const there = splink?.comparison_levels[at + 1]?.tf_adjustment_column ?? null;
    const fields = adjustedFields(when, comparison, spec);
    const here = fields === null ? null : fields.join(' + ');
    if (there !== here && (here === null || there !== shareColumn(comparison.name, at)))
      throw new InterchangeProblem(
        `“${comparison.name}” weighs the frequency of ${there ?? 'nothing'} in “${splink?.comparison_levels[at + 1]?.sql_condition ?? ''}”, where it would be that of ${here ?? 'nothing'} here`,
      );
  }
}

/** Probability as log2 odds, millibits. */
export function bitsOfProbability(probability: number): number {
  return Math.round(1000 * Math.log2(probability / (1 - probability)));
}

function readComparison(comparison: SplinkComparison): {
  comparison: ComparisonSpec;
  trained: TrainedComparison;
  fields: readonly string[];
} {
  const { output_column_name: name, comparison_description: label, comparison_levels: levels } = comparison;
  const [silent, ...rest] = levels;
  const different = rest.pop();
  if (silent?.is_null_level !== true || different?.sql_condition.trim().toUpperCase() !== 'ELSE' || rest.length === 0)
    throw new InterchangeProblem(`“${name}” does not begin with a null level and end with ELSE`);
  const conditions = rest.map(({ sql_condition }) => readCondition(sql_condition));
  const fields = [...new Set(conditions.flatMap((condition) => fieldsOf(condition, undefined)))];
  const silentFields = readNullFields(silent.sql_condition);
  if (fields.some((field) => !silentFields.includes(field)) || silentFields.length !== fields.length)
    throw new InterchangeProblem(
      `“${name}” says “nothing to compare” by other columns (${silentFields.join(', ')}) than it compares (${fields.join(', ')})`,
    );
  const weighed = [...rest, different].map((level) => {
    const { m_probability: m, u_probability: u } = level;
    if (m === undefined || u === undefined || m <= 0 || u <= 0)
      throw new InterchangeProblem(`a level of “${name}” has no m or no u: the model is not trained`);
    return { m: rounded(m), u: rounded(u) };
  });
  const adjusted = rest.filter(({ tf_adjustment_column: column }) => column !== undefined);
  return {
    comparison: {
      name,
      ...(label === '' ? {} : { label }),
      levels: rest.map(({ label_for_charts: says }, at) => ({
        when: conditions[at] as Condition,
        ...(says === '' ? {} : { says: says.slice(0, 200) }),
      })),
      frequencies: adjusted.length > 0,
    },
    trained: {
      name,
      m: [0, ...weighed.map(({ m }) => m)],
      u: [0, ...weighed.map(({ u }) => u)],
      millibits: [0, ...weighed.map(({ m, u }) => millibitsOf(m, u))],
      source: 'trained',
    },
    fields,
  };
}

function numericFields({ levels }: ComparisonSpec): readonly string[] {
  return levels.flatMap(({ when }) =>
    atomsOf(when).flatMap(({ test, field, other }) => (NUMERIC.has(test) ? [field, other].filter((one) => one !== undefined) : [])),
  );
}

const PART = /^l\."(\w+)" = r\."(\w+)"$/;
const WINDOW = /^(?:abs\()?r\."(\w+)" - l\."(\w+)"\)? BETWEEN (-?[\d.]+) AND (-?[\d.]+)$/;

function readPass(rule: SplinkSettings['blocking_rules_to_generate_predictions'][number]): MatchSpec['passes'][number] {
  const text = rule.blocking_rule;
  const windowed = /^(.*?) AND ((?:abs\()?r\."\w+" - l\."\w+"\)? BETWEEN \S+ AND \S+)$/.exec(text);
  const [keys, near] = windowed === null ? [text, null] : [windowed[1] ?? '', WINDOW.exec(windowed[2] ?? '')];
  const key = keys.split(' AND ').map((part) => {
    const found = PART.exec(part.trim().replace(/^\((.*)\)$/, '$1'));
    if (found === null || found[1] !== found[2])
      throw new InterchangeProblem(`the blocking rule “${text}” is more than equal columns`);
    return found[1] as string;
  });
  return {
    name: text.slice(0, 80),
    key,
    ...(near === null ? {} : { window: { field: near[1] as string, from: thousandths(near[3]), to: thousandths(near[4]) } }),
  };
}

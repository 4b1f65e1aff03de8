/** Which values a level is adjusted by, as `compare/frequencies.ts` decides it, where Splink can do the same. */
import { atomsOf, type ComparisonSpec, type Condition, type MatchSpec, NUMERIC_READINGS } from '#shared/contract/match-spec.ts';
import { InterchangeProblem } from '#shared/contract/splink-settings.ts';

/** Fields whose values together are counted; null where a level takes no adjustment. Throws where it takes one that Splink does not know. */
export function adjustedFields(when: Condition, comparison: ComparisonSpec, spec: MatchSpec): readonly string[] | null {
  if (!comparison.frequencies || 'any' in when || 'not' in when) return null;
  const atoms = 'all' in when ? when.all.flatMap((one) => ('test' in one ? [one] : [])) : atomsOf(when);
  if ('all' in when && atoms.length < when.all.length) return null;
  if (atoms.some(({ other, field }) => other !== undefined && other !== field)) return null;
  const names = atoms.map(({ field }) => field ?? comparison.field ?? '');
  const fields = names.flatMap((name) => spec.fields.find((one) => one.name === name) ?? []);
  const areEqual = atoms.every(({ test }) => test === 'equal');
  if (areEqual && fields.every((field) => !isNumeric(field) && !isSeveral(field))) return names;
  const [field] = fields;
  if (atoms.length !== 1 || field === undefined) return null;
  if (areEqual || (isNumeric(field) && atoms[0]?.test === 'withinShare'))
    throw new InterchangeProblem(
      `“${comparison.name}” weighs how common numbers or one of several values are, which Splink does not; switch its frequencies off`,
    );
  return null;
}

/** Column of a prepared table that holds the counted value of a level. */
export function shareColumn(comparison: string, level: number): string {
  return `value_${comparison}_${level + 1}`;
}

/** Fields with several values a record. */
function isSeveral({ from, left, right, join, split }: MatchSpec['fields'][number]): boolean {
  if (split !== undefined) return true;
  return join !== true && [from, left, right].some((columns) => Array.isArray(columns) && columns.length > 1);
}

/** Whether a field holds numbers when it is read. */
export function isNumeric({ as, make }: MatchSpec['fields'][number]): boolean {
  return NUMERIC_READINGS.has(as) && (make ?? []).length === 0;
}

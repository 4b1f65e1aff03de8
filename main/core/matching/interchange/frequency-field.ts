/** Which column's term frequency a level is adjusted by, as `compare/frequencies.ts` decides it, where Splink can do the same. */
import { atomsOf, type ComparisonSpec, type Condition, type MatchSpec, NUMERIC_READINGS } from '#shared/contract/match-spec.ts';
import { InterchangeProblem } from './splink-settings.ts';

/** Null where a level takes no adjustment. Throws where it takes one that Splink does not know. */
export function frequencyField(when: Condition, comparison: ComparisonSpec, spec: MatchSpec): string | null {
  if (!comparison.frequencies || 'any' in when || 'not' in when) return null;
  for (const atom of 'all' in when ? when.all.flatMap(atomsOf) : atomsOf(when)) {
    if (atom.other !== undefined && atom.other !== atom.field) continue;
    const name = atom.field ?? comparison.field ?? '';
    const field = spec.fields.find((one) => one.name === name);
    if (field === undefined || isSeveral(field)) continue;
    if (atom.test === 'equal') return name;
    if (atom.test === 'withinShare' && NUMERIC_READINGS.has(field.as))
      throw new InterchangeProblem(
        `“${comparison.name}” weighs how many numbers lie close, which Splink does not; switch its frequencies off`,
      );
  }
  return null;
}

/** Fields with several values a record take no adjustment. */
function isSeveral({ from, left, right, join, split }: MatchSpec['fields'][number]): boolean {
  if (split !== undefined) return true;
  return join !== true && [from, left, right].some((columns) => Array.isArray(columns) && columns.length > 1);
}

/** Whether a field holds numbers when it is read. */
export function isNumeric({ as, make }: MatchSpec['fields'][number]): boolean {
  return NUMERIC_READINGS.has(as) && (make ?? []).length === 0;
}

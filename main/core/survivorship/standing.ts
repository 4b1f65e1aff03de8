/** How the members stand on a field: decides the order of rows on the merge screen and what may be merged in bulk. */
import type { FactValue, FieldName } from '#shared/domain/fields.ts';
import { identicalValue, sameValue } from './comparable.ts';
import type { Member } from './member.ts';
import type { Zone } from './zone.ts';

/** Worst first. */
export const STANDINGS = ['blocking', 'conflict', 'oneSided', 'sameAfterNormalising', 'identical'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Null when no member states a value. A difference in currency can never be merged, only linked. */
export function standingOf(field: FieldName, members: readonly Member[], zone: Zone): Standing | null {
  const values: FactValue[] = [];
  for (const { facts } of members) {
    const value = facts[field];
    if (value !== null && value !== undefined) values.push(value);
  }
  const [first] = values;
  if (first === undefined) return null;
  if (values.some((value) => !sameValue(field, value, first, zone))) return field === 'currency' ? 'blocking' : 'conflict';
  if (values.length < members.length) return 'oneSided';
  return values.every((value) => identicalValue(value, first)) ? 'identical' : 'sameAfterNormalising';
}

/** Rounding may leave totals of one sale this far apart, minor units. */
const TOLERANCE_MINOR = 1;

/** True when amounts of one currency, minor units, are further apart than rounding leaves them. */
export function beyondRounding(amounts: readonly number[]): boolean {
  return amounts.length > 1 && Math.max(...amounts) - Math.min(...amounts) > TOLERANCE_MINOR;
}

/** True when the members' totals disagree beyond rounding. Members are in one currency. */
export function totalsDiffer(members: readonly Member[]): boolean {
  return beyondRounding(members.flatMap(({ facts }) => facts.total ?? []));
}

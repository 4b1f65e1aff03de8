/** The fields of a canonical order: for each, the winner, the rule and the members that disagree. Decisions come before rules. */
import { type FactValue, FIELD_NAMES, type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import type { FieldChoice } from '#shared/domain/survivorship.ts';
import { byAuthority, type Member } from './member.ts';
import { chooseByRule, disagreeing, systemName } from './rules.ts';
import type { Zone } from './zone.ts';

/** A person's choice for a field, with the records of this cluster it names. */
export type ResolvedPick =
  | {
      readonly from: 'record';
      readonly recordId: number;
      readonly by: string;
      /** Set when a locked field was overridden: the reason given. */
      readonly reason: string | null;
    }
  | { readonly from: 'both'; readonly recordIds: readonly number[]; readonly by: string }
  | {
      readonly from: 'person';
      readonly value: FactValue | null;
      readonly by: string;
      readonly reason: string | null;
    };

export type Picks = { readonly [F in FieldName]?: ResolvedPick };
export type CanonicalFields = { readonly [F in FieldName]?: FieldChoice };

/** Chooses every field that any member states. A field without a value is left out unless a person blanked it. */
export function canonicalFields(members: readonly Member[], picks: Picks, zone: Zone): CanonicalFields {
  const ordered = [...members].sort(byAuthority);
  const fields: { [F in FieldName]?: FieldChoice } = {};
  for (const field of FIELD_NAMES) {
    const pick = picks[field];
    if (pick === undefined && !ordered.some(({ facts }) => facts[field] != null)) continue;
    const choice = (pick === undefined ? null : choosePicked(field, pick, ordered, zone)) ?? chooseByRule(field, ordered, zone);
    if (choice !== null) fields[field] = choice;
  }
  return fields;
}

/** Null when the pick has nothing to stand on any more: its record left the cluster, or no longer states the field. */
function choosePicked(field: FieldName, pick: ResolvedPick, members: readonly Member[], zone: Zone): FieldChoice | null {
  if (pick.from === 'person') {
    return {
      value: pick.value,
      recordId: null,
      rule: pick.reason === null ? 'picked' : 'override',
      why: pick.reason === null ? entered(pick.value, pick.by) : `overridden by ${pick.by}: ${pick.reason}`,
      disagree: disagreeing(field, pick.value, members, zone),
    };
  }
  if (pick.from === 'both') return keepBoth(field, pick.recordIds, pick.by, members, zone);
  const member = members.find(({ recordId }) => recordId === pick.recordId);
  const value = member?.facts[field];
  if (member === undefined || value === null || value === undefined) return null;
  return {
    value,
    recordId: member.recordId,
    rule: pick.reason === null ? 'picked' : 'override',
    why: pick.reason === null ? `${systemName(member)}, chosen by ${pick.by}` : `overridden by ${pick.by}: ${pick.reason}`,
    disagree: disagreeing(field, value, members, zone),
  };
}

function entered(value: FactValue | null, by: string): string {
  return value === null ? `left blank by ${by}` : `entered by ${by}`;
}

/** Money, dates and commercial terms have one value; texts and lists may keep several. */
export function canKeepBoth(field: FieldName): boolean {
  const { kind, locked } = fieldSpec(field);
  return locked !== true && (kind === 'text' || kind === 'list');
}

function keepBoth(
  field: FieldName,
  recordIds: readonly number[],
  by: string,
  members: readonly Member[],
  zone: Zone,
): FieldChoice | null {
  const stating = members.filter(({ recordId, facts }) => recordIds.includes(recordId) && facts[field] != null);
  const [first] = stating;
  if (first === undefined || !canKeepBoth(field)) return null;
  const texts = stating.flatMap(({ facts }) => facts[field] as string | readonly string[]);
  const distinct = [...new Set(texts)];
  const value = fieldSpec(field).kind === 'list' ? distinct : distinct.join(' · ');
  const kept = new Set(stating.map(({ recordId }) => recordId));
  return {
    value,
    recordId: first.recordId,
    rule: 'picked',
    why: `both kept by ${by}`,
    disagree: disagreeing(field, value, members, zone).filter((recordId) => !kept.has(recordId)),
  };
}

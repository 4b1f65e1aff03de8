/** The merge screen's grid: one row per field, one cell per member, what differs marked to the character. */
import { FIELD_GROUPS, FIELD_NAMES, type FieldGroup, type FieldKind, type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import { type CanonicalFields, canKeepBoth } from './canonical.ts';
import { sameValue } from './comparable.ts';
import { differences, type Mark } from './diff.ts';
import type { Member } from './member.ts';
import { type Shown, showValue } from './show.ts';
import { STANDINGS, type Standing, standingOf } from './standing.ts';
import type { Zone } from './zone.ts';

export interface Cell {
  readonly recordId: number;
  readonly value: Shown | null;
  readonly state: 'value' | 'blank' | 'absent' | 'cleared';
  readonly marks: Mark[];
  /** Says the same as the chosen value, after normalising. */
  readonly same: boolean;
}

export interface Row {
  readonly field: FieldName;
  readonly label: string;
  readonly group: FieldGroup;
  readonly kind: FieldKind;
  readonly locked: boolean;
  readonly standing: Standing;
  readonly cells: Cell[];
  readonly defaultRecordId: number | null;
  readonly why: string;
  readonly canKeepBoth: boolean;
}

export interface GridMember extends Member {
  readonly cleared: readonly FieldName[];
}

/** Rows by group, inside a group the worst standing first. `fields` are the order's with all members in it. */
export function gridRows(members: readonly GridMember[], fields: CanonicalFields, zone: Zone): Row[] {
  const rows = FIELD_NAMES.flatMap((field) => rowOf(field, members, fields, zone) ?? []);
  return rows.sort(
    (a, b) =>
      FIELD_GROUPS.indexOf(a.group) - FIELD_GROUPS.indexOf(b.group) ||
      STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing),
  );
}

function rowOf(field: FieldName, members: readonly GridMember[], fields: CanonicalFields, zone: Zone): Row | null {
  const standing = standingOf(field, members, zone);
  if (standing === null) return null;
  const { label, group, kind, locked } = fieldSpec(field);
  const choice = fields[field];
  const currency = fields.currency?.value;
  const chosen = showValue(field, choice?.value, typeof currency === 'string' ? currency : null, zone);
  return {
    field,
    label,
    group,
    kind,
    locked: locked === true,
    standing,
    cells: members.map((member) => cellOf(field, member, choice?.value ?? null, chosen, zone)),
    defaultRecordId: choice?.recordId ?? null,
    why: choice?.why ?? (group === 'terms' || group === 'money' ? 'context never sets terms' : ''),
    canKeepBoth: canKeepBoth(field) && standing === 'conflict',
  };
}

function cellOf(
  field: FieldName,
  member: GridMember,
  chosenValue: Parameters<typeof sameValue>[1] | null,
  chosen: Shown | null,
  zone: Zone,
): Cell {
  const value = member.facts[field];
  if (value === undefined || value === null) {
    const state = value === undefined ? 'absent' : member.cleared.includes(field) ? 'cleared' : 'blank';
    return { recordId: member.recordId, value: null, state, marks: [], same: chosenValue === null };
  }
  const shown = showValue(field, value, member.facts.currency ?? null, zone);
  const same = chosenValue !== null && sameValue(field, value, chosenValue, zone);
  const marks = shown === null || chosen === null ? [] : differences(shown.text, chosen.text);
  return { recordId: member.recordId, value: shown, state: 'value', marks, same };
}

/** The rows of the merge screen: which are shown, in what order, and where the keys go from one. */
import type { GridRow } from '#shared/contract/review.ts';
import { isUnresolved, type Picks } from './picks.ts';

export interface RowGroup {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly GridRow[];
}

const GROUP_LABELS: Readonly<Record<string, string>> = {
  identity: 'Identity',
  terms: 'Commercial terms',
  items: 'Line items',
  delivery: 'Delivery',
  money: 'Money',
};

/**
 * Rows by group, as they came: inside a group the worst standing first. What stands in the way of the merge comes before everything.
 * Rows that are the same everywhere are left out while only differences are shown.
 */
export function groupRows(rows: readonly GridRow[], onlyDifferences: boolean): RowGroup[] {
  const groups = new Map<string, GridRow[]>();
  for (const row of rows) {
    if (onlyDifferences && row.standing === 'identical') continue;
    const id = row.standing === 'blocking' ? 'blocking' : row.group;
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  const blocking = groups.get('blocking');
  groups.delete('blocking');
  return [
    ...(blocking === undefined ? [] : [{ id: 'blocking', label: 'In the way of a merge', rows: blocking }]),
    ...[...groups].map(([id, inGroup]) => ({ id, label: GROUP_LABELS[id] ?? id, rows: inGroup })),
  ];
}

export function hiddenCount(rows: readonly GridRow[], onlyDifferences: boolean): number {
  return onlyDifferences ? rows.filter((row) => row.standing === 'identical').length : 0;
}

/** The field that many steps away in screen order; stays at the ends. */
export function fieldAway(groups: readonly RowGroup[], from: string | null, step: number): string | null {
  const fields = groups.flatMap((group) => group.rows.map((row) => row.field));
  const at = from === null ? -1 : fields.indexOf(from);
  if (at < 0) return fields[0] ?? null;
  return fields[Math.max(0, Math.min(fields.length - 1, at + step))] ?? null;
}

/** The next conflict in a direction, around the end: what nobody looked at yet before what was decided already. */
export function nextConflict(groups: readonly RowGroup[], picks: Picks, from: string | null, step: 1 | -1): string | null {
  const rows = groups.flatMap((group) => group.rows);
  const conflicts = rows.filter((row) => row.standing === 'conflict' || row.standing === 'blocking');
  const open = conflicts.filter((row) => picks[row.field] === undefined);
  const pool = open.some((row) => row.field !== from) ? open : conflicts;
  if (pool.length === 0) return null;
  const position = (field: string | null) => rows.findIndex((row) => row.field === field);
  const here = position(from);
  const ahead = pool.filter((row) => (step === 1 ? position(row.field) > here : position(row.field) < here));
  const target = step === 1 ? (ahead[0] ?? pool[0]) : (ahead.at(-1) ?? pool.at(-1));
  return target?.field ?? null;
}

/** Where the focus lands on a fresh pair: the first row that needs a person, else the first conflict, else the first row. */
export function firstField(groups: readonly RowGroup[], picks: Picks): string | null {
  const rows = groups.flatMap((group) => group.rows);
  const row =
    rows.find((candidate) => isUnresolved(candidate, picks[candidate.field])) ??
    rows.find((candidate) => candidate.standing === 'conflict') ??
    rows[0];
  return row?.field ?? null;
}

interface WithRows {
  readonly rows: readonly GridRow[];
}

/** Labels of the fields in which two readings of the same question differ: what a source changed while it was on screen. */
export function changedFields(before: WithRows, after: WithRows): string[] {
  const said = (comparison: WithRows) =>
    new Map(
      comparison.rows.map((row) => [
        row.field,
        JSON.stringify(row.cells.map(({ recordId, value, state }) => [recordId, value, state])),
      ]),
    );
  const old = said(before);
  const labels = after.rows.filter((row) => old.get(row.field) !== said(after).get(row.field)).map((row) => row.label);
  const gone = before.rows.filter((row) => !after.rows.some((other) => other.field === row.field)).map((row) => row.label);
  return [...labels, ...gone];
}

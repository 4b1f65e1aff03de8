/**
 * Choosing values on the merge screen. The default of a row is survivorship's; a person's pick replaces it. Pure: what is shown
 * follows from the rows and the picks, nothing else.
 */
import type { GridRow, Pick } from '#shared/contract/review.ts';

/** A person's choices by field. No entry: the default stands. */
export type Picks = Readonly<Record<string, Pick>>;

/** Reasons for changing locked fields, by field. */
export type Overrides = Readonly<Record<string, { readonly reasonCode: string; readonly reasonText: string }>>;

export type Choice =
  | { readonly from: 'record'; readonly recordId: number }
  | { readonly from: 'both' | 'blank' }
  | { readonly from: 'person'; readonly text: string };

/** What the row's result is taken from. */
export function choiceOf(row: GridRow, pick: Pick | undefined): Choice {
  if (pick !== undefined) return pick;
  return row.defaultRecordId === null ? { from: 'blank' } : { from: 'record', recordId: row.defaultRecordId };
}

/** The text in the result column; null for blank. */
export function resultText(row: GridRow, choice: Choice): string | null {
  switch (choice.from) {
    case 'record':
      return row.cells.find((cell) => cell.recordId === choice.recordId)?.value?.text ?? null;
    case 'both':
      return [...new Set(row.cells.flatMap((cell) => cell.value?.text ?? []))].join(' · ');
    case 'blank':
      return null;
    case 'person':
      return choice.text;
  }
}

/** True while a conflict has no default and nobody chose: the machine does not resolve ties. */
export function isUnresolved(row: GridRow, pick: Pick | undefined): boolean {
  return row.standing === 'conflict' && row.defaultRecordId === null && row.why === '' && pick === undefined;
}

/** Picks a value, or goes back to the default when that is what was picked. */
export function withPick(picks: Picks, row: GridRow, pick: Pick): Picks {
  const { [row.field]: _, ...others } = picks;
  return pick.from === 'record' && pick.recordId === row.defaultRecordId ? others : { ...others, [row.field]: pick };
}

export function withoutPick<T>(byField: Readonly<Record<string, T>>, field: string): Readonly<Record<string, T>> {
  const { [field]: _, ...others } = byField;
  return others;
}

/** Takes every value a record has, except in locked rows and where it says nothing. */
export function takeAllFrom(picks: Picks, rows: readonly GridRow[], recordId: number): Picks {
  return rows.reduce<Picks>((all, row) => {
    const has = row.cells.some((cell) => cell.recordId === recordId && cell.state === 'value');
    return row.locked || !has ? all : withPick(all, row, { field: row.field, from: 'record', recordId });
  }, picks);
}

/** Fields that were left blank although a record has a value: each needs a reason. */
export function blankedValues(rows: readonly GridRow[], picks: Picks): GridRow[] {
  return rows.filter((row) => picks[row.field]?.from === 'blank' && row.cells.some((cell) => cell.state === 'value'));
}

/** The record to the left or right that has a value in this row, from the chosen one; null at the end. */
export function neighbour(row: GridRow, choice: Choice, step: 1 | -1): number | null {
  const at =
    choice.from === 'record'
      ? row.cells.findIndex((cell) => cell.recordId === choice.recordId)
      : step === 1
        ? -1
        : row.cells.length;
  for (let i = at + step; i >= 0 && i < row.cells.length; i += step) {
    const cell = row.cells[i];
    if (cell?.state === 'value') return cell.recordId;
  }
  return null;
}

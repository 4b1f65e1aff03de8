/** Hand-made rows for tests: records are numbered from 1, null is a blank cell, the first record with a value is the default. */
import type { GridRow } from '#shared/contract/review.ts';

export function row(field: string, texts: readonly (string | null)[], over: Partial<GridRow> = {}): GridRow {
  const chosen = texts.findIndex((text) => text !== null);
  return {
    field,
    label: field,
    group: 'identity',
    kind: 'text',
    locked: false,
    standing: 'oneSided',
    cells: texts.map((text, i) => ({
      recordId: i + 1,
      value: text === null ? null : { text, amountMinor: null, currency: null },
      state: text === null ? 'blank' : 'value',
      marks: [],
      same: text === texts[chosen],
    })),
    defaultRecordId: chosen < 0 ? null : chosen + 1,
    why: 'first in the list',
    canKeepBoth: true,
    ...over,
  };
}

export function conflictRow(field: string, texts: readonly (string | null)[]): GridRow {
  return row(field, texts, { standing: 'conflict' });
}

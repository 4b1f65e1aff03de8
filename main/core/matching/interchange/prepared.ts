/**
 * The tables as the engine compares them, for a peer that knows no normalisers: one column a field, one a blocking pass, and how common
 * each value is by our count (the record itself not counted).
 */
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { type KeyCodes, keyCodes } from '../candidates/key-parts.ts';
import { type Records, valuesAt } from '../tables/records.ts';
import { frequencyField } from './frequency-field.ts';
import { BLOCK_SEPARATOR, blockColumn } from './splink-settings.ts';
import { unitsOf } from './to-splink.ts';

export interface Prepared {
  readonly header: readonly string[];
  /** Cells of a row; '' says nothing. Rows of the left table come first, `leftSize` of them. */
  readonly row: (row: number) => readonly string[];
  /** Passes whose key has several values a record. */
  readonly exploded: ReadonlySet<number>;
  /** Columns that are adjusted by frequency: value → share of records. */
  readonly frequencies: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export function prepare(spec: MatchSpec, records: Records): Prepared {
  const keys = spec.passes.map(({ key }) => key.map((part) => keyCodes(part, records)));
  const exploded = new Set(keys.flatMap((parts, at) => (parts.some(({ kind }) => kind === 'several') ? [at] : [])));
  const unit = unitsOf(spec);
  const cellOf = (field: MatchSpec['fields'][number], row: number): string => {
    const column = records.columns.get(field.name);
    if (column === undefined) return '';
    const isText = column.kind === 'text' || column.kind === 'texts';
    return valuesAt(column, row)
      .map((value) => (isText ? (records.texts[value] as string) : String(value / unit(field.name))))
      .join(BLOCK_SEPARATOR);
  };
  return {
    header: ['unique_id', ...spec.fields.map(({ name }) => name), ...spec.passes.map((_, at) => blockColumn(at))],
    row: (row) => [
      records.ids[row] as string,
      ...spec.fields.map((field) => cellOf(field, row)),
      ...keys.map((parts) => blocksOf(parts, row).join(BLOCK_SEPARATOR)),
    ],
    exploded,
    frequencies: frequenciesOf(spec, records, cellOf),
  };
}

/** Every way to take one code of each part: `12-7`. */
function blocksOf(parts: readonly KeyCodes[], row: number): string[] {
  let keys: string[] = [''];
  for (const part of parts) {
    const codes =
      part.kind === 'one' ? [part.codes[row] as number] : [...part.codes.subarray(part.start[row], part.start[row + 1])];
    keys = keys.flatMap((key) => codes.filter((code) => code !== 0).map((code) => (key === '' ? String(code) : `${key}-${code}`)));
  }
  return keys;
}

function frequenciesOf(
  spec: MatchSpec,
  records: Records,
  cellOf: (field: MatchSpec['fields'][number], row: number) => string,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const adjusted = new Set(
    spec.comparisons.flatMap((comparison) => comparison.levels.flatMap(({ when }) => frequencyField(when, comparison, spec) ?? [])),
  );
  return new Map(
    spec.fields
      .filter(({ name }) => adjusted.has(name))
      .map((field) => {
        const counts = new Map<string, number>();
        let all = 0;
        for (let row = 0; row < records.size; row++) {
          const cell = cellOf(field, row);
          if (cell === '') continue;
          counts.set(cell, (counts.get(cell) ?? 0) + 1);
          all++;
        }
        // As in compare/frequencies.ts: two of them are the pair itself.
        return [field.name, new Map([...counts].map(([value, count]) => [value, Math.max(1, count - 1) / all]))];
      }),
  );
}

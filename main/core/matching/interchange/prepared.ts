/**
 * The tables as the engine compares them, for a peer that knows no normalisers: one column a field, one a blocking pass, one a level
 * whose values are counted, and how common each of those values is by our count.
 */
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { BLOCK_SEPARATOR, blockColumn } from '#shared/contract/splink-settings.ts';
import { type KeyCodes, keyCodes } from '../candidates/key-parts.ts';
import type { TablesMatched } from '../match-tables.ts';
import { idAt, type NamedRecords, valuesAt } from '../tables/records.ts';
import { textAt } from '../tables/texts.ts';
import { adjustedFields, shareColumn } from './adjusted-fields.ts';
import { unitsOf } from './to-splink.ts';

export interface Prepared {
  readonly header: readonly string[];
  /** Cells of a row; '' says nothing. Rows of the left table come first, `leftSize` of them. */
  readonly row: (row: number) => readonly string[];
  /** Passes whose key has several values a record. */
  readonly exploded: ReadonlySet<number>;
  /** Columns that are adjusted by frequency: value → share of records. */
  readonly shares: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

interface Counted {
  readonly column: string;
  /** Value of a row, '' for none. */
  readonly value: (row: number) => string;
  readonly share: (row: number) => number;
}

export function prepare(spec: MatchSpec, records: NamedRecords, { model, adjustments }: TablesMatched): Prepared {
  const keys = spec.passes.map(({ key }) => key.map((part) => keyCodes(part, records)));
  const exploded = new Set(keys.flatMap((parts, at) => (parts.some(({ kind }) => kind === 'several') ? [at] : [])));
  const unit = unitsOf(spec);
  const cellOf = (field: string, row: number): string => {
    const column = records.columns.get(field);
    if (column === undefined) return '';
    const isText = column.kind === 'text' || column.kind === 'texts';
    return valuesAt(column, row)
      .map((value) => (isText ? textAt(records.texts, value) : String(value / unit(field))))
      .join(BLOCK_SEPARATOR);
  };
  const counted = spec.comparisons.flatMap((comparison, c) =>
    comparison.levels.flatMap(({ when }, level): Counted[] => {
      const fields = adjustedFields(when, comparison, spec);
      const adjustment = adjustments[c]?.[level + 1];
      const chance = model.comparisons[c]?.u[level + 1] ?? 1;
      if (fields === null || !adjustment) return [];
      return [
        {
          column: shareColumn(comparison.name, level),
          value(row) {
            const cells = fields.map((field) => cellOf(field, row));
            return cells.includes('') ? '' : cells.join(' + ');
          },
          // What was added to the weight, log2(u / share), says the share that counted, caps and all.
          share: (row) => chance / 2 ** (adjustment.of(row, row, chance) / 1000),
        },
      ];
    }),
  );
  return {
    header: [
      'unique_id',
      ...spec.fields.map(({ name }) => name),
      ...spec.passes.map((_, at) => blockColumn(at)),
      ...counted.map(({ column }) => column),
    ],
    row: (row) => [
      idAt(records, row),
      ...spec.fields.map(({ name }) => cellOf(name, row)),
      ...keys.map((parts) => blocksOf(parts, row).join(BLOCK_SEPARATOR)),
      ...counted.map(({ value }) => value(row)),
    ],
    exploded,
    shares: new Map(counted.map((one) => [one.column, sharesOf(one, records.size)])),
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

function sharesOf({ value, share }: Counted, size: number): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (let row = 0; row < size; row++) {
    const own = value(row);
    if (own !== '' && !shares.has(own)) shares.set(own, share(row));
  }
  return shares;
}

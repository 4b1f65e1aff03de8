/** How common the values are that two records share, and what that takes off their score. */
import { assert } from '#shared/domain/assert.ts';
import type { ValueColumn } from '#shared/domain/value-columns.ts';
import type { Columns } from './columns.ts';
import type { Texts } from './compare.ts';
import { countsOf, frequencyMillibits } from './frequency.ts';
import type { Engine } from './model.ts';
import type { Comparison } from './spec.ts';

export type CountedColumn = ValueColumn | 'total';

/** By column: for each value the number of rows that have it. In shared memory. */
export type CommonValues = { readonly [column in CountedColumn]?: Uint32Array };

/** Counts of the columns that the engine's frequency rules ask for. */
export function commonValues({ spec, model }: Engine, columns: Columns): CommonValues {
  const counts: { [column in CountedColumn]?: Uint32Array } = {};
  for (const comparison of spec.comparisons) {
    if (model.frequencies[comparison.name] === undefined) continue;
    for (const column of countedColumns(comparison)) counts[column] ??= countsOf(columns[column]);
  }
  return counts;
}

/** Columns whose commonness a comparison with a frequency rule asks for. */
export function countedColumns(comparison: Comparison): readonly CountedColumn[] {
  if (comparison.kind === 'party') return ['name', 'email', 'phone'];
  return comparison.kind === 'amount' ? ['total'] : [columnNameOf(comparison)];
}

function columnNameOf({ column, name }: Comparison): ValueColumn {
  assert(column !== undefined, `${name} names its column`);
  return column;
}

function counted(counts: CommonValues, column: CountedColumn): Uint32Array {
  const found = counts[column];
  assert(found !== undefined, `${column} was counted`);
  return found;
}

/** What the commonness of the shared value takes off a comparison that speaks for the pair. */
export function frequencyOf(
  comparison: Comparison,
  engine: Engine,
  columns: Columns,
  texts: Texts,
  counts: CommonValues,
): (left: number, right: number) => number {
  const rule = engine.model.frequencies[comparison.name];
  if (rule === undefined) return () => 0;
  const adjust = (count: number): number => frequencyMillibits(count, rule);
  if (comparison.kind === 'party') return partyFrequency(columns, texts, counts, adjust);
  const column = comparison.kind === 'amount' ? 'total' : columnNameOf(comparison);
  const values = columns[column];
  const shared = counted(counts, column);
  return (left, right) => (values[left] === values[right] ? adjust(shared[values[left] as number] as number) : 0);
}

/** The rarest of what agrees counts: a rare e-mail is not made common by a common name. */
function partyFrequency(
  { name, email, phone }: Columns,
  texts: Texts,
  counts: CommonValues,
  adjust: (count: number) => number,
): (left: number, right: number) => number {
  const names = counted(counts, 'name');
  const emails = counted(counts, 'email');
  const phones = counted(counts, 'phone');
  return (left, right) => {
    let rarest = Number.POSITIVE_INFINITY;
    if (email[left] !== 0 && email[left] === email[right]) rarest = Math.min(rarest, emails[email[left] as number] as number);
    if (phone[left] !== 0 && phone[left] === phone[right]) rarest = Math.min(rarest, phones[phone[left] as number] as number);
    const [a, b] = [name[left] as number, name[right] as number];
    if (a !== 0 && b !== 0 && texts.names.compareNames(a, b) !== 0) {
      rarest = Math.min(rarest, Math.max(names[a] as number, names[b] as number));
    }
    return Number.isFinite(rarest) ? adjust(rarest) : 0;
  };
}

/** How often two records have an equal value by chance: counted exactly, from how many records have each. */
import type { ComparisonSpec } from '#shared/contract/match-spec.ts';
import type { Comparisons } from '../compare/levels.ts';
import { FloatNumbers } from '../pair-numbers.ts';
import { columnNamed, type Records } from '../tables/records.ts';

/** Share of equal values among all pairs that say something, where the first level asks for just that; else null. */
export function equalShare({ spec, fields }: Comparisons, comparison: number, records: Records): number | null {
  const { levels, field } = spec.comparisons[comparison] as ComparisonSpec;
  const when = levels[0]?.when;
  if (when === undefined || !('test' in when) || when.test !== 'equal' || when.other !== undefined) return null;
  const name = when.field ?? field ?? '';
  const column = columnNamed(name, records);
  if (fields[comparison]?.length !== 1 || (column.kind !== 'text' && column.kind !== 'number')) return null;
  const { size, leftSize, isLink } = records;
  const code = column.kind === 'text' ? column.values : numbered(column.values);
  const room = highest(code) + 1;
  const lefts = new Uint32Array(room);
  const rights = isLink ? new Uint32Array(room) : lefts;
  let [left, right] = [0, 0];
  for (let row = 0; row < size; row++) {
    const own = code[row] as number;
    if (own === 0) continue;
    if (row < leftSize) {
      lefts[own] = (lefts[own] as number) + 1;
      left++;
    } else {
      rights[own] = (rights[own] as number) + 1;
      right++;
    }
  }
  const all = isLink ? left * right : (left * (left - 1)) / 2;
  let pairs = 0;
  for (let own = 1; own < room; own++) {
    const count = lefts[own] as number;
    pairs += isLink ? count * (rights[own] as number) : (count * (count - 1)) / 2;
  }
  return all === 0 ? null : pairs / all;
}

function highest(codes: Int32Array): number {
  let most = 0;
  for (let row = 0; row < codes.length; row++) if ((codes[row] as number) > most) most = codes[row] as number;
  return most;
}

/** Equal numbers have one code; 0 is nothing. */
function numbered(values: Float64Array): Int32Array {
  const numbers = new FloatNumbers();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (!Number.isNaN(value)) codes[row] = numbers.of(value);
  }
  return codes;
}

/**
 * Comparisons whose levels all test one field of single numbers: a third of what most specifications compare. The numbers are read once
 * for all levels, which are rows of a table instead of a function each.
 */
import { type Atom, atomsOf, type ComparisonSpec } from '#shared/contract/match-spec.ts';
import type { Records } from '../tables/records.ts';
import { BEYOND, type LevelOf } from './levels.ts';

const SHARE = 0;
const BETWEEN = 1;

interface NumberTest {
  readonly by: typeof SHARE | typeof BETWEEN;
  /** Of a share the most; else the difference (right minus left, or its size) lies between both. */
  readonly from: number;
  readonly to: number;
}

/** Null where a comparison is not of that kind. */
export function numberLevels({ field: own, levels }: ComparisonSpec, { columns, isLink }: Records): LevelOf | null {
  const atoms = levels.flatMap(({ when }) => ('test' in when ? atomsOf(when) : []));
  const field = atoms[0]?.field ?? own;
  if (atoms.length < levels.length || atoms.some((atom) => atom.other !== undefined || (atom.field ?? own) !== field)) return null;
  const column = columns.get(field ?? '');
  const tests = atoms.map((atom) => numberTest(atom, isLink));
  if (column?.kind !== 'number' || tests.some((test) => test === null)) return null;
  const { values } = column;
  const by = Uint8Array.from(tests, (test) => test?.by ?? BETWEEN);
  const from = Float64Array.from(tests, (test) => test?.from ?? 0);
  const to = Float64Array.from(tests, (test) => test?.to ?? 0);
  const different = tests.length + 1;
  return (left, right, stop = different + 1) => {
    const a = values[left] as number;
    const b = values[right] as number;
    const difference = isLink ? b - a : Math.abs(b - a);
    // One of them says nothing.
    if (Number.isNaN(difference)) return 0;
    const smaller = a > 0 === b > 0 ? Math.min(Math.abs(a), Math.abs(b)) : Number.NaN;
    const asked = Math.min(stop, different);
    for (let level = 1; level < asked; level++) {
      const at = level - 1;
      if (by[at] === SHARE) {
        if (Math.abs(difference) <= (to[at] as number) * smaller) return level;
      } else if (difference >= (from[at] as number) && difference <= (to[at] as number)) return level;
    }
    return different >= stop ? BEYOND : different;
  };
}

function numberTest(atom: Atom, isLink: boolean): NumberTest | null {
  switch (atom.test) {
    case 'equal':
      return { by: BETWEEN, from: 0, to: 0 };
    case 'within':
      return { by: BETWEEN, from: isLink ? -atom.atMost : 0, to: atom.atMost };
    case 'withinShare':
      return { by: SHARE, from: 0, to: atom.atMost };
    case 'difference':
      return { by: BETWEEN, from: atom.from, to: atom.to };
    default:
      return null;
  }
}

/** Conditions of a specification as functions of two rows. */
import { type Atom, atomsOf, type Condition } from '#shared/contract/match-spec.ts';
import { type Column, valuesAt } from '../tables/records.ts';
import type { Resources } from './resources.ts';
import { type ValueTest, valueTest } from './tests.ts';

export type RowTest = (left: number, right: number) => boolean;

export function rowTest(condition: Condition, field: string | undefined, resources: Resources): RowTest {
  if ('not' in condition) {
    const inner = rowTest(condition.not, field, resources);
    const known = bothSay(fieldsOf(condition.not, field), resources);
    // Silence is no disagreement: what is not known does not count as not so.
    return (left, right) => known(left, right) && !inner(left, right);
  }
  if ('all' in condition) {
    const tests = condition.all.map((one) => rowTest(one, field, resources));
    return allOf(tests);
  }
  if ('any' in condition) {
    const tests = condition.any.map((one) => rowTest(one, field, resources));
    return anyOf(tests);
  }
  return atomTest(condition, field, resources);
}

/** Two and three are written out: this is the innermost loop, and a callback there costs more than a test. */
function allOf(tests: readonly RowTest[]): RowTest {
  const [a, b, c] = tests;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  if (c === undefined) return (left, right) => a(left, right) && b(left, right);
  if (tests.length === 3) return (left, right) => a(left, right) && b(left, right) && c(left, right);
  return (left, right) => {
    for (const test of tests) if (!test(left, right)) return false;
    return true;
  };
}

function anyOf(tests: readonly RowTest[]): RowTest {
  const [a, b, c] = tests;
  if (a === undefined) return () => false;
  if (b === undefined) return a;
  if (c === undefined) return (left, right) => a(left, right) || b(left, right);
  if (tests.length === 3) return (left, right) => a(left, right) || b(left, right) || c(left, right);
  return (left, right) => {
    for (const test of tests) if (test(left, right)) return true;
    return false;
  };
}

/** Fields that a condition looks at. */
export function fieldsOf(condition: Condition, field: string | undefined): readonly string[] {
  const named = atomsOf(condition).flatMap((atom) => [
    atom.field ?? field ?? '',
    ...(atom.other === undefined ? [] : [atom.other]),
  ]);
  return [...new Set(named)];
}

/** Whether both rows say something in one of the fields, the same. */
export function bothSay(fields: readonly string[], resources: Resources): RowTest {
  return anyOf(
    fields.map((field) => {
      const says = saysOf(columnOf(field, resources));
      return (left, right) => says(left) && says(right);
    }),
  );
}

export function saysOf(column: Column): (row: number) => boolean {
  switch (column.kind) {
    case 'text':
      return (row) => column.values[row] !== 0;
    case 'number':
      return (row) => !Number.isNaN(column.values[row]);
    default:
      return (row) => column.start[row] !== column.start[row + 1];
  }
}

export function columnOf(field: string, { records }: Resources): Column {
  const column = records.columns.get(field);
  if (column === undefined) throw new RangeError(`there is no field "${field}"`);
  return column;
}

function atomTest(atom: Atom, comparisonField: string | undefined, resources: Resources): RowTest {
  const field = atom.field ?? comparisonField ?? '';
  const one = columnOf(field, resources);
  if (atom.test === 'silent') {
    const says = saysOf(one);
    return (left, right) => !says(left) || !says(right);
  }
  const test = valueTest(atom, field, resources);
  if (atom.other === undefined) return onColumns(one, one, test, atom.test === 'equal');
  const other = columnOf(atom.other, resources);
  const there = onColumns(one, other, test, atom.test === 'equal');
  // Of two tables the test says which side it means; of one table nobody is left or right.
  if (resources.records.isLink) return there;
  const back = onColumns(other, one, test, atom.test === 'equal');
  return (left, right) => there(left, right) || back(left, right);
}

function onColumns(one: Column, other: Column, test: ValueTest, isEquality: boolean): RowTest {
  if (one.kind === 'text' && other.kind === 'text') {
    const [a, b] = [one.values, other.values];
    if (isEquality) return (left, right) => a[left] !== 0 && a[left] === b[right];
    return (left, right) => {
      const x = a[left] as number;
      const y = b[right] as number;
      return x !== 0 && y !== 0 && test(x, y);
    };
  }
  if (one.kind === 'number' && other.kind === 'number') {
    const [a, b] = [one.values, other.values];
    return (left, right) => {
      const x = a[left] as number;
      const y = b[right] as number;
      return !Number.isNaN(x) && !Number.isNaN(y) && test(x, y);
    };
  }
  // Several values: one pair of them is enough.
  return (left, right) => {
    const values = valuesAt(other, right);
    return values.length > 0 && valuesAt(one, left).some((x) => values.some((y) => test(x, y)));
  };
}

/** Conditions of a specification as functions of two rows. */
import { type Atom, atomsOf, type Condition } from '#shared/contract/match-spec.ts';
import { type Column, spanOf } from '../tables/records.ts';
import type { Resources } from './resources.ts';
import { type ValueTest, valueTest } from './tests.ts';

export type RowTest = (left: number, right: number) => boolean;

/**
 * Tests of the conditions of one comparison, in their order. What stands in several of them (the title that every other level asks for,
 * too) is one test that remembers its last pair.
 */
export function rowTests(conditions: readonly Condition[], field: string | undefined, resources: Resources): RowTest[] {
  const uses = new Map<string, number>();
  for (const condition of conditions) countUses(condition, uses);
  const known = new Map<string, RowTest>();
  const testOf = (condition: Condition): RowTest => {
    const name = JSON.stringify(condition);
    const before = known.get(name);
    if (before !== undefined) return before;
    const plain = plainTest(condition, field, resources, testOf);
    const isDear = atomsOf(condition).some(({ test }) => test !== 'equal' && test !== 'silent' && test !== 'known');
    const made = isDear && (uses.get(name) ?? 0) > 1 ? remembering(plain) : plain;
    known.set(name, made);
    return made;
  };
  return conditions.map(testOf);
}

function countUses(condition: Condition, uses: Map<string, number>): void {
  const name = JSON.stringify(condition);
  const before = uses.get(name) ?? 0;
  uses.set(name, before + 1);
  // What stands within something that is remembered is asked for only once with it.
  if (before > 0 || 'test' in condition) return;
  if ('not' in condition) countUses(condition.not, uses);
  else for (const one of 'all' in condition ? condition.all : condition.any) countUses(one, uses);
}

function remembering(test: RowTest): RowTest {
  let [lastLeft, lastRight, last] = [-1, -1, false];
  return (left, right) => {
    if (left !== lastLeft || right !== lastRight) {
      last = test(left, right);
      lastLeft = left;
      lastRight = right;
    }
    return last;
  };
}

function plainTest(
  condition: Condition,
  field: string | undefined,
  resources: Resources,
  testOf: (condition: Condition) => RowTest,
): RowTest {
  if ('not' in condition) {
    const inner = testOf(condition.not);
    const known = bothSay(fieldsOf(condition.not, field), resources);
    // Silence is no disagreement: what is not known does not count as not so.
    return (left, right) => known(left, right) && !inner(left, right);
  }
  if ('all' in condition) return allOf(condition.all.map(testOf));
  if ('any' in condition) return anyOf(condition.any.map(testOf));
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
  if (atom.other === undefined) return onColumns(one, one, valueTest(atom, field, field, resources), atom.test === 'equal');
  const other = columnOf(atom.other, resources);
  const there = onColumns(one, other, valueTest(atom, field, atom.other, resources), atom.test === 'equal');
  // Of two tables the test says which side it means; of one table nobody is left or right.
  if (resources.records.isLink) return there;
  const back = onColumns(other, one, valueTest(atom, atom.other, field, resources), atom.test === 'equal');
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
  const [a, b] = [spanOf(one), spanOf(other)];
  return (left, right) => {
    const from = b.from(right);
    const to = b.to(right);
    for (let i = a.from(left), end = a.to(left); i < end; i++) {
      const x = a.values[i] as number;
      for (let j = from; j < to; j++) {
        const y = b.values[j] as number;
        if (isEquality ? x === y : test(x, y)) return true;
      }
    }
    return false;
  };
}

import { describe, expect, it } from 'vitest';
import { conflictRow, row } from './rows.fixture.ts';
import { changedFields, fieldAway, firstField, groupRows, hiddenCount, nextConflict } from './rows.ts';

const rows = [
  conflictRow('clientName', ['A', 'B']),
  row('reference', ['R', null]),
  row('company', ['C', 'C'], { standing: 'identical' }),
  { ...conflictRow('total', ['1', '2']), group: 'terms', locked: true },
  { ...row('currency', ['USD', 'EUR'], { standing: 'blocking' }), group: 'terms' },
];

describe('groupRows', () => {
  it('puts what blocks a merge before everything', () => {
    expect(groupRows(rows, true).map(({ label, rows: inside }) => [label, inside.map(({ field }) => field)])).toEqual([
      ['In the way of a merge', ['currency']],
      ['Identity', ['clientName', 'reference']],
      ['Commercial terms', ['total']],
    ]);
  });

  it('folds what is the same everywhere, and says how much', () => {
    expect(hiddenCount(rows, true)).toBe(1);
    expect(
      groupRows(rows, false)
        .flatMap(({ rows: inside }) => inside)
        .some(({ field }) => field === 'company'),
    ).toBe(true);
  });
});

describe('moving between rows', () => {
  const groups = groupRows(rows, true);

  it('goes row by row across groups and stops at the ends', () => {
    expect(fieldAway(groups, 'reference', 1)).toBe('total');
    expect(fieldAway(groups, 'total', 1)).toBe('total');
    expect(fieldAway(groups, 'currency', -1)).toBe('currency');
    expect(fieldAway(groups, null, 1)).toBe('currency');
  });

  it('jumps to the next conflict that nobody decided, around the end', () => {
    expect(nextConflict(groups, {}, 'clientName', 1)).toBe('total');
    expect(nextConflict(groups, {}, 'total', 1)).toBe('currency');
    expect(nextConflict(groups, { total: { field: 'total', from: 'blank' } }, 'clientName', 1)).toBe('currency');
    expect(nextConflict(groups, {}, 'total', -1)).toBe('clientName');
  });

  it('starts a fresh pair where a person is needed', () => {
    expect(firstField(groups, {})).toBe('clientName');
    expect(firstField(groupRows([row('reference', ['R', null])], true), {})).toBe('reference');
    expect(firstField([], {})).toBeNull();
  });
});

it('names the fields that a source changed while the question was on screen', () => {
  const before = { rows: [conflictRow('clientName', ['A', 'B']), row('email', ['a@x', null])] };
  const after = { rows: [conflictRow('clientName', ['A', 'C'])] };
  expect(changedFields(before, after)).toEqual(['clientName', 'email']);
  expect(changedFields(before, before)).toEqual([]);
});

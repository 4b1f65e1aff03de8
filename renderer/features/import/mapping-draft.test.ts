import { expect, it } from 'vitest';
import { assignRole, type Mapping, missingFrom, roleOfColumn } from './mapping-draft.ts';

const mapping: Mapping = {
  name: 'Month-end export',
  system: 'netsuite',
  type: 'sales_order',
  header: ['Doc', 'Customer', 'Sum', 'Memo'],
  fields: { nativeId: 'Doc', total: 'Sum' },
  aliases: [],
};

it('reads the mapping column by column', () => {
  expect(mapping.header.map((column) => roleOfColumn(mapping, column))).toEqual(['nativeId', null, 'total', null]);
});

it('moves a field to another column, and lets go of the one it had', () => {
  const moved = assignRole(mapping, 'Memo', 'total');
  expect(mapping.header.map((column) => roleOfColumn(moved, column))).toEqual(['nativeId', null, null, 'total']);
});

it('takes a column as a further id, and back', () => {
  const aliased = assignRole(mapping, 'Memo', 'alias');
  expect(roleOfColumn(aliased, 'Memo')).toBe('alias');
  expect(assignRole(aliased, 'Memo', null)).toEqual(mapping);
});

it('asks for what a record cannot do without', () => {
  expect(missingFrom(mapping)).toEqual([]);
  expect(missingFrom({ ...assignRole(mapping, 'Sum', null), name: ' ' })).toEqual(['a name', 'a column with the amount']);
  expect(missingFrom({ ...assignRole(mapping, 'Sum', null), type: 'project' })).toEqual([]);
});

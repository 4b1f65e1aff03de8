import { expect, test } from 'vitest';
import type { Facts } from '#shared/domain/fields.ts';
import { editsOfVersions } from './order-edits.ts';

const version = (hour: number | null, facts: Facts, entered = false) => ({
  versionId: hour ?? 0,
  versionMs: hour === null ? null : hour * 3_600_000,
  entered,
  payloadHash: String(hour),
  facts,
});

test('each change of the total is an edit, told by what was asked before', () => {
  const versions = [
    version(3, { total: 900, shipping: 50 }),
    version(1, { total: 1000, shipping: 100, tax: 80 }),
    version(2, { status: 'paid' }),
    version(4, { total: 900, status: 'fulfilled' }),
    version(5, { total: 1200 }),
  ];
  expect(editsOfVersions(versions)).toEqual([
    { minute: 180, total: 1000, shipping: 100, tax: 80 },
    { minute: 300, total: 900 },
  ]);
});

test('another currency, an entry by a person, and a change without a time are none', () => {
  expect(editsOfVersions([version(1, { total: 1000, currency: 'EUR' }), version(2, { total: 900, currency: 'USD' })])).toEqual([]);
  expect(editsOfVersions([version(1, { total: 1000 }, true), version(2, { total: 900 })])).toEqual([]);
  expect(editsOfVersions([version(null, { total: 1000 })])).toEqual([]);
});

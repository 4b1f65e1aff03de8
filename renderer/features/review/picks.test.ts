import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridRow } from '#shared/contract/review.ts';
import { blankedValues, choiceOf, isUnresolved, neighbour, type Picks, resultText, takeAllFrom, withPick } from './picks.ts';
import { conflictRow, row } from './rows.fixture.ts';

const client = conflictRow('clientName', ['Harbor & Pine Co.', 'Harbor and Pine Company', null]);
const total = { ...conflictRow('total', ['40,000.00', '42,400.00', '40,000.00']), locked: true };

describe('the result of a row', () => {
  it('is survivorship’s default until somebody picks', () => {
    expect(resultText(client, choiceOf(client, undefined))).toBe('Harbor & Pine Co.');
    expect(resultText(client, choiceOf(client, { field: 'clientName', from: 'record', recordId: 2 }))).toBe(
      'Harbor and Pine Company',
    );
    expect(resultText(client, choiceOf(client, { field: 'clientName', from: 'blank' }))).toBeNull();
    expect(resultText(client, choiceOf(client, { field: 'clientName', from: 'person', text: 'H&P' }))).toBe('H&P');
  });

  it('keeps each distinct value once when both are kept', () => {
    const tags = row('tags', ['vip', 'spring', 'vip']);
    expect(resultText(tags, choiceOf(tags, { field: 'tags', from: 'both' }))).toBe('vip · spring');
  });
});

it('forgets a pick that is the default again, so that "no picks" means what it says', () => {
  const picked = withPick({}, client, { field: 'clientName', from: 'record', recordId: 2 });
  expect(Object.keys(picked)).toEqual(['clientName']);
  expect(withPick(picked, client, { field: 'clientName', from: 'record', recordId: 1 })).toEqual({});
});

it('takes all from one record, but neither locked values nor blanks', () => {
  expect(takeAllFrom({}, [client, total], 2)).toEqual({ clientName: { field: 'clientName', from: 'record', recordId: 2 } });
  expect(takeAllFrom({}, [client, total], 3)).toEqual({});
});

it('leaves other rows alone, whatever is picked', () => {
  const rows: readonly GridRow[] = [client, total, row('email', ['a@x', 'b@x', null])];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 3 })), { maxLength: 12 }), (steps) => {
      let picks: Picks = {};
      for (const [index, recordId] of steps) {
        const target = rows[index];
        if (target === undefined) continue;
        const before = picks;
        picks = withPick(picks, target, { field: target.field, from: 'record', recordId });
        for (const other of rows) if (other !== target) expect(picks[other.field]).toBe(before[other.field]);
      }
    }),
  );
});

it('knows a tie that only a person can resolve', () => {
  const tie: GridRow = { ...client, defaultRecordId: null, why: '' };
  expect(isUnresolved(tie, undefined)).toBe(true);
  expect(isUnresolved(tie, { field: 'clientName', from: 'blank' })).toBe(false);
  expect(isUnresolved({ ...tie, why: 'context never sets terms' }, undefined)).toBe(false);
  expect(isUnresolved(client, undefined)).toBe(false);
});

it('names the values that were blanked', () => {
  expect(blankedValues([client, total], { clientName: { field: 'clientName', from: 'blank' } })).toEqual([client]);
});

it('walks past records that say nothing', () => {
  const sparse = row('email', ['a@x', null, 'c@x']);
  expect(neighbour(sparse, { from: 'record', recordId: 1 }, 1)).toBe(3);
  expect(neighbour(sparse, { from: 'record', recordId: 3 }, 1)).toBeNull();
  expect(neighbour(sparse, { from: 'blank' }, 1)).toBe(1);
  expect(neighbour(sparse, { from: 'blank' }, -1)).toBe(3);
});

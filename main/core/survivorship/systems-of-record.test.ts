/** What the policy screen says of systems of record is what happens. */
import { expect, test } from 'vitest';
import { isGateway } from '#core/reconciliation/events.ts';
import { SHIPPED_POLICY } from '#shared/domain/policy.ts';
import { type RecordType, SYSTEMS, type System } from '#shared/domain/systems.ts';
import { GATEWAY_SYSTEMS, SALE_SYSTEMS, systemsOfRecord } from '#shared/domain/systems-of-record.ts';
import { moneyInput } from '#test/factories/money-input.ts';
import { byAuthority, type Member } from './member.ts';

const TYPES: Partial<Record<System, RecordType>> = { hubspot: 'deal', netsuite: 'sales_order' };

function member(system: System, createdMs: number): Member {
  const key = { system, account: 'main', type: TYPES[system] ?? 'order', nativeId: '1' } as const;
  return { recordId: createdMs, key, facts: {}, versionMs: null, createdMs };
}

test('the first system of the list that holds a sale gives its terms, however late it wrote', () => {
  const members = SALE_SYSTEMS.map((system, i) => member(system, SALE_SYSTEMS.length - i));
  expect(members.toSorted(byAuthority).map(({ key }) => key.system)).toEqual(SALE_SYSTEMS);
  expect(members.toReversed().toSorted(byAuthority)[0]?.key.system).toBe('shopify');
});

test('money moves on the balances of the named gateways and of no other system', () => {
  const { input } = moneyInput({ money: [], orders: [] });
  const sources = SYSTEMS.map((system) => ({ system, account: 'main' }));
  const found = SYSTEMS.filter((_, source) => isGateway({ ...input, sources }, source));
  expect(found.toSorted()).toEqual(GATEWAY_SYSTEMS.toSorted());
});

test('the book of record is named where the policy has one', () => {
  const booked = (bookOfRecord: 'xero' | null) =>
    systemsOfRecord({ ...SHIPPED_POLICY, bookOfRecord }).find(({ event }) => event === 'What is booked');
  expect(booked(null)?.systems).toHaveLength(3);
  expect(booked('xero')).toMatchObject({ systems: ['xero'], rule: 'the book of record' });
});

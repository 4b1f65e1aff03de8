import { describe, expect, it } from 'vitest';
import type { Answer, Decision, DecisionBody } from '#shared/domain/decision.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { buildOrders, type Component } from './build-orders.ts';
import type { Member } from './member.ts';
import { UTC } from './zone.ts';

const ANSWER: Answer = { proposalId: null, band: null, bulk: false, compared: {} };
const shop: RecordKey = { system: 'shopify', account: 'main', type: 'order', nativeId: '#1' };
const deal: RecordKey = { system: 'hubspot', account: 'main', type: 'deal', nativeId: 'D-1' };
const erp: RecordKey = { system: 'netsuite', account: 'main', type: 'sales_order', nativeId: 'S-1' };

function member(recordId: number, key: RecordKey, createdMs: number, facts: Facts = {}): Member {
  return { recordId, key, createdMs, versionMs: createdMs, facts: { total: 100, currency: 'USD', ...facts } };
}

function decision(id: number, body: DecisionBody, withdrawnBy: number | null = null): Decision {
  return { id, commandId: 'c', actor: 'person:Ana', atMs: 0, body, reasonCode: null, reasonText: null, withdrawnBy };
}

const together = (...members: RecordKey[]): DecisionBody => ({
  kind: 'together',
  members,
  parts: members.map((_, index) => index),
  picks: {},
  answer: ANSWER,
});

function build(component: Partial<Component>) {
  const members = [member(1, shop, 30), member(2, deal, 20), member(3, erp, 10)];
  return buildOrders({ members, tied: new Map(), decisions: [], pairs: [], ...component }, UTC);
}

const shape = (orders: ReturnType<typeof build>) =>
  orders.map(({ head, members, joinedBy }) => [head.recordId, members.map(({ recordId }) => recordId), joinedBy]);

describe('orders of a component', () => {
  it('show the id of the earliest member, and list the strongest first', () => {
    const pairs = [
      { leftId: 1, rightId: 2, scoreMillibits: 9000 },
      { leftId: 2, rightId: 3, scoreMillibits: 4000 },
    ];
    const [order] = build({ pairs });
    expect(shape(build({ pairs }))).toEqual([[3, [1, 2, 3], 'rule']]);
    expect(order).toMatchObject({ confidenceMillibits: 4000, isSale: true, conflict: null, hasPicks: false });
  });

  it('go on showing an id that has left the book, until the pin is taken back', () => {
    const pin: DecisionBody = { kind: 'pin', member: shop, canonicalId: 'ord_shop' };
    expect(shape(build({ decisions: [decision(1, together(shop, erp)), decision(2, pin)] }))).toContainEqual([1, [1, 3], 'person']);
    expect(shape(build({ decisions: [decision(1, together(shop, erp)), decision(2, pin, 3)] }))).toContainEqual([
      3,
      [1, 3],
      'person',
    ]);
  });

  it('say so when one decision joins what another keeps apart, and when currencies forbid it', () => {
    const apart: DecisionBody = { kind: 'apart', sides: [[shop], [erp]], cuts: [], answer: ANSWER };
    const torn = build({ decisions: [decision(1, together(shop, deal, erp)), decision(2, apart)] });
    expect(torn.map(({ conflict }) => conflict)).toContain('One decision joins it, another keeps it apart');
    expect(torn.every(({ members }) => members.length < 3)).toBe(true);
    const members = [member(1, shop, 1), member(2, deal, 2, { currency: 'EUR' })];
    const mixed = build({ members, decisions: [decision(1, together(shop, deal))] });
    expect(mixed.map(({ conflict }) => conflict)).toEqual(Array(2).fill('Joined by a person, but currencies differ'));
  });

  it('forgive a cent of rounding between totals, no more', () => {
    const totals = (total: number) => [member(1, shop, 1), member(2, deal, 2, { total })];
    const decisions = [decision(1, together(shop, deal))];
    expect(build({ members: totals(101), decisions })[0]?.conflict).toBeNull();
    expect(build({ members: totals(102), decisions })[0]?.conflict).toBe('Totals differ');
  });

  it('take of two choices for a field the later, and none that was taken back', () => {
    const pick = (value: string): DecisionBody => ({
      kind: 'pick',
      member: shop,
      field: 'notes',
      pick: { from: 'person', value },
      override: false,
    });
    const members = [member(1, shop, 1)];
    const decisions = [decision(2, pick('second')), decision(1, pick('first'))];
    expect(build({ members, decisions })[0]?.facts.notes).toBe('second');
    expect(build({ members, decisions: [decision(1, pick('first')), decision(2, pick('second'), 3)] })[0]).toMatchObject({
      facts: { notes: 'first' },
      hasPicks: true,
      fields: { notes: { recordId: null, why: 'entered by Ana' } },
    });
  });
});

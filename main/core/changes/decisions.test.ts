import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answer, Decision, DecisionBody } from '#shared/domain/decision.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { changedField, comparedFacts } from './compared.ts';
import { constraintsOf, mergeMadeOn } from './constraints.ts';
import { logValue } from './log-values.ts';
import { questionState } from './question-state.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const key = (nativeId: string): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId });
const ANSWER: Answer = { proposalId: null, band: null, bulk: false, compared: {} };
const ids = new Map(['a', 'b', 'c', 'd'].map((name, index) => [keyText(key(name)), index + 1]));
const idOf = (text: string) => ids.get(text);

function decision(id: number, body: DecisionBody, withdrawnBy: number | null = null): Decision {
  return { id, commandId: `c${id}`, actor: 'person:Ana', atMs: 0, body, reasonCode: null, reasonText: null, withdrawnBy };
}

const together = (names: string[], parts = names.map((_, index) => index)): DecisionBody => ({
  kind: 'together',
  members: names.map(key),
  parts,
  picks: {},
  answer: ANSWER,
});
const apart = (one: string[], other: string[], cuts: number[] = [], answer = ANSWER): DecisionBody => ({
  kind: 'apart',
  sides: [one.map(key), other.map(key)],
  cuts,
  answer,
});

describe('what decisions ask of clustering', () => {
  it('a standing merge joins, one that was taken back keeps the machine from joining what it joined', () => {
    const found = constraintsOf([decision(1, together(['a', 'b', 'c'], [0, 0, 1])), decision(2, together(['c', 'd']), 3)], idOf);
    expect(found.together).toEqual([[1, 2, 3]]);
    expect(found.parted).toEqual([[3, 4]]);
    const takenBack = constraintsOf([decision(1, together(['a', 'b', 'c'], [0, 0, 1]), 2)], idOf);
    expect(takenBack).toEqual({
      together: [],
      apart: [],
      parted: [
        [1, 3],
        [2, 3],
      ],
    });
  });

  it('a split cuts the merge it names, and only while it stands', () => {
    const merge = decision(1, together(['a', 'b', 'c']));
    const cut = constraintsOf([merge, decision(2, apart(['c'], ['a', 'b'], [1]))], idOf);
    expect(cut.together).toEqual([[1, 2]]);
    expect(cut.apart).toEqual([[[3], [1, 2]]]);
    const undone = constraintsOf([merge, decision(2, apart(['c'], ['a', 'b'], [1]), 3)], idOf);
    expect(undone.together).toEqual([[1, 2, 3]]);
    expect(undone.apart).toEqual([]);
  });

  it('a merge joins the orders as they were: what is left of one of them alone was not its doing', () => {
    const later = decision(2, together(['a', 'b', 'c'], [0, 0, 1]));
    expect(constraintsOf([later, decision(3, apart(['c'], ['a', 'b'], [2]))], idOf).together).toEqual([]);
    const withoutC = (text: string) => (text === keyText(key('c')) ? undefined : idOf(text));
    expect(constraintsOf([later], withoutC).together).toEqual([]);
  });

  it('a merge that was made on what an earlier one had made rests on it, until a split cuts it', () => {
    const first = decision(1, together(['a', 'b']));
    const later = decision(2, together(['a', 'b', 'c'], [0, 0, 1]));
    expect(mergeMadeOn(first, [first, later])).toBe(later);
    expect(mergeMadeOn(later, [first, later])).toBeNull();
    expect(mergeMadeOn(first, [first, { ...later, withdrawnBy: 3 }])).toBeNull();
    expect(mergeMadeOn(first, [first, decision(2, together(['b', 'c']))])).toBeNull();
    expect(mergeMadeOn(first, [first, decision(2, together(['b', 'a']))])).toBeNull();
    expect(mergeMadeOn(first, [first, later, decision(3, apart(['c'], ['a', 'b'], [2]))])).toBeNull();
  });

  it('keys that this book does not hold are left out', () => {
    expect(constraintsOf([decision(1, together(['a', 'zz', 'b']))], idOf).together).toEqual([[1, 2]]);
  });
});

describe('what was compared', () => {
  const facts: Facts = { total: 100, currency: 'USD', clientName: 'Ada & Co', status: 'paid' };

  it('changes with what is said, not with how it is written', () => {
    const before = comparedFacts(facts, sha256);
    expect(changedField(before, { ...facts, clientName: 'ADA and CO.', status: 'refunded' }, sha256)).toBeNull();
    expect(changedField(before, { ...facts, clientName: 'Grace', total: 90 }, sha256)).toBe('total');
  });

  it('does not change with a column more or less, but with a blank that was a value or becomes one', () => {
    const before = comparedFacts({ ...facts, phone: null }, sha256);
    expect(changedField(before, { ...facts, phone: null, email: 'new@x' }, sha256)).toBeNull();
    expect(changedField(before, { total: 100, currency: 'USD' }, sha256)).toBeNull();
    expect(changedField(before, { ...facts, clientName: null }, sha256)).toBe('clientName');
    expect(changedField(before, { ...facts, phone: '+1 555 0100' }, sha256)).toBe('phone');
  });
});

describe('where a question stands', () => {
  const member = (name: string, headId: number, facts: Facts = { total: 1 }) => ({
    recordId: ids.get(keyText(key(name))) ?? 0,
    key: key(name),
    facts,
    headId,
  });
  const compared = {
    [keyText(key('a'))]: comparedFacts({ total: 1 }, sha256),
    [keyText(key('b'))]: comparedFacts({ total: 1 }, sha256),
  };
  const answer = { ...ANSWER, compared };
  const state = (members: ReturnType<typeof member>[], decisions: Decision[], nowMs = 0) =>
    questionState(members, decisions, nowMs, sha256);

  it('is merged once one order holds all, however that came', () => {
    expect(state([member('a', 1), member('b', 1)], []).state).toBe('merged');
  });

  it('is open until every pair across orders is answered', () => {
    const answered = decision(1, apart(['a'], ['b'], [], answer));
    expect(state([member('a', 1), member('b', 2)], [answered]).state).toBe('apart');
    expect(state([member('a', 1), member('b', 2), member('c', 3)], [answered]).state).toBe('open');
    expect(state([member('a', 1), member('b', 2)], [{ ...answered, withdrawnBy: 2 }]).state).toBe('open');
  });

  it('is asked again when a compared field changed, by the latest answer', () => {
    const now = [member('a', 1, { total: 2 }), member('b', 2)];
    const old = decision(1, apart(['a'], ['b'], [], answer));
    expect(state(now, [old])).toEqual({ state: 'open', skippedUntilMs: null, changedField: 'total' });
    const fresh = { ...answer, compared: { ...compared, [keyText(key('a'))]: comparedFacts({ total: 2 }, sha256) } };
    expect(state(now, [old, decision(2, apart(['b'], ['a'], [], fresh))])).toMatchObject({ state: 'apart', changedField: null });
  });

  it('holds each answer against the two that it parts: what was answered anew stays answered', () => {
    const prints = (total: number) => comparedFacts({ total }, sha256);
    const compared = { ...answer.compared, [keyText(key('c'))]: prints(1) };
    const first = decision(1, apart(['a'], ['b', 'c'], [], { ...answer, compared }));
    const anew = { ...answer, compared: { ...compared, [keyText(key('b'))]: prints(2) } };
    const second = decision(2, apart(['b'], ['a', 'c'], [], anew));
    const now = [member('a', 1), member('b', 2, { total: 2 }), member('c', 3)];
    expect(state(now, [first, second])).toMatchObject({ state: 'apart', changedField: null });
    const later = [member('a', 1), member('b', 2, { total: 2 }), member('c', 3, { total: 3 })];
    expect(state(later, [first, second])).toMatchObject({ state: 'open', changedField: 'total' });
  });

  it('is skipped until its time, or until a compared field changes', () => {
    const skip = decision(1, { kind: 'skip', members: [key('a'), key('b')], untilMs: 100, answer });
    expect(state([member('a', 1), member('b', 2)], [skip], 99)).toEqual({
      state: 'skipped',
      skippedUntilMs: 100,
      changedField: null,
    });
    expect(state([member('a', 1), member('b', 2)], [skip], 100).state).toBe('open');
    expect(state([member('a', 1, { total: 9 }), member('b', 2)], [skip], 99)).toMatchObject({
      state: 'open',
      changedField: 'total',
    });
  });
});

describe('values in the log', () => {
  it('hold no numbers', () => {
    expect(logValue('total', -5, 'USD')).toEqual({ minor: '-5', currency: 'USD' });
    expect(logValue('placedAt', { ms: 0, text: '1/1/70', precision: 'day' }, null)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      text: '1/1/70',
      precision: 'day',
    });
    const line = { name: 'Cap', sku: null, quantity: '2', unitPriceMinor: 900, totalMinor: null };
    expect(logValue('lineItems', [line], 'USD')).toEqual([
      { name: 'Cap', sku: null, quantity: '2', unitPriceMinor: '900', totalMinor: null },
    ]);
    expect(logValue('notes', undefined, null)).toBeNull();
  });
});

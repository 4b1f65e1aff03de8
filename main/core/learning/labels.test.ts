import { describe, expect, it } from 'vitest';
import type { Decision, DecisionBody } from '#shared/domain/decision.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { labelsOf } from './labels.ts';

const key = (nativeId: string): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId });
const [a, b, c, d] = [key('1'), key('2'), key('3'), key('4')];
const ids = new Map([a, b, c, d].map((one, at) => [keyText(one), at + 1]));
const answer = { proposalId: 'prp_1', band: null, bulk: false, compared: {} } as const;

const together = (members: RecordKey[], parts = members.map((_, at) => at)): DecisionBody => ({
  kind: 'together',
  members,
  parts,
  picks: {},
  answer,
});
const apart = (one: RecordKey[], other: RecordKey[], cuts: number[] = []): DecisionBody => ({
  kind: 'apart',
  sides: [one, other],
  cuts,
  answer,
});

function decided(...bodies: (DecisionBody | [DecisionBody, number])[]): Decision[] {
  return bodies.map((given, at) => {
    const [body, withdrawnBy] = Array.isArray(given) ? given : [given, null];
    return { id: at + 1, commandId: '', actor: 'person:Ana', atMs: 0, body, reasonCode: null, reasonText: null, withdrawnBy };
  });
}

const said = (...bodies: Parameters<typeof decided>) =>
  labelsOf(decided(...bodies), (text) => ids.get(text)).map(
    ({ leftId, rightId, verdict, weight }) => `${leftId}-${rightId} ${verdict} ${weight}`,
  );

describe('labels', () => {
  it('one decision has one voice, whatever the number of its pairs', () => {
    expect(said(together([a, b]))).toEqual(['1-2 together 1']);
    expect(said(apart([a], [b, c]))).toEqual(['1-2 apart 0.5', '1-3 apart 0.5']);
  });

  it('a merge says nothing of records that were one order before', () => {
    expect(said(together([a, b, c], [0, 0, 1]))).toEqual(['1-3 together 0.5', '2-3 together 0.5']);
  });

  it('a merge that was taken back says no with half a voice, unless it was made again', () => {
    expect(said([together([a, b]), 2])).toEqual(['1-2 apart 0.5']);
    expect(said([together([a, b]), 2], together([a, b]))).toEqual(['1-2 together 1']);
    expect(said(together([a, b]), [together([a, b]), 3])).toEqual(['1-2 together 1']);
  });

  it('an answer that was taken back says nothing', () => {
    expect(said([apart([a], [b]), 2])).toEqual([]);
  });

  it('a split speaks in the place of the merge that it cuts, and only about its own pairs', () => {
    expect(said(together([a, b, c]), apart([c], [a, b], [1]))).toEqual([`1-2 together ${1 / 3}`, '1-3 apart 0.5', '2-3 apart 0.5']);
  });

  it('contradictions that stand are left out', () => {
    expect(said(together([a, b]), apart([a], [b]))).toEqual([]);
    expect(said(apart([a], [b]), together([a, b]), together([a, b]))).toEqual([]);
  });

  it('what was taken with its band was not looked at', () => {
    expect(said({ kind: 'together', members: [a, b], parts: [0, 1], picks: {}, answer: { ...answer, bulk: true } })).toEqual([]);
  });

  it('verdicts on links count; "unsure" does not', () => {
    const audit = (verdict: 'right' | 'wrong' | 'unsure'): DecisionBody => ({
      kind: 'audit',
      pair: [b, a],
      verdict,
      modelVersion: 'orders@x',
    });
    expect(said(audit('right'))).toEqual(['1-2 together 1']);
    expect(said(audit('wrong'))).toEqual(['1-2 apart 1']);
    expect(said(audit('unsure'))).toEqual([]);
  });

  it('records that this book does not know are left out', () => {
    expect(said(together([a, key('99')]))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { ref } from '#core/normalise/references.ts';
import { type HandMoney, moneyInput } from '#test/factories/money-input.ts';
import { bankLine, payout } from '#test/factories/money-records.ts';
import { linkAll, reconcile } from './reconcile.ts';

const DAYS = ['02', '03', '04', '05', '06', '09'];

/** A line with the bank’s own id, as CAMT, OFX and the like tell it. */
function named(id: string, amount: number, day: string, text = 'STRIPE TRANSFER'): HandMoney {
  return { ...bankLine(id, amount, `2026-03-${day}`, text), refs: [ref('bank:line', id, 'own')] };
}

/** The same without an id. */
function nameless(row: number, amount: number, day: string, text = 'STRIPE TRANSFER'): HandMoney {
  return bankLine(`row:${row}`, amount, `2026-03-${day}`, text);
}

const payouts = DAYS.map((day, i) => payout(`po_${day}`, 1000 + i, `2026-03-${day}`));
const withIds = DAYS.map((day, i) => named(`B${day}`, 1000 + i, day));
const withoutIds = DAYS.map((day, i) => nameless(i, 1000 + i, day));

function found(money: readonly HandMoney[]) {
  const { links, findings, counts } = reconcile(moneyInput({ money, orders: [], asOf: '2026-03-20T00:00:00Z' }).input);
  return {
    linked: Array.from({ length: links.size }, (_, i) => links.linked[i] as number).reduce((a, b) => a + b, 0),
    reasons: findings.map(({ reason }) => reason),
    transfers: counts.transfers,
  };
}

describe('a bank account in two formats', () => {
  it('counts once, so that its payouts arrive', () => {
    const once = found([...payouts, ...withIds]);
    expect(once.linked).toBe(DAYS.length);
    expect(found([...payouts, ...withIds, ...withoutIds])).toEqual(once);
  });

  it('counts what only the file without ids tells', () => {
    const more = found([...payouts, ...withIds.slice(0, 5), ...withoutIds]);
    expect([more.linked, more.reasons]).toEqual([DAYS.length, []]);
  });

  it('asks where a line stands in the file without ids twice, and in the other once', () => {
    const extra = nameless(9, 1000, '02');
    expect(found([...payouts, ...withIds, ...withoutIds, extra]).linked).toBe(DAYS.length - 1);
  });

  it('is one in which the bank leaves out an id now and then: nothing is told twice', () => {
    // Two transfers of one amount on one day, one of them without an id.
    const lines = [
      ...withIds.slice(0, 4),
      nameless(0, 1000, '02'),
      nameless(1, 1004, '06'),
      nameless(2, 1005, '09'),
      named('C1', -500, '06', 'RENT'),
      named('C2', -700, '09', 'WAGES'),
    ];
    expect(linkAll(moneyInput({ money: [...payouts, ...lines], orders: [] }).input).banked.lines).toHaveLength(lines.length);
  });

  it('is two where the accounts differ', () => {
    const other = withoutIds.map((line) => ({ ...line, facts: { ...line.facts, account: 'savings' } }));
    expect(found([...payouts, ...withIds, ...other]).linked).toBe(0);
  });
});

it('a line that the bank only expects brings no payout', () => {
  const pending = (line: HandMoney): HandMoney => ({ ...line, facts: { ...line.facts, moneyKind: 'nothing', status: 'pending' } });
  const [first, ...others] = withIds;
  if (first === undefined) throw new Error('no line');
  expect(found([...payouts, pending(first), ...others]).linked).toBe(5);
  expect(found([...payouts, first, ...others]).linked).toBe(6);
});

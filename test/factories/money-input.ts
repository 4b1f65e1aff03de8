/** Records and orders made by hand, or read from files without a book, as a reconciliation reads them. */
import { packRefs } from '#core/matching/refs.ts';
import { matchFacts } from '#core/normalise/match-facts.ts';
import { moneyFacts } from '#core/normalise/money-facts.ts';
import { quantitiesOf } from '#core/reconciliation/goods.ts';
import {
  type CoverageRow,
  type LinkDecision,
  NO_MINUTE,
  type OpeningBalance,
  type OrderColumns,
  type PackedRefs,
  type ReconcileInput,
  type StatementRow,
  type WriteOff,
} from '#core/reconciliation/inputs.ts';
import { ORDER_STATUSES, summaryOf } from '#core/survivorship/order-row.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { MONEY_KINDS } from '#shared/domain/money-events.ts';
import { type Policy, SHIPPED_POLICY } from '#shared/domain/policy.ts';
import { compareKeys, keyText, type RecordKey, type TypedRef } from '#shared/domain/source-record.ts';
import { SYSTEM_RANK, type System, typeCode } from '#shared/domain/systems.ts';

export interface HandMoney {
  readonly key: RecordKey;
  readonly facts: Facts;
  readonly refs?: readonly TypedRef[];
}

/** The records of one order; the first by authority gives the terms. */
export type HandOrder = readonly HandMoney[];

export interface HandBook {
  readonly money: readonly HandMoney[];
  readonly orders: readonly HandOrder[];
  readonly statements?: readonly StatementRow[];
  readonly coverage?: readonly CoverageRow[];
  readonly openings?: readonly OpeningBalance[];
  readonly decisions?: readonly LinkDecision[];
  readonly writeOffs?: readonly WriteOff[];
  readonly twins?: ReadonlyMap<number, number>;
  readonly policy?: Partial<Policy>;
  readonly isHoliday?: IsHoliday;
  readonly asOf?: string;
}

export interface SeenInput {
  readonly input: ReconcileInput;
  /** Keys by row, and of the orders' heads by order. */
  readonly rows: readonly HandMoney[];
  readonly orders: readonly HandOrder[];
  readonly rowOf: (nativeId: string) => number;
  readonly textId: (text: string) => number;
  readonly sourceOf: (system: System, account: string) => number;
}

export function moneyInput(book: HandBook): SeenInput {
  const rows = [...book.money].sort((a, b) => compareKeys(a.key, b.key));
  const orders = book.orders
    .map((members) => [...members].sort((a, b) => rankOf(a) - rankOf(b) || compareKeys(a.key, b.key)))
    .sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  const texts = numbering();
  const currencies = numbering();
  const sources = numbering();
  const everybody = [...rows, ...orders.flat()];
  for (const { key } of everybody.toSorted((a, b) => compareKeys(a.key, b.key))) sources.of(`${key.system}\n${key.account}`);
  for (const code of new Set(everybody.flatMap(({ facts }) => [facts.currency ?? '', facts.buyerCurrency ?? '']).sort()))
    currencies.of(code);
  const interned = { texts, currencies, sources };
  const input: ReconcileInput = {
    sources: sources.list().map((name) => {
      const [system = '', account = ''] = name.split('\n');
      return { system: system as System, account };
    }),
    currencies: ['', ...currencies.list()],
    text: (id) => (id === 0 ? '' : (texts.list()[id - 1] ?? '')),
    money: moneyColumns(rows, interned),
    orders: orderColumns(orders, interned),
    goods: {
      rows: rows.flatMap(({ facts }, row) => {
        const goods = quantitiesOf(facts.lineItems);
        return goods.size === 0 ? [] : [{ row, goods }];
      }),
      ofOrder: (index) => quantitiesOf(orders[index]?.[0]?.facts.lineItems),
    },
    statements: book.statements ?? [],
    coverage: book.coverage ?? [],
    openings: book.openings ?? [],
    decisions: book.decisions ?? [],
    writeOffs: book.writeOffs ?? [],
    ...(book.twins === undefined ? {} : { twins: book.twins }),
    policy: { ...SHIPPED_POLICY, ...book.policy },
    isHoliday: book.isHoliday ?? (() => false),
    asOfMs: book.asOf === undefined ? latestMs(rows) : Date.parse(book.asOf),
  };
  return {
    input,
    rows,
    orders,
    rowOf: (nativeId) => rows.findIndex(({ key }) => key.nativeId === nativeId),
    textId: (text) => texts.of(text),
    sourceOf: (system, account) => sources.of(`${system}\n${account}`) - 1,
  };
}

interface Interned {
  readonly texts: Numbering;
  readonly currencies: Numbering;
  readonly sources: Numbering;
}

interface Numbering {
  /** 1 for the first; 0 for nothing. */
  of(text: string | null | undefined): number;
  list(): readonly string[];
}

function numbering(): Numbering {
  const known = new Map<string, number>();
  const list: string[] = [];
  return {
    of: (text) => {
      if (text == null || text === '') return 0;
      const found = known.get(text);
      if (found !== undefined) return found;
      list.push(text);
      known.set(text, list.length);
      return list.length;
    },
    list: () => list,
  };
}

function moneyColumns(rows: readonly HandMoney[], { texts, currencies, sources }: Interned): ReconcileInput['money'] {
  const seen = rows.map(({ key, facts, refs = [] }) => moneyFacts({ type: key.type, nativeId: key.nativeId, facts, refs }));
  const number = (of: (row: (typeof seen)[number]) => number | null): Float64Array =>
    Float64Array.from(seen, (row) => of(row) ?? Number.NaN);
  const minute = (of: (row: (typeof seen)[number]) => number | null): Int32Array =>
    Int32Array.from(seen, (row) => of(row) ?? NO_MINUTE);
  const text = (of: (row: (typeof seen)[number]) => string | null): Uint32Array =>
    Uint32Array.from(seen, (row) => texts.of(of(row)));
  return {
    size: rows.length,
    type: Uint8Array.from(rows, ({ key }) => typeCode(key.type)),
    kind: Uint8Array.from(seen, ({ kind }) => kind ?? MONEY_KINDS.indexOf('nothing')),
    source: Uint16Array.from(rows, ({ key }) => sources.of(`${key.system}\n${key.account}`) - 1),
    amount: number((row) => row.amount),
    fee: number((row) => row.fee),
    net: number((row) => row.net),
    currency: Uint16Array.from(seen, (row) => currencies.of(row.currency)),
    buyerAmount: number((row) => row.buyer),
    buyerCurrency: Uint16Array.from(seen, (row) => currencies.of(row.buyerCurrency ?? row.currency)),
    balance: number((row) => row.balance),
    minute: minute((row) => row.minute),
    dayOnly: Uint8Array.from(seen, (row) => row.dayOnly ?? 0),
    available: minute((row) => row.availableMinute),
    payoutMinute: minute((row) => row.payoutMinute),
    status: Uint8Array.from(seen, (row) => row.status ?? 0),
    payoutId: text((row) => row.payout),
    account: text((row) => row.account),
    group: text((row) => row.group),
    name: text((row) => row.name),
    email: text((row) => row.email),
    method: text((row) => row.method),
    description: text((row) => row.description),
    number: text((row) => row.number),
    category: text((row) => row.category),
    reference: text((row) => row.reference),
    refs: packed(rows.map(({ refs = [] }) => refs)),
  };
}

function orderColumns(orders: readonly HandOrder[], { texts, currencies, sources }: Interned): OrderColumns {
  const heads = orders.map((members) => {
    const [head] = members;
    if (head === undefined) throw new Error('an order without members');
    const facts = folded(members);
    return { head, facts, summary: summaryOf(facts, head.key), match: matchFacts(head.facts, head.key.type) };
  });
  const number = (of: (facts: Facts) => number | null | undefined): Float64Array =>
    Float64Array.from(heads, ({ facts }) => of(facts) ?? Number.NaN);
  const minute = (of: (facts: Facts) => { readonly ms: number } | null | undefined): Int32Array =>
    Int32Array.from(heads, ({ facts }) => {
      const at = of(facts);
      return at == null ? NO_MINUTE : Math.floor(at.ms / 60_000);
    });
  return {
    size: orders.length,
    source: Uint16Array.from(heads, ({ head }) => sources.of(`${head.key.system}\n${head.key.account}`) - 1),
    total: Float64Array.from(heads, ({ summary }) => summary.totalMinor ?? Number.NaN),
    currency: Uint16Array.from(heads, ({ summary }) => currencies.of(summary.currency)),
    subtotal: number((facts) => facts.subtotal),
    tax: number((facts) => facts.tax),
    shipping: number((facts) => facts.shipping),
    tip: number((facts) => facts.tip),
    duties: number((facts) => facts.duties),
    giftCards: new Float64Array(orders.length),
    refunded: number((facts) => facts.refunded),
    outstanding: number((facts) => facts.outstanding),
    placed: Int32Array.from(heads, ({ summary }) =>
      summary.placedMs === null ? NO_MINUTE : Math.floor(summary.placedMs / 60_000),
    ),
    cancelled: minute((facts) => facts.cancelledAt),
    fulfilled: minute((facts) => facts.fulfilledAt),
    status: Uint8Array.from(heads, ({ summary }) => ORDER_STATUSES.indexOf(summary.status)),
    test: Uint8Array.from(heads, ({ facts }) =>
      /\btest\b/i.test(facts.tags ?? '') || /\bbogus\b/i.test(facts.paymentMethod ?? '') ? 1 : 0,
    ),
    method: Uint32Array.from(heads, ({ facts }) => texts.of(facts.paymentMethod?.toLowerCase())),
    name: Uint32Array.from(heads, ({ match }) => texts.of(match.name)),
    email: Uint32Array.from(heads, ({ match }) => texts.of(match.email)),
    title: Uint32Array.from(heads, ({ match }) => texts.of(match.title)),
    members: Uint8Array.from(orders, (members) => members.length),
    refs: packed(orders.map((members) => members.flatMap(({ refs = [] }) => refs))),
  };
}

/** What the head leaves open is filled by the next member that knows it. */
function folded(members: HandOrder): Facts {
  return Object.assign(
    {},
    ...members.toReversed().map(({ facts }) => Object.fromEntries(Object.entries(facts).filter(([, v]) => v !== null))),
  ) as Facts;
}

function packed(refs: readonly (readonly TypedRef[])[]): PackedRefs {
  const blobs = refs.map(packRefs);
  const start = new Uint32Array(refs.length + 1);
  const bytes = new Uint8Array(blobs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const [i, blob] of blobs.entries()) {
    bytes.set(blob, at);
    at += blob.length;
    start[i + 1] = at / 9;
  }
  return { start, bytes };
}

function rankOf({ key }: HandMoney): number {
  return SYSTEM_RANK.indexOf(key.system);
}

function textOf([head]: HandOrder): string {
  return head === undefined ? '' : keyText(head.key);
}

function latestMs(rows: readonly HandMoney[]): number {
  return rows.reduce((latest, { facts }) => Math.max(latest, facts.placedAt?.ms ?? 0, facts.payoutAt?.ms ?? 0), 0);
}

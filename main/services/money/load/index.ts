/** Everything that a reconciliation is a function of, read from one snapshot of the book. */
import { type CoverageRow, NO_MINUTE, type ReconcileInput, type StatementRow } from '#core/reconciliation/inputs.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { readOrderSpans, readOrderSpansOf, readSentTwice } from '#store/queries/money-columns.ts';
import { readMoneyDecisions, readPolicy } from '#store/queries/money-decisions.ts';
import { readStatements } from '#store/queries/statements.ts';
import { coverageUntil, moneyUntil, ordersUntil } from './as-of.ts';
import { dayOfIso, dayOfMinute, mergeSpans, observedSpans, type Span, withoutDays } from './coverage.ts';
import { Currencies } from './currencies.ts';
import { type Loaded, linkDecisions, openings, placeOf, writeOffs } from './decisions.ts';
import { orderEdits } from './edits.ts';
import { loadGoods } from './goods.ts';
import { loadMoney } from './money.ts';
import { loadOrders } from './orders.ts';
import { Sources } from './places.ts';
import { Texts } from './texts.ts';

/** Where a stretch of coverage comes from, the strongest. */
export type Basis = 'statement' | 'observed' | 'confirmed';

export interface LoadedBook extends Loaded {
  readonly coverage: readonly (CoverageRow & { readonly basis: Basis })[];
  /** What of it was seen in records. */
  readonly seen: readonly Span[];
  readonly input: ReconcileInput;
  readonly policyVersion: string;
  /** Minute after which nothing counts; null: everything counts. */
  readonly until: number | null;
}

export interface LoadOptions {
  readonly isHoliday: IsHoliday;
  readonly sha256: Sha256;
  /** UTC ms; null: the latest moment that the data covers. */
  readonly asOfMs: number | null;
  /** What is dated after `asOfMs` does not count; else only clocks run to it. */
  readonly onlyUntil?: boolean;
  /** Called at least every 50 ms of work; it may throw to stop. */
  readonly pause: () => void;
}

const MINUTE_MS = 60_000;

export function loadBook(db: ReadableDb, { isHoliday, asOfMs, onlyUntil = false, sha256, pause }: LoadOptions): LoadedBook {
  const sources = new Sources(db);
  const currencies = new Currencies(db);
  const texts = new Texts(db);
  const until = onlyUntil && asOfMs !== null ? Math.floor(asOfMs / MINUTE_MS) : null;
  const allMoney = loadMoney(db, sources, currencies, pause);
  const allOrders = loadOrders({ db, sources, currencies, texts, sha256, pause });
  const allEdits = orderEdits(db, allOrders, pause);
  const money = until === null ? allMoney : moneyUntil(allMoney, until);
  const { orders, edits } = until === null ? { orders: allOrders, edits: allEdits } : ordersUntil(allOrders, allEdits, until);
  const loaded: Loaded = { sources, currencies, texts, money, orders };
  const { policy, version } = readPolicy(db);
  const day = until === null ? Number.POSITIVE_INFINITY : dayOfMinute(until);
  const statements = statementRows(db, loaded).filter(({ fromDay }) => (dayOfIso(fromDay) ?? 0) <= day);
  const seen = seenSpans(db, loaded);
  const coverage = coverageUntil(coverageOf(db, loaded, seen), day);
  return {
    ...loaded,
    policyVersion: version,
    coverage,
    seen,
    until,
    input: {
      sources: sources.rows,
      currencies: currencies.codes,
      text: texts.text,
      money: money.columns,
      orders: orders.columns,
      twins: twinsOf(readSentTwice(db), (record) => orders.orderOf[record] ?? -1),
      edits,
      goods: loadGoods(db, money, orders, pause),
      statements,
      coverage,
      openings: openings(db, loaded),
      decisions: linkDecisions(db, loaded),
      writeOffs: writeOffs(db, loaded),
      policy,
      isHoliday,
      asOfMs: asOfMs ?? latestMs(loaded, statements),
    },
  };
}

/** Orders that an open question calls one sale sent twice, both ways. */
export function twinsOf(
  pairs: readonly (readonly [number, number])[],
  orderOf: (record: number) => number,
): ReadonlyMap<number, number> {
  const twins = new Map<number, number>();
  for (const [a, b] of pairs) {
    const [one, other] = [orderOf(a), orderOf(b)];
    if (one === -1 || other === -1 || one === other) continue;
    twins.set(one, other).set(other, one);
  }
  return twins;
}

export function statementRows(db: ReadableDb, { sources }: Pick<Loaded, 'sources'>): StatementRow[] {
  return readStatements(db).map(({ sourceId, batchId: _batch, fileName: _file, ...statement }) => ({
    ...statement,
    source: sources.placeOf(sourceId),
  }));
}

/** Days that the records of each batch speak of, where its file does not state its bounds. `batches`: of the orders of these alone. */
export function seenSpans(
  db: ReadableDb,
  loaded: Pick<Loaded, 'sources' | 'texts' | 'money'>,
  batches: readonly number[] | null = null,
): Span[] {
  const { sources, money } = loaded;
  const stated = new Set<string>();
  for (const { sourceId, batchId, account, fromDay, toDay } of readStatements(db)) {
    if (dayOfIso(fromDay) !== null && dayOfIso(toDay) !== null)
      stated.add(`${batchId} ${insideOf(loaded, sources.placeOf(sourceId), account)}`);
  }
  const orders = batches === null ? readOrderSpans(db) : readOrderSpansOf(db, batches);
  return [
    ...observedSpans(money.columns, money.batches, stated),
    ...orders.map(({ sourceId, first, last }) => ({
      source: sources.placeOf(sourceId),
      account: 0,
      fromDay: dayOfMinute(first),
      toDay: dayOfMinute(last),
    })),
  ];
}

/** Bounds that files state, else the days that were seen; and what people confirmed. */
export function coverageOf(
  db: ReadableDb,
  loaded: Pick<Loaded, 'sources' | 'texts'>,
  seen: readonly Span[],
): LoadedBook['coverage'] {
  const { sources, texts } = loaded;
  const spans: Span[] = [...seen];
  const stating = new Set<string>();
  for (const { sourceId, account, fromDay, toDay } of readStatements(db)) {
    const [from, to] = [dayOfIso(fromDay), dayOfIso(toDay)];
    if (from === null || to === null) continue;
    const source = sources.placeOf(sourceId);
    const inside = insideOf(loaded, source, account);
    stating.add(`${source} ${inside}`);
    spans.push({ source, account: inside, fromDay: from, toDay: to });
  }
  let rows = mergeSpans(spans);
  const confirmed: Span[] = [];
  for (const { body } of readMoneyDecisions(db, 'coverage')) {
    const place = placeOf({ sources, texts }, body.at);
    const [from, to] = [dayOfIso(body.fromDay), dayOfIso(body.toDay)];
    if (place === null || from === null || to === null) continue;
    const said = { ...place, fromDay: from, toDay: to };
    // What a person calls missing is not bridged over.
    if (body.lacks !== true) confirmed.push(said);
    rows = body.lacks === true ? withoutDays(rows, said) : mergeSpans([...rows, said], 0);
  }
  const isConfirmed = (row: Span): boolean =>
    confirmed.some(
      (one) => one.source === row.source && one.account === row.account && one.fromDay <= row.fromDay && one.toDay >= row.toDay,
    );
  return rows.map((row) => ({
    ...row,
    basis: isConfirmed(row) ? 'confirmed' : stating.has(`${row.source} ${row.account}`) ? 'statement' : 'observed',
  }));
}

/** The account that lines of a bank bear, by its name in the statement; 0 for gateways, whose lines name none. */
function insideOf({ sources, texts }: Pick<Loaded, 'sources' | 'texts'>, source: number, account: string): number {
  return sources.at(source).system === 'bank' ? texts.id(account) : 0;
}

/** The latest moment of which any record or statement speaks: the default of the command line. */
export function latestMs({ money, orders }: Pick<Loaded, 'money' | 'orders'>, statements: readonly StatementRow[]): number {
  let latest = 0;
  for (const column of [money.columns.minute, orders.columns.placed])
    for (const minute of column) if (minute !== NO_MINUTE && minute > latest) latest = minute;
  const days = statements.map(({ toDay }) => dayOfIso(toDay) ?? 0);
  return (
    Math.max(
      latest,
      days.reduce((most, day) => Math.max(most, (day + 1) * 1440 - 1), 0),
    ) * MINUTE_MS
  );
}

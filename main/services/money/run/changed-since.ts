/** What came since a run that still stands, and what of the standing book it can have moved. */
import { OWN, REF_BYTES } from '#core/matching/refs.ts';
import { spansOf } from '#core/reconciliation/coverage.ts';
import { itemisedPayouts } from '#core/reconciliation/events.ts';
import type { CoverageRow, PackedRefs } from '#core/reconciliation/inputs.ts';
import { BOOKING_TYPES, CONVERSION, SETTLEMENT_LINE } from '#core/reconciliation/money-kinds.ts';
import { NotLocal } from '#core/reconciliation/rest.ts';
import { isPayoutRow, isShared, Neighbourhood } from '#core/reconciliation/standing-book.ts';
import { word } from '#core/reconciliation/token-table.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { findRecord } from '#store/queries/decisions.ts';
import { readChangedRecords } from '#store/queries/match-basis.ts';
import { readHeadsOf, readJoinedSums, readSentTwice } from '#store/queries/money-columns.ts';
import { readMoneyDecisions, readPolicy } from '#store/queries/money-decisions.ts';
import { expandComponents } from '../../derive/component.ts';
import { Currencies } from '../load/currencies.ts';
import { coverageOf, type LoadedBook, latestMs, seenSpans, statementRows } from '../load/index.ts';
import { loadMoneyOf } from '../load/money.ts';
import { loadOrdersOf } from '../load/orders.ts';
import type { Fresh } from '../load/part.ts';
import { Sources } from '../load/places.ts';
import type { AsOf } from './messages.ts';
import type { StandingRun } from './standing-run.ts';

/** More ends than these are no small change: then a run over everything is as quick. */
const MOST_ENDS = 60_000;

export interface ChangedSince {
  readonly fresh: Fresh;
  readonly freshIds: readonly number[];
  /** Members of orders that are new or have new members. */
  readonly memberIds: readonly number[];
  /** Orders of the standing book that have new members: as they are now they stand in `fresh`. */
  readonly changedOrders: ReadonlySet<number>;
  readonly statements: LoadedBook['input']['statements'];
  readonly coverage: LoadedBook['coverage'];
  readonly seen: LoadedBook['seen'];
  readonly asOfMs: number;
  readonly sentTwice: StandingRun['sentTwice'];
  readonly neighbourhood: Neighbourhood;
}

/** Throws `NotLocal` where more than new records came, or what came may move anything. */
export function changedSince(db: ReadableDb, run: StandingRun, inputVersion: string, asOf: AsOf, sha256: Sha256): ChangedSince {
  refuseOtherRules(db, run, inputVersion, asOf);
  const { book } = run.found;
  const changed = readChangedRecords(db, { batches: run.inputVersion, decision: Number.MAX_SAFE_INTEGER });
  if (changed === null) throw new NotLocal('records that stood changed or went');
  const freshIds = changed.fresh;
  const batches = newBatches(run.inputVersion, inputVersion);
  if (readJoinedSums(db, freshIds) !== run.joinedSums) throw new NotLocal('an order that is made of other records');
  refuseDecided(db, new Set(freshIds));
  book.texts.askAgain();
  const known = book.currencies.codes.length;
  const money = loadMoneyOf(db, freshIds, book.sources, book.currencies);
  refuseWholeBookRows(money.columns);
  const { sources, currencies, texts } = book;
  // Whatever shares an order with a new record, or would by its pairs, may stand in another order now.
  const heads = readHeadsOf(db, expandComponents(db, freshIds));
  const orders = loadOrdersOf({ db, sources, currencies, texts, sha256, pause: () => undefined }, heads);
  if (currencies.codes.length > known) throw new NotLocal('a new currency');
  const fresh: Fresh = { money, orders };
  const memberIds: number[] = [];
  const changedOrders = new Set<number>();
  for (let record = 0; record < orders.orderOf.length; record++) {
    if (orders.orderOf[record] === -1) continue;
    memberIds.push(record);
    const stood = book.orders.orderOf[record] ?? -1;
    if (stood !== -1) changedOrders.add(stood);
  }
  const statements = statementRows(db, book);
  const seen = [...book.seen, ...seenSpans(db, { ...book, money }, batches)];
  const coverage = coverageOf(db, book, seen);
  const asOfMs = asOf.ms ?? Math.max(run.latestMs, latestMs(fresh, statements));
  if (asOfMs < book.input.asOfMs) throw new NotLocal('an earlier instant');
  const neighbourhood = new Neighbourhood(run.standing, MOST_ENDS);
  for (const order of changedOrders) neighbourhood.addOrder(order);
  addFresh(neighbourhood, fresh, run);
  const sentTwice = readSentTwice(db);
  refuseMovedEdges(run, changedOrders, coverage);
  addMoved(neighbourhood, run, { fresh, coverage, asOfMs, sentTwice });
  return { fresh, freshIds, memberIds, changedOrders, statements, coverage, seen, asOfMs, sentTwice, neighbourhood };
}

/** Another instant, decision, policy or source is told by a run over the whole book. */
function refuseOtherRules(db: ReadableDb, run: StandingRun, inputVersion: string, asOf: AsOf): void {
  const { book, world } = run.found;
  const { policy, goods } = book.input;
  if (asOf.onlyUntil) throw new NotLocal('as of an instant that was asked for');
  if (!run.isStored(db)) throw new NotLocal('the book holds what another run found');
  if (decisionsIn(inputVersion) !== decisionsIn(run.inputVersion)) throw new NotLocal('a decision');
  if (JSON.stringify(readPolicy(db).policy) !== JSON.stringify(policy)) throw new NotLocal('another policy');
  if (JSON.stringify(new Sources(db).rows) !== JSON.stringify(book.sources.rows)) throw new NotLocal('a new source');
  // Currencies are numbered in the order of their codes.
  if (new Currencies(db).codes.some((code, place) => code !== book.currencies.codes[place])) throw new NotLocal('a new currency');
  // What is learned or summed over all of a book by rules that a part does not know of.
  if (world.bookings.length > 0) throw new NotLocal('bookings');
  if ((goods?.rows.length ?? 0) > 0) throw new NotLocal('goods by SKU');
  if (policy.contractRates.length > 0) throw new NotLocal('contract rates');
  if (Object.values(policy.owners).includes(null)) throw new NotLocal('reasons without an owner');
}

function refuseWholeBookRows(columns: Fresh['money']['columns']): void {
  for (const type of columns.type) {
    if (BOOKING_TYPES[type] === 1) throw new NotLocal('bookings');
    if (type === SETTLEMENT_LINE) throw new NotLocal('settlement lines');
  }
  if (itemisedPayouts(columns).size > 0) throw new NotLocal('settlement lines');
}

/** Batches in front of the first blank (see readReconcileInput). */
function newBatches(before: string, now: string): number[] {
  const known = new Set((before.split(' ')[0] ?? '').split(','));
  return (now.split(' ')[0] ?? '').split(',').flatMap((id) => (id === '' || known.has(id) ? [] : [Number(id)]));
}

function decisionsIn(inputVersion: string): string {
  return inputVersion.slice(inputVersion.indexOf(' decision '));
}

/** A decision that slept because its record was not there may wake. */
function refuseDecided(db: ReadableDb, fresh: ReadonlySet<number>): void {
  const keys = [
    ...readMoneyDecisions(db, 'link').flatMap(({ body }) => [body.from, body.to]),
    ...readMoneyDecisions(db, 'write_off').map(({ body }) => body.record),
  ];
  for (const key of keys) {
    const recordId = findRecord(db, key);
    if (recordId !== null && fresh.has(recordId)) throw new NotLocal('a decision about a new record');
  }
}

/** What answers to the new rows and orders. */
function addFresh(neighbourhood: Neighbourhood, { money, orders }: Fresh, { standing }: StandingRun): void {
  const { columns } = money;
  eachReference(columns.refs, columns.size, (row, role, head, tail) => {
    const isMentioned = !isShared(head >>> 16) && (role !== OWN || isPayoutRow(columns, row));
    neighbourhood.addToken(head, tail, isMentioned);
  });
  eachReference(orders.columns.refs, orders.columns.size, (_order, _role, head, tail) => neighbourhood.addToken(head, tail, false));
  for (const email of orders.columns.email) neighbourhood.addBuyer(email);
  for (const [row, kind] of columns.kind.entries())
    if (kind === CONVERSION) for (const loose of standing.conversionsOf(columns.source[row] as number)) neighbourhood.addRow(loose);
}

/** What moves although nothing about it came: by time, by days that files cover by now, by a question that was asked or answered. */
function addMoved(
  neighbourhood: Neighbourhood,
  run: StandingRun,
  now: Pick<ChangedSince, 'fresh' | 'coverage' | 'asOfMs' | 'sentTwice'>,
): void {
  const { book, world } = run.found;
  if (!sameDays(now.coverage, book.coverage) || !sameSpans(run, now.fresh, now.coverage))
    for (const row of world.paid.nobody) neighbourhood.addRow(row);
  const moved = run.clocks.between(book.input.asOfMs, now.asOfMs);
  for (const row of moved.rows) neighbourhood.addRow(row);
  for (const order of moved.orders) neighbourhood.addOrder(order);
  for (const order of otherTwins(run, now.sentTwice)) neighbourhood.addOrder(order);
}

function eachReference(
  { start, bytes }: PackedRefs,
  size: number,
  look: (end: number, role: number, head: number, tail: number) => void,
): void {
  for (let end = 0; end < size; end++) {
    for (let i = start[end] as number; i < (start[end + 1] as number); i++) {
      const at = i * REF_BYTES;
      look(end, bytes[at] as number, word(bytes, at + 1), word(bytes, at + 5));
    }
  }
}

/** What is seen of sources that no coverage speaks of: they tell from their first to their last record. */
function sameSpans({ found, outside }: StandingRun, { money, orders }: Fresh, coverage: readonly CoverageRow[]): boolean {
  const { sources } = found.book.input;
  const stated = new Set(coverage.map(({ source }) => source));
  const { spans } = outside;
  const now = spansOf({ money: money.columns, orders: orders.columns, sources, rest: spans });
  return sources.every(
    (_, source) => stated.has(source) || (spans.first[source] === now.first[source] && spans.last[source] === now.last[source]),
  );
}

/** An order that changed may have been the first or the last of such a source. */
function refuseMovedEdges({ found, outside }: StandingRun, orders: ReadonlySet<number>, coverage: readonly CoverageRow[]): void {
  const stated = new Set(coverage.map(({ source }) => source));
  const { source: sourceOf, placed } = found.book.orders.columns;
  for (const order of orders) {
    const source = sourceOf[order] as number;
    const isEdge = placed[order] === outside.spans.first[source] || placed[order] === outside.spans.last[source];
    if (isEdge && !stated.has(source)) throw new NotLocal('an order that was the first or last of its source');
  }
}

function sameDays(one: readonly CoverageRow[], other: readonly CoverageRow[]): boolean {
  const text = (rows: readonly CoverageRow[]): string =>
    JSON.stringify(rows.map(({ source, fromDay, toDay }) => [source, fromDay, toDay]));
  return text(one) === text(other);
}

/** Orders of pairs that were asked about and are not, or the other way round. */
function otherTwins({ sentTwice, found }: StandingRun, now: StandingRun['sentTwice']): number[] {
  const before = new Set(sentTwice.map((pair) => pair.join()));
  const after = new Set(now.map((pair) => pair.join()));
  const moved = [...sentTwice.filter((pair) => !after.has(pair.join())), ...now.filter((pair) => !before.has(pair.join()))];
  return moved.flat().flatMap((record) => {
    const order = found.book.orders.orderOf[record] ?? -1;
    return order === -1 ? [] : [order];
  });
}

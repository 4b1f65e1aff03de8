/** Orders, crosswalk and log as lines of text and as rows of tables: the same go into files of their own and into the audit pack. */
import { isContentId } from '#core/connectors/content-id.ts';
import { type Cell, numberCell, type Row } from '#core/exports/csv.ts';
import {
  type OrderResult,
  type OrderState,
  orderLine,
  orderState,
  type ResultRecord,
  resultRecord,
} from '#core/exports/result-lines.ts';
import type { LogEntryFields } from '#shared/domain/change-log.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import { formatPlain } from '#shared/domain/money.ts';
import { isOrderLike } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { type ExportOrder, type ExportRecord, exportOrders } from '#store/queries/exports.ts';
import { type PositionReader, positionReader } from '#store/queries/money-found.ts';
import { entriesOfSubjects, hashedEntries } from '#store/queries/proof.ts';

/** Money events and bookings bear the place of their first sighting as well: ids of theirs, invoice numbers above all, may come twice. */
export function namedRecord({ key, aliases, place }: ExportRecord): ResultRecord {
  if (isContentId(key.nativeId)) return resultRecord(key, place, aliases);
  return resultRecord(key, key.nativeId, isOrderLike(key.type) ? aliases : [...aliases, place]);
}

/** Sales as result lines, sorted by id; or the one that has this id. */
export function* orderLines(db: ReadableDb, only: string | null = null): Generator<string> {
  const positions = positionReader(db);
  for (const order of exportOrders(db, only)) {
    if (!order.isSale) continue;
    yield orderLine({
      id: order.canonicalId,
      aliases: order.members.map((member) => member.ownId).filter((id) => id !== order.canonicalId),
      totalMinor: order.totalMinor,
      currency: order.currency,
      ...moneyOf(positions, order),
      members: order.members.map((member) => namedRecord(member.record)),
    });
  }
}

/** Where the order stands with its money; what it says itself until it is reconciled. A conflict of its members outranks the money. */
function moneyOf(positions: PositionReader, order: ExportOrder): Pick<OrderResult, 'state' | 'position' | 'byCurrency'> {
  const own = orderState(order.status, order.conflict);
  const found = positions.read(order.headId);
  if (found === null) return { state: own, position: null, byCurrency: {} };
  const { state, others, headId: _head, ...position } = found;
  return {
    state: own === 'exception' ? own : (state as OrderState),
    position,
    byCurrency: others === null ? {} : (JSON.parse(others) as OrderResult['byCurrency']),
  };
}

const ORDER_COLUMNS = [
  'id',
  'number',
  'client',
  'placed_at',
  'total',
  'currency',
  'status',
  'state',
  'joined_by',
  'members',
  'systems',
  'conflict',
];

/** Sales as a table, sorted by id. */
export function* orderRows(db: ReadableDb, only: string | null = null): Generator<Row> {
  yield ORDER_COLUMNS;
  for (const order of exportOrders(db, only)) if (order.isSale) yield orderCells(order);
}

function orderCells(order: ExportOrder): Cell[] {
  const { totalMinor, currency, placedMs } = order;
  return [
    order.canonicalId,
    order.number,
    order.client,
    placedMs === null ? null : isoUtc(placedMs),
    totalMinor === null || currency === null ? null : numberCell(formatPlain(totalMinor, currency)),
    currency,
    order.status,
    orderState(order.status, order.conflict),
    order.joinedBy,
    numberCell(order.members.length),
    [...new Set(order.members.map((member) => member.record.key.system))].sort().join(' '),
    order.conflict,
  ];
}

/** Canonical id ↔ every id that any system gave: one row an id. Work around sales that is in no order has its own canonical id. */
export function* crosswalkRows(db: ReadableDb): Generator<Row> {
  yield ['canonical_id', 'own_id', 'system', 'account', 'type', 'id', 'kind'];
  for (const order of exportOrders(db)) {
    for (const { ownId, record } of order.members) {
      const { system, account, type, nativeId, aliases } = namedRecord(record);
      const base = [order.canonicalId, ownId, system, account, type];
      yield [...base, nativeId, 'native'];
      for (const alias of aliases) yield [...base, alias, 'alias'];
    }
  }
}

/** The very texts that were hashed, each with its hash; all, or those that name one of the subjects. */
export function* logLines(db: ReadableDb, subjects: readonly string[] | null = null): Generator<string> {
  for (const [, body, hash] of entries(db, subjects)) yield `{"body":${body},"hash":"${hash}"}`;
}

function entries(db: ReadableDb, subjects: readonly string[] | null): Iterable<[seq: number, body: string, hash: string]> {
  return subjects === null ? hashedEntries(db) : entriesOfSubjects(db, subjects);
}

const LOG_COLUMNS = [
  'seq',
  'at',
  'offset',
  'actor',
  'action',
  'subjects',
  'field',
  'before',
  'after',
  'why_code',
  'why',
  'cause',
  'prev',
  'hash',
];

export function* logRows(db: ReadableDb, subjects: readonly string[] | null = null): Generator<Row> {
  yield LOG_COLUMNS;
  for (const [, body, hash] of entries(db, subjects)) {
    const entry = JSON.parse(body) as LogEntryFields;
    yield [
      numberCell(entry.seq),
      entry.at,
      numberCell(entry.offset),
      entry.actor,
      entry.action,
      entry.subjects.join(' '),
      entry.field,
      cellText(entry.before),
      cellText(entry.after),
      entry.why?.code ?? null,
      entry.why?.text ?? null,
      entry.cause,
      entry.prev,
      hash,
    ];
  }
}

/** A text as it is, anything else as JSON. */
function cellText(value: LogEntryFields['before']): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}

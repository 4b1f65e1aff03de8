/** Orders as rows: one for each record, for each owns a canonical id for ever. */
import { type BuiltOrder, buildOrders } from '#core/survivorship/build-orders.ts';
import { summaryOf } from '#core/survivorship/order-row.ts';
import { storedFields } from '#core/survivorship/stored-fields.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import { canonicalIdOf, type Sha256 } from '#shared/domain/ids.ts';
import { roleOf, SYSTEMS } from '#shared/domain/systems.ts';
import type { OrderRowData } from '#store/queries/orders.ts';
import { type FoldedRecordRow, memberOf } from '../records.ts';
import type { ComponentState } from './component.ts';

/** Rows of all records of the components, in order of record id. */
export function rowsOf(state: ComponentState, zone: Zone, sha256: Sha256): OrderRowData[] {
  const byId = new Map(state.records.map((record) => [record.recordId, record]));
  const rows: OrderRowData[] = [];
  const done = new Set<number>();
  for (const order of buildOrders(state.component, zone)) {
    for (const { recordId } of order.members) {
      const record = byId.get(recordId);
      if (record === undefined) continue;
      done.add(recordId);
      rows.push(recordId === order.head.recordId ? headRow(order, record, sha256) : insideRow(record, order.head.recordId, sha256));
    }
  }
  for (const record of state.records) {
    if (!done.has(record.recordId)) rows.push(asleepRow(record, zone, sha256));
  }
  return rows.sort((a, b) => a.recordId - b.recordId);
}

/** Row of the record that stands for the order. */
function headRow(order: BuiltOrder, record: FoldedRecordRow, sha256: Sha256): OrderRowData {
  const single = order.members.length === 1 && !order.hasPicks;
  return {
    recordId: record.recordId,
    headId: record.recordId,
    canonicalId: canonicalIdOf(record.key, sha256),
    homeBatchId: record.homeBatchId,
    isSale: order.isSale,
    ...order.summary,
    systemMask: order.systemMask,
    memberCount: order.members.length,
    joinedBy: order.joinedBy,
    confidenceMillibits: order.confidenceMillibits,
    conflict: order.conflict,
    fields: single ? null : storedFields(order.fields),
  };
}

/** Row of a record inside another's order. What counts in it is the head that it names; the rest is what it says by itself. */
function insideRow(record: FoldedRecordRow, headId: number, sha256: Sha256): OrderRowData {
  const { recordId, key, folded } = record;
  return {
    recordId,
    headId,
    canonicalId: canonicalIdOf(key, sha256),
    homeBatchId: record.homeBatchId,
    isSale: roleOf(key.type) === 'order',
    ...summaryOf(folded.facts, key),
    systemMask: 1 << SYSTEMS.indexOf(key.system),
    memberCount: 1,
    joinedBy: 'single',
    confidenceMillibits: null,
    conflict: null,
    fields: null,
  };
}

/** Row of a record until its batch is published again: the order that it would be alone. */
function asleepRow(record: FoldedRecordRow, zone: Zone, sha256: Sha256): OrderRowData {
  const tied = new Map([[record.recordId, record.folded.tied]]);
  const [alone] = buildOrders({ members: [memberOf(record)], tied, decisions: [], pairs: [] }, zone);
  return headRow(alone as BuiltOrder, record, sha256);
}

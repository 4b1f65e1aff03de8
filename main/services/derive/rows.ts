/** Orders as rows: one for each record, for each owns a canonical id for ever. */
import { type BuiltOrder, buildOrders } from '#core/survivorship/build-orders.ts';
import { orderText, type RecordNames } from '#core/survivorship/order-text.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import { canonicalIdOf, type Sha256 } from '#shared/domain/ids.ts';
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
      rows.push(
        recordId === order.head.recordId ? headRow(order, record, sha256) : aloneRow(record, order.head.recordId, zone, sha256),
      );
    }
  }
  for (const record of state.records) {
    if (!done.has(record.recordId)) rows.push(aloneRow(record, record.recordId, zone, sha256));
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
    fields: single ? null : JSON.stringify(order.fields),
  };
}

/** Row of a record by itself: inside another's order, or asleep until its batch is published again. */
function aloneRow(record: FoldedRecordRow, headId: number, zone: Zone, sha256: Sha256): OrderRowData {
  const tied = new Map([[record.recordId, record.folded.tied]]);
  const [alone] = buildOrders({ members: [memberOf(record)], tied, decisions: [], pairs: [] }, zone);
  return { ...headRow(alone as BuiltOrder, record, sha256), headId };
}

/** Search texts of the components' records: the whole order's for its head, null for the others. */
export function textsOf(state: ComponentState, rows: readonly OrderRowData[]): Map<number, string | null> {
  const byId = new Map(state.records.map((record) => [record.recordId, record]));
  const namesOf = (recordId: number): RecordNames => {
    const versions = byId.get(recordId)?.versions ?? [];
    return {
      aliases: versions.flatMap(({ aliases }) => aliases),
      references: versions.flatMap(({ refs }) => refs.filter(({ role }) => role !== 'free').map(({ value }) => value)),
    };
  };
  const texts = new Map<number, string | null>();
  for (const [headId, inside] of Map.groupBy(rows, (row) => row.headId)) {
    const members = inside.flatMap(({ recordId }) => byId.get(recordId) ?? []).map(memberOf);
    for (const { recordId } of inside) texts.set(recordId, recordId === headId ? orderText(members, namesOf) : null);
  }
  return texts;
}

/** Orders that were edited after they were accepted: their record has versions with different totals. */
import type { OrderEdit } from '#core/reconciliation/inputs.ts';
import { editsOfVersions } from '#core/reconciliation/order-edits.ts';
import { roleOf } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { severalVersioned } from '#store/queries/exports.ts';
import { readFolded } from '../../records.ts';
import type { LoadedOrders } from './orders.ts';

const CHUNK = 500;

/** By order; `only`: these records alone are looked at. Of an order with several records only the one whose total stands is asked. */
export function orderEdits(
  db: ReadableDb,
  { orderOf, columns }: LoadedOrders,
  pause: () => void,
  only: readonly number[] | null = null,
): ReadonlyMap<number, readonly OrderEdit[]> {
  const edits = new Map<number, readonly OrderEdit[]>();
  const ids = severalVersioned(db, only).filter((recordId) => (orderOf[recordId] ?? -1) !== -1);
  for (let at = 0; at < ids.length; at += CHUNK) {
    for (const { recordId, key, versions, folded } of readFolded(db, ids.slice(at, at + CHUNK))) {
      const order = orderOf[recordId] ?? -1;
      if (roleOf(key.type) !== 'order' || folded.facts.total == null || folded.facts.total !== columns.total[order]) continue;
      const found = editsOfVersions(versions);
      if (found.length > (edits.get(order)?.length ?? 0)) edits.set(order, found);
    }
    pause();
  }
  return edits;
}

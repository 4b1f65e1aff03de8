/** Goods by SKU: of settlement lines and invoices at once, of an order when it is asked for. */
import { type Goods, type GoodsRow, type Quantities, quantitiesOf } from '#core/reconciliation/goods.ts';
import { readStoredFields } from '#core/survivorship/stored-fields.ts';
import type { ReadableDb } from '#store/database.ts';
import { readOrderFields, recordsWithGoods } from '#store/queries/goods.ts';
import { readFolded } from '../../records.ts';
import type { LoadedMoney } from './money.ts';
import type { LoadedOrders } from './orders.ts';

const CHUNK = 500;

export function loadGoods(db: ReadableDb, { rowOf }: LoadedMoney, { headIds }: LoadedOrders, pause: () => void): Goods {
  const ids = recordsWithGoods(db);
  const rows: GoodsRow[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    for (const { recordId, folded } of readFolded(db, ids.slice(at, at + CHUNK))) {
      const row = rowOf[recordId] ?? -1;
      const goods = quantitiesOf(folded.facts.lineItems);
      if (row !== -1 && goods.size > 0) rows.push({ row, goods });
    }
    pause();
  }
  const known = new Map<number, Quantities>();
  return {
    rows: rows.sort((a, b) => a.row - b.row),
    ofOrder: (order) => {
      const found = known.get(order) ?? orderedOf(db, headIds[order] as number);
      known.set(order, found);
      return found;
    },
  };
}

function orderedOf(db: ReadableDb, headId: number): Quantities {
  const fields = readOrderFields(db, headId);
  const facts = fields === null ? readFolded(db, [headId])[0]?.folded.facts : readStoredFields(fields);
  return quantitiesOf(facts?.lineItems);
}

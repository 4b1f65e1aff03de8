/** Orders that a money event or a booking names, by typed reference only. */
import type { Columns } from './columns.ts';
import type { TokenIndex } from './references.ts';
import { FREE, MENTIONS, OWN, REF_BYTES } from './refs.ts';

/** A reference that leads to more orders than this leads nowhere. */
const MAX_ORDERS = 6;

/**
 * Rows of the orders that packed references (see packRefs) lead to: one row for each order, the one that owns the id if any. Where
 * an id is owned by one side, what both merely mention does not count. Empty when nothing, or too much, is named.
 */
export function namedOrders(refs: Uint8Array, columns: Columns, index: TokenIndex, clusterOf: (row: number) => number): number[] {
  const named = new Map<number, number>();
  const shared = new Map<number, number>();
  for (let at = 0; at + REF_BYTES <= refs.length; at += REF_BYTES) {
    const role = refs[at];
    if (role === FREE) continue;
    const view = new DataView(refs.buffer, refs.byteOffset + at, REF_BYTES);
    let token = index.first(view.getUint16(1), view.getUint16(3), view.getUint32(5));
    for (; token !== -1; token = index.following(token)) {
      const row = index.rowOf(token);
      const other = columns.refs.role[token];
      if (other === FREE || (other === OWN && role === OWN) || columns.context[row] === 1) continue;
      keepFirst(other === MENTIONS && role === MENTIONS ? shared : named, clusterOf(row), row);
    }
  }
  const found = [...(named.size > 0 ? named : shared).values()].sort((a, b) => a - b);
  return found.length > MAX_ORDERS ? [] : found;
}

function keepFirst(rows: Map<number, number>, order: number, row: number): void {
  const known = rows.get(order);
  if (known === undefined || row < known) rows.set(order, row);
}

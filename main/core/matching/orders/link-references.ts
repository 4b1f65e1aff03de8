/** Orders that a money event or a booking names, by typed reference only. */

import { FREE, MENTIONS, OWN, REF_BYTES } from '../refs.ts';
import type { Columns } from './columns.ts';
import type { TokenIndex } from './references.ts';

/** A reference that leads to more orders than this leads nowhere. */
const MAX_ORDERS = 6;

/** An order that references lead to: how many do, and the first of its rows that they name. */
interface Candidate {
  readonly row: number;
  readonly references: number;
}

/**
 * Rows of the orders that packed references (see packRefs) lead to, one row for each order. Where an id is owned by one side, what
 * both merely mention does not count; and of several orders those win that more of the references lead to, for a number may be used
 * again but its order's other id is not. Empty when nothing, or too much, is named.
 */
export function namedOrders(refs: Uint8Array, columns: Columns, index: TokenIndex, clusterOf: (row: number) => number): number[] {
  const named = new Map<number, Candidate>();
  const shared = new Map<number, Candidate>();
  const view = new DataView(refs.buffer, refs.byteOffset, refs.byteLength);
  for (let at = 0; at + REF_BYTES <= refs.length; at += REF_BYTES) {
    const role = refs[at];
    if (role === FREE) continue;
    const counted = new Set<number>();
    let token = index.first(view.getUint16(at + 1), view.getUint16(at + 3), view.getUint32(at + 5));
    for (; token !== -1; token = index.following(token)) {
      const row = index.rowOf(token);
      const other = columns.refs.role[token];
      if (other === FREE || (other === OWN && role === OWN) || columns.context[row] === 1) continue;
      const order = clusterOf(row);
      if (counted.has(order)) continue;
      counted.add(order);
      const found = other === MENTIONS && role === MENTIONS ? shared : named;
      const known = found.get(order);
      found.set(order, { row: Math.min(row, known?.row ?? row), references: (known?.references ?? 0) + 1 });
    }
  }
  const candidates = [...(named.size > 0 ? named : shared).values()];
  const most = candidates.reduce((highest, { references }) => Math.max(highest, references), 0);
  const best = candidates.filter(({ references }) => references === most).map(({ row }) => row);
  return best.length > MAX_ORDERS ? [] : best.sort((a, b) => a - b);
}

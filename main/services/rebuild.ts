/**
 * Recomputes the derived rows of orders from nothing but what sources said, what people decided and which pairs are joined, and
 * compares: state is a function, so that every row must agree.
 */
import type { Ports } from '#main/app/ports.ts';
import { ORDER_LIKE_TYPES, typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { nextOrderLike, type OrderRowData, readOrderRows } from '#store/queries/orders.ts';
import { expandComponents, readComponent } from './derive/component.ts';
import { rowsOf } from './derive/rows.ts';
import { bookZone } from './records.ts';

export interface RebuiltOrders {
  readonly recordsChecked: number;
  /** One sentence per row that differs; at most a hundred are listed. */
  readonly differences: readonly string[];
  readonly differenceCount: number;
}

export interface RebuildReport extends RebuiltOrders {
  /** Sentences about what could not be held against anything, and why. */
  readonly notCompared: readonly string[];
}

const CHUNK = 500;
const LISTED = 100;
const CODES = ORDER_LIKE_TYPES.map(typeCode);

/**
 * Compares every stored row with its recomputed one. Components are found from pairs and decisions alone. `report` is called with
 * the number of records done; it may throw to stop.
 */
export function rebuildCheck(db: ReadableDb, ports: Ports, report: (done: number) => void = () => undefined): RebuiltOrders {
  const differences: string[] = [];
  let differenceCount = 0;
  let recordsChecked = 0;
  const zone = bookZone(db);
  const done = new Set<number>();
  for (let ids = nextOrderLike(db, CODES, 0, CHUNK); ids.length > 0; ids = nextOrderLike(db, CODES, ids.at(-1) ?? 0, CHUNK)) {
    const fresh = ids.filter((id) => !done.delete(id));
    const state = readComponent(db, expandComponents(db, fresh, 'decided'));
    const last = ids.at(-1) ?? 0;
    for (const { recordId } of state.records) if (recordId > last) done.add(recordId);
    const stored = new Map(
      readOrderRows(
        db,
        state.records.map(({ recordId }) => recordId),
      ).map((row) => [row.recordId, row]),
    );
    const live = new Set(state.records.filter((record) => record.live).map(({ recordId }) => recordId));
    for (const row of rowsOf(state, zone, ports.sha256)) {
      const difference = live.has(row.recordId) ? compareRows(stored.get(row.recordId), row) : null;
      if (difference === null) continue;
      differenceCount += 1;
      if (differences.length < LISTED) differences.push(`${row.canonicalId}: ${difference}`);
    }
    recordsChecked += fresh.length;
    report(recordsChecked);
  }
  return { recordsChecked, differences, differenceCount };
}

/** What differs, in words; null when the rows agree. A row of a record inside another's order only has to name its head. */
function compareRows(stored: OrderRowData | undefined, computed: OrderRowData): string | null {
  if (stored === undefined) return 'the row is missing';
  const names = Object.keys(computed) as (keyof OrderRowData)[];
  const compared = computed.headId === computed.recordId ? names : (['headId', 'canonicalId'] as const);
  // Figures of a book that an earlier version wrote may not be stored yet; a run works out those that are not.
  const differing = compared.filter((name) => stored[name] !== computed[name] && !(name === 'figures' && stored.figures === null));
  if (differing.length === 0) return null;
  return differing.map((name) => `${name} is ${shown(stored[name])}, recomputed ${shown(computed[name])}`).join('; ');
}

function shown(value: OrderRowData[keyof OrderRowData]): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

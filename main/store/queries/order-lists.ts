/** The orders table: ids in order under a filter, rows by id, counts for facets. Only live sales are listed. */
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';
import { maskOf } from './questions.ts';

export interface ListFilter {
  readonly text: string;
  readonly systems: readonly System[];
  readonly statuses: readonly string[];
  readonly currencies: readonly string[];
  /** `single`, `rule`, `person`, `conflict`. */
  readonly joins: readonly string[];
  /** Ranges of placed_ms, end exclusive; null for orders without a date. */
  readonly placed: readonly ({ readonly fromMs: number; readonly toMs: number } | null)[];
}

export interface ListSort {
  readonly by: 'placed' | 'total' | 'client';
  readonly descending: boolean;
}

type Value = string | number;

const SORT_COLUMNS = { placed: 'o.placed_ms', total: 'o.total_minor', client: 'o.client COLLATE NOCASE' } as const;
const LIVE_HEAD = 'o.head_id = o.record_id AND o.is_sale = 1';

/** Where to look and what must hold, as pieces of SQL with their values. */
class Selection {
  readonly #conditions: string[] = [LIVE_HEAD];
  readonly values: Value[] = [];

  and(sql: string, values: readonly Value[] = []): void {
    this.#conditions.push(sql);
    this.values.push(...values);
  }

  get where(): string {
    return this.#conditions.join(' AND ');
  }
}

function anyOf(column: string, values: readonly Value[]): string {
  return `${column} IN (${values.map(() => '?').join(', ')})`;
}

/** Live orders that the text finds. `indexed`: the full-text index is complete; else number and client are looked through too. */
function selectText(db: ReadableDb, text: string, indexed: boolean): Selection {
  const selection = new Selection();
  const asleep = db.prepare<[], number>("SELECT id FROM import_batches WHERE state <> 'published'").pluck().all();
  if (asleep.length > 0) selection.and(`NOT ${anyOf('o.home_batch_id', asleep)}`, asleep);
  const match = matchText(text);
  if (match === null) return selection;
  if (indexed) {
    selection.and(HOLDS, [match]);
    return selection;
  }
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  selection.and(`(o.number LIKE ? ESCAPE '\\' OR o.client LIKE ? ESCAPE '\\' OR ${HOLDS})`, [pattern, pattern, match]);
  return selection;
}

/** One of its records has all the words. */
const HOLDS = `o.record_id IN (SELECT held.head_id FROM orders_text t CROSS JOIN orders held ON held.record_id = t.rowid
  WHERE t.text MATCH ?)`;

/** Every word as a prefix; null when there is none. Quoted, so that no character of it is an operator. */
function matchText(text: string): string | null {
  const words = text.match(/[\p{L}\p{N}]+/gu);
  return words === null ? null : words.map((word) => `"${word}"*`).join(' AND ');
}

function select(db: ReadableDb, filter: ListFilter, indexed: boolean): Selection {
  const selection = selectText(db, filter.text, indexed);
  if (filter.systems.length > 0) selection.and('o.system_mask & ? <> 0', [maskOf(filter.systems)]);
  if (filter.statuses.length > 0) selection.and(anyOf('o.status', filter.statuses), filter.statuses);
  if (filter.currencies.length > 0) selection.and(anyOf("coalesce(o.currency, '')", filter.currencies), filter.currencies);
  if (filter.joins.length > 0) {
    const conflict = filter.joins.includes('conflict') ? ' OR o.conflict IS NOT NULL' : '';
    selection.and(`(${anyOf('o.joined_by', filter.joins)}${conflict})`, filter.joins);
  }
  if (filter.placed.length > 0) {
    const ranges = filter.placed.map((range) =>
      range === null ? 'o.placed_ms IS NULL' : '(o.placed_ms >= ? AND o.placed_ms < ?)',
    );
    selection.and(
      `(${ranges.join(' OR ')})`,
      filter.placed.flatMap((range) => (range === null ? [] : [range.fromMs, range.toMs])),
    );
  }
  return selection;
}

/** Record ids of the listed orders' heads, in order; all of them without a limit. */
export function listOrders(
  db: ReadableDb,
  filter: ListFilter,
  sort: ListSort,
  indexed: boolean,
  page?: { readonly offset: number; readonly limit: number },
): number[] {
  const { where, values } = select(db, filter, indexed);
  const direction = sort.descending ? 'DESC' : 'ASC';
  const sql = `SELECT o.record_id FROM orders o WHERE ${where} ORDER BY ${SORT_COLUMNS[sort.by]} ${direction}, o.record_id ${direction}`;
  const limit = page === undefined ? '' : ' LIMIT ? OFFSET ?';
  const more = page === undefined ? [] : [page.limit, page.offset];
  return db
    .prepare<Value[], number>(sql + limit)
    .pluck()
    .all(...values, ...more);
}

export function countOrders(db: ReadableDb, filter: ListFilter, indexed: boolean): number {
  const { where, values } = select(db, filter, indexed);
  return (
    db
      .prepare<Value[], number>(`SELECT count(*) FROM orders o WHERE ${where}`)
      .pluck()
      .get(...values) ?? 0
  );
}

export interface ListedOrder {
  readonly recordId: number;
  readonly canonicalId: string;
  readonly number: string;
  readonly client: string;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly placedMs: number | null;
  readonly placedDayOnly: 0 | 1;
  readonly status: string;
  readonly systemMask: number;
  readonly memberCount: number;
  readonly joinedBy: 'single' | 'rule' | 'person';
  readonly conflict: string | null;
}

/** Rows by head, in the order given. */
export function readListed(db: ReadableDb, headIds: readonly number[]): ListedOrder[] {
  return db
    .prepare<[string], ListedOrder>(
      `SELECT o.record_id AS recordId, o.canonical_id AS canonicalId, o.number, o.client, o.total_minor AS totalMinor, o.currency,
         o.placed_ms AS placedMs, o.placed_day_only AS placedDayOnly, o.status, o.system_mask AS systemMask, o.member_count AS memberCount, o.joined_by AS joinedBy,
         o.conflict
       FROM json_each(?) AS wanted JOIN orders o ON o.record_id = wanted.value ORDER BY wanted.key`,
    )
    .all(JSON.stringify(headIds));
}

/** Orders that look alike to every facet, counted and summed. */
export interface CubeCell {
  readonly systemMask: number;
  readonly status: string;
  readonly currency: string | null;
  readonly joinedBy: string;
  readonly conflict: 0 | 1;
  /** `2026-03`, UTC; null without a date. */
  readonly month: string | null;
  readonly count: number;
  /** Minor units as text: sums may pass 2^53. */
  readonly total: string;
}

/** All facets of the text's orders at once: the counts of each are sums over the cells. */
export function readCube(db: ReadableDb, text: string, indexed: boolean): CubeCell[] {
  const { where, values } = selectText(db, text, indexed);
  const from = matchText(text) === null ? 'orders o INDEXED BY orders_by_facet' : 'orders o';
  return db
    .prepare<Value[], CubeCell>(
      `SELECT o.system_mask AS systemMask, o.status, o.currency, o.joined_by AS joinedBy, o.conflict IS NOT NULL AS conflict,
         strftime('%Y-%m', o.placed_ms / 1000, 'unixepoch') AS month, count(*) AS count,
         CAST(coalesce(sum(o.total_minor), 0) AS TEXT) AS total
       FROM ${from} WHERE ${where} GROUP BY 1, 2, 3, 4, 5, 6`,
    )
    .all(...values);
}

/** Who joined the orders of these heads: head → actors of standing *together* decisions about their members, latest first. */
export function readJoiners(db: ReadableDb, headIds: readonly number[]): Map<number, string[]> {
  const rows = db
    .prepare<[string], { head_id: number; actor: string }>(
      `SELECT o.head_id, d.actor FROM orders o JOIN decision_records r ON r.record_id = o.record_id
       JOIN decisions d ON d.id = r.decision_id AND d.kind = 'together' AND d.withdrawn_by IS NULL
       WHERE o.head_id IN (SELECT value FROM json_each(?)) GROUP BY o.head_id, d.actor ORDER BY max(d.id) DESC`,
    )
    .all(JSON.stringify(headIds));
  const joiners = new Map<number, string[]>();
  for (const { head_id, actor } of rows) joiners.set(head_id, [...(joiners.get(head_id) ?? []), actor]);
  return joiners;
}

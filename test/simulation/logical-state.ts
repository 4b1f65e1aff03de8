/** What a book says, apart from row ids and pages: ordered dumps that two books, or one book at two times, can be compared by. */
import { expandComponents, ordersOf, readComponent } from '#main/services/derive/component.ts';
import type { FieldName } from '#shared/domain/fields.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { SYSTEMS, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';

export interface LogicalOrder {
  /** Name of the record whose id is shown. */
  readonly head: string;
  readonly id: string;
  readonly members: readonly string[];
  readonly number: string;
  readonly client: string;
  readonly total: number | null;
  readonly currency: string | null;
  readonly placedMs: number | null;
  readonly status: string;
  readonly systems: readonly string[];
  readonly joinedBy: string;
  readonly conflict: string | null;
  readonly isSale: boolean;
  /** What the row keeps of each field and why it was chosen, with record ids replaced by names. */
  readonly fields: Readonly<Record<string, LogicalChoice>> | null;
}

export interface LogicalChoice {
  readonly value: unknown;
  readonly recordId: string | null;
  readonly rule: string | undefined;
  readonly why: string | undefined;
  readonly disagree: readonly string[] | undefined;
}

interface Row {
  readonly record_id: number;
  readonly head_id: number;
  readonly canonical_id: string;
  readonly is_sale: number;
  readonly number: string;
  readonly client: string;
  readonly total_minor: number | null;
  readonly currency: string | null;
  readonly placed_ms: number | null;
  readonly status: string;
  readonly system_mask: number;
  readonly joined_by: string;
  readonly conflict: string | null;
  readonly fields: string | null;
}

/** `hubspot:8841207`, `shopify/storeA:#1042`: no two records of a test share one. */
export function nameOf(key: RecordKey): string {
  return `${key.system}${key.account === 'main' ? '' : `/${key.account}`}:${key.nativeId}`;
}

function recordNames(db: ReadableDb): Map<number, string> {
  const rows = db
    .prepare<[], { id: number; system: RecordKey['system']; account: string; type_code: number; native_id: string }>(
      'SELECT r.id, s.system, s.account, r.type_code, r.native_id FROM source_records r JOIN sources s ON s.id = r.source_id',
    )
    .all();
  return new Map(
    rows.map(({ id, system, account, type_code, native_id }) => [
      id,
      nameOf({ system, account, type: typeFromCode(type_code), nativeId: native_id }),
    ]),
  );
}

/** Live canonical orders, by their shown id. */
export function ordersIn(db: ReadableDb): LogicalOrder[] {
  const names = recordNames(db);
  const name = (id: number) => names.get(id) ?? '?';
  const rows = db
    .prepare<[], Row>(
      `SELECT o.* FROM orders o JOIN source_records r ON r.id = o.record_id
       JOIN import_batches b ON b.id = r.home_batch_id AND b.state = 'published'`,
    )
    .all();
  const members = Map.groupBy(rows, (row) => row.head_id);
  return rows
    .filter((row) => row.record_id === row.head_id)
    .map((row) => ({
      head: name(row.record_id),
      id: row.canonical_id,
      members: (members.get(row.record_id) ?? []).map((member) => name(member.record_id)).sort(),
      number: row.number,
      client: row.client,
      total: row.total_minor,
      currency: row.currency,
      placedMs: row.placed_ms,
      status: row.status,
      systems: SYSTEMS.filter((_, bit) => (row.system_mask & (1 << bit)) !== 0),
      joinedBy: row.joined_by,
      conflict: row.conflict,
      isSale: row.is_sale === 1,
      fields: row.fields === null ? null : namedFields(db, row.record_id, row.fields, name),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function namedFields(db: ReadableDb, headId: number, text: string, name: (id: number) => string): Record<string, LogicalChoice> {
  const stored = JSON.parse(text) as Record<string, [value: unknown, recordId: number | null]>;
  const built = ordersOf(db, readComponent(db, expandComponents(db, [headId])));
  const chosen = built.find(({ head }) => head.recordId === headId)?.fields ?? {};
  return Object.fromEntries(
    Object.entries(stored)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, [value, recordId]]): [string, LogicalChoice] => {
        const choice = chosen[field as FieldName];
        const disagree = choice?.disagree.map(name).sort();
        return [
          field,
          { value, recordId: recordId === null ? null : name(recordId), rule: choice?.rule, why: choice?.why, disagree },
        ];
      }),
  );
}

/** Where every question stands, by its id. */
export function questionsIn(db: ReadableDb): unknown[] {
  return db.prepare('SELECT id, state, changed_field FROM proposals ORDER BY id').all();
}

/** Canonical total by currency, minor units: one amount per live sale. */
export function canonicalTotal(db: ReadableDb): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { isSale, total, currency } of ordersIn(db)) {
    if (isSale && total !== null && currency !== null) sums[currency] = (sums[currency] ?? 0) + total;
  }
  return sums;
}

/** What the live sales of all sources say, by currency: no decision changes it. */
export function sourcesTotal(db: ReadableDb): Record<string, number> {
  const rows = db
    .prepare<[], { facts: string }>(
      `SELECT v.facts FROM record_versions v JOIN source_records r ON r.id = v.record_id AND r.type_code IN (0, 1, 2)
       JOIN import_batches b ON b.id = r.home_batch_id AND b.state = 'published'
       WHERE v.id = (SELECT max(w.id) FROM record_versions w WHERE w.record_id = r.id)`,
    )
    .all();
  const sums: Record<string, number> = {};
  for (const { facts } of rows) {
    const { total, currency } = JSON.parse(facts) as { total?: number | null; currency?: string | null };
    if (total != null && currency != null) sums[currency] = (sums[currency] ?? 0) + total;
  }
  return sums;
}

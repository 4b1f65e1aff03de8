/** What leaves the book: canonical orders with their members, questions, links, rows that could not be read. Live records only. */
import type { RecordKey } from '#shared/domain/source-record.ts';
import { roleOf, type System, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';
import { SAID_ONCE } from './rejected.ts';

export interface ExportRecord {
  readonly recordId: number;
  readonly key: RecordKey;
  /** Every other id in its live versions. */
  readonly aliases: readonly string[];
  /** `orders.csv:17`: the least of the places where it stands, by file name and line. */
  readonly place: string;
}

interface RecordRow {
  readonly recordId: number;
  readonly system: string;
  readonly account: string;
  readonly typeCode: number;
  readonly nativeId: string;
  readonly aliases: string;
  readonly fileName: string;
  readonly line: number;
}

/** By record id; records whose home batch is not published are left out. */
export function readExportRecords(db: ReadableDb, recordIds: readonly number[]): Map<number, ExportRecord> {
  const rows = db
    .prepare<[string], RecordRow>(
      `SELECT r.id AS recordId, s.system, s.account, r.type_code AS typeCode, r.native_id AS nativeId, v.aliases,
         b.file_name AS fileName, min(g.line) AS line
       FROM json_each(?) wanted JOIN source_records r ON r.id = wanted.value
       JOIN import_batches home ON home.id = r.home_batch_id AND home.state = 'published'
       JOIN sources s ON s.id = r.source_id
       JOIN record_versions v ON v.record_id = r.id JOIN sightings g ON g.version_id = v.id
       JOIN import_batches b ON b.id = g.batch_id AND b.state = 'published'
       GROUP BY r.id, v.id, b.file_name ORDER BY r.id, b.file_name, line`,
    )
    .all(JSON.stringify(recordIds));
  const records = new Map<number, ExportRecord>();
  for (const [recordId, versions] of Map.groupBy(rows, (row) => row.recordId)) {
    const [first] = versions;
    if (first === undefined) continue;
    records.set(recordId, {
      recordId,
      key: { system: first.system as System, account: first.account, type: typeFromCode(first.typeCode), nativeId: first.nativeId },
      aliases: [...new Set(versions.flatMap((version) => JSON.parse(version.aliases) as string[]))].sort(),
      place: `${first.fileName}:${first.line}`,
    });
  }
  return records;
}

export interface ExportOrder {
  readonly headId: number;
  readonly canonicalId: string;
  readonly isSale: boolean;
  readonly number: string;
  readonly client: string;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly placedMs: number | null;
  readonly status: string;
  readonly joinedBy: 'single' | 'rule' | 'person';
  readonly conflict: string | null;
  /** Of live members, the head among them, by their own ids. */
  readonly members: readonly { readonly ownId: string; readonly record: ExportRecord }[];
}

type OrderRow = Omit<ExportOrder, 'isSale' | 'members'> & { readonly isSale: 0 | 1 };

const STRETCH = 500;

/** In the words of an index of these alone (`orders_by_trouble`): a walk over all orders would take a while after each small change. */
const TROUBLED = `SELECT canonical_id FROM orders WHERE head_id = record_id AND (is_sale = 0 OR conflict IS NOT NULL)`;

/** Live canonical orders by id, context-only clusters too; or the one with the id `only`; or (`troubled`) those that need a look. */
export function* exportOrders(db: ReadableDb, only: string | null = null, troubled = false): Generator<ExportOrder> {
  const stretch = db.prepare<[string, string | null, number], OrderRow>(
    `SELECT o.head_id AS headId, o.canonical_id AS canonicalId, o.is_sale AS isSale, o.number, o.client, o.total_minor AS totalMinor,
       o.currency, o.placed_ms AS placedMs, o.status, o.joined_by AS joinedBy, o.conflict
     FROM orders o JOIN import_batches b ON b.id = o.home_batch_id AND b.state = 'published'
     WHERE o.head_id = o.record_id AND o.canonical_id > ? AND o.canonical_id = coalesce(?, o.canonical_id)
       ${troubled ? `AND o.canonical_id IN (${TROUBLED})` : ''}
     ORDER BY o.canonical_id LIMIT ?`,
  );
  const members = db.prepare<[string], { headId: number; recordId: number; ownId: string }>(
    `SELECT o.head_id AS headId, o.record_id AS recordId, o.canonical_id AS ownId
     FROM orders o WHERE o.head_id IN (SELECT value FROM json_each(?)) ORDER BY o.canonical_id`,
  );
  for (let after = ''; ; ) {
    const rows = stretch.all(after, only, STRETCH);
    const inside = members.all(JSON.stringify(rows.map((row) => row.headId)));
    const records = readExportRecords(
      db,
      inside.map((member) => member.recordId),
    );
    const byHead = Map.groupBy(inside, (member) => member.headId);
    for (const row of rows) {
      const live = (byHead.get(row.headId) ?? []).flatMap(({ recordId, ownId }) => {
        const record = records.get(recordId);
        return record === undefined ? [] : [{ ownId, record }];
      });
      yield { ...row, isSale: row.isSale === 1, members: live };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.canonicalId;
  }
}

export interface OrderTotals {
  readonly orders: number;
  readonly firstPlacedMs: number | null;
  readonly lastPlacedMs: number | null;
  /** Currency → minor units as text, of sales; sums may pass 2^53. */
  readonly totals: Readonly<Record<string, string>>;
}

export function readOrderTotals(db: ReadableDb): OrderTotals {
  const live = `FROM orders o JOIN import_batches b ON b.id = o.home_batch_id AND b.state = 'published' WHERE o.head_id = o.record_id AND o.is_sale = 1`;
  const span = db
    .prepare<[], { orders: number; firstPlacedMs: number | null; lastPlacedMs: number | null }>(
      `SELECT count(*) AS orders, min(o.placed_ms) AS firstPlacedMs, max(o.placed_ms) AS lastPlacedMs ${live}`,
    )
    .get();
  const sums = db
    .prepare<[], { currency: string; total: string }>(
      `SELECT o.currency, CAST(sum(o.total_minor) AS TEXT) AS total ${live} AND o.currency IS NOT NULL GROUP BY o.currency ORDER BY o.currency`,
    )
    .all();
  return {
    orders: span?.orders ?? 0,
    firstPlacedMs: span?.firstPlacedMs ?? null,
    lastPlacedMs: span?.lastPlacedMs ?? null,
    totals: Object.fromEntries(sums.map(({ currency, total }) => [currency, total])),
  };
}

export interface ExportProposal {
  readonly scoreMillibits: number;
  readonly reason: string;
  /** Codes of what keeps the machine from joining. */
  readonly blocking: readonly string[];
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly memberIds: readonly number[];
}

/** Questions that wait for an answer, put-off ones too. */
export function* exportProposals(db: ReadableDb): Generator<ExportProposal> {
  const rows = db
    .prepare<[], Omit<ExportProposal, 'blocking' | 'memberIds'> & { blocking: string; members: string }>(
      `SELECT score_millibits AS scoreMillibits, reason, blocking, amount_minor AS amountMinor, currency, members
       FROM proposals WHERE state IN ('open', 'skipped') ORDER BY id`,
    )
    .iterate();
  for (const { blocking, members, ...row } of rows)
    yield { ...row, blocking: JSON.parse(blocking) as string[], memberIds: JSON.parse(members) as number[] };
}

export interface ExportLink {
  readonly kind: string;
  readonly fromId: number;
  readonly toId: number;
  /** Id of the order that holds `toId`, or null. */
  readonly toOrder: string | null;
  readonly state: 'linked' | 'proposed';
  readonly decidedBy: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly groupId: string | null;
}

export function* exportLinks(db: ReadableDb): Generator<ExportLink> {
  yield* db
    .prepare<[], ExportLink>(
      `SELECT l.kind, l.from_id AS fromId, l.to_id AS toId, head.canonical_id AS toOrder, l.state, l.decided_by AS decidedBy,
         l.amount_minor AS amountMinor, l.currency, l.group_id AS groupId
       FROM links l LEFT JOIN orders o ON o.record_id = l.to_id LEFT JOIN orders head ON head.record_id = o.head_id`,
    )
    .iterate();
}

export interface RepeatedRecord {
  readonly recordId: number;
  readonly fileName: string;
  /** How often the same payload of it stands in the file or pull. */
  readonly times: number;
}

/** Records that one published file or pull holds more than once, payload for payload, by record. */
export function repeatedRecords(db: ReadableDb): RepeatedRecord[] {
  return db
    .prepare<[], RepeatedRecord>(
      `SELECT v.record_id AS recordId, b.file_name AS fileName, max(g.times) AS times
       FROM (SELECT version_id, batch_id, count(*) AS times FROM sightings GROUP BY version_id, batch_id HAVING count(*) > 1) g
       JOIN import_batches b ON b.id = g.batch_id AND b.state = 'published' JOIN record_versions v ON v.id = g.version_id
       GROUP BY v.record_id ORDER BY v.record_id`,
    )
    .all();
}

export interface ExportRejectedRow {
  readonly system: System;
  readonly account: string;
  /** Type of the other records of its file; null when the file has none. */
  readonly typeCode: number | null;
  /** `orders.csv:17` */
  readonly place: string;
  readonly code: string;
  readonly cause: string;
  readonly state: 'open' | 'corrected' | 'superseded';
}

/** Rows of published imports that could not be read for sure, in an order that no order of imports changes. */
export function* exportRejectedRows(db: ReadableDb): Generator<ExportRejectedRow> {
  yield* db
    .prepare<[], ExportRejectedRow>(
      `SELECT s.system, s.account, r.code, r.cause, r.state, b.file_name || ':' || r.line AS place,
         (SELECT q.type_code FROM sightings g JOIN record_versions v ON v.id = g.version_id JOIN source_records q ON q.id = v.record_id
          WHERE g.batch_id = b.id ORDER BY g.line, q.type_code LIMIT 1) AS typeCode
       FROM rejected_rows r JOIN import_batches b ON b.id = r.batch_id AND b.state = 'published' JOIN sources s ON s.id = b.source_id
       JOIN files f ON f.id = b.file_id WHERE ${SAID_ONCE} ORDER BY s.system, s.account, f.sha256, r.line, r.byte_offset, r.code, b.read_options`,
    )
    .iterate();
}

/** Live records with several versions: only they can have versions that disagree. */
export function severalVersioned(db: ReadableDb, only: readonly number[] | null = null): number[] {
  if (only !== null)
    return db
      .prepare<[string], number>(
        `SELECT r.id FROM json_each(?) j CROSS JOIN source_records r ON r.id = j.value
         JOIN import_batches home ON home.id = r.home_batch_id AND home.state = 'published'
         WHERE (SELECT count(*) FROM record_versions v WHERE v.record_id = r.id) > 1`,
      )
      .pluck()
      .all(JSON.stringify(only));
  return db
    .prepare<[], number>(
      `SELECT r.id FROM source_records r JOIN import_batches home ON home.id = r.home_batch_id AND home.state = 'published'
       WHERE r.id IN (SELECT record_id FROM record_versions GROUP BY record_id HAVING count(*) > 1)`,
    )
    .pluck()
    .all();
}

export interface SaleTotal {
  /** Source and type of each record of it that is a sale by itself: two sales with one of them in common are hardly one. */
  readonly kinds: readonly string[];
  readonly totalMinor: number | null;
  readonly currency: string | null;
}

/** The sales that hold these records, each once: what each is worth. */
export function salesAmong(db: ReadableDb, recordIds: readonly number[]): SaleTotal[] {
  const rows = db
    .prepare<[string], { headId: number; typeCode: number; kind: string; totalMinor: number | null; currency: string | null }>(
      `SELECT DISTINCT head.record_id AS headId, r.type_code AS typeCode, r.source_id || '.' || r.type_code AS kind,
         head.total_minor AS totalMinor, head.currency
       FROM orders head JOIN orders o ON o.head_id = head.record_id JOIN source_records r ON r.id = o.record_id
       WHERE head.is_sale = 1
         AND head.record_id IN (SELECT head_id FROM orders WHERE record_id IN (SELECT value FROM json_each(?)))
       ORDER BY head.record_id, kind`,
    )
    .all(JSON.stringify(recordIds));
  return [...Map.groupBy(rows, ({ headId }) => headId).values()].map((list) => ({
    kinds: list.flatMap(({ typeCode, kind }) => (roleOf(typeFromCode(typeCode)) === 'order' ? [kind] : [])),
    totalMinor: list[0]?.totalMinor ?? null,
    currency: list[0]?.currency ?? null,
  }));
}

/** When the latest of the records' orders was placed, UTC ms; null when none says. */
export function latestPlaced(db: ReadableDb, recordIds: readonly number[]): number | null {
  return (
    db
      .prepare<[string], number | null>('SELECT max(placed_ms) FROM orders WHERE record_id IN (SELECT value FROM json_each(?))')
      .pluck()
      .get(JSON.stringify(recordIds)) ?? null
  );
}

/** Whether one of these records is tied between two others of them that are of one source and type. */
export function hasTwoAnswers(db: ReadableDb, recordIds: readonly number[]): boolean {
  return (
    db
      .prepare<[string], 0 | 1>(
        `WITH members AS (SELECT value AS id FROM json_each(?)),
           tied AS (SELECT left_id AS a, right_id AS b FROM match_pairs
             WHERE left_id IN (SELECT id FROM members) AND right_id IN (SELECT id FROM members) AND state = 'proposed' AND cause = 'tie')
         SELECT EXISTS (SELECT 1 FROM (SELECT a AS torn, b AS answer FROM tied UNION ALL SELECT b, a FROM tied) ends
           JOIN source_records r ON r.id = ends.answer GROUP BY torn, r.source_id, r.type_code HAVING count(*) > 1)`,
      )
      .pluck()
      .get(JSON.stringify(recordIds)) === 1
  );
}

/** Records that a question which waits for an answer gives a likely place, or two equally good ones. */
export function recordsInQuestion(db: ReadableDb): Set<number> {
  return new Set(
    db
      .prepare<[], number>(
        `SELECT DISTINCT m.record_id FROM proposals p JOIN proposal_members m ON m.proposal_id = p.id WHERE p.state IN ('open', 'skipped') AND (p.band <> 'possible' OR instr(p.blocking, '"tie"') > 0)`,
      )
      .pluck()
      .all(),
  );
}

/** A small book with real rows of every kind that a verifier and a pack look at, written through the real log. */
import { createHash, hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { importPublished, linkLeafText, matchRun } from '#core/changes/commitments.ts';
import { MerkleTree } from '#core/changes/merkle.ts';
import { createJobs } from '#main/app/job-runner.ts';
import { createJobThread } from '#main/app/job-thread.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import { runCommand } from '#main/services/command.ts';
import type { WriterContext } from '#main/services/context.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { SYSTEMS, typeCode } from '#shared/domain/systems.ts';
import { openWriter, type WritableDb } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';
import { writeSetting } from '#store/queries/settings.ts';

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** A clock that ticks a second for each reading, so that a book made twice is the same book. */
export function tickingPorts() {
  let now = Date.UTC(2026, 10, 9, 18, 4, 0);
  let ids = 0;
  return {
    ...nodePorts,
    clock: {
      nowMs: () => {
        now += 1000;
        return now;
      },
      offsetMinutes: () => 60,
    },
    newId: () => {
      ids += 1;
      return `id-${String(ids).padStart(8, '0')}`;
    },
  };
}

export interface SmallBook {
  readonly path: string;
  readonly folder: string;
  readonly db: WritableDb;
  readonly context: WriterContext;
  dispose(): Promise<void>;
}

const SHOP_ROWS = [
  '#1001,2026-03-01,120.00,Ada',
  '#1002,2026-03-02,80.50,"Łucja, Ltd"',
  '#1003,2026-03-02,-3.00,=2+5',
  '#1004,2026-03-05,40000.00,Grace',
];
const CRM_ROWS = ['D-7,2026-03-05,40000.00,Grace', 'D-8,2026-03-09,15.00,Joan'];

export function createSmallBook(): SmallBook {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-audit-'));
  const path = join(folder, 'small.onefold');
  const db = openWriter(path);
  migrate(db);
  const ports = tickingPorts();
  const jobs = createJobs(ports, () => {});
  const jobThread = createJobThread();
  const context: WriterContext = {
    db,
    ports,
    bookPath: path,
    dataDir: folder,
    actor: () => 'person:Ana',
    emit: () => {},
    appVersion: '0.1.0',
    jobs,
    jobThread,
    tickets: createTickets(join(folder, 'tickets'), ports.newId),
  };
  for (const [key, value] of [
    ['bookId', 'book-1'],
    ['name', 'Small Ltd'],
    ['baseCurrency', 'EUR'],
    ['timeZone', 'Europe/Berlin'],
    ['isDemo', '0'],
  ] as const)
    writeSetting(db, key, value);
  importRows(context, 'shopify', 'storeA', 'order', 'orders.csv', 'Name,Placed,Total,Client', SHOP_ROWS);
  importRows(context, 'hubspot', 'main', 'deal', 'deals.csv', 'Id,Placed,Amount,Client', CRM_ROWS);
  matchOnce(context);
  pickOnce(context);
  return {
    path,
    folder,
    db,
    context,
    async dispose() {
      await jobs.stop();
      await jobThread.stop();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Stores a file of one-line records and publishes it, as the import does: said tables, singletons, one entry. */
export function importRows(
  context: WriterContext,
  system: RecordKey['system'],
  account: string,
  type: RecordKey['type'],
  fileName: string,
  header: string,
  rows: readonly string[],
): void {
  const { db, ports } = context;
  const bytes = Buffer.from(`${[header, ...rows].join('\n')}\n`);
  const id = (sql: string, ...values: unknown[]) => Number(db.prepare(sql).run(...values).lastInsertRowid);
  const sourceId = id('INSERT INTO sources (system, account) VALUES (?, ?)', system, account);
  const fileId = id('INSERT INTO files (sha256, byte_count) VALUES (?, ?)', sha256(bytes), bytes.length);
  const block = 'INSERT INTO file_blocks (file_id, byte_offset, byte_count, codec, data) VALUES (?, ?, ?, ?, ?)';
  id(block, fileId, 0, 50, 1, deflateRawSync(bytes.subarray(0, 50)));
  id(block, fileId, 50, bytes.length - 50, 0, bytes.subarray(50));
  const batchId = id(
    `INSERT INTO import_batches (session_id, source_id, file_id, file_name, label, read_options, header, state, row_count, counts, control_totals, created_ms)
     VALUES ('session', ?, ?, ?, 'CSV', '{}', '[]', 'staged', ?, ?, ?, 0)`,
    sourceId,
    fileId,
    fileName,
    rows.length,
    JSON.stringify({ rows: rows.length, records: rows.length, new: rows.length, changed: 0, known: 0, unreadable: 0 }),
    '{"EUR":"1"}',
  );
  const tree = new MerkleTree(sha256);
  let offset = Buffer.byteLength(header) + 1;
  for (const [index, row] of rows.entries()) {
    const payload = Buffer.from(row);
    tree.push(sha256(payload));
    const [nativeId = '', placed = '', total = '', client = ''] = row.split(',');
    const key: RecordKey = { system, account, type, nativeId };
    const totalMinor = Math.round(Number(total.replace('.', '')));
    const placedMs = Date.parse(`${placed}T00:00:00Z`);
    const recordId = id(
      'INSERT INTO source_records (source_id, type_code, native_id, home_batch_id) VALUES (?, ?, ?, ?)',
      sourceId,
      typeCode(type),
      nativeId,
      batchId,
    );
    const facts = {
      orderNumber: nativeId,
      total: totalMinor,
      currency: 'EUR',
      placedAt: { ms: placedMs, text: placed, precision: 'day' },
    };
    const versionId = id(
      'INSERT INTO record_versions (record_id, payload_hash, facts, aliases, refs) VALUES (?, ?, ?, ?, ?)',
      recordId,
      sha256(payload),
      JSON.stringify(facts),
      JSON.stringify([`alias-${nativeId}`]),
      '[]',
    );
    id(
      'INSERT INTO sightings (version_id, batch_id, line, byte_offset, byte_length) VALUES (?, ?, ?, ?, ?)',
      versionId,
      batchId,
      index + 2,
      offset,
      payload.length,
    );
    id(
      `INSERT INTO orders (record_id, head_id, canonical_id, home_batch_id, is_sale, number, client, total_minor, currency, placed_ms, status, system_mask, member_count, joined_by)
       VALUES (?, ?, ?, ?, 1, ?, ?, ?, 'EUR', ?, 'open', ?, 1, 'single')`,
      recordId,
      recordId,
      canonicalIdOf(key, ports.sha256),
      batchId,
      nativeId,
      client.replaceAll('"', ''),
      totalMinor,
      placedMs,
      1 << SYSTEMS.indexOf(system),
    );
    offset += payload.length + 1;
  }
  const root = Buffer.from(tree.root());
  runCommand(context, { commandId: `publish-${fileName}`, name: 'imports.commit' }, (scope) => {
    db.prepare("UPDATE import_batches SET state = 'published', published_ms = ?, actor = ?, records_root = ? WHERE id = ?").run(
      scope.atMs,
      scope.actor,
      root,
      batchId,
    );
    scope.log(
      importPublished({
        batchId,
        fileName,
        fileSha256: createHash('sha256').update(bytes).digest('hex'),
        recordCount: tree.count,
        recordsRoot: root.toString('hex'),
        counts: { new: rows.length },
        controlTotals: { EUR: '1' },
      }),
    );
    return null;
  });
}

/** The CRM deal D-7 joins the shop's #1004, by rule; one pair is proposed. */
function matchOnce(context: WriterContext): void {
  const { db } = context;
  const idOf = (nativeId: string) =>
    db.prepare<[string], number>('SELECT id FROM source_records WHERE native_id = ?').pluck().get(nativeId) ?? 0;
  const shop = (nativeId: string): RecordKey => ({ system: 'shopify', account: 'storeA', type: 'order', nativeId });
  const deal = (nativeId: string): RecordKey => ({ system: 'hubspot', account: 'main', type: 'deal', nativeId });
  const links = [
    { left: shop('#1004'), right: deal('D-7'), state: 'joined', rule: 'reference', scoreMillibits: 24_000 },
    { left: shop('#1002'), right: deal('D-8'), state: 'proposed', rule: 'name and amount', scoreMillibits: 6_000 },
  ];
  const tree = new MerkleTree(sha256);
  for (const leaf of links.map(linkLeafText).sort()) tree.push(hash('sha256', leaf, 'buffer'));
  const linksRoot = Buffer.from(tree.root());
  runCommand(context, { commandId: 'match-once', name: 'review.runMatching', actor: 'rule:reference@1' }, (scope) => {
    const insert = db.prepare(
      'INSERT INTO match_pairs (left_id, right_id, state, rule, pattern, frequency_millibits, score_millibits) VALUES (?, ?, ?, ?, 0, 0, ?)',
    );
    for (const link of links)
      insert.run(idOf(link.left.nativeId), idOf(link.right.nativeId), link.state, link.rule, link.scoreMillibits);
    const runId = Number(
      db
        .prepare("INSERT INTO match_runs (model_version, data_version, counts, links_root, at_ms) VALUES ('m1', 1, '{}', ?, ?)")
        .run(linksRoot, scope.atMs).lastInsertRowid,
    );
    const head = idOf('#1004');
    db.prepare("UPDATE orders SET head_id = ?, member_count = 2, joined_by = 'rule' WHERE record_id IN (?, ?)").run(
      head,
      head,
      idOf('D-7'),
    );
    scope.log(
      matchRun({
        runId,
        modelVersion: 'm1',
        linkCount: links.length,
        linksRoot: linksRoot.toString('hex'),
        counts: { compared: 8 },
      }),
    );
    return null;
  });
}

function pickOnce(context: WriterContext): void {
  runCommand(context, { commandId: 'pick-once', name: 'review.merge' }, (scope) => {
    const subject = keyText({ system: 'shopify', account: 'storeA', type: 'order', nativeId: '#1004' });
    scope.log({
      action: 'field.picked',
      subjects: [subject],
      field: 'clientName',
      before: 'Grace',
      after: '=HYPERLINK("x")',
      why: { code: 'typo', text: 'spelled as on the contract' },
    });
    scope.log({
      action: 'field.picked',
      subjects: [subject],
      field: 'notes',
      before: null,
      after: { deep: ['a', true] },
      why: null,
    });
    return null;
  });
}

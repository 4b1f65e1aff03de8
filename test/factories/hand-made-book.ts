/**
 * A real book in a temporary folder, filled by hand: files of records, matched pairs, questions. Said tables are written directly,
 * so that a test of decisions does not lean on connectors; everything derived goes through the product's own code.
 */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadOptions } from '#core/connectors/connector.ts';
import { createJobs, type Jobs } from '#main/app/job-runner.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import type { Ports } from '#main/app/ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import type { ReaderContext, WriterContext } from '#main/services/context.ts';
import { deriveRecords } from '#main/services/derive.ts';
import { rebuildMatchRows } from '#main/services/imports/settle.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { keyText, type RecordKey, type TypedRef } from '#shared/domain/source-record.ts';
import { SYSTEMS, typeCode } from '#shared/domain/systems.ts';
import { openReader, openWriter, type ReadableDb, type WritableDb } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';
import { findRecord } from '#store/queries/decisions.ts';
import { bumpDataVersion, writeSetting } from '#store/queries/settings.ts';
import { StringTable } from '#store/queries/strings.ts';

export interface HandRecord {
  readonly key: RecordKey;
  readonly facts: Facts;
  /** The source's updated-at, UTC ms. */
  readonly versionMs?: number;
  readonly aliases?: readonly string[];
  readonly refs?: readonly TypedRef[];
}

export interface HandQuestion {
  readonly members: readonly RecordKey[];
  readonly band?: 'certain' | 'likely' | 'possible';
  readonly scoreMillibits?: number;
  readonly reason?: string;
  readonly blocking?: readonly string[];
  /** Pairs of its members that are equally good answers. */
  readonly tied?: readonly (readonly [RecordKey, RecordKey])[];
}

export interface HandMadeBook {
  readonly db: WritableDb;
  readonly reader: ReaderContext;
  readonly context: WriterContext;
  readonly jobs: Jobs;
  readonly clock: { now: number };
  /** Imports a file of records and publishes it; returns the batch. */
  importFile(name: string, records: readonly HandRecord[]): number;
  undo(batchId: number): void;
  redo(batchId: number): void;
  /** A pair that the machine joins. */
  join(left: RecordKey, right: RecordKey, millibits?: number): void;
  /** A payment that the machine linked to an order. */
  link(kind: string, from: RecordKey, to: RecordKey, amountMinor: number, currency: string): void;
  ask(question: HandQuestion): string;
  id(key: RecordKey): number;
  dispose(): Promise<void>;
}

export function handMadeBook(): HandMadeBook {
  const folder = mkdtempSync(join(tmpdir(), 'onefold-hand-'));
  const path = join(folder, 'hand.onefold');
  const db = openWriter(path);
  db.pragma('synchronous = OFF');
  migrate(db);
  for (const [key, value] of [
    ['name', 'Hand Ltd'],
    ['baseCurrency', 'USD'],
    ['timeZone', 'UTC'],
  ] as const) {
    writeSetting(db, key, value);
  }
  const clock = { now: Date.UTC(2026, 10, 9, 18, 4) };
  let ids = 0;
  const ports: Ports = {
    ...nodePorts,
    clock: { nowMs: () => clock.now, offsetMinutes: () => 60 },
    newId: () => `hand-id-${String(++ids).padStart(6, '0')}`,
  };
  const jobs = createJobs(ports, () => {});
  const context: WriterContext = {
    db,
    ports,
    bookPath: path,
    dataDir: folder,
    appVersion: '0.0.0-test',
    actor: () => 'person:Ana',
    emit: () => {},
    jobs,
    jobThread: { run: () => Promise.reject(new Error('decisions need no job thread')) },
    tickets: createTickets(join(folder, 'tickets'), ports.newId),
  };
  const readDb: ReadableDb = openReader(path);
  const id = (key: RecordKey): number => {
    const found = findRecord(db, key);
    if (found === null) throw new Error(`no record ${keyText(key)}`);
    return found;
  };
  const strings = new StringTable(db);
  const derive = (recordIds: readonly number[]) => {
    rebuildMatchRows(db, recordIds, strings);
    deriveRecords(db, ports, recordIds);
    bumpDataVersion(db);
  };
  const writePair = (pair: readonly RecordKey[], state: string, cause: string | null, millibits: number): void => {
    const [left, right] = pair.map(id).sort((a, b) => a - b);
    db.prepare(
      `INSERT INTO match_pairs (left_id, right_id, state, cause, rule, pattern, frequency_millibits, score_millibits)
       VALUES (?, ?, ?, ?, 'reference', 0, 0, ?)`,
    ).run(left, right, state, cause, millibits);
  };
  return {
    db,
    reader: { db: readDb, ports },
    context,
    jobs,
    clock,
    id,
    importFile: (name, records) =>
      db.transaction(() => {
        const { batchId, recordIds } = writeFile(db, name, records);
        setState(db, batchId, 'published');
        derive(recordIds);
        return batchId;
      })(),
    undo: (batchId) =>
      db.transaction(() => {
        const touched = seenIn(db, batchId);
        setState(db, batchId, 'undone');
        rehome(db, touched);
        derive(touched);
      })(),
    redo: (batchId) =>
      db.transaction(() => {
        setState(db, batchId, 'published');
        const touched = seenIn(db, batchId);
        rehome(db, touched);
        derive(touched);
      })(),
    join(left, right, millibits = 20_000) {
      writePair([left, right], 'joined', null, millibits);
      db.transaction(() => derive([id(left), id(right)]))();
    },
    link(kind, from, to, amountMinor, currency) {
      db.prepare(
        `INSERT INTO links (kind, from_id, to_id, state, decided_by, amount_minor, currency)
         VALUES (?, ?, ?, 'linked', 'rule:reference@1', ?, ?)`,
      ).run(kind, id(from), id(to), amountMinor, currency);
    },
    ask(question) {
      const proposalId = hash('sha256', question.members.map(keyText).sort().join('\n')).slice(0, 16);
      const mask = question.members.reduce((bits, { system }) => bits | (1 << SYSTEMS.indexOf(system)), 0);
      const members = question.members.map(id);
      for (const pair of question.tied ?? []) writePair(pair, 'proposed', 'tie', question.scoreMillibits ?? 7000);
      db.prepare(
        `INSERT INTO proposals (id, state, band, score_millibits, reason, blocking, title, system_mask, member_count, members)
         VALUES (?, 'open', ?, ?, ?, ?, 'A question', ?, ?, ?)`,
      ).run(
        proposalId,
        question.band ?? 'likely',
        question.scoreMillibits ?? 7000,
        question.reason ?? 'same client, same amount',
        JSON.stringify(question.blocking ?? []),
        mask,
        members.length,
        JSON.stringify(members),
      );
      db.transaction(() => derive(members))();
      return proposalId;
    },
    async dispose() {
      await jobs.stop();
      readDb.close();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function setState(db: WritableDb, batchId: number, state: string): void {
  db.prepare('UPDATE import_batches SET state = ?, published_ms = 0 WHERE id = ?').run(state, batchId);
}

function seenIn(db: WritableDb, batchId: number): number[] {
  return db
    .prepare<[number], number>(
      'SELECT DISTINCT v.record_id FROM sightings s JOIN record_versions v ON v.id = s.version_id WHERE s.batch_id = ?',
    )
    .pluck()
    .all(batchId);
}

/** A record lives in the first published batch that shows it; without one it stays where it was, asleep. */
function rehome(db: WritableDb, recordIds: readonly number[]): void {
  const home = db.prepare(
    `UPDATE source_records SET home_batch_id = coalesce(
       (SELECT min(s.batch_id) FROM sightings s JOIN record_versions v ON v.id = s.version_id
        JOIN import_batches b ON b.id = s.batch_id AND b.state = 'published' WHERE v.record_id = source_records.id), home_batch_id)
     WHERE id = ?`,
  );
  for (const recordId of recordIds) home.run(recordId);
}

const READ_OPTIONS: ReadOptions = {
  layoutId: 'hand-made',
  encoding: 'utf-8',
  delimiter: null,
  decimalMark: '.',
  dateOrder: null,
  zone: 'UTC',
  defaultCurrency: 'USD',
  mapping: null,
};

/** One line of JSON per record, kept byte for byte. A record may come again: the same payload is a sighting, another a version. */
function writeFile(
  db: WritableDb,
  name: string,
  records: readonly HandRecord[],
): { readonly batchId: number; readonly recordIds: number[] } {
  const insert = (sql: string, ...values: unknown[]) => Number(db.prepare(sql).run(...values).lastInsertRowid);
  const lines = records.map(({ key, facts, versionMs }) => JSON.stringify([keyText(key), facts, versionMs ?? null]));
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const sha = hash('sha256', bytes, 'buffer');
  const known = db.prepare<[Buffer], number>('SELECT id FROM files WHERE sha256 = ?').pluck().get(sha);
  const fileId = known ?? insert('INSERT INTO files (sha256, byte_count) VALUES (?, ?)', sha, bytes.length);
  if (known === undefined) {
    insert(
      'INSERT INTO file_blocks (file_id, byte_offset, byte_count, codec, data) VALUES (?, 0, ?, 0, ?)',
      fileId,
      bytes.length,
      bytes,
    );
  }
  const sourceOf = (key: RecordKey) => {
    db.prepare('INSERT OR IGNORE INTO sources (system, account) VALUES (?, ?)').run(key.system, key.account);
    return db
      .prepare<[string, string], number>('SELECT id FROM sources WHERE system = ? AND account = ?')
      .pluck()
      .get(key.system, key.account);
  };
  const first = records[0];
  const batchId = insert(
    `INSERT INTO import_batches (session_id, source_id, file_id, file_name, label, read_options, header, state, created_ms)
     VALUES ('hand', ?, ?, ?, 'hand-made', ?, '[]', 'staged', 0)`,
    first === undefined ? null : sourceOf(first.key),
    fileId,
    name,
    JSON.stringify(READ_OPTIONS),
  );
  const recordIds: number[] = [];
  let offset = 0;
  records.forEach((record, index) => {
    const payload = lines[index] ?? '';
    const recordId =
      findRecord(db, record.key) ??
      insert(
        'INSERT INTO source_records (source_id, type_code, native_id, home_batch_id) VALUES (?, ?, ?, ?)',
        sourceOf(record.key),
        typeCode(record.key.type),
        record.key.nativeId,
        batchId,
      );
    const payloadHash = hash('sha256', payload, 'buffer');
    const versionId =
      db
        .prepare<[number, Buffer], number>('SELECT id FROM record_versions WHERE record_id = ? AND payload_hash = ?')
        .pluck()
        .get(recordId, payloadHash) ??
      insert(
        'INSERT INTO record_versions (record_id, payload_hash, version_ms, facts, aliases, refs) VALUES (?, ?, ?, ?, ?, ?)',
        recordId,
        payloadHash,
        record.versionMs ?? null,
        JSON.stringify(record.facts),
        JSON.stringify(record.aliases ?? []),
        JSON.stringify((record.refs ?? []).map(({ namespace, value, role }) => [namespace, value, role])),
      );
    insert(
      'INSERT OR IGNORE INTO sightings (version_id, batch_id, line, byte_offset, byte_length) VALUES (?, ?, ?, ?, ?)',
      versionId,
      batchId,
      index + 1,
      offset,
      Buffer.byteLength(payload),
    );
    offset += Buffer.byteLength(payload) + 1;
    recordIds.push(recordId);
  });
  db.prepare(
    `UPDATE source_records SET home_batch_id = ? WHERE id IN (SELECT value FROM json_each(?))
       AND (SELECT state FROM import_batches b WHERE b.id = home_batch_id) <> 'published'`,
  ).run(batchId, JSON.stringify(recordIds));
  return { batchId, recordIds };
}

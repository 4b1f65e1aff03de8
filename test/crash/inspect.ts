/** What must hold after a kill: nothing acknowledged is lost, nothing is there twice, nothing is half-done, the chain is whole. */
import { existsSync } from 'node:fs';
import { nodePorts } from '#main/app/node-ports.ts';
import { type OpenedBook, openBook } from '#main/services/book/open.ts';
import { verifyBook } from '#main/services/verify-book.ts';
import type { WritableDb } from '#store/database.ts';
import { nodeHashes } from '../../verify/verify.mjs';
import type { Acknowledged } from './victim-lines.ts';

/** Everything that is wrong with the book after a kill, in words; empty when all holds. */
export async function findDamage(bookPath: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  if (!existsSync(bookPath)) return acknowledged.length === 0 ? [] : ['the book is gone'];
  let opened: OpenedBook;
  try {
    opened = await openBook(bookPath, { ports: nodePorts });
  } catch (error) {
    return [`the book does not open: ${error instanceof Error ? error.message : String(error)}`];
  }
  try {
    const { db } = opened;
    return [
      ...integrity(db),
      ...lost(db, acknowledged),
      ...duplicates(db),
      ...halfDone(db),
      ...(await chain(db)),
      ...(await backups(acknowledged)),
    ];
  } finally {
    opened.close();
  }
}

function integrity(db: WritableDb): string[] {
  const verdict = String(db.pragma('integrity_check', { simple: true }));
  const foreign = db.pragma('foreign_key_check') as unknown[];
  return [
    ...(verdict === 'ok' ? [] : [`integrity_check: ${verdict}`]),
    ...(foreign.length === 0 ? [] : [`${foreign.length} broken references`]),
  ];
}

/** A command that was shown as saved is in the book, with the log entries it was shown with. */
function lost(db: WritableDb, acknowledged: readonly Acknowledged[]): string[] {
  const command = db.prepare<[string], { result: string }>('SELECT result FROM commands WHERE command_id = ?');
  const cause = db.prepare<[number], string>("SELECT body ->> '$.cause' FROM change_log WHERE seq = ?").pluck();
  return acknowledged.flatMap(({ step, commandId, seqFirst, seqLast }) => {
    if (step === 'backUp') return [];
    if (command.get(commandId) === undefined) return [`lost: ${step} ${commandId} was acknowledged and is not in the book`];
    return [seqFirst, seqLast]
      .filter((seq) => seq !== null)
      .filter((seq) => cause.get(seq) !== commandId)
      .map((seq) => `lost: entry ${seq} of ${step} ${commandId} is not the one that was acknowledged`);
  });
}

function duplicates(db: WritableDb): string[] {
  const counted = (sql: string): number => Number(db.prepare(sql).pluck().get());
  const checks = [
    [
      'source records with one key',
      'SELECT count(*) - count(DISTINCT source_id || char(0) || type_code || char(0) || native_id) FROM source_records',
    ],
    [
      'versions of a record with one payload',
      'SELECT count(*) - count(DISTINCT record_id || hex(payload_hash)) FROM record_versions',
    ],
    [
      'published batches with one session',
      "SELECT count(*) - count(DISTINCT session_id) FROM import_batches WHERE state = 'published'",
    ],
  ] as const;
  return checks.flatMap(([what, sql]) => {
    const count = counted(sql);
    return count === 0 ? [] : [`duplicate: ${count} ${what}`];
  });
}

/** A published batch has its entry, its root and as many sightings as it says; a decision has its entries. */
function halfDone(db: WritableDb): string[] {
  const batches = db
    .prepare<[], { id: number; records: number; sightings: number; entries: number }>(
      `SELECT b.id, CAST(b.counts ->> '$.records' AS INTEGER) AS records,
              (SELECT count(DISTINCT byte_offset) FROM sightings s WHERE s.batch_id = b.id) AS sightings,
              (SELECT count(*) FROM change_log_subjects l WHERE l.subject = 'batch:' || b.id) AS entries
       FROM import_batches b WHERE b.state IN ('published', 'undone')`,
    )
    .all();
  const decisions = db
    .prepare<[], number>(
      `SELECT id FROM decisions d WHERE NOT EXISTS (SELECT 1 FROM change_log c WHERE c.body ->> '$.cause' = d.command_id)`,
    )
    .pluck()
    .all();
  const gaps = Number(db.prepare('SELECT coalesce(max(seq), 0) - count(*) FROM change_log').pluck().get());
  return [
    ...batches.filter((batch) => batch.entries === 0).map((batch) => `half-done: batch ${batch.id} has no entry in the log`),
    ...batches
      .filter((batch) => batch.sightings < batch.records)
      .map((batch) => `half-done: batch ${batch.id} says ${batch.records} records and has ${batch.sightings}`),
    ...decisions.map((id) => `half-done: decision ${id} has no entry in the log`),
    ...(gaps === 0 ? [] : [`the log has ${gaps} gaps`]),
  ];
}

async function chain(db: WritableDb): Promise<string[]> {
  const report = await verifyBook(db, { hashes: await nodeHashes(), head: null, step: async () => {} });
  return report.state === 'broken' ? [`chain: ${report.verdict} ${report.findings.join('; ')}`] : [];
}

async function backups(acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const found: string[] = [];
  for (const { step, path } of acknowledged) {
    if (step !== 'backUp' || path === null) continue;
    if (!existsSync(path)) found.push(`lost: the backup ${path} was acknowledged and is gone`);
    else (await openBook(path, { ports: nodePorts })).close();
  }
  return found;
}

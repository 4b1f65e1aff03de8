/** The audit pack: everything that a third party needs to check the book without the app. The layout is in docs/log-format.md. */

import { csvLines } from '#core/exports/csv.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import { typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { SCHEMA_VERSION } from '#store/migrate.ts';
import { type OrderTotals, readOrderTotals } from '#store/queries/exports.ts';
import { batchRecords, countEntries, fileBytes, hashedEntries, type ProofBatch, provenBatches } from '#store/queries/proof.ts';
import { readSetting } from '#store/queries/settings.ts';
import { PACK_FORMAT } from '../../../verify/verify.mjs';
import { modelLines } from '../models/pack-lines.ts';
import { chunksOf } from './lines.ts';
import { readmeText } from './readme.ts';
import { crosswalkRows, logLines, logRows, orderLines, orderRows } from './tables.ts';
import { readVerifier } from './verifier-text.ts';
import { type PackedFile, ZipWriter } from './zip-writer.ts';

export interface PackResult {
  readonly entries: number;
  /** Hex. */
  readonly head: string;
  readonly orders: number;
  readonly records: number;
  readonly files: number;
}

export interface PackOptions {
  /** Where the zip is written. */
  readonly path: string;
  readonly appVersion: string;
  /** Hash of the text that the first entry continues, hex. */
  readonly genesis: string;
  /** Called for each chunk that is read; throws to stop. */
  readonly step: (detail: string) => void;
}

/** The caller holds one snapshot of the book open (a read transaction) for as long as this takes. */
export async function buildPack(db: ReadableDb, options: PackOptions): Promise<PackResult> {
  const zip = new ZipWriter(options.path);
  const files: PackedFile[] = [];
  const add = async (name: string, chunks: Iterable<Uint8Array>) => {
    files.push(
      await zip.add(
        name,
        paced(chunks, () => options.step(`Packing ${name}`)),
      ),
    );
  };
  try {
    const verifier = readVerifier();
    const log = logFacts(db, options.genesis);
    const totals = readOrderTotals(db);
    const batches = provenBatches(db);
    let records = 0;
    const counted = function* (lines: Iterable<string>) {
      for (const line of lines) {
        records += 1;
        yield line;
      }
    };
    await add('README.txt', [Buffer.from(readmeText(readSetting(db, 'name') ?? 'Book', log))]);
    await add('verify.html', [Buffer.from(verifier.page)]);
    await add('verify.mjs', [Buffer.from(verifier.script)]);
    await add('log.jsonl', chunksOf(logLines(db), '\n'));
    await add('log.csv', chunksOf(csvLines(logRows(db)), ''));
    await add('orders.jsonl', chunksOf(orderLines(db), '\n'));
    await add('orders.csv', chunksOf(csvLines(orderRows(db)), ''));
    await add('crosswalk.csv', chunksOf(csvLines(crosswalkRows(db)), ''));
    await add('models.jsonl', chunksOf(modelLines(db), '\n'));
    await add('sources/batches.jsonl', chunksOf(batches.map(batchLine), '\n'));
    await add('sources/records.jsonl', chunksOf(counted(recordLines(db, batches)), '\n'));
    for (const [path, fileId] of new Map(batches.flatMap(sourceFiles))) await add(path, fileBytes(db, fileId));
    const manifest = manifestText(db, { appVersion: options.appVersion, log, totals, batches, records, files });
    await zip.add('manifest.json', [Buffer.from(manifest)]);
    zip.finish();
    return { entries: log.entries, head: log.head, orders: totals.orders, records, files: files.length + 1 };
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

async function* paced(chunks: Iterable<Uint8Array>, step: () => void): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    step();
    yield chunk;
  }
}

export interface LogFacts {
  readonly entries: number;
  readonly head: string;
  readonly genesis: string;
  /** ISO 8601 UTC of the first and the last entry; null for an empty log. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}

function logFacts(db: ReadableDb, genesis: string): LogFacts {
  let head = genesis;
  let firstAt: string | null = null;
  let lastAt: string | null = null;
  for (const [, body, hash] of hashedEntries(db)) {
    head = hash;
    lastAt = (JSON.parse(body) as { at: string }).at;
    firstAt ??= lastAt;
  }
  return { entries: countEntries(db), head, genesis, firstAt, lastAt };
}

/** The file that a batch was read from, and of a sheet its workbook. */
function sourceFiles(batch: ProofBatch): [path: string, fileId: number][] {
  const workbook = workbookPath(batch);
  const own: [string, number] = [sourcePath(batch), batch.fileId];
  return workbook === null || batch.workbookId === null ? [own] : [own, [workbook, batch.workbookId]];
}

function workbookPath({ workbookSha256 }: ProofBatch): string | null {
  return workbookSha256 === null ? null : `sources/files/${workbookSha256.toString('hex')}.xlsx`;
}

/** Inside the pack; the ending is that of the file's first name, so that a double click opens it. */
function sourcePath(batch: ProofBatch): string {
  const named = /\.([a-z0-9]{1,5})$/i.exec(batch.fileName)?.[1]?.toLowerCase() ?? 'bin';
  const ending = batch.workbookId === null ? named : 'tsv';
  return `sources/files/${batch.fileSha256.toString('hex')}.${ending}`;
}

function batchLine(batch: ProofBatch): string {
  return JSON.stringify({
    batch: String(batch.batchId),
    fileName: batch.fileName,
    file: batch.fileSha256.toString('hex'),
    path: sourcePath(batch),
    ...(batch.workbookSha256 === null
      ? {}
      : { workbook: batch.workbookSha256.toString('hex'), workbookPath: workbookPath(batch), sheet: batch.sheet }),
    bytes: String(batch.byteCount),
    label: batch.label,
    system: batch.system,
    account: batch.account,
    state: batch.state,
    publishedAt: batch.publishedMs === null ? null : isoUtc(batch.publishedMs),
    actor: batch.actor,
    counts: JSON.parse(batch.counts) as unknown,
    controlTotals: JSON.parse(batch.controlTotals) as unknown,
    root: batch.recordsRoot?.toString('hex') ?? null,
  });
}

function* recordLines(db: ReadableDb, batches: readonly ProofBatch[]): Generator<string> {
  for (const batch of batches) {
    for (const record of batchRecords(db, batch.batchId)) {
      yield JSON.stringify({
        batch: String(batch.batchId),
        line: record.line,
        offset: record.byteOffset,
        length: record.byteLength,
        pointer: record.pointer,
        sha256: record.payloadHash.toString('hex'),
        system: batch.system,
        account: batch.account,
        type: typeFromCode(record.typeCode),
        nativeId: record.nativeId,
      });
    }
  }
}

interface ManifestFacts {
  readonly appVersion: string;
  readonly log: LogFacts;
  readonly totals: OrderTotals;
  readonly batches: readonly ProofBatch[];
  readonly records: number;
  readonly files: readonly PackedFile[];
}

function manifestText(db: ReadableDb, { appVersion, log, totals, batches, records, files }: ManifestFacts): string {
  const at = (ms: number | null) => (ms === null ? null : isoUtc(ms));
  const manifest = {
    format: PACK_FORMAT,
    app: { name: 'Onefold', version: appVersion },
    book: {
      id: readSetting(db, 'bookId'),
      name: readSetting(db, 'name'),
      baseCurrency: readSetting(db, 'baseCurrency'),
      timeZone: readSetting(db, 'timeZone'),
      schema: String(SCHEMA_VERSION),
    },
    period: { ordersFrom: at(totals.firstPlacedMs), ordersTo: at(totals.lastPlacedMs), logFrom: log.firstAt, logTo: log.lastAt },
    log: { entries: String(log.entries), genesis: log.genesis, head: log.head },
    counts: { batches: String(batches.length), records: String(records), orders: String(totals.orders) },
    controlTotals: { ordersMinor: totals.totals },
    files: files.map(({ name, byteCount, sha256 }) => ({ name, bytes: String(byteCount), sha256 })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

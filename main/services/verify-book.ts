/**
 * Checks a book from a read-only connection: the log as a chain, its index, every source record's bytes against its hash, and the
 * roots that the log vouches for. The checks themselves are those of `verify/verify.mjs`, which a stranger may run on a pack.
 */
import { linkLeafText } from '#core/changes/commitments.ts';
import type { ReadableDb } from '#store/database.ts';
import {
  batchRecords,
  countBatchRecords,
  countEntries,
  fileBytes,
  hashedEntries,
  lastAcknowledgedSeq,
  latestRun,
  linkLeaves,
  logShapeDiffers,
  logSubjects,
  provenBatches,
} from '#store/queries/proof.ts';
import { readSetting } from '#store/queries/settings.ts';
import { BatchCheck, ChainCheck, Findings, type Hashes, MerkleRoot, type Report } from '../../verify/verify.mjs';
import { sortedLines } from './exports/lines.ts';

export interface VerifyBookOptions {
  readonly hashes: Hashes;
  /** A head noted elsewhere, 64 hexadecimal digits, or null. */
  readonly head: string | null;
  /** Called every few thousand steps; may wait, and throws to stop the work. `progress` runs from 0 to 1. */
  readonly step: (progress: number, detail: string) => Promise<void>;
}

/** Steps between two looks at the outside world: some 20 ms of work. */
const STRIDE = 4000;

export async function verifyBook(db: ReadableDb, options: VerifyBookOptions): Promise<Report> {
  const chain = new ChainCheck(options.hashes, options.head);
  const findings = new Findings();
  const total = countEntries(db) + countBatchRecords(db);
  const tell = (done: number, detail: string) => options.step(Math.min(1, done / Math.max(1, total)), detail);
  await checkChain(db, chain, findings, tell);
  let payloads = 0;
  for (const batch of provenBatches(db)) {
    const check = new BatchCheck(
      `Batch ${batch.batchId} (${batch.fileName})`,
      fileBytes(db, batch.fileId),
      options.hashes,
      findings,
    );
    for (const record of batchRecords(db, batch.batchId)) {
      await check.record({
        line: record.line,
        offset: record.byteOffset,
        length: record.byteLength,
        sha256: record.payloadHash.toString('hex'),
      });
      payloads += 1;
      if (payloads % STRIDE === 0) await tell(chain.entries + payloads, `${payloads.toLocaleString('en')} source records checked`);
    }
    await check.finish(batch.fileSha256.toString('hex'), chain.claims.get(`batch:${batch.batchId}`) ?? null);
    if (batch.recordsRoot?.toString('hex') !== chain.claims.get(`batch:${batch.batchId}`)?.root)
      findings.add(`Batch ${batch.batchId} (${batch.fileName}): the root stored with it is not the one in the log.`);
  }
  checkMissingBatches(chain, new Set(provenBatches(db).map((batch) => `batch:${batch.batchId}`)), findings);
  checkLinks(db, chain, options.hashes, findings);
  return chain.report(payloads, findings);
}

async function checkChain(
  db: ReadableDb,
  chain: ChainCheck,
  findings: Findings,
  tell: (done: number, detail: string) => Promise<void>,
): Promise<void> {
  if (logShapeDiffers(db))
    findings.add('The tables of the change log were altered: screens may show something else than what was hashed.');
  const said = new SubjectSum();
  for (const [seq, body, hash] of hashedEntries(db)) {
    const expected = chain.push(body, hash);
    if (seq !== expected) chain.bad(expected, `it is stored as entry ${seq}`);
    for (const subject of chain.subjects.length > 1 ? new Set(chain.subjects) : chain.subjects) said.add(seq, String(subject));
    if (chain.entries % STRIDE === 0) await tell(chain.entries, `${chain.entries.toLocaleString('en')} entries checked`);
  }
  const indexed = new SubjectSum();
  for (const [subject, seq] of logSubjects(db)) indexed.add(seq, subject);
  if (!said.equals(indexed)) findings.add('The index by subject does not agree with the entries: screens may hide some of them.');
  const acknowledged = lastAcknowledgedSeq(db);
  if (acknowledged > chain.entries)
    chain.bad(chain.entries + 1, `it is missing: entries up to ${acknowledged} were acknowledged, the tail was cut off`);
}

function checkMissingBatches(chain: ChainCheck, present: ReadonlySet<string>, findings: Findings): void {
  for (const { subject, seq } of chain.claims.values())
    if (subject.startsWith('batch:') && !present.has(subject))
      findings.add(`Entry ${seq} speaks of ${subject}, which is not in the book.`);
}

/**
 * The links that the book holds are those of the latest run: their root is the one that run logged. While a run is being stored they
 * are between two runs, and are left out; the app ends such a run, and makes its links anew, before anything else.
 */
function checkLinks(db: ReadableDb, chain: ChainCheck, hashes: Hashes, findings: Findings): void {
  const run = latestRun(db);
  if (run === null || readSetting(db, 'matchUnfinished') === '1') return;
  const tree = new MerkleRoot(hashes);
  for (const leaf of sortedLines(leafTexts(db))) tree.push(Buffer.from(hashes.hexOfText(leaf), 'hex'));
  const claim = chain.claims.get(`run:${run.runId}`);
  if (claim === undefined) findings.add(`No entry of the log speaks of matching run ${run.runId}.`);
  else if (claim.root !== tree.hex() || claim.root !== run.linksRoot.toString('hex'))
    findings.add(
      `The ${tree.count} links between records do not have the root that entry ${claim.seq} vouches for: links were edited, added or removed.`,
    );
}

function* leafTexts(db: ReadableDb): Generator<string> {
  for (const link of linkLeaves(db)) yield linkLeafText(link);
}

/** Compares two multisets of (seq, subject) in constant memory: their size and two sums of 32-bit hashes. */
class SubjectSum {
  #count = 0;
  #sum = 0;
  #mixed = 0;

  add(seq: number, subject: string): void {
    let hash = Math.imul(seq, 0x9e3779b1) ^ subject.length;
    for (let i = 0; i < subject.length; i += 1) hash = Math.imul(hash ^ subject.charCodeAt(i), 0x01000193);
    hash ^= hash >>> 15;
    this.#count += 1;
    this.#sum = (this.#sum + hash) | 0;
    this.#mixed = (this.#mixed + Math.imul(hash, Math.imul(hash, 0x85ebca6b) | 1)) | 0;
  }

  equals(other: SubjectSum): boolean {
    return this.#count === other.#count && this.#sum === other.#sum && this.#mixed === other.#mixed;
  }
}

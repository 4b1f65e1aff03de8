/** The app thread's side of a run: stores differences in short transactions, and turns the run into one entry of the log. */
import { matchRun } from '#core/changes/commitments.ts';
import { inBulk, logOnDisk, roomInLog } from '#store/bulk.ts';
import type { WritableDb } from '#store/database.ts';
import { type LinkWriter, linkWriter } from '#store/queries/links.ts';
import { insertRun, type PairWriter, pairWriter, readLatestRun, writeRunBasis } from '#store/queries/match-pairs.ts';
import { readMatchInput } from '#store/queries/match-rows-reading.ts';
import { keepDecided, type ProposalWriter, proposalWriter } from '#store/queries/proposals.ts';
import { bumpDataVersion, readDataVersion, readSetting, writeSetting } from '#store/queries/settings.ts';
import { runCommand } from '../command.ts';
import type { WriterContext } from '../context.ts';
import { refreshQuestions } from '../derive/questions.ts';
import { deriveRecords } from '../derive.ts';
import type { MatchChanges, MatchSummary } from './messages.ts';

/** Rows of one transaction: some 15 ms. */
const ROWS_AT_ONCE = 1_000;
const QUESTIONS_AT_ONCE = 200;
/** Records of one derivation: some 15 ms. */
const RECORDS_AT_ONCE = 200;
/** Derivations after which screens are told. */
const SHOWN_EVERY = 50;

/** The book moved on while a run was under way: what it found no longer fits. */
export class StaleRun extends Error {
  override readonly name = 'StaleRun';
}

/** True when a run was cut off while it was being stored, or before all its orders were derived. */
export function wasCutOff(db: WritableDb): boolean {
  return readSetting(db, 'matchUnfinished') === '1';
}

export class RunStore {
  readonly #context: WriterContext;
  readonly #inputVersion: string;
  readonly #pairs: PairWriter;
  readonly #links: LinkWriter;
  readonly #proposals: ProposalWriter;
  #marked = false;
  #linksChanged = false;

  /** `inputVersion`: what the run rests on. Until `finish` the book is marked as half stored, so that a crash is made good. */
  constructor(context: WriterContext, inputVersion: string) {
    this.#context = context;
    this.#inputVersion = inputVersion;
    this.#pairs = pairWriter(context.db);
    this.#links = linkWriter(context.db);
    this.#proposals = proposalWriter(context.db);
  }

  async take(changes: MatchChanges): Promise<void> {
    switch (changes.of) {
      case 'pairs':
        await this.#inPieces(changes.remove, ROWS_AT_ONCE, ([left, right]) => this.#pairs.remove(left, right));
        return this.#inPieces(changes.write, ROWS_AT_ONCE, (pair) => this.#pairs.write(pair));
      case 'links':
        this.#linksChanged = true;
        await this.#inPieces(changes.remove, ROWS_AT_ONCE, (link) => this.#links.remove(link));
        return this.#inPieces(changes.write, ROWS_AT_ONCE, (link) => this.#links.write(link));
      case 'questions':
        await this.#inPieces(changes.remove, ROWS_AT_ONCE, (id) => this.#proposals.remove(id));
        return this.#inPieces(
          changes.write,
          QUESTIONS_AT_ONCE,
          (row) => this.#proposals.write(row),
          (rows) => this.#settle(rows.flatMap(({ members }) => members)),
        );
    }
  }

  /** The flip: run, log entry and new data version in one transaction. A run that found what was known leaves no entry. */
  publish(summary: MatchSummary): void {
    const { db, ports } = this.#context;
    const last = readLatestRun(db);
    const same = last?.modelVersion === summary.modelVersion && last.linksRoot.equals(summary.linksRoot);
    if (same && !this.#linksChanged) {
      // What it rested on is no news, but spares the next run what this one looked at.
      if (last.basis?.batches !== summary.basis.batches || last.basis.decision !== summary.basis.decision)
        db.transaction(() => writeRunBasis(db, last.id, summary.basis)).immediate();
      return;
    }
    runCommand(
      this.#context,
      { commandId: `match-${ports.newId()}`, name: 'match.run', actor: `rule:${summary.modelVersion}` },
      (scope) => {
        this.#refuseStale();
        const runId = insertRun(scope.db, {
          modelVersion: summary.modelVersion,
          counts: summary.counts,
          card: summary.card,
          basis: summary.basis,
          linksRoot: Buffer.from(summary.linksRoot),
          atMs: scope.atMs,
          dataVersion: readDataVersion(scope.db),
        });
        scope.log(
          matchRun({
            runId,
            modelVersion: summary.modelVersion,
            linkCount: summary.linkCount,
            linksRoot: Buffer.from(summary.linksRoot).toString('hex'),
            counts: summary.counts,
          }),
        );
        return runId;
      },
    );
  }

  /** Derives the orders of the touched records, a few at a time. */
  async derive(touched: Int32Array, progress: (done: number, total: number) => void): Promise<void> {
    const { db, ports } = this.#context;
    for (let at = 0, pieces = 1; at < touched.length; at += RECORDS_AT_ONCE, pieces++) {
      const ids = [...touched.subarray(at, at + RECORDS_AT_ONCE)];
      inBulk(db, () => deriveRecords(db, ports, ids));
      await roomInLog(db);
      if (pieces % SHOWN_EVERY === 0) this.#show();
      progress(at + ids.length, touched.length);
      await breathe();
    }
    await logOnDisk(db);
  }

  /** All is stored and derived: the mark goes, and screens read again. Nothing happens when nothing had changed. */
  finish(): void {
    const { db } = this.#context;
    if (!this.#marked && !wasCutOff(db)) return;
    db.transaction(() => writeSetting(db, 'matchUnfinished', '0')).immediate();
    this.#show();
  }

  #show(): void {
    const { db, emit } = this.#context;
    let dataVersion = 0;
    inBulk(db, () => {
      dataVersion = bumpDataVersion(db);
    });
    emit({ kind: 'dataChanged', dataVersion });
  }

  /** Questions about records that people decided on stand where these decisions put them; all others are open, as they are written. */
  #settle(recordIds: readonly number[]): void {
    const { db, ports } = this.#context;
    const decided = keepDecided(db, recordIds);
    if (decided.length > 0) refreshQuestions(db, ports, decided);
  }

  async #inPieces<T>(
    rows: readonly T[],
    size: number,
    write: (row: T) => void,
    after?: (rows: readonly T[]) => void,
  ): Promise<void> {
    const { db } = this.#context;
    for (let at = 0; at < rows.length; at += size) {
      const piece = rows.slice(at, at + size);
      inBulk(db, () => {
        this.#refuseStale();
        if (!this.#marked) writeSetting(db, 'matchUnfinished', '1');
        for (const row of piece) write(row);
        after?.(piece);
      });
      this.#marked = true;
      await roomInLog(db);
      await breathe();
    }
  }

  #refuseStale(): void {
    if (readMatchInput(this.#context.db) !== this.#inputVersion) throw new StaleRun();
  }
}

/** Lets the thread answer what waits. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

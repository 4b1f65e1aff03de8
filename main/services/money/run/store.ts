/** The app thread's side of a run: stores differences in short transactions, and turns the run into one entry of the log. */
import { moneyRun } from '#core/changes/money-commitments.ts';
import type { StoredSubject } from '#shared/domain/exception-view.ts';
import { inBulk, roomInLog } from '#store/bulk.ts';
import type { ReadableDb, WritableDb } from '#store/database.ts';
import { readReconcileInput } from '#store/queries/money-decisions.ts';
import {
  EXCEPTIONS,
  type ExceptionData,
  type FoundWriter,
  foundWriter,
  insertMoneyRun,
  PAYOUTS,
  type PayoutData,
  POSITIONS,
  type PositionData,
  readLatestMoneyRun,
  restMoneyRunOn,
  type SubjectWriter,
  subjectWriter,
} from '#store/queries/money-found.ts';
import { LINK_NUMBERS, type LinkWriter, moneyLinkWriter } from '#store/queries/money-links.ts';
import { bumpDataVersion, readSetting, writeSetting } from '#store/queries/settings.ts';
import { runCommand } from '../../command.ts';
import type { WriterContext } from '../../context.ts';
import { answered, answersOf } from './answers.ts';
import type { MoneyChanges, MoneySummary } from './messages.ts';

/** Of the 20 ms that a transaction may hold the thread: what is left is for the commit itself. */
const BUDGET_MS = 12;
/** Links or positions between two looks at the clock. */
const ROWS_AT_ONCE = 200;
const POSITION_VALUES = Object.keys(POSITIONS.columns).length;

/** The book moved on while a run was under way: what it found no longer fits. */
export class StaleRun extends Error {
  override readonly name = 'StaleRun';
}

/** True when a run was cut off while it was being stored. */
export function wasCutOff(db: WritableDb): boolean {
  return readSetting(db, 'moneyUnfinished') === '1';
}

/** True when the last run left out what is dated after its instant. */
export function isOnlyUntil(db: ReadableDb): boolean {
  return readSetting(db, 'moneyOnlyUntil') === '1';
}

export class MoneyStore {
  readonly #context: WriterContext;
  readonly #inputVersion: string;
  readonly #links: LinkWriter;
  readonly #payouts: FoundWriter<PayoutData>;
  readonly #positions: FoundWriter<PositionData>;
  readonly #exceptions: FoundWriter<ExceptionData>;
  readonly #subjects: SubjectWriter;
  #marked = false;

  /** `inputVersion`: what the run rests on. Until `publish` the book is marked as half stored, so that a crash is made good. */
  constructor(context: WriterContext, inputVersion: string) {
    const { db } = context;
    this.#context = context;
    this.#inputVersion = inputVersion;
    this.#links = moneyLinkWriter(db);
    this.#payouts = foundWriter(db, PAYOUTS);
    this.#positions = foundWriter(db, POSITIONS);
    this.#exceptions = foundWriter(db, EXCEPTIONS);
    this.#subjects = subjectWriter(db);
  }

  async take(changes: MoneyChanges): Promise<void> {
    switch (changes.of) {
      case 'links': {
        const { write, currencies, remove } = changes;
        await this.#inPieces(remove.length, (at) => {
          const [fromId, kind, toId] = remove[at] ?? [0, 0, 0];
          this.#links.remove(fromId, kind, toId);
        });
        return this.#inBlocks(write.length / LINK_NUMBERS, (from, to) => this.#links.write(write, currencies, from, to));
      }
      case 'payouts':
        // Ids may change places: what goes, goes first.
        await this.#each([...changes.remove, ...changes.write.map(({ headId }) => headId)], (key) => this.#payouts.remove(key));
        return this.#each(changes.write, (row) => this.#payouts.write(row));
      case 'positions':
        await this.#each(changes.remove, (key) => this.#positions.remove(key));
        return this.#inBlocks(changes.write.length / POSITION_VALUES, (from, to) =>
          this.#positions.writeValues(changes.write, from, to),
        );
      case 'exceptions':
        await this.#each(changes.remove, (id) => {
          this.#subjects.remove(id);
          this.#exceptions.remove(id);
        });
        return this.#exceptionRows(changes.write);
    }
  }

  /** People may have answered since the run began: their answers are applied as they stand now. */
  async #exceptionRows(rows: readonly ExceptionData[]): Promise<void> {
    if (rows.length === 0) return;
    const { db, ports } = this.#context;
    await this.#each(rows, (row) => {
      const now = answered(row, answersOf(db, row.id).get(row.id) ?? [], ports.clock.nowMs());
      this.#subjects.replace(row.id, subjectIds(row));
      this.#exceptions.write(now);
    });
  }

  /** The end: run, log entry and new data version in one transaction. A run that found what was known leaves no entry. */
  publish(summary: MoneySummary): void {
    const { db, ports } = this.#context;
    const last = readLatestMoneyRun(db);
    const { policyVersion, asOfMs, onlyUntil, counts, report } = summary;
    const linksRoot = Buffer.from(summary.linksRoot);
    const same =
      !this.#marked &&
      last?.linksRoot.equals(linksRoot) === true &&
      last.policyVersion === policyVersion &&
      last.asOfMs === asOfMs &&
      isOnlyUntil(db) === onlyUntil &&
      last.counts === JSON.stringify(counts) &&
      last.report === report;
    if (same) {
      this.#finish(last.id, last.inputVersion);
      return;
    }
    runCommand(this.#context, { commandId: `money-${ports.newId()}`, name: 'money.run', actor: 'rule:reconcile@1' }, (scope) => {
      this.#refuseStale();
      const runId = insertMoneyRun(scope.db, {
        policyVersion,
        asOfMs,
        inputVersion: this.#inputVersion,
        counts: JSON.stringify(counts),
        linksRoot,
        report,
        atMs: scope.atMs,
      });
      writeSetting(scope.db, 'moneyUnfinished', '0');
      writeSetting(scope.db, 'moneyOnlyUntil', onlyUntil ? '1' : '0');
      scope.log(
        moneyRun({ runId, policyVersion, asOfMs, linkCount: summary.linkCount, linksRoot: linksRoot.toString('hex'), counts }),
      );
      return runId;
    });
  }

  /** What was found is what was known: the last run stands, and rests on what the book holds by now. */
  #finish(runId: number, inputVersion: string): void {
    const { db, emit } = this.#context;
    if (!wasCutOff(db) && inputVersion === this.#inputVersion) return;
    const dataVersion = db
      .transaction(() => {
        this.#refuseStale();
        writeSetting(db, 'moneyUnfinished', '0');
        restMoneyRunOn(db, runId, this.#inputVersion);
        return bumpDataVersion(db);
      })
      .immediate();
    emit({ kind: 'dataChanged', dataVersion });
  }

  #each<T>(rows: readonly T[], step: (row: T) => void): Promise<void> {
    return this.#inPieces(rows.length, (at) => step(rows[at] as T));
  }

  #inBlocks(rows: number, step: (from: number, to: number) => void): Promise<void> {
    return this.#inPieces(Math.ceil(rows / ROWS_AT_ONCE), (at) => step(at * ROWS_AT_ONCE, Math.min(rows, (at + 1) * ROWS_AT_ONCE)));
  }

  async #inPieces(count: number, step: (at: number) => void): Promise<void> {
    const { db } = this.#context;
    for (let at = 0; at < count; ) {
      inBulk(db, () => {
        this.#refuseStale();
        if (!this.#marked) writeSetting(db, 'moneyUnfinished', '1');
        const until = performance.now() + BUDGET_MS;
        do step(at++);
        while (at < count && performance.now() < until);
      });
      this.#marked = true;
      await breathe();
      await roomInLog(db);
    }
  }

  #refuseStale(): void {
    if (readReconcileInput(this.#context.db) !== this.#inputVersion) throw new StaleRun();
  }
}

function subjectIds({ subjects, held }: ExceptionData): number[] {
  const all = [...(JSON.parse(subjects) as StoredSubject[]), ...(JSON.parse(held) as StoredSubject[])];
  return all.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]));
}

/** Lets the thread answer what waits. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

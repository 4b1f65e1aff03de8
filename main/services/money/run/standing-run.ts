/** What the reconciling thread keeps of a run over the whole book, so that the next small change need not look at all of it again. */
import type { SetRoot } from '#core/changes/set-root.ts';
import { Clocks } from '#core/reconciliation/clocks.ts';
import { StandingBook } from '#core/reconciliation/standing-book.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { readJoinedSums, readSentTwice } from '#store/queries/money-columns.ts';
import { readReconcileInput } from '#store/queries/money-decisions.ts';
import { type ExceptionData, readLatestMoneyRun } from '#store/queries/money-found.ts';
import { readSetting } from '#store/queries/settings.ts';
import { latestMs } from '../load/index.ts';
import type { FoundWorld, MoneyRun } from './compute.ts';
import { otherExceptions } from './exceptions.ts';
import type { MoneySummary } from './messages.ts';
import { Outside } from './rest.ts';

export class StandingRun {
  readonly found: FoundWorld;
  readonly root: SetRoot;
  readonly summary: MoneySummary;
  readonly inputVersion: string;
  /** See readJoinedSums. */
  readonly joinedSums: string;
  /** Records of which an open question asks whether they are one sale sent twice. */
  readonly sentTwice: readonly (readonly [number, number])[];
  /** What does not hold before any money is looked at. */
  readonly others: readonly ExceptionData[];
  readonly standing: StandingBook;
  readonly outside: Outside;
  readonly clocks: Clocks;
  /** The latest that its records say, UTC ms. */
  readonly latestMs: number;

  private constructor(found: FoundWorld, root: SetRoot, run: MoneyRun, db: ReadableDb, sha256: Sha256) {
    this.found = found;
    this.root = root;
    this.summary = run.summary;
    this.inputVersion = run.inputVersion;
    this.joinedSums = readJoinedSums(db, []);
    this.sentTwice = readSentTwice(db);
    this.others = otherExceptions(db, { until: null, isHoliday: found.book.input.isHoliday, sha256 });
    this.standing = new StandingBook(found.world);
    this.outside = new Outside(found, this.standing);
    this.clocks = new Clocks(found.world);
    this.latestMs = latestMs(found.book, []);
  }

  /** Null where there is nothing to go on from, or the book moved on while the run was stored. */
  static of(run: MoneyRun, db: ReadableDb, sha256: Sha256): StandingRun | null {
    const { found, root, summary, inputVersion } = run;
    if (found === null || root === null || summary.onlyUntil || readReconcileInput(db) !== inputVersion) return null;
    return new StandingRun(found, root, run, db, sha256);
  }

  /** Whether the book holds what this run found, and nothing else. */
  isStored(db: ReadableDb): boolean {
    const last = readLatestMoneyRun(db);
    return (
      last !== null &&
      readSetting(db, 'moneyUnfinished') !== '1' &&
      last.asOfMs === this.summary.asOfMs &&
      last.policyVersion === this.summary.policyVersion &&
      last.linksRoot.equals(this.summary.linksRoot)
    );
  }
}

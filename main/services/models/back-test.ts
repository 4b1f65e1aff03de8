/** Back-tests: a model replayed in a thread of its own. The last result of each model is kept with the book, and marked once it is out of date. */
import type { BackTestRow, models } from '#shared/contract/models.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { type BackTestRecord, keepBackTest, readBackTest, readBackTestRows } from '#store/queries/back-tests.ts';
import { readMatchInput } from '#store/queries/match-rows-reading.ts';
import { readModel, readReplayBasis } from '#store/queries/models.ts';
import { readQuestionCube } from '#store/queries/question-lists.ts';
import type { ReaderContext, WriterContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';
import { engineOfRow, modelInForce } from './adopted.ts';
import { briefsOf } from './brief.ts';
import type { Tried } from './commands.ts';
import { keepInForce } from './prepare.ts';
import { problems } from './problems.ts';
import type { Difference } from './replay.ts';
import { KEPT_ROWS } from './replay.ts';
import { type KeptReplay, type ReplayCounts, unpackRows } from './replay-kept.ts';
import type { Disagreement } from './replay-verdicts.ts';
import { runThread } from './thread.ts';
import type { ReplayStart } from './thread-messages.ts';

/** Results kept: a book has few models that wait. */
const KEPT = 5;

export function startBackTest(
  context: WriterContext,
  { version }: InputOf<typeof models.startBackTest>,
): { jobId: string } | Problem {
  const { db, ports, bookPath } = context;
  keepInForce(db, modelInForce(db, ports.sha256), { ports, actor: context.actor(), atMs: ports.clock.nowMs() });
  const row = readModel(db, version);
  if (row === null) return problems.unknownModel(version).problem;
  if (engineOfRow(row, ports.sha256) === null) return problems.unusableModel().problem;
  const jobId = context.jobs.start({
    kind: 'backTest',
    label: `Trying model ${row.number} on the whole book`,
    canCancel: true,
    run: async (control) => {
      const basis = basisOf(db);
      const questionsNow = openQuestions(db);
      const against = modelInForce(db, ports.sha256).version;
      const { counts, rows } = await runThread<KeptReplay, ReplayStart>('replay', { bookPath, version }, control);
      const ranAt = ports.clock.nowMs();
      keepBackTest(db, { modelVersion: version, against, basis, ranAt, questionsNow, counts: JSON.stringify(counts), rows }, KEPT);
      return { version, joined: counts.joinedCount, parted: counts.partedCount, disagreements: counts.disagreementCount };
    },
  });
  return { jobId };
}

/** What the last back-test of a model said; null when there was none, or when the book has changed since. */
export function triedBefore({ db, ports }: WriterContext, version: string): Tried | null {
  const kept = readBackTest(db, version);
  if (kept === null || isStale(db, kept, ports.sha256)) return null;
  const { joinedCount, partedCount, disagreementCount } = countsOf(kept);
  return { joined: joinedCount, parted: partedCount, disagreements: disagreementCount };
}

const listed = recentResults<ReturnType<typeof unpackRows>>(2);

export function backTest({ db, ports }: ReaderContext, input: InputOf<typeof models.backTest>): OutputOf<typeof models.backTest> {
  const kept = readBackTest(db, input.version);
  if (kept === null) return null;
  const lists = listed.of([db.name, input.version, kept.ranAt], () => unpackRows(readBackTestRows(db, input.version) ?? '{}'));
  const rows: readonly (Difference | Disagreement)[] = lists[input.list];
  const wanted = rows.slice(input.offset, input.offset + input.limit);
  const briefs = briefsOf(
    db,
    wanted.flatMap(({ leftId, rightId }) => [leftId, rightId]),
    ports.sha256,
  );
  const counts = countsOf(kept);
  return {
    summary: {
      version: input.version,
      number: readModel(db, input.version)?.number ?? null,
      ranAt: kept.ranAt,
      stale: isStale(db, kept, ports.sha256),
      records: counts.records,
      joined: counts.joinedCount,
      parted: counts.partedCount,
      disagreements: counts.disagreementCount,
      disagreementsNow: counts.disagreementsNow,
      linksNow: counts.linksNow,
      linksThen: counts.linksThen,
      questionsNow: kept.questionsNow,
      questionsThen: counts.questionsThen,
      money: [...counts.money],
      kept: KEPT_ROWS,
    },
    total: rows.length,
    rows: wanted.flatMap((row): BackTestRow[] => {
      const [left, right] = [briefs.get(row.leftId), briefs.get(row.rightId)];
      if (left === undefined || right === undefined) return [];
      if ('why' in row) return [{ left, right, ...row }];
      const { verdict, already, scoreNow, scoreThen } = row;
      const words = verdict === 'together' ? 'You merged them; it would not even ask' : 'You kept them apart; it would join them';
      const why = already ? `${words}. So does the model in force` : words;
      return [{ left, right, scoreNow, scoreThen, why, movedMinor: null, currency: null }];
    }),
  };
}

function countsOf({ counts }: BackTestRecord): ReplayCounts {
  return JSON.parse(counts) as ReplayCounts;
}

function basisOf(db: ReadableDb): string {
  return `${readMatchInput(db)} ${readReplayBasis(db)}`;
}

/** The book has changed since. */
function isStale(db: ReadableDb, { basis, against }: BackTestRecord, sha256: Sha256): boolean {
  return basisOf(db) !== basis || modelInForce(db, sha256).version !== against;
}

function openQuestions(db: ReadableDb): number {
  const all = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };
  return readQuestionCube(db, all)
    .filter(({ state }) => state === 'open')
    .reduce((sum, { count }) => sum + count, 0);
}

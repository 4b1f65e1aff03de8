/** Back-tests of an open book: a model replayed in a thread of its own, its result kept in memory until the book is closed. */
import { Worker } from 'node:worker_threads';
import { workerUrl } from '#main/app/worker-url.ts';
import type { BackTestRow, models } from '#shared/contract/models.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import { readMatchInput } from '#store/queries/match-rows-reading.ts';
import { readModel, readReplayBasis } from '#store/queries/models.ts';
import { readQuestionCube } from '#store/queries/question-lists.ts';
import { JobCancelled, type JobControl, ProblemError, type WriterContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { engineOfRow, modelInForce } from './adopted.ts';
import { briefsOf } from './brief.ts';
import type { Tried } from './commands.ts';
import { keepInForce } from './prepare.ts';
import { problems } from './problems.ts';
import type { Difference, Replay } from './replay.ts';
import { KEPT_ROWS } from './replay.ts';
import type { FromReplay, ReplayStart } from './replay-messages.ts';
import type { Disagreement } from './replay-verdicts.ts';

/** A replay holds a book's columns beside V8's heap. */
const HEAP_MB = { maxOldGenerationSizeMb: 1024 };

/** Results kept: the window looks at one at a time. */
const KEPT = 3;

interface Kept {
  readonly replay: Replay;
  readonly ranAt: number;
  /** What it rested on. */
  readonly basis: string;
  readonly questionsNow: number;
  readonly against: string;
}

/** Back-tests of one open book. */
export class BackTests {
  readonly #results = new Map<string, Kept>();

  start(context: WriterContext, { version }: InputOf<typeof models.startBackTest>): { jobId: string } | Problem {
    const { db, ports } = context;
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
        const questionsNow = openQuestions(context);
        const against = modelInForce(db, ports.sha256).version;
        const replay = await runThread(context, version, control);
        this.#keep(version, { replay, ranAt: ports.clock.nowMs(), basis, questionsNow, against });
        return { version, joined: replay.joinedCount, parted: replay.partedCount, disagreements: replay.disagreementCount };
      },
    });
    return { jobId };
  }

  /** What the last back-test of a model said; null when there was none, or when the book has changed since. */
  tried({ db, ports }: WriterContext, version: string): Tried | null {
    const kept = this.#results.get(version);
    if (kept === undefined || isStale(db, kept, ports.sha256)) return null;
    const { joinedCount, partedCount, disagreementCount } = kept.replay;
    return { joined: joinedCount, parted: partedCount, disagreements: disagreementCount };
  }

  page({ db, ports }: WriterContext, input: InputOf<typeof models.backTest>): OutputOf<typeof models.backTest> {
    const kept = this.#results.get(input.version);
    if (kept === undefined) return null;
    const { replay } = kept;
    const listed: readonly (Difference | Disagreement)[] = replay[input.list];
    const wanted = listed.slice(input.offset, input.offset + input.limit);
    const briefs = briefsOf(
      db,
      wanted.flatMap(({ leftId, rightId }) => [leftId, rightId]),
      ports.sha256,
    );
    return {
      summary: {
        version: input.version,
        number: readModel(db, input.version)?.number ?? null,
        ranAt: kept.ranAt,
        stale: isStale(db, kept, ports.sha256),
        records: replay.records,
        joined: replay.joinedCount,
        parted: replay.partedCount,
        disagreements: replay.disagreementCount,
        disagreementsNow: replay.disagreementsNow,
        linksNow: replay.linksNow,
        linksThen: replay.linksThen,
        questionsNow: kept.questionsNow,
        questionsThen: replay.questionsThen,
        money: replay.money.map(({ currency, now, after }) => ({ currency, nowMinor: String(now), thenMinor: String(after) })),
        kept: KEPT_ROWS,
      },
      total: listed.length,
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

  #keep(version: string, kept: Kept): void {
    this.#results.delete(version);
    this.#results.set(version, kept);
    const [oldest] = this.#results.keys();
    if (this.#results.size > KEPT && oldest !== undefined) this.#results.delete(oldest);
  }
}

function basisOf(db: WriterContext['db']): string {
  return `${readMatchInput(db)} ${readReplayBasis(db)}`;
}

/** The book has changed since. */
function isStale(db: WriterContext['db'], kept: Kept, sha256: Parameters<typeof modelInForce>[1]): boolean {
  return basisOf(db) !== kept.basis || modelInForce(db, sha256).version !== kept.against;
}

function openQuestions({ db }: WriterContext): number {
  const all = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };
  return readQuestionCube(db, all)
    .filter(({ state }) => state === 'open')
    .reduce((sum, { count }) => sum + count, 0);
}

function runThread({ bookPath }: WriterContext, version: string, control: JobControl): Promise<Replay> {
  const cancel = new SharedArrayBuffer(4);
  const start: ReplayStart = { bookPath, version, cancel };
  const worker = new Worker(workerUrl('replay'), { name: 'replay', workerData: start, resourceLimits: HEAP_MB });
  const stop = (): void => void Atomics.store(new Int32Array(cancel), 0, 1);
  control.signal.addEventListener('abort', stop);
  if (control.signal.aborted) stop();
  const ended = new Promise<Replay>((resolve, reject) => {
    worker.on('message', (message: FromReplay) => {
      switch (message.kind) {
        case 'progress':
          return control.report(message.progress, message.detail);
        case 'done':
          return resolve(message.replay);
        case 'cancelled':
          return reject(new JobCancelled());
        case 'failed':
          return reject(message.problem === null ? new Error(message.message) : new ProblemError(message.problem));
      }
    });
    worker.on('error', (error) => reject(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => reject(new Error('the replaying thread ended without a result')));
  });
  return ended.finally(async () => {
    control.signal.removeEventListener('abort', stop);
    await worker.terminate();
  });
}

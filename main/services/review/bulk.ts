/**
 * Bulk accept: a band of questions without a conflict, after a look at a random sample. The token of the sample names exactly which
 * questions would be taken; when they changed, a new sample is asked for.
 */
import { wilson } from '#core/learning/interval.ts';
import { isSale } from '#core/survivorship/member.ts';
import { standingOf } from '#core/survivorship/standing.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { review } from '#shared/contract/review.ts';
import { base32, type Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { wasTakenBack } from '#store/queries/decisions.ts';
import { countAnswers, openOfBand, readQuestionRows } from '#store/queries/question-lists.ts';
import { type Band, type Question, readQuestion } from '#store/queries/questions.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import { type CommandScope, runCommand } from '../command.ts';
import { JobCancelled, ProblemError, type ReaderContext, type WriterContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';
import { bookZone, memberOf, readFolded } from '../records.ts';
import { decide, turn, whyOf } from './decide.ts';
import { executeMerge } from './merge.ts';
import { type MergePlan, planMerge } from './plan.ts';
import { problems } from './problems.ts';
import { itemsOf } from './queue.ts';

const SAMPLE = 20;
const CAP = 1000;
/** From this many reviewed with at most one rejection, the cap falls away. */
const REVIEWED_ENOUGH = 50;
/** Merges in one transaction: some 20 ms. */
const CHUNK = 5;
const BANDS = ['certain', 'likely', 'possible'] as const;

const acceptables = recentResults<OutputOf<typeof review.bands>>(2);

export function bands({ db }: ReaderContext): OutputOf<typeof review.bands> {
  return acceptables.of([db.name, readDataVersion(db)], () => BANDS.map((band) => bandOf(db, band)));
}

function bandOf(db: ReadableDb, band: Band): OutputOf<typeof review.bands>[number] {
  const { open, acceptable } = openOfBand(db, band);
  const { merged, rejected } = countAnswers(db, band);
  // Exactly what a sample would be drawn from: totals that differ are found only by looking at the records.
  const taken = acceptableQuestions(db, band).length;
  const reviewed = merged + rejected;
  const interval = wilson(rejected, reviewed);
  return {
    band,
    open,
    acceptable: taken,
    cap: capOf(reviewed, rejected, acceptable.length),
    reviewed,
    rejected,
    wrongLow: interval?.low ?? null,
    wrongHigh: interval?.high ?? null,
  };
}

function capOf(reviewed: number, rejected: number, acceptable: number): number {
  return reviewed >= REVIEWED_ENOUGH && rejected <= 1 ? acceptable : CAP;
}

/** What a bulk accept of the band would take now: no hard rule, no difference in total or currency, at most the cap. */
function acceptableQuestions(db: ReadableDb, band: Band): Question[] {
  const { acceptable } = openOfBand(db, band);
  const { merged, rejected } = countAnswers(db, band);
  const questions = readQuestionRows(db, acceptable.slice(0, capOf(merged + rejected, rejected, acceptable.length)));
  const records = readFolded(db, [...new Set(questions.flatMap(({ members }) => members))]);
  const memberById = new Map(records.filter(({ live }) => live).map((record) => [record.recordId, memberOf(record)]));
  const zone = bookZone(db);
  return questions.filter((question) => {
    const members = question.members.flatMap((id) => memberById.get(id) ?? []);
    const totals = standingOf('total', members.filter(isSale), zone);
    return (
      members.length === question.members.length && totals !== 'conflict' && standingOf('currency', members, zone) !== 'blocking'
    );
  });
}

export function bulkSample(
  { db, ports }: ReaderContext,
  { band, seed }: InputOf<typeof review.bulkSample>,
): OutputOf<typeof review.bulkSample> {
  const questions = acceptableQuestions(db, band);
  return {
    token: tokenOf(band, questions, ports.sha256),
    count: questions.length,
    items: itemsOf(db, draw(questions, SAMPLE, seed)),
  };
}

function tokenOf(band: Band, questions: readonly Question[], sha256: Sha256): string {
  return `${band}.${base32(sha256(questions.map(({ id }) => id).join('\n')), 32)}`;
}

/** A sample without repeats, the same for the same seed (xorshift32 over a partial Fisher–Yates shuffle). */
export function draw<T>(items: readonly T[], count: number, seed: number): T[] {
  const pool = [...items];
  let state = (seed ^ 0x9e3779b9) | 0 || 1;
  const size = Math.min(count, pool.length);
  for (let i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const j = i + ((state >>> 0) % (pool.length - i));
    [pool[i], pool[j]] = [pool[j] as T, pool[i] as T];
  }
  return pool.slice(0, size);
}

/**
 * Takes the first questions at once and the rest in a job, a few to a change. One undo takes all of them back: withdraw the receipt's
 * decision. Questions that turn out to hold a conflict are left open.
 */
export function bulkAccept(context: WriterContext, input: InputOf<typeof review.bulkAccept>): Receipt | Problem {
  const { db, ports } = context;
  const band = BANDS.find((name) => input.token.startsWith(`${name}.`));
  let rest: readonly string[] = [];
  const receipt = decide(context, { commandId: input.commandId, name: 'review.bulkAccept' }, (scope) => {
    const questions = band === undefined ? [] : acceptableQuestions(db, band);
    if (band === undefined || tokenOf(band, questions, ports.sha256) !== input.token) throw problems.sampleStale();
    const ids = questions.map(({ id }) => id);
    rest = ids.slice(CHUNK);
    const decisionId = acceptAll(context, scope, ids.slice(0, CHUNK), input, input.commandId);
    const message = rest.length === 0 ? `Merged ${ids.length} questions` : `Merging ${ids.length} questions in the background`;
    return { message, decisionId };
  });
  if (rest.length > 0) {
    context.jobs.start({
      kind: 'bulkAccept',
      label: `Merging ${rest.length + CHUNK} questions`,
      canCancel: true,
      run: async ({ signal, report }) => {
        for (let at = 0; at < rest.length; at += CHUNK) {
          // Undo of what was merged so far is a no to the rest as well.
          if (signal.aborted || wasTakenBack(db, input.commandId)) throw new JobCancelled();
          const ids = rest.slice(at, at + CHUNK);
          runCommand(context, { commandId: `${input.commandId}#${at}`, name: 'review.bulkAccept' }, (scope) =>
            acceptAll(context, scope, ids, input, input.commandId),
          );
          report((at + ids.length) / rest.length, `${at + ids.length + CHUNK} of ${rest.length + CHUNK} questions`);
          await turn();
        }
        return null;
      },
    });
  }
  return receipt;
}

/** Merges the questions that are still open and without a conflict; returns the first decision, or null. */
function acceptAll(
  context: WriterContext,
  scope: CommandScope,
  ids: readonly string[],
  reason: { readonly reasonCode: string | null; readonly reasonText: string | null },
  groupId: string,
): number | null {
  let first: number | null = null;
  for (const id of ids) {
    const question = readQuestion(scope.db, id);
    if (question === null || question.state !== 'open') continue;
    const plan = planQuietly(context, scope, question, reason);
    if (plan === null || plan.after.conflict !== null) continue;
    const { decisionId } = executeMerge(scope, context.ports, plan, groupId);
    first ??= decisionId;
  }
  return first;
}

function planQuietly(
  { ports }: WriterContext,
  scope: CommandScope,
  question: Question,
  reason: { readonly reasonCode: string | null; readonly reasonText: string | null },
): MergePlan | null {
  try {
    return planMerge(scope.db, ports, {
      memberIds: question.members,
      picks: [],
      overrides: [],
      question,
      bulk: true,
      actor: scope.actor,
      atMs: scope.atMs,
      why: whyOf(reason),
    });
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

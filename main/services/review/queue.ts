/** The queue of questions: a page of it, its facets, and where one question stands in it. */
import { probabilityOf } from '#core/matching/model.ts';
import type { Facet } from '#shared/contract/procedure.ts';
import type { QueueItem, ReviewFilter, ReviewTab, review } from '#shared/contract/review.ts';
import { SYSTEM_LABELS, SYSTEMS } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readStandingAnswers, type StandingAnswer } from '#store/queries/decisions.ts';
import {
  countQuestions,
  countTabs,
  type FacetRow,
  listQuestions,
  questionRowid,
  readLatestRun,
  readQuestionRows,
} from '#store/queries/question-lists.ts';
import type { Question } from '#store/queries/questions.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';

type QueueInput = InputOf<typeof review.queue>;
type QueueOutput = OutputOf<typeof review.queue>;

const BAND_WORDS = { certain: 'Certain', likely: 'Likely', possible: 'Possible' } as const;

/** A skip that runs out shows within this long, whatever is cached. */
const CLOCK_STEP_MS = 60_000;

const lists = recentResults<readonly number[]>(4);
const counts = recentResults<Pick<QueueOutput, 'tabs' | 'facets'>>(4);

/** Row ids of the tab under the filter, in order. Kept until the book changes. */
function listOf({ db, ports }: ReaderContext, tab: ReviewTab, filter: ReviewFilter): readonly number[] {
  const nowMs = ports.clock.nowMs();
  const key = [db.name, readDataVersion(db), Math.floor(nowMs / CLOCK_STEP_MS), tab, filter];
  return lists.of(key, () => listQuestions(db, tab, filter, nowMs));
}

export function queue(context: ReaderContext, { tab, filter, offset, limit }: QueueInput): QueueOutput {
  const { db, ports } = context;
  const list = listOf(context, tab, filter);
  const nowMs = ports.clock.nowMs();
  const key = [db.name, readDataVersion(db), Math.floor(nowMs / CLOCK_STEP_MS), tab, filter];
  const run = readLatestRun(db);
  return {
    ...counts.of(key, () => ({ tabs: countTabs(db, nowMs), facets: facetsOf(db, tab, filter, nowMs) })),
    total: list.length,
    items: itemsOf(db, readQuestionRows(db, list.slice(offset, offset + limit))),
    matchedAt: run?.at_ms ?? null,
    compared: run === null ? null : comparedOf(run.counts),
  };
}

/** Place of a question in the list, from 0; −1 when the filter leaves it out. */
export function positionOf(
  context: ReaderContext,
  proposalId: string,
  tab: ReviewTab,
  filter: ReviewFilter,
): { index: number; total: number } {
  const list = listOf(context, tab, filter);
  const rowid = questionRowid(context.db, proposalId);
  return { index: rowid === null ? -1 : list.indexOf(rowid), total: list.length };
}

export function itemsOf(db: ReadableDb, questions: readonly Question[]): QueueItem[] {
  const settled = questions.filter(({ state }) => state !== 'open');
  const answers = settled.length === 0 ? [] : readStandingAnswers(db, [...new Set(settled.flatMap(({ members }) => members))]);
  return questions.map((question) => ({
    proposalId: question.id,
    title: question.title,
    reason: question.reason,
    amountMinor: question.amountMinor,
    currency: question.currency,
    memberCount: question.memberCount,
    systems: [...question.systems],
    probability: probabilityOf(question.scoreMillibits),
    band: question.band,
    blocked: question.blocking.includes('currency'),
    state: question.state,
    changedField: question.changedField,
    decisionId: answerTo(question, answers),
  }));
}

const ANSWER_KINDS = { open: [], merged: ['together'], apart: ['apart', 'relate'], skipped: ['skip'] } as const;

/** The latest standing decision that settles the question: of the fitting kind, about two of its members at least. */
function answerTo({ state, members }: Question, answers: readonly StandingAnswer[]): number | null {
  const kinds: readonly string[] = ANSWER_KINDS[state];
  const named = new Map<number, number>();
  for (const { decisionId, kind, recordId } of answers) {
    if (!kinds.includes(kind) || !members.includes(recordId)) continue;
    const count = (named.get(decisionId) ?? 0) + 1;
    if (count === 2) return decisionId;
    named.set(decisionId, count);
  }
  return null;
}

function facetsOf(db: ReadableDb, tab: ReviewTab, filter: ReviewFilter, nowMs: number): QueueOutput['facets'] {
  const bySystem = countQuestions(db, tab, filter, 'systems', nowMs);
  const byBand = countQuestions(db, tab, filter, 'bands', nowMs);
  const byConflict = countQuestions(db, tab, filter, 'conflict', nowMs);
  return {
    systems: SYSTEMS.map((system, bit) => ({
      value: system,
      label: SYSTEM_LABELS[system].name,
      count: sum(bySystem.filter(({ systemMask }) => (systemMask & (1 << bit)) !== 0)),
    })).filter(({ count }) => count > 0),
    bands: (['certain', 'likely', 'possible'] as const).map((band) => ({
      value: band,
      label: BAND_WORDS[band],
      count: sum(byBand.filter((row) => row.band === band)),
    })),
    conflicts: [
      facet(
        'true',
        'With a conflict',
        byConflict.filter(({ conflict }) => conflict === 1),
      ),
      facet(
        'false',
        'Without',
        byConflict.filter(({ conflict }) => conflict === 0),
      ),
    ],
  };
}

function facet(value: string, label: string, rows: readonly FacetRow[]): Facet {
  return { value, label, count: sum(rows) };
}

function sum(rows: readonly FacetRow[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}

/** Counts of a run as its entry in the log has them. */
function comparedOf(countsText: string): { records: number; pairs: number } {
  const said = JSON.parse(countsText) as { readonly [name: string]: number | undefined };
  return { records: said.records ?? 0, pairs: said.compared ?? 0 };
}

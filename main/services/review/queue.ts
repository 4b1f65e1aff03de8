/** The queue of questions: a page of it, its facets, and where one question stands in it. */
import { probabilityOf } from '#core/matching/orders/model.ts';
import type { QueueItem, ReviewFilter, ReviewTab, review } from '#shared/contract/review.ts';
import { SYSTEM_LABELS, SYSTEMS } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readStandingAnswers, type StandingAnswer } from '#store/queries/decisions.ts';
import {
  countDueSkips,
  listQuestions,
  pageOfState,
  placeInState,
  type QuestionCell,
  questionRowid,
  readDueCube,
  readLatestRun,
  readQuestionCube,
  readQuestionRows,
} from '#store/queries/question-lists.ts';
import { maskOf, type Question } from '#store/queries/questions.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';
import { byTeaching } from './teaching.ts';

type QueueInput = InputOf<typeof review.queue>;
type QueueOutput = OutputOf<typeof review.queue>;

const BAND_WORDS = { certain: 'Certain', likely: 'Likely', possible: 'Possible' } as const;

/** A skip that runs out shows within this long, whatever is cached. */
const CLOCK_STEP_MS = 60_000;

const lists = recentResults<readonly number[]>(4);
const cubes = recentResults<Cube>(4);

const STATE_OF = { toReview: 'open', merged: 'merged', notDuplicates: 'apart', skipped: 'skipped' } as const;

/** Everything the book said at one moment. */
function momentOf({ db, ports }: ReaderContext): readonly unknown[] {
  return [db.name, readDataVersion(db), Math.floor(ports.clock.nowMs() / CLOCK_STEP_MS)];
}

export function queue(context: ReaderContext, { tab, filter, offset, limit }: QueueInput): QueueOutput {
  const { db } = context;
  const cube = cubeOf(context, filter);
  const plain = isPlain(tab, filter, cube);
  const list = plain ? null : listOf(context, tab, filter);
  const shown = list?.slice(offset, offset + limit) ?? [];
  const questions = list === null ? pageOfState(db, STATE_OF[tab], offset, limit) : readQuestionRows(db, shown);
  const run = readLatestRun(db);
  return {
    tabs: cubeOf(context, { ...filter, text: '', minAmountMinor: 0 }).tabs,
    facets: facetsOf(cube.cells[tab], filter),
    total: list === null ? cube.tabs[tab] : list.length,
    items: inOrderOfWorth(tab, filter) ? withWorth(context, itemsOf(db, questions), shown) : itemsOf(db, questions),
    matchedAt: run?.at_ms ?? null,
    compared: run === null ? null : comparedOf(run.counts),
  };
}

/** Place of a question in the list, from 0; −1 when the filter leaves it out. */
export function positionOf(
  context: ReaderContext,
  question: Question,
  tab: ReviewTab,
  filter: ReviewFilter,
): { readonly index: number; readonly total: number } {
  const cube = cubeOf(context, filter);
  if (isPlain(tab, filter, cube)) {
    return { index: question.state === STATE_OF[tab] ? placeInState(context.db, question) : -1, total: cube.tabs[tab] };
  }
  const list = listOf(context, tab, filter);
  const rowid = questionRowid(context.db, question.id);
  return { index: rowid === null ? -1 : list.indexOf(rowid), total: list.length };
}

/** Row ids of the tab under the filter, in order. Kept until the book changes. */
function listOf(context: ReaderContext, tab: ReviewTab, filter: ReviewFilter): readonly number[] {
  const nowMs = context.ports.clock.nowMs();
  return lists.of([...momentOf(context), tab, filter], () => {
    const rowids = listQuestions(context.db, tab, filter, nowMs);
    return inOrderOfWorth(tab, filter) ? byTeaching(context, rowids).map(({ rowid }) => rowid) : rowids;
  });
}

/** Only what is still open can teach anything. */
function inOrderOfWorth(tab: ReviewTab, { order }: ReviewFilter): boolean {
  return order === 'settles' && tab === 'toReview';
}

/** `rowids`: those of the items. */
function withWorth(context: ReaderContext, items: readonly QueueItem[], rowids: readonly number[]): QueueItem[] {
  const worth = new Map(byTeaching(context, rowids).map(({ rowid, alike }) => [rowid, alike]));
  return items.map((item, at) => {
    const alike = worth.get(rowids[at] ?? -1) ?? 0;
    return { ...item, settles: alike === 0 ? null : { alike } };
  });
}

interface Cube {
  readonly tabs: QueueOutput['tabs'];
  readonly cells: Readonly<Record<ReviewTab, readonly QuestionCell[]>>;
  /** Skips have run out: *to review* is more than one state. */
  readonly mixed: boolean;
}

/** Counts under the text and the amount of the filter; without these, of whole tabs. */
function cubeOf(context: ReaderContext, filter: ReviewFilter): Cube {
  const { text, minAmountMinor } = filter;
  return cubes.of([...momentOf(context), text, minAmountMinor], () => {
    const nowMs = context.ports.clock.nowMs();
    const cells = readQuestionCube(context.db, filter);
    const due = countDueSkips(context.db, nowMs) === 0 ? [] : readDueCube(context.db, filter, nowMs);
    const inState = (state: string) => cells.filter((cell) => cell.state === state);
    const taken = due.map((cell) => ({ ...cell, count: -cell.count }));
    const byTab = {
      toReview: [...inState('open'), ...due],
      merged: inState('merged'),
      notDuplicates: inState('apart'),
      skipped: [...inState('skipped'), ...taken],
    };
    const tabs = {
      toReview: sum(byTab.toReview),
      merged: sum(byTab.merged),
      notDuplicates: sum(byTab.notDuplicates),
      skipped: sum(byTab.skipped),
    };
    return { cells: byTab, tabs, mixed: due.length > 0 };
  });
}

/** True when the tab is one state, whole: then the index knows every page and place. */
function isPlain(tab: ReviewTab, filter: ReviewFilter, { mixed }: Cube): boolean {
  const narrowed = filter.systems.length + filter.bands.length > 0 || filter.conflict !== null;
  const searched = filter.text.trim() !== '' || filter.minAmountMinor > 0;
  return !narrowed && !searched && !inOrderOfWorth(tab, filter) && !(mixed && (tab === 'toReview' || tab === 'skipped'));
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
    settles: null,
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

/** Each facet counts under all filters but its own. */
function facetsOf(cells: readonly QuestionCell[], filter: ReviewFilter): QueueOutput['facets'] {
  const mask = filter.systems.length === 0 ? -1 : maskOf(filter.systems);
  const fits = {
    systems: ({ systemMask }: QuestionCell) => (systemMask & mask) !== 0,
    bands: ({ band }: QuestionCell) => filter.bands.length === 0 || filter.bands.includes(band),
    conflict: ({ conflict }: QuestionCell) => filter.conflict === null || filter.conflict === (conflict === 1),
  };
  const under = (...facets: (keyof typeof fits)[]) => cells.filter((cell) => facets.every((facet) => fits[facet](cell)));
  const [bySystem, byBand, byConflict] = [under('bands', 'conflict'), under('systems', 'conflict'), under('systems', 'bands')];
  return {
    systems: SYSTEMS.map((system, bit) => ({
      value: system,
      label: SYSTEM_LABELS[system].name,
      count: sum(bySystem.filter(({ systemMask }) => (systemMask & (1 << bit)) !== 0)),
    })).filter(({ count }) => count > 0),
    bands: (['certain', 'likely', 'possible'] as const).map((band) => ({
      value: band,
      label: BAND_WORDS[band],
      count: sum(byBand.filter((cell) => cell.band === band)),
    })),
    conflicts: [
      { value: 'true', label: 'With a conflict', count: sum(byConflict.filter(({ conflict }) => conflict === 1)) },
      { value: 'false', label: 'Without', count: sum(byConflict.filter(({ conflict }) => conflict === 0)) },
    ],
  };
}

function sum(cells: readonly QuestionCell[]): number {
  return cells.reduce((total, { count }) => total + count, 0);
}

/** Counts of a run as its entry in the log has them. */
function comparedOf(countsText: string): { records: number; pairs: number } {
  const said = JSON.parse(countsText) as { readonly [name: string]: number | undefined };
  return { records: said.records ?? 0, pairs: said.compared ?? 0 };
}

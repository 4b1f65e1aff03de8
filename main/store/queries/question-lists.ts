/** The queue of questions: ids in order, counts by filter. */
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';
import {
  type Band,
  maskOf,
  QUESTION_COLUMNS,
  type Question,
  type QuestionRow,
  type QuestionStateName,
  questionOf,
} from './questions.ts';

export type Tab = 'toReview' | 'merged' | 'notDuplicates' | 'skipped';

export interface QuestionFilter {
  readonly text: string;
  readonly systems: readonly System[];
  readonly bands: readonly Band[];
  /** Minor units; 0 for all. */
  readonly minAmountMinor: number;
  readonly conflict: boolean | null;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const ORDER = "p.band, substr(p.reason, 1, 9) <> 'API retry', -p.score_millibits, p.id";

/** A skip that has run out is a question again, without anybody having to write that down. */
function tabCondition(tab: Tab, nowMs: number): Condition {
  switch (tab) {
    case 'toReview':
      return { sql: "(p.state = 'open' OR (p.state = 'skipped' AND p.skipped_until_ms <= ?))", values: [nowMs] };
    case 'merged':
      return { sql: "p.state = 'merged'", values: [] };
    case 'notDuplicates':
      return { sql: "p.state = 'apart'", values: [] };
    case 'skipped':
      return { sql: "p.state = 'skipped' AND p.skipped_until_ms > ?", values: [nowMs] };
  }
}

/** Skips that have run out: they are questions again, though nothing was written. */
export function countDueSkips(db: ReadableDb, nowMs: number): number {
  return (
    db
      .prepare<[number], number>("SELECT count(*) FROM proposals WHERE state = 'skipped' AND skipped_until_ms <= ?")
      .pluck()
      .get(nowMs) ?? 0
  );
}

/** Conditions of a filter; without `facets` only those that a cell of the cube cannot answer. */
function filterConditions(filter: QuestionFilter, facets: boolean): Condition[] {
  const conditions: Condition[] = [];
  const text = filter.text.trim();
  if (text !== '') {
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push({ sql: "(p.title LIKE ? ESCAPE '\\' OR p.reason LIKE ? ESCAPE '\\')", values: [pattern, pattern] });
  }
  if (filter.minAmountMinor > 0) conditions.push({ sql: 'abs(p.amount_minor) >= ?', values: [filter.minAmountMinor] });
  if (!facets) return conditions;
  if (filter.systems.length > 0) conditions.push({ sql: 'p.system_mask & ? <> 0', values: [maskOf(filter.systems)] });
  if (filter.bands.length > 0) {
    conditions.push({ sql: `p.band IN (${filter.bands.map(() => '?').join(', ')})`, values: filter.bands });
  }
  if (filter.conflict !== null) conditions.push({ sql: filter.conflict ? "p.blocking <> '[]'" : "p.blocking = '[]'", values: [] });
  return conditions;
}

function where(conditions: readonly Condition[]): Condition {
  return { sql: conditions.map(({ sql }) => sql).join(' AND ') || '1', values: conditions.flatMap(({ values }) => values) };
}

/** Row ids of the tab's questions under the filter, in the order of the queue. */
export function listQuestions(db: ReadableDb, tab: Tab, filter: QuestionFilter, nowMs: number): number[] {
  const { sql, values } = where([tabCondition(tab, nowMs), ...filterConditions(filter, true)]);
  return db
    .prepare<(string | number)[], number>(`SELECT p.rowid FROM proposals p WHERE ${sql} ORDER BY ${ORDER}`)
    .pluck()
    .all(...values);
}

/** A page of all questions of one state, straight from the index. */
export function pageOfState(db: ReadableDb, state: QuestionStateName, offset: number, limit: number): Question[] {
  return db
    .prepare<[string, number, number], QuestionRow>(
      `SELECT ${QUESTION_COLUMNS} FROM proposals p WHERE p.state = ? ORDER BY ${ORDER} LIMIT ? OFFSET ?`,
    )
    .all(state, limit, offset)
    .map(questionOf);
}

/** How many questions of the same state come before this one. */
export function placeInState(db: ReadableDb, question: Question): number {
  return (
    db
      .prepare<[string, string, string, number, string], number>(
        `SELECT count(*) FROM proposals p WHERE p.state = ?
           AND (p.band, substr(p.reason, 1, 9) <> 'API retry', -p.score_millibits, p.id)
             < (?, substr(?, 1, 9) <> 'API retry', -?, ?)`,
      )
      .pluck()
      .get(question.state, question.band, question.reason, question.scoreMillibits, question.id) ?? 0
  );
}

/** Questions by row id, in the order given. */
export function readQuestionRows(db: ReadableDb, rowids: readonly number[]): Question[] {
  return db
    .prepare<[string], QuestionRow>(
      `SELECT ${QUESTION_COLUMNS} FROM json_each(?) AS wanted JOIN proposals p ON p.rowid = wanted.value ORDER BY wanted.key`,
    )
    .all(JSON.stringify(rowids))
    .map(questionOf);
}

export function questionRowid(db: ReadableDb, id: string): number | null {
  return db.prepare<[string], number>('SELECT rowid FROM proposals WHERE id = ?').pluck().get(id) ?? null;
}

/** Questions that look alike to every facet, counted. */
export interface QuestionCell {
  readonly state: QuestionStateName;
  readonly band: Band;
  readonly systemMask: number;
  readonly conflict: 0 | 1;
  readonly count: number;
}

/** All facets at once, under the text and the amount of the filter: the counts of each facet are sums over the cells. */
export function readQuestionCube(db: ReadableDb, filter: QuestionFilter): QuestionCell[] {
  const { sql, values } = where(filterConditions(filter, false));
  return db
    .prepare<(string | number)[], QuestionCell>(
      `SELECT p.state, p.band, p.system_mask AS systemMask, p.blocking <> '[]' AS conflict, count(*) AS count
       FROM proposals p WHERE ${sql} GROUP BY 1, 2, 3, 4`,
    )
    .all(...values);
}

/** The same of skips that have run out: they stand under another tab than their state says. */
export function readDueCube(db: ReadableDb, filter: QuestionFilter, nowMs: number): QuestionCell[] {
  const { sql, values } = where([
    { sql: "p.state = 'skipped' AND p.skipped_until_ms <= ?", values: [nowMs] },
    ...filterConditions(filter, false),
  ]);
  return db
    .prepare<(string | number)[], QuestionCell>(
      `SELECT p.state, p.band, p.system_mask AS systemMask, p.blocking <> '[]' AS conflict, count(*) AS count
       FROM proposals p WHERE ${sql} GROUP BY 1, 2, 3, 4`,
    )
    .all(...values);
}

/** Questions of a band that nobody looked at yet: all, and those without a conflict, by row id in the order of the queue. */
export function openOfBand(db: ReadableDb, band: Band): { readonly open: number; readonly acceptable: readonly number[] } {
  const open = db.prepare<[string], number>("SELECT count(*) FROM proposals WHERE state = 'open' AND band = ?").pluck().get(band);
  const acceptable = db
    .prepare<[string], number>(
      `SELECT p.rowid FROM proposals p WHERE p.state = 'open' AND p.band = ? AND p.blocking = '[]' AND p.changed_field IS NULL
       ORDER BY ${ORDER}`,
    )
    .pluck()
    .all(band);
  return { open: open ?? 0, acceptable };
}

/** How people answered questions of a band one by one: standing merges, and standing answers that they are not duplicates. */
export function countAnswers(db: ReadableDb, band: Band): { readonly merged: number; readonly rejected: number } {
  const rows = db
    .prepare<[string], { kind: string; count: number }>(
      `SELECT kind, count(*) AS count FROM decisions
       WHERE kind IN ('together', 'apart', 'relate') AND withdrawn_by IS NULL AND body ->> '$.answer.band' = ?
         AND body ->> '$.answer.bulk' = 0 GROUP BY kind`,
    )
    .all(band);
  const of = (kind: string) => rows.find((row) => row.kind === kind)?.count ?? 0;
  return { merged: of('together'), rejected: of('apart') + of('relate') };
}

export interface RunRow {
  readonly at_ms: number;
  readonly model_version: string;
  readonly counts: string;
}

/** The latest matching run, or null before any. */
export function readLatestRun(db: ReadableDb): RunRow | null {
  return db.prepare<[], RunRow>('SELECT at_ms, model_version, counts FROM match_runs ORDER BY id DESC LIMIT 1').get() ?? null;
}

/** The queue of questions: ids in order, counts by filter. */
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';
import { type Band, maskOf, QUESTION_COLUMNS, type Question, type QuestionRow, questionOf } from './questions.ts';

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

const ORDER = "p.band, substr(p.reason, 1, 9) <> 'API retry', p.score_millibits DESC, p.id";

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

/** Without a skip that has run out, the list to review is read from its index alone. */
function shortest(db: ReadableDb, tab: Tab, nowMs: number): Condition {
  if (tab !== 'toReview') return tabCondition(tab, nowMs);
  const due = db
    .prepare<[number], number>("SELECT count(*) FROM proposals p WHERE p.state = 'skipped' AND p.skipped_until_ms <= ?")
    .pluck()
    .get(nowMs);
  return due === 0 ? { sql: "p.state = 'open'", values: [] } : tabCondition(tab, nowMs);
}

export type Facet = 'systems' | 'bands' | 'conflict';

/** Conditions of a filter; `but` leaves one facet's own out, for counting that facet. */
function filterConditions(filter: QuestionFilter, but: Facet | null): Condition[] {
  const conditions: Condition[] = [];
  const text = filter.text.trim();
  if (text !== '') {
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push({ sql: "(p.title LIKE ? ESCAPE '\\' OR p.reason LIKE ? ESCAPE '\\')", values: [pattern, pattern] });
  }
  if (filter.minAmountMinor > 0) conditions.push({ sql: 'abs(p.amount_minor) >= ?', values: [filter.minAmountMinor] });
  if (but !== 'systems' && filter.systems.length > 0) {
    conditions.push({ sql: 'p.system_mask & ? <> 0', values: [maskOf(filter.systems)] });
  }
  if (but !== 'bands' && filter.bands.length > 0) {
    conditions.push({ sql: `p.band IN (${filter.bands.map(() => '?').join(', ')})`, values: filter.bands });
  }
  if (but !== 'conflict' && filter.conflict !== null) {
    conditions.push({ sql: filter.conflict ? "p.blocking <> '[]'" : "p.blocking = '[]'", values: [] });
  }
  return conditions;
}

function where(conditions: readonly Condition[]): Condition {
  return { sql: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) };
}

/** Row ids of the tab's questions, in the order of the queue. */
export function listQuestions(db: ReadableDb, tab: Tab, filter: QuestionFilter, nowMs: number): number[] {
  const { sql, values } = where([shortest(db, tab, nowMs), ...filterConditions(filter, null)]);
  return db
    .prepare<(string | number)[], number>(`SELECT p.rowid FROM proposals p WHERE ${sql} ORDER BY ${ORDER}`)
    .pluck()
    .all(...values);
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

export interface FacetRow {
  readonly band: Band;
  readonly systemMask: number;
  readonly conflict: 0 | 1;
  readonly count: number;
}

/** Counts by band, systems and conflict, for the tab under the rest of the filter. */
export function countQuestions(db: ReadableDb, tab: Tab, filter: QuestionFilter, but: Facet, nowMs: number): FacetRow[] {
  const { sql, values } = where([shortest(db, tab, nowMs), ...filterConditions(filter, but)]);
  return db
    .prepare<(string | number)[], FacetRow>(
      `SELECT p.band, p.system_mask AS systemMask, p.blocking <> '[]' AS conflict, count(*) AS count
       FROM proposals p WHERE ${sql} GROUP BY 1, 2, 3`,
    )
    .all(...values);
}

/** Questions of each tab, whatever the filter. */
export function countTabs(db: ReadableDb, nowMs: number): Record<Tab, number> {
  const rows = db
    .prepare<[], { state: string; count: number }>('SELECT state, count(*) AS count FROM proposals GROUP BY state')
    .all();
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  const due = db
    .prepare<[number], number>("SELECT count(*) FROM proposals WHERE state = 'skipped' AND skipped_until_ms <= ?")
    .pluck()
    .get(nowMs);
  return {
    toReview: of('open') + (due ?? 0),
    merged: of('merged'),
    notDuplicates: of('apart'),
    skipped: of('skipped') - (due ?? 0),
  };
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

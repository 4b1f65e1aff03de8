/** Questions about duplicates (`proposals`): their members, and where they stand. Listing them is in question-lists.ts. */
import type { System } from '#shared/domain/systems.ts';
import { SYSTEMS } from '#shared/domain/systems.ts';
import type { ReadableDb, WritableDb } from '../database.ts';

export type Band = 'certain' | 'likely' | 'possible';
export type QuestionStateName = 'open' | 'merged' | 'apart' | 'skipped';

export interface Question {
  readonly id: string;
  readonly state: QuestionStateName;
  readonly band: Band;
  readonly scoreMillibits: number;
  /** Short, for the queue: "API retry, 3 s apart". */
  readonly reason: string;
  /** Hard rules that keep it from bulk and from the machine. */
  readonly blocking: readonly string[];
  readonly title: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly systems: readonly System[];
  readonly memberCount: number;
  /** Record ids, ascending by key. */
  readonly members: readonly number[];
  readonly skippedUntilMs: number | null;
  readonly changedField: string | null;
}

export interface QuestionRow {
  readonly id: string;
  readonly state: QuestionStateName;
  readonly band: Band;
  readonly score_millibits: number;
  readonly reason: string;
  readonly blocking: string;
  readonly title: string;
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly system_mask: number;
  readonly member_count: number;
  readonly members: string;
  readonly skipped_until_ms: number | null;
  readonly changed_field: string | null;
}

export const QUESTION_COLUMNS = `p.id, p.state, p.band, p.score_millibits, p.reason, p.blocking, p.title, p.amount_minor, p.currency,
  p.system_mask, p.member_count, p.members, p.skipped_until_ms, p.changed_field`;

export function questionOf(row: QuestionRow): Question {
  return {
    id: row.id,
    state: row.state,
    band: row.band,
    scoreMillibits: row.score_millibits,
    reason: row.reason,
    blocking: JSON.parse(row.blocking) as string[],
    title: row.title,
    amountMinor: row.amount_minor,
    currency: row.currency,
    systems: systemsOf(row.system_mask),
    memberCount: row.member_count,
    members: JSON.parse(row.members) as number[],
    skippedUntilMs: row.skipped_until_ms,
    changedField: row.changed_field,
  };
}

/** Systems of a mask, in the order of SYSTEMS. */
export function systemsOf(mask: number): System[] {
  return SYSTEMS.filter((_, bit) => (mask & (1 << bit)) !== 0);
}

/** Mask of systems: bit i for SYSTEMS[i]. */
export function maskOf(systems: readonly System[]): number {
  return systems.reduce((mask, system) => mask | (1 << SYSTEMS.indexOf(system)), 0);
}

export function readQuestion(db: ReadableDb, id: string): Question | null {
  const row = db.prepare<[string], QuestionRow>(`SELECT ${QUESTION_COLUMNS} FROM proposals p WHERE p.id = ?`).get(id);
  return row === undefined ? null : questionOf(row);
}

/** Questions that any of these records is part of. */
export function readQuestionsOf(db: ReadableDb, recordIds: readonly number[]): Question[] {
  return db
    .prepare<[string], QuestionRow>(
      `SELECT ${QUESTION_COLUMNS} FROM proposals p WHERE p.id IN
         (SELECT proposal_id FROM proposal_members WHERE record_id IN (SELECT value FROM json_each(?))) ORDER BY p.id`,
    )
    .all(JSON.stringify(recordIds))
    .map(questionOf);
}

export function setQuestionState(
  db: WritableDb,
  id: string,
  state: { readonly state: QuestionStateName; readonly skippedUntilMs: number | null; readonly changedField: string | null },
): void {
  db.prepare('UPDATE proposals SET state = ?, skipped_until_ms = ?, changed_field = ? WHERE id = ?').run(
    state.state,
    state.skippedUntilMs,
    state.changedField,
    id,
  );
}

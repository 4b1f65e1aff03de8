/** Writing the questions of a matching run. Reading and answering them is in `questions.ts`. */
import type { ReadableDb, WritableDb } from '../database.ts';

export interface ProposalRow {
  readonly id: string;
  readonly band: 'certain' | 'likely' | 'possible';
  readonly scoreMillibits: number;
  readonly reason: string;
  /** Codes of hard rules. */
  readonly blocking: readonly string[];
  readonly title: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly systemMask: number;
  /** Record ids, ascending by key. */
  readonly members: readonly number[];
}

export interface ProposalWriter {
  /** Adds a question, open, or brings a known one up to date; where it stands is for the decisions to say. */
  write(row: ProposalRow): void;
  remove(id: string): void;
}

export function proposalWriter(db: WritableDb): ProposalWriter {
  const upsert = db.prepare(
    `INSERT INTO proposals (id, state, band, score_millibits, reason, blocking, title, amount_minor, currency, system_mask,
       member_count, members)
     VALUES (@id, 'open', @band, @scoreMillibits, @reason, @blocking, @title, @amountMinor, @currency, @systemMask, @memberCount,
       @members)
     ON CONFLICT (id) DO UPDATE SET band = excluded.band, score_millibits = excluded.score_millibits, reason = excluded.reason,
       blocking = excluded.blocking, title = excluded.title, amount_minor = excluded.amount_minor, currency = excluded.currency,
       system_mask = excluded.system_mask`,
  );
  const remove = db.prepare<[string]>('DELETE FROM proposals WHERE id = ?');
  return {
    write: (row) =>
      void upsert.run({
        ...row,
        blocking: JSON.stringify(row.blocking),
        memberCount: row.members.length,
        members: JSON.stringify(row.members),
      }),
    remove: (id) => void remove.run(id),
  };
}

/** Stored questions as matching wrote them, by id: to write only what changed. */
export function readProposals(db: ReadableDb): ProposalRow[] {
  return db
    .prepare<[], Omit<ProposalRow, 'blocking' | 'members'> & { blocking: string; members: string }>(
      `SELECT id, band, score_millibits AS scoreMillibits, reason, blocking, title, amount_minor AS amountMinor, currency,
         system_mask AS systemMask, members FROM proposals ORDER BY id`,
    )
    .all()
    .map((row) => ({ ...row, blocking: JSON.parse(row.blocking) as string[], members: JSON.parse(row.members) as number[] }));
}

/** Which of these records a decision names. */
export function keepDecided(db: ReadableDb, recordIds: readonly number[]): number[] {
  return db
    .prepare<[string], number>(
      'SELECT DISTINCT record_id FROM decision_records WHERE record_id IN (SELECT value FROM json_each(?))',
    )
    .pluck()
    .all(JSON.stringify(recordIds));
}

export interface QuestionHead {
  readonly recordId: number;
  readonly number: string;
  readonly client: string;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly systemMask: number;
  readonly isSale: number;
}

/** What a record's own `orders` row says, for the title of a question; in the order of `recordIds`. */
export function readQuestionHeads(db: ReadableDb, recordIds: readonly number[]): QuestionHead[] {
  return db
    .prepare<[string], QuestionHead>(
      `SELECT o.record_id AS recordId, o.number, o.client, o.total_minor AS totalMinor, o.currency, o.system_mask AS systemMask,
         o.is_sale AS isSale
       FROM json_each(?) AS wanted JOIN orders o ON o.record_id = wanted.value ORDER BY wanted.key`,
    )
    .all(JSON.stringify(recordIds));
}

/** Exact times of records (facts.placedAt of any version), UTC ms, in no order. */
export function readPlacedMs(db: ReadableDb, recordIds: readonly number[]): Map<number, number> {
  const rows = db
    .prepare<[string], { id: number; ms: number }>(
      `SELECT record_id AS id, max(facts ->> '$.placedAt.ms') AS ms FROM record_versions
       WHERE record_id IN (SELECT value FROM json_each(?)) AND facts ->> '$.placedAt.precision' <> 'day' GROUP BY record_id`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map(({ id, ms }) => [id, ms]));
}

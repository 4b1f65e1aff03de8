/** Decisions: adding, taking back, and finding those that speak of given records. */
import { type Actor, type Decision, type DecisionBody, type DecisionKind, keysOf } from '#shared/domain/decision.ts';
import { MONEY_DECISIONS } from '#shared/domain/money-decision.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { typeCode, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { prepared } from '../prepared.ts';

export interface DecisionDraft {
  /** Decisions of one command are taken back together. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly atMs: number;
  readonly body: DecisionBody;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
}

/** Adds a decision and the index of the records it names; returns its id. */
export function insertDecision(db: WritableDb, draft: DecisionDraft): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO decisions (command_id, kind, actor, at_ms, body, reason_code, reason_text) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(draft.commandId, draft.body.kind, draft.actor, draft.atMs, JSON.stringify(draft.body), draft.reasonCode, draft.reasonText);
  const id = Number(lastInsertRowid);
  const index = db.prepare('INSERT OR IGNORE INTO decision_records (record_id, decision_id) VALUES (?, ?)');
  for (const key of keysOf(draft.body)) {
    const recordId = findRecord(db, key);
    if (recordId !== null) index.run(recordId, id);
  }
  return id;
}

/** Row of a key, or null when the book never saw it. */
export function findRecord(db: ReadableDb, key: RecordKey): number | null {
  const row = db
    .prepare<[string, string, number, string], { id: number }>(
      `SELECT r.id FROM source_records r JOIN sources s ON s.id = r.source_id
       WHERE s.system = ? AND s.account = ? AND r.type_code = ? AND r.native_id = ?`,
    )
    .get(key.system, key.account, typeCode(key.type), key.nativeId);
  return row?.id ?? null;
}

interface DecisionRow {
  readonly id: number;
  readonly command_id: string;
  readonly actor: string;
  readonly at_ms: number;
  readonly body: string;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly withdrawn_by: number | null;
}

const COLUMNS = 'd.id, d.command_id, d.actor, d.at_ms, d.body, d.reason_code, d.reason_text, d.withdrawn_by';

function decisionOf(row: DecisionRow): Decision {
  return {
    id: row.id,
    commandId: row.command_id,
    actor: row.actor,
    atMs: row.at_ms,
    body: JSON.parse(row.body) as DecisionBody,
    reasonCode: row.reason_code,
    reasonText: row.reason_text,
    withdrawnBy: row.withdrawn_by,
  };
}

export function readDecision(db: ReadableDb, id: number): Decision | null {
  const row = db.prepare<[number], DecisionRow>(`SELECT ${COLUMNS} FROM decisions d WHERE d.id = ?`).get(id);
  return row === undefined ? null : decisionOf(row);
}

/** Decisions that name any of the records, standing or taken back, oldest first. */
export function readDecisionsOf(db: ReadableDb, recordIds: readonly number[]): Decision[] {
  return prepared<[string], DecisionRow>(
    db,
    `SELECT ${COLUMNS} FROM decisions d WHERE d.id IN
         (SELECT decision_id FROM decision_records WHERE record_id IN (SELECT value FROM json_each(?))) ORDER BY d.id`,
  )
    .all(JSON.stringify(recordIds))
    .map(decisionOf);
}

/** Every decision of people that is of one of the kinds, standing or taken back, oldest first. */
export function readDecisionsOfPeople(db: ReadableDb, kinds: readonly DecisionKind[]): Decision[] {
  return db
    .prepare<[string], DecisionRow>(
      `SELECT ${COLUMNS} FROM decisions d WHERE d.kind IN (SELECT value FROM json_each(?)) AND d.actor LIKE 'person:%' ORDER BY d.id`,
    )
    .all(JSON.stringify(kinds))
    .map(decisionOf);
}

/** Standing decisions of one command, the newest first: they are taken back as one. */
export function readStandingOfCommand(db: ReadableDb, commandId: string, limit: number): Decision[] {
  return db
    .prepare<[string, number], DecisionRow>(
      `SELECT ${COLUMNS} FROM decisions d WHERE d.command_id = ? AND d.withdrawn_by IS NULL ORDER BY d.id DESC LIMIT ?`,
    )
    .all(commandId, limit)
    .map(decisionOf);
}

/** Whether a person took back what a command had merged, all of it or the first part of it. */
export function wasTakenBack(db: ReadableDb, commandId: string): boolean {
  return (
    db
      .prepare("SELECT 1 FROM decisions WHERE command_id = ? AND kind = 'together' AND withdrawn_by IS NOT NULL LIMIT 1")
      .get(commandId) !== undefined
  );
}

/** Records named by the decisions: key text → row id. */
export function readDecisionKeys(db: ReadableDb, decisionIds: readonly number[]): Map<string, number> {
  const rows = db
    .prepare<[string], KeyRow>(
      `SELECT r.id, s.system, s.account, r.type_code, r.native_id FROM source_records r JOIN sources s ON s.id = r.source_id
       WHERE r.id IN (SELECT record_id FROM decision_records WHERE decision_id IN (SELECT value FROM json_each(?)))`,
    )
    .all(JSON.stringify(decisionIds));
  return new Map(rows.map((row) => [keyText(keyOfRow(row)), row.id]));
}

export interface KeyRow {
  readonly id: number;
  readonly system: string;
  readonly account: string;
  readonly type_code: number;
  readonly native_id: string;
}

export function keyOfRow(row: KeyRow): RecordKey {
  return {
    system: row.system as RecordKey['system'],
    account: row.account,
    type: typeFromCode(row.type_code),
    nativeId: row.native_id,
  };
}

export interface ClusterDecisions {
  readonly decisions: readonly Decision[];
  readonly idOf: (keyText: string) => number | undefined;
}

/**
 * Everything people decided about who is one sale: what matching and clustering must know of the whole book. As it stood when `through`
 * was the last decision, if that is asked; then no withdrawal may have been taken back since (`standsAgain`).
 */
export function readClusterDecisions(db: ReadableDb, through = Number.MAX_SAFE_INTEGER): ClusterDecisions {
  const decisions = db
    .prepare<[{ through: number }], DecisionRow>(
      `SELECT ${COLUMNS} FROM decisions d WHERE d.id <= @through AND (d.kind = 'together'
         OR (d.kind IN ('apart', 'relate') AND (d.withdrawn_by IS NULL OR d.withdrawn_by > @through)))
       ORDER BY d.id`,
    )
    .all({ through })
    .map(decisionOf)
    .map((one) => (one.withdrawnBy !== null && one.withdrawnBy > through ? { ...one, withdrawnBy: null } : one));
  const ids = readDecisionKeys(
    db,
    decisions.map(({ id }) => id),
  );
  return { decisions, idOf: (key) => ids.get(key) };
}

/** Whether a decision after this one took a withdrawal back, so that something stands again that did not. */
export function standsAgain(db: ReadableDb, after: number): boolean {
  return (
    db
      .prepare<[number], number>(
        `SELECT 1 FROM decisions d JOIN decisions taken ON taken.id = d.body ->> '$.decisionId'
         WHERE d.id > ? AND d.kind = 'withdraw' AND taken.kind = 'withdraw' LIMIT 1`,
      )
      .get(after) !== undefined
  );
}

/**
 * Takes a standing decision back in the name of a later one, which is then its withdrawal. A withdrawal that is taken back makes
 * its own decision stand again, and so on. Returns the decisions other than withdrawals whose standing changed.
 */
export function markWithdrawn(db: WritableDb, decision: Decision, by: number): Decision[] {
  db.prepare('UPDATE decisions SET withdrawn_by = ? WHERE id = ?').run(by, decision.id);
  const target = withdrawnTarget(db, decision);
  if (target === null) return decision.body.kind === 'withdraw' ? [] : [decision];
  return target.withdrawnBy === decision.id ? markStanding(db, target) : [];
}

function markStanding(db: WritableDb, decision: Decision): Decision[] {
  db.prepare('UPDATE decisions SET withdrawn_by = NULL WHERE id = ?').run(decision.id);
  const target = withdrawnTarget(db, decision);
  if (target === null) return decision.body.kind === 'withdraw' ? [] : [decision];
  return target.withdrawnBy === null ? markWithdrawn(db, target, decision.id) : [];
}

function withdrawnTarget(db: ReadableDb, { body }: Decision): Decision | null {
  return body.kind === 'withdraw' ? readDecision(db, body.decisionId) : null;
}

const MONEY_KINDS = MONEY_DECISIONS.map((kind) => `'${kind}'`).join(', ');

/** Kinds that a person takes back from the screens; the others go with the command they came in. */
export const UNDOABLE_KINDS: readonly DecisionKind[] = [
  'together',
  'apart',
  'relate',
  'skip',
  'correct',
  'adopt_model',
  'audit',
  ...MONEY_DECISIONS,
];

/** The latest standing decision of a person that can be taken back; with its command's other decisions it goes as one. */
export function readLastUndoable(db: ReadableDb): Decision | null {
  const row = db
    .prepare<[], DecisionRow>(
      `SELECT ${COLUMNS} FROM decisions d WHERE d.withdrawn_by IS NULL
         AND d.kind IN ('together', 'apart', 'relate', 'skip', 'adopt_model', 'audit', ${MONEY_KINDS}) AND d.actor LIKE 'person:%' ORDER BY d.id DESC LIMIT 1`,
    )
    .get();
  return row === undefined ? null : decisionOf(row);
}

/** The latest standing withdrawal of such a decision, unless a person decided something new since: then nothing is to be redone. */
export function readLastRedoable(db: ReadableDb): Decision | null {
  const row = db
    .prepare<[number], DecisionRow>(
      `SELECT ${COLUMNS} FROM decisions d JOIN decisions taken ON taken.id = d.body ->> '$.decisionId'
       WHERE d.kind = 'withdraw' AND d.withdrawn_by IS NULL AND d.actor LIKE 'person:%'
         AND taken.kind IN ('together', 'apart', 'relate', 'skip', 'adopt_model', 'audit', ${MONEY_KINDS}) AND d.id > ? ORDER BY d.id DESC LIMIT 1`,
    )
    .get(readLastUndoable(db)?.id ?? 0);
  return row === undefined ? null : decisionOf(row);
}

/** A standing answer and a record that it names. */
export interface StandingAnswer {
  readonly decisionId: number;
  readonly kind: DecisionKind;
  readonly recordId: number;
}

/** Standing merges, separations and skips that name any of these records, latest first, a row per record named. */
export function readStandingAnswers(db: ReadableDb, recordIds: readonly number[]): StandingAnswer[] {
  return db
    .prepare<[string], StandingAnswer>(
      `SELECT d.id AS decisionId, d.kind, r.record_id AS recordId FROM decision_records r JOIN decisions d ON d.id = r.decision_id
       WHERE r.record_id IN (SELECT value FROM json_each(?)) AND d.withdrawn_by IS NULL
         AND d.kind IN ('together', 'apart', 'relate', 'skip') ORDER BY d.id DESC`,
    )
    .all(JSON.stringify(recordIds));
}

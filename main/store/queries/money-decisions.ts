/** Standing decisions about money, and what a reconciliation rests on. */
import type { MoneyDecisionBody, MoneyDecisionKind } from '#shared/domain/money-decision.ts';
import { type Policy, SHIPPED_POLICY } from '#shared/domain/policy.ts';
import type { ReadableDb } from '../database.ts';
import { readMatchInput } from './match-rows-reading.ts';
import { readSetting } from './settings.ts';

export interface MoneyDecision<B extends MoneyDecisionBody = MoneyDecisionBody> {
  readonly id: number;
  readonly actor: string;
  readonly atMs: number;
  readonly reasonText: string | null;
  readonly body: B;
}

/** Standing decisions of one kind, oldest first. */
export function readMoneyDecisions<K extends MoneyDecisionKind>(
  db: ReadableDb,
  kind: K,
): MoneyDecision<Extract<MoneyDecisionBody, { kind: K }>>[] {
  const rows = db
    .prepare<[string], { id: number; actor: string; atMs: number; reasonText: string | null; body: string }>(
      `SELECT id, actor, at_ms AS atMs, reason_text AS reasonText, body FROM decisions WHERE kind = ? AND withdrawn_by IS NULL ORDER BY id`,
    )
    .all(kind);
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as Extract<MoneyDecisionBody, { kind: K }> }));
}

/** Standing answers to one exception, oldest first. */
export function readAnswers(
  db: ReadableDb,
  exceptionId: string,
): MoneyDecision<Extract<MoneyDecisionBody, { kind: 'exception' }>>[] {
  const rows = db
    .prepare<[string], { id: number; actor: string; atMs: number; reasonText: string | null; body: string }>(
      `SELECT id, actor, at_ms AS atMs, reason_text AS reasonText, body FROM decisions
       WHERE kind = 'exception' AND withdrawn_by IS NULL AND body ->> '$.exceptionId' = ? ORDER BY id`,
    )
    .all(exceptionId);
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as Extract<MoneyDecisionBody, { kind: 'exception' }> }));
}

/** The policy in force, and the name of its version: the decision that brought it, or the one that came with the app. */
export function readPolicy(db: ReadableDb): { policy: Policy; version: string } {
  const latest = readMoneyDecisions(db, 'policy').at(-1);
  const baseCurrency = readSetting(db, 'baseCurrency');
  // A policy that was written before a rule existed has that rule as shipped.
  return { policy: { ...SHIPPED_POLICY, ...latest?.body.policy, baseCurrency }, version: `policy@${latest?.id ?? 'shipped'}` };
}

/**
 * What a reconciliation rests on, as of a moment: published batches, how records are joined, what people decided. While this text is
 * the same, reconciling again finds the same; answers to exceptions are applied to what it found.
 */
export function readReconcileInput(db: ReadableDb): string {
  const last = db
    .prepare<[], { run: number | null; decision: number | null; withdrawn: number }>(
      `SELECT (SELECT max(id) FROM match_runs) AS run, max(id) AS decision, count(withdrawn_by) AS withdrawn FROM decisions
       WHERE kind IN ('together', 'apart', 'relate', 'pick', 'correct', 'link', 'write_off', 'policy', 'opening', 'coverage')`,
    )
    .get();
  return `${readMatchInput(db)} run ${last?.run ?? 0} decision ${last?.decision ?? 0} withdrawn ${last?.withdrawn ?? 0}`;
}

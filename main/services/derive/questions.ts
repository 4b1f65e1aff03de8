/** Keeps questions about duplicates in step with orders and decisions. */
import { type QuestionMember, questionState } from '#core/changes/question-state.ts';
import type { Ports } from '#main/app/ports.ts';
import { fieldSpec } from '#shared/domain/fields.ts';
import type { WritableDb } from '#store/database.ts';
import { readDecisionsOf } from '#store/queries/decisions.ts';
import { readHeads } from '#store/queries/orders.ts';
import { type Question, readQuestionsOf, setQuestionState } from '#store/queries/questions.ts';
import { type FoldedRecordRow, readFolded } from '../records.ts';

/** Recomputes where every question about these records stands: merged, apart, skipped, or open (again). */
export function refreshQuestions(db: WritableDb, ports: Ports, recordIds: readonly number[]): void {
  const questions = readQuestionsOf(db, recordIds);
  if (questions.length === 0) return;
  const memberIds = [...new Set(questions.flatMap(({ members }) => members))];
  const records = new Map(readFolded(db, memberIds).map((record) => [record.recordId, record]));
  const heads = readHeads(db, memberIds);
  const nowMs = ports.clock.nowMs();
  for (const question of questions) {
    const members = membersOf(question, records, heads);
    const found = questionState(members, readDecisionsOf(db, question.members), nowMs, ports.sha256);
    const state = { ...found, changedField: found.changedField === null ? null : fieldSpec(found.changedField).label };
    const changed =
      state.state !== question.state ||
      state.skippedUntilMs !== question.skippedUntilMs ||
      state.changedField !== question.changedField;
    if (changed) setQuestionState(db, question.id, state);
  }
}

function membersOf(
  question: Question,
  records: ReadonlyMap<number, FoldedRecordRow>,
  heads: ReadonlyMap<number, number>,
): QuestionMember[] {
  return question.members.flatMap((recordId) => {
    const record = records.get(recordId);
    if (record === undefined || !record.live) return [];
    return [{ recordId, key: record.key, facts: record.folded.facts, headId: heads.get(recordId) ?? recordId }];
  });
}

/** What the log says of records, a line each: for the history beside a question. */
import { actionLabel, fieldLabel } from '#core/changes/show-entry.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import type { ReadableDb } from '#store/database.ts';
import { readLogOf } from '#store/queries/linked.ts';

const SHOWN = 20;

/** Newest first, at most twenty. `subjects` are key texts. */
export function historyOf(db: ReadableDb, subjects: readonly string[]): { at: number; actor: string; text: string }[] {
  return readLogOf(db, subjects, SHOWN).map(({ at, actor, action, field }) => ({
    at: Date.parse(at),
    actor: actorLabel(actor),
    text: field === null ? actionLabel(action) : `${actionLabel(action)}: ${fieldLabel(field)}`,
  }));
}

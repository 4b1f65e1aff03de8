/** A merge that another was made on is taken back after it: the later one names the records as the earlier one had joined them. */
import { mergeMadeOn } from '#core/changes/constraints.ts';
import { actorLabel, type Decision } from '#shared/domain/decision.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { readDecisionKeys, readDecisionsOf } from '#store/queries/decisions.ts';
import { problems } from './problems.ts';

/** Throws a ProblemError that names the merge in the way, if one of `leaving` is a merge that a standing one, not itself leaving, rests on. */
export function refuseUnderMerge(db: ReadableDb, leaving: readonly Decision[]): void {
  const merges = leaving.filter(({ body }) => body.kind === 'together');
  const ids = merges.map(({ id }) => id);
  const others = readDecisionsOf(db, [...readDecisionKeys(db, ids).values()]).filter(({ id }) => !ids.includes(id));
  for (const merge of merges) {
    const later = mergeMadeOn(merge, others);
    if (later !== null) throw problems.mergedOn(actorLabel(later.actor), addedBy(later, merge));
  }
}

/** The records that the later merge brought in, as their sources call them. */
function addedBy(later: Decision, merge: Decision): string {
  const before = new Set(membersOf(merge).map(keyText));
  const added = membersOf(later).filter((key) => !before.has(keyText(key)));
  return added.map(({ system, type, nativeId }) => `${system} ${type} ${nativeId}`).join(', ');
}

function membersOf({ body }: Decision) {
  return body.kind === 'together' ? body.members : [];
}

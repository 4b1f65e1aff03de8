/** Where a question about duplicates stands: a function of the orders as they are and of the decisions that stand. */
import type { Answer, Decision } from '#shared/domain/decision.ts';
import type { Facts, FieldName } from '#shared/domain/fields.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { changedField } from './compared.ts';

export interface QuestionMember {
  readonly recordId: number;
  readonly key: RecordKey;
  readonly facts: Facts;
  /** Head of the order that holds it. */
  readonly headId: number;
}

export interface QuestionState {
  readonly state: 'open' | 'merged' | 'apart' | 'skipped';
  readonly skippedUntilMs: number | null;
  /** Set when it was settled and is asked again: the compared field that changed since. */
  readonly changedField: FieldName | null;
}

/** `decisions`: those that name any member, oldest first; only standing ones count. */
export function questionState(
  members: readonly QuestionMember[],
  decisions: readonly Decision[],
  nowMs: number,
  sha256: Sha256,
): QuestionState {
  if (new Set(members.map(({ headId }) => headId)).size < 2) return { state: 'merged', skippedUntilMs: null, changedField: null };
  const standing = decisions.filter(({ withdrawnBy }) => withdrawnBy === null);
  const pairs = pairsAcross(members).map((pair) => ({ pair, answer: answerFor(...pair, standing) }));
  if (pairs.every(({ answer }) => answer !== null)) {
    const changes = pairs.map(({ pair, answer }) => (answer === null ? null : firstChange(pair, answer, sha256)));
    const changed = changes.find((field) => field !== null) ?? null;
    return { state: changed === null ? 'apart' : 'open', skippedUntilMs: null, changedField: changed };
  }
  const skip = latestSkip(members, standing);
  if (skip === null || skip.untilMs <= nowMs) return { state: 'open', skippedUntilMs: null, changedField: null };
  const changed = firstChange(members, skip.answer, sha256);
  return changed === null
    ? { state: 'skipped', skippedUntilMs: skip.untilMs, changedField: null }
    : { state: 'open', skippedUntilMs: null, changedField: changed };
}

/** Pairs of members that lie in different orders. */
function pairsAcross(members: readonly QuestionMember[]): [QuestionMember, QuestionMember][] {
  return members.flatMap((right, at) =>
    members
      .slice(0, at)
      .flatMap((left): [QuestionMember, QuestionMember][] => (left.headId === right.headId ? [] : [[left, right]])),
  );
}

/** The latest *apart* or *relate* that parts the two, or null. */
function answerFor(a: QuestionMember, b: QuestionMember, standing: readonly Decision[]): Answer | null {
  const [keyA, keyB] = [keyText(a.key), keyText(b.key)];
  for (const { body } of standing.toReversed()) {
    if (body.kind !== 'apart' && body.kind !== 'relate') continue;
    const [one, other] = body.sides.map((side) => side.map(keyText));
    if (one === undefined || other === undefined) continue;
    if ((one.includes(keyA) && other.includes(keyB)) || (one.includes(keyB) && other.includes(keyA))) return body.answer;
  }
  return null;
}

function latestSkip(members: readonly QuestionMember[], standing: readonly Decision[]): { untilMs: number; answer: Answer } | null {
  for (const { body } of standing.toReversed()) {
    if (body.kind !== 'skip') continue;
    const named = new Set(body.members.map(keyText));
    if (members.every(({ key }) => named.has(keyText(key)))) return body;
  }
  return null;
}

/** The first compared field in which one of the members differs from what the answer about them rested on. */
function firstChange(members: readonly QuestionMember[], { compared }: Answer, sha256: Sha256): FieldName | null {
  for (const { key, facts } of members) {
    const before = compared[keyText(key)];
    const changed = before === undefined ? null : changedField(before, facts, sha256);
    if (changed !== null) return changed;
  }
  return null;
}

/** Log entries of decisions about duplicates: one per edge between two orders, one per field of the order that changes. */
import type { CanonicalFields } from '#core/survivorship/canonical.ts';
import { identicalValue } from '#core/survivorship/comparable.ts';
import type { LogDraft } from '#shared/domain/change-log.ts';
import { type Decision, keysOf } from '#shared/domain/decision.ts';
import { FIELD_NAMES, type FieldName } from '#shared/domain/fields.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { logValue } from './log-values.ts';

export type Why = { readonly code: string; readonly text: string } | null;

/** An order as the log names it: the id shown, and the source records in it. */
export interface LoggedOrder {
  readonly canonicalId: string;
  readonly keys: readonly RecordKey[];
}

/** One entry per order that is joined to the first. */
export function mergeEntries(survivor: LoggedOrder, joined: readonly LoggedOrder[], canonicalId: string, why: Why): LogDraft[] {
  return joined.map((loser) => ({
    action: 'order.merged',
    subjects: [...survivor.keys, ...loser.keys].map(keyText),
    before: { orders: [survivor.canonicalId, loser.canonicalId] },
    after: { order: canonicalId },
    why,
  }));
}

/** One entry per order that leaves another. */
export function splitEntries(before: LoggedOrder, after: readonly LoggedOrder[], why: Why): LogDraft[] {
  const [kept, ...parted] = after;
  if (kept === undefined) return [];
  return parted.map((order) => ({
    action: 'order.split',
    subjects: [...kept.keys, ...order.keys].map(keyText),
    before: { order: before.canonicalId },
    after: { orders: [kept.canonicalId, order.canonicalId] },
    why,
  }));
}

export interface FieldsOf {
  readonly fields: CanonicalFields;
  readonly currency: string | null;
}

/**
 * One entry per field whose value in the order differs from what its surviving record's order said before. `whyOf` gives the reason
 * of an override; else the rule speaks for itself.
 */
export function fieldEntries(subject: RecordKey, before: FieldsOf, after: FieldsOf, whyOf: (field: FieldName) => Why): LogDraft[] {
  const drafts: LogDraft[] = [];
  for (const field of FIELD_NAMES) {
    const [old, now] = [before.fields[field], after.fields[field]];
    const [oldValue, newValue] = [old?.value ?? null, now?.value ?? null];
    const reason = whyOf(field);
    const same = oldValue === null || newValue === null ? oldValue === newValue : identicalValue(oldValue, newValue);
    if (same && reason === null) continue;
    drafts.push({
      action: now?.rule === 'override' ? 'field.overridden' : 'field.picked',
      subjects: [keyText(subject)],
      field,
      before: logValue(field, oldValue, before.currency),
      after: logValue(field, newValue, after.currency),
      why: reason ?? (now === undefined ? null : { code: now.rule, text: now.why }),
    });
  }
  return drafts;
}

/** A decision that was taken back, or stands again because that was taken back. */
export function standingEntry(decision: Decision, stands: boolean, why: Why): LogDraft {
  return {
    action: stands ? 'decision.restored' : 'decision.withdrawn',
    subjects: [`decision:${decision.id}`, ...keysOf(decision.body).map(keyText)],
    field: decision.body.kind === 'pick' ? decision.body.field : null,
    before: stands ? 'withdrawn' : 'stands',
    after: stands ? 'stands' : 'withdrawn',
    why,
  };
}

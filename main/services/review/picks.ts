/** Choices made on the merge screen, checked and named by key: what may be picked, typed, blanked or overridden. */
import type { z } from 'zod';
import type { Why } from '#core/changes/merge-entries.ts';
import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import { canKeepBoth } from '#core/survivorship/canonical.ts';
import { enterValue } from '#core/survivorship/enter.ts';
import type { override, pick } from '#shared/contract/review.ts';
import type { FieldPick } from '#shared/domain/decision.ts';
import { FIELDS, type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import { problems } from './problems.ts';

export type PickInput = z.infer<typeof pick>;
export type OverrideInput = z.infer<typeof override>;

export interface ChosenField {
  readonly field: FieldName;
  readonly pick: FieldPick;
  /** Reason, when a locked field is changed. */
  readonly override: NonNullable<Why> | null;
}

const MIN_REASON = 10;

/** `order` is the merged order with the default choices. Choices that repeat the default of a locked field fall away. */
export function choose(picks: readonly PickInput[], overrides: readonly OverrideInput[], order: BuiltOrder): ChosenField[] {
  const reasons = new Map(overrides.map(({ field, reasonCode, reasonText }) => [field, { code: reasonCode, text: reasonText }]));
  const chosen = new Map<FieldName, ChosenField>();
  for (const input of picks) {
    if (!isField(input.field)) continue;
    const field = input.field;
    const pick = resolvePick(field, input, order);
    const locked = fieldSpec(field).locked === true;
    if (locked && repeatsDefault(field, input, order)) continue;
    const reason = locked ? reasons.get(field) : undefined;
    if (locked && reason === undefined) throw problems.locked(fieldSpec(field).label);
    if (reason !== undefined && reason.text.trim().length < MIN_REASON) throw problems.shortReason();
    chosen.set(field, { field, pick, override: reason ?? null });
  }
  return [...chosen.values()];
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

function repeatsDefault(field: FieldName, input: PickInput, order: BuiltOrder): boolean {
  const choice = order.fields[field];
  if (input.from === 'record') return choice?.recordId === input.recordId && choice.rule !== 'override';
  return input.from === 'blank' && choice === undefined;
}

function resolvePick(field: FieldName, input: PickInput, order: BuiltOrder): FieldPick {
  switch (input.from) {
    case 'record': {
      const member = order.members.find(({ recordId }) => recordId === input.recordId);
      if (member === undefined) throw problems.stale();
      return { from: 'record', key: member.key };
    }
    case 'both': {
      if (!canKeepBoth(field)) throw problems.cannotKeepBoth(fieldSpec(field).label);
      return { from: 'both', keys: order.members.filter(({ facts }) => facts[field] != null).map(({ key }) => key) };
    }
    case 'blank':
      return { from: 'person', value: null };
    case 'person': {
      const entered = enterValue(field, input.text, order.facts.currency ?? null);
      if (!entered.ok) throw problems.badValue(entered.todo);
      return { from: 'person', value: entered.value };
    }
  }
}

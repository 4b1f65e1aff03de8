/** Which record won a field of a canonical order, by which rule, and what the others said. */
import type { FactValue } from './fields.ts';

export const SURVIVORSHIP_RULES = [
  'owner', // the system of record of the field
  'override', // a named person, with a reason
  'picked', // a person's choice among the members
  'complete', // the only one that has a value
  'newest',
  'most_frequent',
  'lowest_rank',
] as const;
export type SurvivorshipRule = (typeof SURVIVORSHIP_RULES)[number];

export interface FieldChoice {
  readonly value: FactValue | null;
  /** The member the value comes from; null when a named person entered it. */
  readonly recordId: number | null;
  readonly rule: SurvivorshipRule;
  /** "CRM owns the terms", "only Xero has it": shown beside the value. */
  readonly why: string;
  /** Members whose value differs after normalising. */
  readonly disagree: readonly number[];
}

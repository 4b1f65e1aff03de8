/**
 * What a settled question rested on: fingerprints of the compared fields of each record. When a later version of a record differs
 * in one of them, the question may be asked again, and the screen names that field.
 */
import { comparisonKey } from '#core/survivorship/comparable.ts';
import type { Facts, FieldName } from '#shared/domain/fields.ts';
import { base32, type Sha256 } from '#shared/domain/ids.ts';

/** Fields that speak for or against one sale, in the order in which a change is named. */
export const COMPARED_FIELDS = [
  'total',
  'currency',
  'placedAt',
  'clientName',
  'company',
  'email',
  'phone',
  'orderNumber',
  'reference',
  'poNumber',
  'invoiceNumber',
  'paymentReferences',
  'title',
  'lineItems',
] as const satisfies readonly FieldName[];

export type ComparedFacts = { readonly [F in FieldName]?: string };

const BLANK = '';

/** One short fingerprint per compared field that is stated; a stated blank is an empty one. Writing (case, accents, a `#`) does not change it. */
export function comparedFacts(facts: Facts, sha256: Sha256): ComparedFacts {
  const prints: { [F in FieldName]?: string } = {};
  for (const field of COMPARED_FIELDS) {
    const value = facts[field];
    if (value !== undefined) prints[field] = value === null ? BLANK : base32(sha256(comparisonKey(field, value)), 8);
  }
  return prints;
}

/**
 * The first compared field that differs from what the answer rested on, or null. Only what is stated then and now can differ: a layout
 * with one column more, or one less, says nothing new about the question.
 */
export function changedField(before: ComparedFacts, facts: Facts, sha256: Sha256): FieldName | null {
  const now = comparedFacts(facts, sha256);
  const differs = (field: FieldName) => before[field] !== undefined && now[field] !== undefined && before[field] !== now[field];
  return COMPARED_FIELDS.find(differs) ?? null;
}

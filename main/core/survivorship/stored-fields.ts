/**
 * The chosen values of an order of several records, as its row keeps them: field → [value, record it comes from, or null]. Which rule
 * chose and who disagrees is worked out anew where it is shown: stored with every order it would be most of a book.
 */
import type { Facts, FactValue, FieldName } from '#shared/domain/fields.ts';
import type { CanonicalFields } from './canonical.ts';

type Stored = { readonly [F in FieldName]?: readonly [value: FactValue | null, recordId: number | null] };

/** The same text for the same choices. */
export function storedFields(fields: CanonicalFields): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(fields).map(([field, { value, recordId }]) => [field, [value, recordId]])),
  );
}

/** Facts of the order. */
export function readStoredFields(text: string): Facts {
  const stored = JSON.parse(text) as Stored;
  return Object.fromEntries(Object.entries(stored).map(([field, [value]]) => [field, value])) as Facts;
}

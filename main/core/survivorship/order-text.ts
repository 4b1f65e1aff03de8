/** What full-text search finds a record by, and through it the order that holds it. */
import type { Facts } from '#shared/domain/fields.ts';
import type { RecordKey, TypedRef } from '#shared/domain/source-record.ts';

export interface TextSource {
  readonly key: RecordKey;
  readonly facts: Facts;
  /** Of all its versions. */
  readonly aliases: readonly string[];
  readonly refs: readonly TypedRef[];
}

/** Number, client, contact, references, native id, aliases and item names, one line each, without repeats. */
export function recordText({ key, facts, aliases, refs }: TextSource): string {
  const words = new Set<string>();
  const add = (text: string | null | undefined) => {
    if (text != null && text !== '') words.add(text);
  };
  add(key.nativeId);
  for (const text of [facts.orderNumber, facts.title, facts.clientName, facts.company, facts.email, facts.phone]) add(text);
  for (const text of [facts.reference, facts.poNumber, facts.invoiceNumber, facts.shipName]) add(text);
  for (const text of facts.paymentReferences ?? []) add(text);
  for (const { name, sku } of facts.lineItems ?? []) {
    add(name);
    add(sku);
  }
  for (const text of aliases) add(text);
  for (const { role, value } of refs) if (role !== 'free') add(value);
  return [...words].join('\n');
}

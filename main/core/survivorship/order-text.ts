/** What full-text search finds an order by. */
import type { Member } from './member.ts';

/** Ids of a record beside its key, as its versions give them. */
export interface RecordNames {
  readonly aliases: readonly string[];
  readonly references: readonly string[];
}

/** Number, client, contact, references, native ids, aliases and item names of all members, one line each, without repeats. */
export function orderText(members: readonly Member[], namesOf: (recordId: number) => RecordNames): string {
  const words = new Set<string>();
  const add = (text: string | null | undefined) => {
    if (text != null && text !== '') words.add(text);
  };
  for (const { recordId, key, facts } of members) {
    add(key.nativeId);
    for (const text of [facts.orderNumber, facts.title, facts.clientName, facts.company, facts.email, facts.phone]) add(text);
    for (const text of [facts.reference, facts.poNumber, facts.invoiceNumber, facts.shipName]) add(text);
    for (const text of facts.paymentReferences ?? []) add(text);
    for (const { name, sku } of facts.lineItems ?? []) {
      add(name);
      add(sku);
    }
    const { aliases, references } = namesOf(recordId);
    for (const text of aliases) add(text);
    for (const text of references) add(text);
  }
  return [...words].join('\n');
}

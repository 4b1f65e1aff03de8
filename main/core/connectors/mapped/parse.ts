/** One row, one record, by a mapping of columns: the engine behind saved mappings and behind every layout that is just a table. */
import { type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import { isCurrencyCode } from '#shared/domain/money.ts';
import type { MoneyKind } from '#shared/domain/money-events.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import { nameWithEmail } from '../../normalise/emails.ts';
import { orderMentions, paymentRef, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import type { ColumnMapping } from '../connector.ts';
import { ContentIds } from '../content-id.ts';
import { headerKey } from '../csv/header.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactColumns, type FactDraft, FactReader, versionOf } from '../facts.ts';

/** The layout a mapping makes of a file. */
export function mappedLayout(mapping: ColumnMapping): CsvLayout {
  return {
    id: 'mapped',
    system: mapping.system,
    types: [mapping.type],
    label: mapping.name,
    signature: mapping.header.map((name) => [name]),
    facts: factColumns(mapping),
    sources: mapping.fields.clientName === undefined ? {} : { email: [mapping.fields.clientName] },
    decimalMark: null,
    open: (table) => new MappedReader(mapping, table),
  };
}

function factColumns(mapping: ColumnMapping): FactColumns {
  const entries = Object.entries(mapping.fields).filter(([field, name]) => field !== 'nativeId' && name !== undefined);
  return Object.fromEntries(entries.map(([field, name]) => [field, [name]]));
}

/** Columns whose values a later export of the same rows restates. */
const RESTATED = /\b(balance|saldo|solde|running)\b/;

class MappedReader implements RowReader {
  readonly #mapping: ColumnMapping;
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #nativeId: number;
  readonly #aliases: readonly number[];
  readonly #identity: readonly number[];
  readonly #ids = new ContentIds();

  constructor(mapping: ColumnMapping, table: Table) {
    const { columns, cells } = table;
    this.#mapping = mapping;
    this.#table = table;
    const facts = factColumns(mapping);
    this.#facts = new FactReader(columns, facts, cells, { needsCurrency: true, utc: false, currency: headerCurrency(mapping) });
    this.#nativeId = mapping.fields.nativeId === undefined ? -1 : columns.find([mapping.fields.nativeId]);
    this.#aliases = columns.findAll(mapping.aliases);
    this.#identity =
      mapping.identity === undefined
        ? columns.header
            .flatMap((name, i) => (name === '' || RESTATED.test(headerKey(name)) ? [] : [i]))
            .sort(byName(columns.header))
        : columns.findAll(mapping.identity);
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const { system, type } = this.#mapping;
    const nativeId = this.#nativeId >= 0 ? cells.id(this.#nativeId) : this.#contentId();
    const facts = this.#facts.read();
    splitContact(facts);
    sayWhatMoved(type, facts);
    const aliases: string[] = [];
    for (const index of this.#aliases) {
      const text = cells.text(index);
      if (text !== null) aliases.push(cells.values.id(text, cells.name(index)));
    }
    const known = facts.orderNumber ? [facts.orderNumber, ...aliases] : aliases;
    this.#table.emit({
      type,
      nativeId,
      aliases: [...new Set(known)].filter((alias) => alias !== nativeId),
      facts,
      refs: uniqueRefs([
        ...ownRefs(system, type, this.#nativeId >= 0 ? nativeId : null, facts),
        ...mentions(system, type, facts, aliases),
      ]),
      span: this.#table.spanOf(row),
      versionMs: versionOf(facts),
    });
    return true;
  }

  end(): void {}

  #contentId(): string {
    const { cells } = this.#table;
    return this.#ids.next(this.#identity.map((index) => `${headerKey(cells.name(index))}=${cells.text(index) ?? ''}`).join('\n'));
  }
}

/**
 * A person who maps a table of refunds says what they are, and not which sign they carry: what leaves the account is negative, in whatever
 * way the table writes it. Charges, payments and lines of a bank carry their own sign.
 */
const KINDS: { readonly [T in RecordType]?: { readonly kind: MoneyKind; readonly leaves: boolean } } = {
  charge: { kind: 'charge', leaves: false },
  payment: { kind: 'charge', leaves: false },
  refund: { kind: 'refund', leaves: true },
  dispute: { kind: 'dispute', leaves: true },
  fee: { kind: 'fee', leaves: true },
  payout: { kind: 'payout', leaves: true },
  bank_line: { kind: 'bank', leaves: false },
  booking: { kind: 'booking', leaves: false },
  invoice: { kind: 'booking', leaves: false },
};

function sayWhatMoved(type: RecordType, facts: FactDraft): void {
  const known = KINDS[type];
  if (known === undefined) return;
  facts.moneyKind = known.kind;
  const amount = facts.amount ?? facts.total;
  if (amount != null) facts.amount = known.leaves ? -Math.abs(amount) + 0 : amount;
}

/** Column order is no part of a row's identity. */
function byName(header: readonly string[]): (a: number, b: number) => number {
  return (a, b) => {
    const x = headerKey(header[a] ?? '');
    const y = headerKey(header[b] ?? '');
    return x < y ? -1 : x > y ? 1 : a - b;
  };
}

/** `Amount spent (USD)` names the currency of a file that has no column for it. */
function headerCurrency(mapping: ColumnMapping): string | null {
  if (mapping.fields.currency !== undefined) return null;
  for (const [field, name] of Object.entries(mapping.fields)) {
    if (field === 'nativeId' || fieldSpec(field as FieldName).kind !== 'money') continue;
    const code = /\(([A-Z]{3})\)\s*$/.exec(name ?? '')?.[1];
    if (code !== undefined && isCurrencyCode(code)) return code;
  }
  return null;
}

/** HubSpot writes an associated contact as `Ada Example (ada@example.com)`. */
function splitContact(facts: FactDraft): void {
  const contact = facts.clientName ? nameWithEmail(facts.clientName) : null;
  if (contact === null) return;
  facts.clientName = contact.name;
  facts.email ??= contact.email;
}

/** Where records of a system own their native id and their order number. */
function ownRefs(system: System, type: RecordType, nativeId: string | null, facts: FactDraft): readonly TypedRef[] {
  const refs: TypedRef[] = [];
  const number = facts.orderNumber ?? null;
  const spaces = OWN_SPACES[system];
  if (nativeId !== null) refs.push(ref(spaces.id, nativeId, 'own'));
  if (number !== null) refs.push(ref(spaces.number, number, 'own'));
  if (type === 'invoice' && facts.invoiceNumber) refs.push(ref('invoice', facts.invoiceNumber, 'own'));
  return refs;
}

const OWN_SPACES: Readonly<Record<System, { readonly id: string; readonly number: string }>> = {
  shopify: { id: 'shopify:order', number: 'shopify:order' },
  woocommerce: { id: 'woocommerce:order', number: 'woocommerce:order' },
  amazon: { id: 'amazon:order', number: 'amazon:order' },
  hubspot: { id: 'hubspot:deal', number: 'hubspot:deal' },
  netsuite: { id: 'netsuite:id', number: 'netsuite:order' },
  xero: { id: 'invoice', number: 'invoice' },
  quickbooks: { id: 'quickbooks:num', number: 'quickbooks:num' },
  asana: { id: 'asana:task', number: 'asana:task' },
  google_ads: { id: 'google_ads:campaign', number: 'google_ads:campaign' },
  meta_ads: { id: 'meta_ads:campaign', number: 'meta_ads:campaign' },
  stripe: { id: 'payment_ref', number: 'payment_ref' },
  paypal: { id: 'payment_ref', number: 'payment_ref' },
  bank: { id: 'bank:line', number: 'bank:line' },
  csv: { id: 'csv:order', number: 'csv:order' },
};

function mentions(system: System, type: RecordType, facts: FactDraft, aliases: readonly string[]): readonly TypedRef[] {
  const refs: TypedRef[] = [];
  for (const alias of aliases) refs.push(...orderMentions(alias, system));
  if (facts.reference) refs.push(...orderMentions(facts.reference, system));
  if (facts.poNumber) refs.push(ref('po', facts.poNumber, 'mentions'), ...orderMentions(facts.poNumber, system));
  if (facts.invoiceNumber && type !== 'invoice') refs.push(ref('invoice', facts.invoiceNumber, 'mentions'));
  for (const id of facts.paymentReferences ?? []) refs.push(paymentRef(id, 'mentions'));
  for (const text of [facts.title, facts.description, facts.notes]) if (text) refs.push(...refsInText(text, system));
  return refs;
}

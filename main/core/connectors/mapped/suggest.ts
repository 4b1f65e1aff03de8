/** A first proposal for the mapping of an unknown header, from its names and a few rows. A person confirms or changes it. */
import type { FieldName } from '#shared/domain/fields.ts';
import { fieldSpec } from '#shared/domain/fields.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import { markEvidence } from '../../normalise/amounts.ts';
import { dateEvidence } from '../../normalise/dates.ts';
import type { ColumnMapping } from '../connector.ts';
import { headerKey } from '../csv/header.ts';

type Target = FieldName | 'nativeId';

/** Words that name a field, in the languages of the exports seen; a column is taken by the first row of this table that fits it. */
const WORDS: readonly (readonly [Target, RegExp])[] = [
  [
    'nativeId',
    /^(?:id|uid|uuid|record id|internal id|order id|deal id|transaction id|transaktionscode|booking id|invoice id|entry id|ref id)$/,
  ],
  [
    'orderNumber',
    /^(?:order|order (?:no|nr|number|num|#)|bestellnummer|auftragsnummer|num(?:ero|éro) (?:ordine|de commande)|number|document number|doc(?:ument)? no)$/,
  ],
  ['invoiceNumber', /^(?:invoice|invoice (?:no|nr|number|id)|rechnungsnummer|numéro de facture)$/],
  ['poNumber', /^(?:po|po (?:no|nr|number)|purchase order(?: number)?|p o no)$/],
  ['email', /e ?mail/],
  ['phone', /phone|telefon|téléphone|mobile/],
  [
    'placedAt',
    /^(?:date|datum|fecha|data|order date|placed|placed at|created|created at|created on|booking date|transaction date|invoice date|bestelldatum|posted date|payout date|date time)$/,
  ],
  ['updatedAt', /^(?:updated|updated at|last modified|modified|last modified date)$/],
  ['dueAt', /^(?:due|due date|fällig(?:keit)?)$/],
  ['currency', /^(?:currency|currency code|währung|devise|divisa|moneda|valuta|ccy)$/],
  ['balance', /^(?:balance|running ?balance|account balance|saldo|solde|kontostand)$/],
  ['account', /^(?:account|account (?:no|nr|number|name)|iban|konto)$/],
  ['fee', /^(?:fee|fees|gebühr|entgelt|frais|comisión|commissione)$/],
  ['net', /^(?:net|netto|neto|net amount)$/],
  ['tax', /^(?:tax|taxes|vat|mwst|ust|tva|iva|sales tax)$/],
  [
    'total',
    /^(?:total|amount|grand total|order total|total amount|gross|brutto|betrag|summe|montant|importe|importo|gesamt|value)(?: [a-z]{3})?$/,
  ],
  ['shipping', /^(?:shipping|shipping cost|versand|versandkosten)$/],
  ['discount', /^(?:discount|rabatt|remise)$/],
  ['status', /^(?:status|state|stage|order status)$/],
  ['company', /^(?:company|company name|account name|firma|organisation|organization)$/],
  ['clientName', /^(?:name|client|customer|customer name|client name|kunde|payee|partner name|contact)$/],
  ['title', /^(?:title|subject|deal name|project|campaign|betreff)$/],
  ['reference', /^(?:ref|reference|referenz|reference id|external id|reference txn id)$/],
  ['category', /^(?:type|category|typ|kategorie|transaction type)$/],
  ['description', /^(?:description|details|label|memo|beschreibung|descripción|memo description|purpose|verwendungszweck)$/],
  ['notes', /^(?:note|notes|comment|comments|bemerkung)$/],
];

export interface SuggestionHint {
  readonly label: string;
  readonly system: System;
  readonly type: RecordType;
}

/** @param hint what the header is known to be, if anything. */
export function suggestMapping(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  hint: SuggestionHint | null,
): ColumnMapping {
  const fields: { [F in Target]?: string } = {};
  const taken = new Set<number>();
  for (const [target, words] of WORDS) {
    const index = header.findIndex((name, i) => !taken.has(i) && words.test(headerKey(name)) && holds(target, i, rows));
    if (index < 0) continue;
    fields[target] = header[index] ?? '';
    taken.add(index);
  }
  const type = hint?.type ?? (fields.invoiceNumber !== undefined && fields.orderNumber === undefined ? 'invoice' : 'order');
  if (fields.total !== undefined && isMoneyEvent(type)) {
    fields.amount = fields.total;
    delete fields.total;
  }
  return { name: hint?.label ?? 'My mapping', system: hint?.system ?? 'csv', type, header, fields, aliases: [] };
}

function isMoneyEvent(type: RecordType): boolean {
  return type === 'payment' || type === 'payout' || type === 'settlement_line' || type === 'bank_line';
}

/** A name alone is not enough: an id must be unique and filled, dates and amounts must look like such where they are filled. */
function holds(target: Target, index: number, rows: readonly (readonly string[])[]): boolean {
  const values = rows.map((row) => row[index] ?? '');
  const filled = values.filter((value) => value !== '');
  if (target === 'nativeId') return filled.length === values.length && new Set(filled).size === filled.length;
  const kind = fieldSpec(target).kind;
  if (kind === 'instant')
    return filled.every((value) => dateEvidence(value) !== 'none' || /^(\d{1,2})[/.-]\1[/.-]\d{2,4}/.test(value));
  return (
    kind !== 'money' ||
    filled.every((value) => /\d/.test(value) && (markEvidence(value) !== 'none' || /^\D{0,3}\d+\D{0,3}$/.test(value)))
  );
}

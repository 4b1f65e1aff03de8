/** Where a fact of a bank line stands in its entry, or in the details of a batch that it is. */
import type { FieldName } from '#shared/domain/fields.ts';
import type { TextPlace } from '../text/layout.ts';
import { placeOfElement } from '../xml/places.ts';
import {
  BOOKED_ON,
  DETAIL_AMOUNTS,
  DOMAIN_CODE,
  OWN_CODE,
  PARTIES,
  PARTY_ACCOUNTS,
  REFERENCES,
  REMITTANCE,
  VALUED_ON,
} from './fields.ts';

export function locateInEntry(text: string, field: FieldName): TextPlace | null {
  const mark = placeOfElement(text, ['CdtDbtInd'], true);
  return placeOfElement(text, pathsInEntry(field, mark !== null && text.slice(mark.start, mark.end) === 'DBIT'), true);
}

/**
 * Paths of elements that may hold a fact, the likeliest first.
 * @param isOut money went out, so the other side is the creditor.
 */
export function pathsInEntry(field: FieldName, isOut: boolean): readonly string[] {
  switch (field) {
    case 'amount':
      return ['Ntry/Amt', ...DETAIL_AMOUNTS.map((path) => `TxDtls/${path}`)];
    case 'placedAt':
      return BOOKED_ON;
    case 'availableAt':
      return VALUED_ON;
    case 'clientName':
      return bySide(isOut, PARTIES);
    case 'counterAccount':
      return bySide(isOut, PARTY_ACCOUNTS);
    case 'reference':
      return REFERENCES;
    case 'description':
      return [...REMITTANCE, 'AddtlNtryInf'];
    case 'category':
      return [...DOMAIN_CODE, OWN_CODE];
    case 'status':
      return ['Sts', 'Sts/Cd'];
    case 'invoiceNumber':
      return ['RfrdDocInf/Nb'];
    default:
      return [];
  }
}

function bySide(isOut: boolean, paths: { readonly in: readonly string[]; readonly out: readonly string[] }): readonly string[] {
  return isOut ? [...paths.out, ...paths.in] : [...paths.in, ...paths.out];
}

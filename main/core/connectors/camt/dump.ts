/**
 * Statements as a widely used PHP reader of CAMT prints its own objects (`getEntries`, `getAmount`, …), amounts in minor units. Its getters are
 * put back under the names of the elements that they were read from.
 */
import { formatPlain } from '#shared/domain/money.ts';
import { itemsAt, type JsonNode, nodeAt, textAt } from '../json/value.ts';
import type { XmlNode } from '../xml/document.ts';
import type { CamtStatements } from './statements.ts';

type Place = (node: XmlNode, place: { readonly node: JsonNode; readonly path: string }) => void;

export function isDump(element: JsonNode): boolean {
  return itemsAt(element, ['getEntries']).some((entry) => nodeAt(entry, ['getCreditDebitIndicator']) !== null);
}

/** Entries of one message, statement by statement: neighbours that say the same of their statement belong together. */
export function ofDump(element: JsonNode, statements: CamtStatements, place: Place): void {
  let open: string | null = null;
  itemsAt(element, ['getEntries']).forEach((entry, i) => {
    const record = nodeAt(entry, ['getRecord']);
    const id = record === null ? '' : (textAt(record, ['getId']) ?? '');
    if (open !== id) {
      if (open !== null) statements.finish();
      open = id;
      statements.begin('Stmt', 1);
      for (const node of record === null ? [] : aboutOf(record)) statements.element(node);
    }
    const node = entryOf(entry);
    place(node, { node: entry, path: `/getEntries/${i}` });
    statements.element(node);
  });
  if (open !== null) statements.finish();
}

function* aboutOf(record: JsonNode): Generator<XmlNode> {
  yield element('Acct', [element('Id', [leaf('IBAN', textAt(record, ['getAccount', 'getIdentification']))])]);
  yield leaf('CreDtTm', textAt(record, ['getCreatedOn', '0']));
  yield element('FrToDt', [
    leaf('FrDtTm', textAt(record, ['getFromDate', '0'])),
    leaf('ToDtTm', textAt(record, ['getToDate', '0'])),
  ]);
  for (const balance of itemsAt(record, ['getBalances'])) {
    const code = BALANCES[textAt(balance, ['getType']) ?? ''];
    const minor = Number(textAt(balance, ['getAmount', 'getAmount']));
    if (code === undefined || !Number.isSafeInteger(minor)) continue;
    yield element('Bal', [
      element('Tp', [element('CdOrPrtry', [leaf('Cd', code)])]),
      amount(balance),
      leaf('CdtDbtInd', minor < 0 ? 'DBIT' : 'CRDT'),
      element('Dt', [leaf('Dt', textAt(balance, ['getDate', '0']))]),
    ]);
  }
}

const BALANCES: Readonly<Record<string, string>> = { opening: 'OPBD', closing: 'CLBD' };

function entryOf(entry: JsonNode): XmlNode {
  const code = ['getBankTransactionCode', 'getDomain'];
  const details = itemsAt(entry, ['getTransactionDetails']).filter(({ kind }) => kind === 'object');
  const single = nodeAt(entry, ['getTransactionDetail']);
  return element('Ntry', [
    amount(entry),
    leaf('CdtDbtInd', textAt(entry, ['getCreditDebitIndicator'])),
    leaf('Sts', textAt(entry, ['getStatus'])),
    element('BookgDt', [leaf('DtTm', textAt(entry, ['getBookingDate', '0']))]),
    element('ValDt', [leaf('DtTm', textAt(entry, ['getValueDate', '0']))]),
    leaf('AcctSvcrRef', textAt(entry, ['getAccountServicerReference'])),
    element('BkTxCd', [
      element('Domn', [
        leaf('Cd', textAt(entry, [...code, 'getCode'])),
        element('Fmly', [
          leaf('Cd', textAt(entry, [...code, 'getFamily', 'getCode'])),
          leaf('SubFmlyCd', textAt(entry, [...code, 'getFamily', 'getSubFamilyCode'])),
        ]),
      ]),
    ]),
    // What was printed before is not printed again: then only the first of the details is there.
    element('NtryDtls', (details.length > 0 ? details : single?.kind === 'object' ? [single] : []).map(detailsOf)),
    leaf('AddtlNtryInf', textAt(entry, ['getAdditionalInfo'])),
  ]);
}

function detailsOf(details: JsonNode): XmlNode {
  const parties = itemsAt(details, ['getRelatedParties']).flatMap((party) => {
    const type = textAt(party, ['getRelatedPartyType', '__CLASS__'])?.split('\\').at(-1);
    const name = type === 'Creditor' ? 'Cdtr' : type === 'Debtor' ? 'Dbtr' : null;
    if (name === null) return [];
    return [
      element(name, [leaf('Nm', textAt(party, ['getRelatedPartyType', 'getName']))]),
      element(`${name}Acct`, [element('Id', [leaf('IBAN', textAt(party, ['getAccount', 'getIdentification']))])]),
    ];
  });
  const message = textAt(details, ['getRemittanceInformation', 'getUnstructuredBlock', 'getMessage']);
  return element('TxDtls', [
    element('Refs', [
      leaf('EndToEndId', textAt(details, ['getReference', 'getEndToEndId'])),
      leaf('UETR', textAt(details, ['getReference', 'getUuidEndToEndReference'])),
      leaf('AcctSvcrRef', textAt(details, ['getReference', 'getAccountServicerReference'])),
    ]),
    element('RltdPties', parties),
    element('RmtInf', [
      leaf('Ustrd', message),
      element('Strd', [
        element('CdtrRefInf', [
          leaf('Ref', textAt(details, ['getRemittanceInformation', 'getCreditorReferenceInformation', 'getRef'])),
        ]),
      ]),
    ]),
    leaf('AddtlTxInf', textAt(details, ['getAdditionalTransactionInformation'])),
  ]);
}

function amount(of: JsonNode): XmlNode {
  const currency = textAt(of, ['getAmount', 'getCurrency', 'getCode']) ?? '';
  const text = textAt(of, ['getAmount', 'getAmount']) ?? '';
  const minor = /^-?\d{1,15}$/.test(text) ? formatPlain(Math.abs(Number(text)), currency) : text;
  return { ...leaf('Amt', minor), attributes: { Ccy: currency } };
}

function leaf(name: string, text: string | null): XmlNode {
  return { ...element(name, []), text: text ?? '' };
}

function element(name: string, children: XmlNode[]): XmlNode {
  return { name, attributes: {}, text: '', children, start: 0, end: 0, line: 1 };
}

/** Elements of ISO 20022 bank statements (camt.052, .053, .054, all versions): where values stand under an entry or its details. */

/** Parents of accounts, balances and entries: statement, report, notification. */
export const STATEMENTS: ReadonlySet<string> = new Set(['Stmt', 'Rpt', 'Ntfctn']);
/** What is read of a statement. */
export const PARTS: ReadonlySet<string> = new Set(['Acct', 'Bal', 'FrToDt', 'CreDtTm', 'TxsSummry', 'Ntry']);

export const DETAILS = 'NtryDtls/TxDtls';

/** Codes of an entry's status: `true` where the money moved. */
export const STATUSES: ReadonlyMap<string, boolean> = new Map([
  ['BOOK', true],
  ['PDNG', false],
  ['INFO', false],
  ['FUTR', false],
]);

/** Ids that the parties gave, the most telling first. Under `TxDtls`. */
export const REFERENCES: readonly string[] = [
  'Refs/EndToEndId',
  'RmtInf/Strd/CdtrRefInf/Ref',
  'Refs/UETR',
  'Refs/TxId',
  'Refs/InstrId',
  'Refs/PmtInfId',
  'Refs/ChqNb',
  'Refs/MsgId',
];
/** Numbers of documents that a payment says it pays. */
export const DOCUMENTS = 'RmtInf/Strd/RfrdDocInf/Nb';
/** Texts, joined in this order, each once. */
export const REMITTANCE: readonly string[] = ['RmtInf/Ustrd', 'RmtInf/Strd/AddtlRmtInf', 'AddtlTxInf'];

/** Of the two parties, the other side: who paid in, or was paid. Version 8 puts `Pty` between. */
export const PARTIES = {
  in: ['RltdPties/Dbtr/Nm', 'RltdPties/Dbtr/Pty/Nm', 'RltdPties/UltmtDbtr/Nm', 'RltdPties/UltmtDbtr/Pty/Nm'],
  out: ['RltdPties/Cdtr/Nm', 'RltdPties/Cdtr/Pty/Nm', 'RltdPties/UltmtCdtr/Nm', 'RltdPties/UltmtCdtr/Pty/Nm'],
} as const;
export const PARTY_ACCOUNTS = {
  in: ['RltdPties/DbtrAcct/Id/IBAN', 'RltdPties/DbtrAcct/Id/Othr/Id'],
  out: ['RltdPties/CdtrAcct/Id/IBAN', 'RltdPties/CdtrAcct/Id/Othr/Id'],
} as const;

export const BOOKED_ON = ['BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm'] as const;
export const VALUED_ON = ['ValDt/Dt', 'ValDt/DtTm'] as const;
export const DETAIL_AMOUNTS = ['Amt', 'AmtDtls/TxAmt/Amt'] as const;
/** `PMNT-RCDT-ESCT`, or the bank's own code. */
export const DOMAIN_CODE = ['BkTxCd/Domn/Cd', 'BkTxCd/Domn/Fmly/Cd', 'BkTxCd/Domn/Fmly/SubFmlyCd'] as const;
export const OWN_CODE = 'BkTxCd/Prtry/Cd';

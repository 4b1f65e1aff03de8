/** Elements of OFX statements (OFX 1.6, 2.2): which may stand in a transaction, and what its types are. */

/** Aggregates that hold one account's statement: bank, credit card, investment. */
export const STATEMENTS: ReadonlySet<string> = new Set(['STMTRS', 'CCSTMTRS', 'INVSTMTRS']);
export const TRANSACTION = 'STMTTRN';
/** Not booked yet (OFX 2.2). */
export const PENDING_TRANSACTION = 'STMTTRNP';
/** The part that every buy, sale or income of an investment account has in common. */
export const INVESTMENT = 'INVTRAN';

/** Aggregates inside a transaction; values in them are known as `PAYEE/NAME`. */
export const PARTS: ReadonlySet<string> = new Set(['PAYEE', 'BANKACCTTO', 'CCACCTTO', 'CURRENCY', 'ORIGCURRENCY', 'IMAGEDATA']);

export const TYPES: ReadonlySet<string> = new Set([
  'CREDIT',
  'DEBIT',
  'INT',
  'DIV',
  'FEE',
  'SRVCHG',
  'DEP',
  'ATM',
  'POS',
  'XFER',
  'CHECK',
  'PAYMENT',
  'CASH',
  'DIRECTDEP',
  'DIRECTDEBIT',
  'REPEATPMT',
  'HOLD',
  'OTHER',
]);

/** Fact → element that holds it, for pointing at it. */
export const FACT_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  amount: ['TRNAMT'],
  placedAt: ['DTPOSTED', 'DTTRAN'],
  availableAt: ['DTAVAIL'],
  clientName: ['NAME'],
  description: ['MEMO', 'NAME'],
  reference: ['CHECKNUM', 'REFNUM', 'FITID'],
  counterAccount: ['ACCTID'],
  category: ['TRNTYPE'],
  currency: ['CURSYM'],
};

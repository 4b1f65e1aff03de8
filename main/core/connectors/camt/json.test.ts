import { expect, it } from 'vitest';
import { bytesOf, detect, fixtureBytes, readBytes, readFixture } from '#test/factories/read-file.ts';
import { locateField } from '../registry.ts';

const FILE = 'camt/statement.json';
const result = readFixture(FILE);

it('reads the names of ISO 20022, however attributes and texts are written', () => {
  expect(result.detection.label).toBe('Bank statement CAMT (ISO 20022) JSON');
  expect(
    result.records.map(({ nativeId, facts }) => [nativeId, facts.amount, facts.clientName, facts.description, facts.account]),
  ).toEqual([
    ['REF-20260331-1', 125_050, 'Käthe Groß', 'Order 2001 po_1FIX00000001', 'DE02120300000000202051'],
    ['REF-20260331-2', -5000, null, null, 'DE02120300000000202051'],
  ]);
  expect(result.rejected).toMatchObject([
    { code: 'unknown_value', column: 'CdtDbtInd', text: 'HABEN', span: { pointer: '/Document/BkToCstmrStmt/Stmt/0/Ntry/2' } },
  ]);
});

it('states balances, and vouches for no sum where an entry was left out', () => {
  expect(result.statements).toMatchObject([
    { openingMinor: 10_000, closingMinor: 130_050, linesMinor: null, fromDay: '2026-03-31' },
  ]);
  const whole = readBytes(
    bytesOf(Buffer.from(fixtureBytes(FILE), 'latin1').toString('utf8').replace('HABEN', 'CRDT').replace('1300.50', '1501.00')),
  );
  expect(whole.statements).toMatchObject([{ openingMinor: 10_000, closingMinor: 150_100, linesMinor: 140_100 }]);
});

it('points into an entry', () => {
  const { byteOffset, byteLength } = result.records[0]?.span ?? { byteOffset: 0, byteLength: 0 };
  const text = Buffer.from(fixtureBytes(FILE).slice(byteOffset, byteOffset + byteLength), 'latin1').toString('utf8');
  const place = locateField(result.detection.options, [], text, 'clientName');
  expect([place?.column, text.slice(place?.start, place?.end)]).toEqual(['NtryDtls.TxDtls.RltdPties.Dbtr.Pty.Nm', 'Käthe Groß']);
});

it('is known by its beginning where the file is large', () => {
  const head = '{"Document":{"BkToCstmrStmt":{"Stmt":[{"Ntry":[';
  expect(detect(`${head}]}]}}}`).layoutId).toBe('bank.camt-json');
});

it('puts what a PHP reader prints back under the names it was read from', () => {
  const money = (amount: string) => ({ getAmount: amount, getCurrency: { getCode: 'EUR' } });
  const entry = {
    getAmount: money('885'),
    getCreditDebitIndicator: 'DBIT',
    getStatus: 'BOOK',
    getBookingDate: { '0': '2014-12-31T12:15:00+00:00' },
    getAccountServicerReference: 'AAAASESS-1',
    getTransactionDetails: ['__RECURSIVITY__'],
    getTransactionDetail: {
      getReference: { getEndToEndId: 'MUELL/FINP/RA12345' },
      getRelatedParties: [
        {
          getRelatedPartyType: { __CLASS__: 'Genkgo\\Camt\\DTO\\Creditor', getName: 'Company' },
          getAccount: { getIdentification: 'NL56' },
        },
      ],
    },
    getRecord: {
      getId: 'S1',
      getAccount: { getIdentification: 'NL26' },
      getBalances: [
        { getType: 'opening', getAmount: money('1815'), getDate: { '0': '2014-12-30T00:00:00+00:00' } },
        { getType: 'closing', getAmount: money('930'), getDate: { '0': '2014-12-31T00:00:00+00:00' } },
      ],
    },
  };
  const { records, rejected, statements } = readBytes(bytesOf(JSON.stringify({ getEntries: [entry] })));
  expect(rejected).toEqual([]);
  expect(
    records.map(({ nativeId, facts }) => [nativeId, facts.amount, facts.clientName, facts.counterAccount, facts.reference]),
  ).toEqual([['AAAASESS-1', -885, 'Company', 'NL56', 'MUELL/FINP/RA12345']]);
  expect(statements).toMatchObject([{ account: 'NL26', openingMinor: 1815, closingMinor: 930, linesMinor: -885 }]);
});

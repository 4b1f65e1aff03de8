import { describe, expect, it } from 'vitest';
import { bytesOf, detect, fixtureBytes, readBytes, readFixture, shownFacts } from '#test/factories/read-file.ts';
import { locateField } from '../registry.ts';

describe('signed amounts', () => {
  const result = readFixture('bank/signed.csv');

  it('are read with title rows above the header', () => {
    expect([result.detection.label, result.rejected, result.rowCount]).toEqual(['Bank statement CSV', [], 3]);
    expect(shownFacts(result.records[1])).toEqual({
      moneyKind: 'bank',
      amount: 5468,
      currency: 'EUR',
      placedAt: '2026-03-31',
      account: 'DE02120300000000202051',
      description: 'STRIPE PAYMENTS ST-K7J2QPLMNA po_1FIX00000001',
      reference: null,
      balance: 185_468,
      status: 'booked',
    });
  });

  it('name their lines by the reference column where every row has its own', () => {
    expect(result.records.map(({ nativeId }) => nativeId)).toEqual(['BK260330000001', 'BK260331000002', 'BK260331000003']);
    const repeated = readBytes(bytesOf(fixtureBytes('bank/signed.csv').replace('BK260331000003', 'BK260331000002')));
    expect(repeated.detection.layoutId).toBe('bank.csv-signed');
    expect(repeated.records.every(({ nativeId }) => nativeId.startsWith('row:'))).toBe(true);
  });

  it('meet the balances that stand beside them', () => {
    expect(result.statements).toMatchObject([
      { openingMinor: 500_000, closingMinor: 185_068, linesMinor: -314_932, fromDay: '2026-03-30', toDay: '2026-03-31' },
    ]);
  });

  it('tell nothing as a whole where a row is missing or unreadable', () => {
    const bytes = fixtureBytes('bank/signed.csv');
    expect(readBytes(bytes.replace(/^2026-03-31,STRIPE.*\n/m, '')).statements).toEqual([]);
    const damaged = readBytes(bytes.replace(',54.68,', ',54.6O,'));
    expect([damaged.rejected.length, damaged.statements]).toEqual([1, []]);
  });
});

describe('a column for each side', () => {
  const result = readFixture('bank/split.csv');

  it('is signed into the account, whether or not debits carry a minus', () => {
    expect(result.rejected).toEqual([]);
    expect(result.records.map(({ facts }) => [facts.amount, facts.clientName, facts.balance])).toEqual([
      [125_050, 'Käthe Groß', 130_050],
      [-300, 'Café Moos', 5000],
      [-300, 'Café Moos', 5300],
    ]);
    expect(result.records[0]?.facts.availableAt?.text).toBe('01.04.2026');
  });

  it('keeps equal lines apart', () => expect(new Set(result.records.map(({ nativeId }) => nativeId)).size).toBe(3));

  it('reads balances against the order of time', () => {
    expect(result.statements).toMatchObject([{ openingMinor: 5600, closingMinor: 130_050, linesMinor: 124_450 }]);
  });

  it('is pointed at in the column that says it', () => {
    const { byteOffset, byteLength } = result.records[1]?.span ?? { byteOffset: 0, byteLength: 0 };
    const text = Buffer.from(fixtureBytes('bank/split.csv').slice(byteOffset, byteOffset + byteLength), 'latin1').toString('utf8');
    const place = locateField(result.detection.options, result.detection.header, text, 'amount');
    expect([place?.column, text.slice(place?.start, place?.end)]).toEqual(['Soll', '3,00']);
  });
});

describe('a mark beside the amount', () => {
  const result = readFixture('bank/marked.csv');

  it('gives the sign, whatever sign the amount has', () => {
    expect(result.records.map(({ facts }) => [facts.amount, facts.moneyKind, facts.status])).toEqual([
      [1200, 'bank', 'booked'],
      [-500, 'bank', 'booked'],
      [-700, 'nothing', 'pending'],
    ]);
  });

  it('is not read where it is not known, nor is a status', () => {
    expect(result.rejected.map(({ code, column, text }) => [code, column, text])).toEqual([
      ['unknown_value', 'D/C', 'X'],
      ['unknown_value', 'Status', 'Held'],
    ]);
    expect(result.rejected[0]?.cause).toContain('known are c, cr');
  });

  it('leaves what payers wrote a reference, not an id', () => {
    expect(result.records.map(({ nativeId, facts }) => [nativeId.slice(0, 4), facts.reference])).toEqual([
      ['row:', null],
      ['row:', 'rent'],
      ['row:', 'rent'],
    ]);
  });
});

describe('tables that do not say which way money went', () => {
  it.each([
    ['no balance, no other side', 'Date,Description,Amount,Category\n2026-01-31,Coffee,3.00,Food\n'],
    [
      'a currency that speaks of another amount',
      'Date,Label,Currency,Amount,Amount Currency,Partner Name\n2026-01-31,A,USD,3.00,0.0,B\n',
    ],
    ['debits and credits of a ledger', 'Date,Description,Account,Debit,Credit\n2026-01-31,Coffee,Food,3.00,\n'],
  ])('%s: their columns are asked for', (_, text) => {
    expect(detect(bytesOf(text))).toMatchObject({ layoutId: null, questions: [{ kind: 'mapping' }] });
  });
});

describe('dialects', () => {
  it.each([
    [
      'Chase',
      'Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\nCREDIT,03/31/2026,STRIPE,5.00,ACH_CREDIT,15.00,\nDEBIT,03/30/2026,RENT,-5.00,ACH_DEBIT,10.00,\n',
      [500, -500],
    ],
    [
      'Bank of America',
      'Beginning balance,,10.00\nDate,Description,Amount,Running Bal.\n03/30/2026,STRIPE,5.00,15.00\n03/31/2026,RENT,"-1,005.00",-990.00\n',
      [500, -100_500],
    ],
    [
      'Sparkasse',
      'Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;BIC (SWIFT-Code);Betrag;Waehrung\nDE1;31.03.26;31.03.26;GUTSCHRIFT;Order 2001;STRIPE;DE2;B;5,00;EUR\n',
      [500],
    ],
    [
      'Rabobank',
      'IBAN/BBAN,Munt,BIC,Datum,Rentedatum,Bedrag,Saldo na trn,Tegenrekening IBAN/BBAN,Naam tegenpartij,Omschrijving-1\nNL1,EUR,R,2026-03-31,2026-03-31,"+5,00","15,00",NL2,STRIPE,Order 2001\n',
      [500],
    ],
    [
      'ING',
      'Datum;Naam / Omschrijving;Rekening;Tegenrekening;Code;Af Bij;Bedrag (EUR);Mutatiesoort;Mededelingen\n20260331;STRIPE;NL1;NL2;GT;Bij;5,00;Online;Order 2001\n20260331;HUUR;NL1;NL3;GT;Af;7,00;Online;Maart\n',
      [500, -700],
    ],
  ])('%s', (_, text, amounts) => {
    const { records, rejected, detection } = readBytes(bytesOf(text), { currency: 'EUR' });
    expect([detection.label, rejected]).toEqual(['Bank statement CSV', []]);
    expect(records.map(({ facts }) => facts.amount)).toEqual(amounts);
  });
});

it('keeps the ids of all lines where one row is torn, repeats the header or sums up', () => {
  const lines = fixtureBytes('bank/signed.csv').trimEnd().split(/\r?\n/);
  const ids = readFixture('bank/signed.csv').records.map(({ nativeId }) => nativeId);
  const header = lines.find((line) => line.startsWith('Date,')) ?? '';
  for (const strange of ['2026-03-31,TORN', header, ',Total,-3149.32,EUR,,,']) {
    const { records } = readBytes([...lines.slice(0, -1), strange, ...lines.slice(-1)].join('\n'));
    expect(records.map(({ nativeId }) => nativeId)).toEqual(ids);
  }
});

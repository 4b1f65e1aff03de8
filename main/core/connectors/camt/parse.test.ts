import { describe, expect, it } from 'vitest';
import type { FieldName } from '#shared/domain/fields.ts';
import { fixtureBytes, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import { locateField } from '../registry.ts';

describe('a statement, with a prefixed namespace', () => {
  const file = 'camt/statement-053.xml';
  const result = readFixture(file);
  const [paid, sent, returned, together] = result.records;

  it('splits a batch whose details meet it, each with its own sign', () => {
    expect(result.rejected).toEqual([]);
    expect([result.detection.label, result.rowCount, result.records.length]).toEqual(['Bank statement CAMT (ISO 20022)', 3, 4]);
    expect(shownFacts(paid)).toEqual({
      moneyKind: 'bank',
      amount: 125_050,
      currency: 'EUR',
      placedAt: '2026-03-31T23:30:00-05:00',
      availableAt: '2026-04-01',
      account: 'DE02120300000000202051',
      clientName: 'Käthe Groß & Söhne',
      counterAccount: 'CH5604835012345678009',
      description: 'Order 2001',
      reference: 'RF18539007547034',
      invoiceNumber: 'INV-0071',
      category: 'PMNT-RCDT-ESCT',
      status: 'booked',
    });
    expect([sent?.facts.amount, sent?.facts.clientName]).toEqual([-5000, 'Moss Ltd']);
    expect([paid?.nativeId, sent?.nativeId]).toEqual(['REF-20260331-1/1', 'REF-20260331-1/2']);
  });

  it('takes the day as the bank wrote it, whatever the zone', () => {
    expect(paid?.facts.placedAt).toMatchObject({ ms: Date.UTC(2026, 2, 31), precision: 'day' });
  });

  it('refers to what the payment names', () => {
    expect(shownRefs(paid?.refs)).toEqual(
      expect.arrayContaining([
        'invoice INV71 mentions',
        'payment_ref RF18539007547034 mentions',
        'payment_ref 75E77105-A09F-4F9E-BFA8-E82E91AB209B mentions',
        'shopify:order 2001 free',
      ]),
    );
  });

  it('takes a reversal as it moved, and a batch in another currency whole', () => {
    expect([returned?.facts.amount, returned?.facts.description]).toEqual([5000, 'Return of a debit &#38; more']);
    expect([together?.facts.amount, together?.nativeId]).toEqual([-5600, 'REF-20260331-3']);
  });

  it('meets its balances and its totals', () => {
    expect(result.statements).toEqual([
      {
        account: 'DE02120300000000202051',
        currency: 'EUR',
        fromDay: '2026-03-31',
        toDay: '2026-03-31',
        openingMinor: -10_000,
        closingMinor: 109_450,
        statedMinor: 119_450,
        linesMinor: 119_450,
        line: 5,
      },
    ]);
  });

  it('is the same in pieces of any size', () => {
    for (const chunk of [1, 3, 64]) expect(readBytes(fixtureBytes(file), {}, chunk)).toEqual(result);
  });

  it.each<[number, FieldName, unknown]>([
    [0, 'amount', ['1250.50', 'TxDtls/Amt']],
    [0, 'clientName', ['K&#228;the Gro&#xDF; &amp; S&#246;hne', 'RltdPties/Dbtr/Pty/Nm']],
    [1, 'clientName', ['Moss Ltd', 'RltdPties/Cdtr/Pty/Nm']],
    [2, 'amount', ['50.00', 'Ntry/Amt']],
    [2, 'placedAt', ['2026-03-31', 'BookgDt/Dt']],
    [2, 'payoutId', null],
  ])('points at the value: record %i, %s', (index, field, expected) => {
    const span = result.records[index]?.span ?? { byteOffset: 0, byteLength: 0 };
    const text = fixtureBytes(file).slice(span.byteOffset, span.byteOffset + span.byteLength);
    expect(text).toMatch(/^<ns2:(Ntry|TxDtls)>[\s\S]*<\/ns2:\1>$/);
    const place = locateField(result.detection.options, [], text, field);
    expect(place === null ? null : [text.slice(place.start, place.end), place.column]).toEqual(expected);
  });
});

describe('a report of the day, without a namespace', () => {
  const result = readFixture('camt/report-052.xml');

  it('knows what is pending, and amounts of zero', () => {
    expect(
      result.records.map(({ nativeId, facts }) => [nativeId.slice(0, 9), facts.moneyKind, facts.amount, facts.status]),
    ).toEqual([
      ['PEND-0001', 'nothing', 8000, 'pending'],
      [expect.stringMatching(/^row:/), 'bank', 0, 'booked'],
    ]);
  });

  it('reads no unknown status, sign or mark as if it knew them', () => {
    expect(result.rejected.map(({ code, column, text, span }) => [code, column, text, span.line])).toEqual([
      ['unknown_value', 'Sts', 'HELD', 5],
      ['bad_amount', 'Amt', '-5.00', 6],
      ['unknown_value', 'CdtDbtInd', 'HABEN', 7],
    ]);
    expect(result.rejected[0]?.cause).toContain('BOOK, PDNG, INFO, FUTR');
  });

  it('covers nothing: it is no closed statement', () => expect(result.statements).toEqual([]));
});

it('is one line in a statement and in the notification that tells its details', () => {
  const entry = (details: string) =>
    `<Acct><Id><IBAN>X</IBAN></Id><Ccy>CHF</Ccy></Acct><Ntry><Amt Ccy="CHF">30</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-31</Dt></BookgDt><AcctSvcrRef>BATCH-0001</AcctSvcrRef>${details}</Ntry>`;
  const payment = (amount: number, invoice: string) =>
    `<TxDtls><Amt Ccy="CHF">${amount}</Amt><RmtInf><Strd><RfrdDocInf><Nb>${invoice}</Nb></RfrdDocInf></Strd></RmtInf></TxDtls>`;
  const details = `<NtryDtls>${payment(10, 'INV-1')}${payment(20, 'INV-2')}</NtryDtls>`;
  const booked = readBytes(`<Document><BkToCstmrStmt><Stmt>${entry('')}</Stmt></BkToCstmrStmt></Document>`).records;
  const notified = readBytes(
    `<Document><BkToCstmrDbtCdtNtfctn><Ntfctn>${entry(details)}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`,
  );
  expect(notified.records.map(({ nativeId, facts }) => [nativeId, facts.amount])).toEqual([['BATCH-0001', 3000]]);
  expect(booked.map(({ nativeId }) => nativeId)).toEqual(['BATCH-0001']);
  expect(shownRefs(notified.records[0]?.refs)).toEqual(expect.arrayContaining(['invoice INV1 mentions', 'invoice INV2 mentions']));
  expect(notified.statements).toEqual([]);
});

it('is booked in a later version of what was pending', () => {
  const report = (sts: string, at: string) =>
    `<Document><BkToCstmrStmt><Stmt><CreDtTm>${at}</CreDtTm><Acct><Id><IBAN>X</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy="EUR">8</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>${sts}</Sts><BookgDt><Dt>2026-03-31</Dt></BookgDt><AcctSvcrRef>PEND-0001</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>`;
  const [pending] = readBytes(report('PDNG', '2026-03-31T12:00:00Z')).records;
  const [booked] = readBytes(report('BOOK', '2026-03-31T20:00:00Z')).records;
  expect(booked?.nativeId).toBe(pending?.nativeId);
  expect(booked?.versionMs).toBeGreaterThan(pending?.versionMs ?? Number.POSITIVE_INFINITY);
});

import { describe, expect, it } from 'vitest';
import { bytesOf, detect, fixtureBytes, parse, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import { detectFile, locateField } from '../registry.ts';

describe('version 1, without end tags', () => {
  const result = readFixture('ofx/checking.ofx');
  const [payout, fee, coffee, again, interest] = result.records;

  it('gives the lines of every account, signed, on the day as written', () => {
    expect(result.rejected).toEqual([]);
    expect([result.detection.label, result.rowCount]).toEqual(['Bank statement OFX/QFX', 5]);
    expect(shownFacts(payout)).toEqual({
      moneyKind: 'bank',
      amount: 5468,
      currency: 'USD',
      placedAt: '20260316120000.000[-5:EST]',
      availableAt: null,
      account: '000123450',
      clientName: 'STRIPE PAYMENTS',
      counterAccount: null,
      description: 'STRIPE PAYMENTS ST-K7J2QPLMNA po_1FIX00000001',
      reference: null,
      category: 'DIRECTDEP',
      status: 'booked',
    });
    expect(payout?.facts.placedAt).toMatchObject({ ms: Date.UTC(2026, 2, 16), precision: 'day' });
    expect(shownRefs(payout?.refs)).toContain('payout PO_1FIX00000001 free');
    expect([interest?.facts.account, interest?.facts.currency, interest?.facts.amount]).toEqual(['000123777', 'EUR', 75]);
  });

  it('reads decimal commas and the bytes of Windows-1252', () => {
    expect([coffee?.facts.amount, coffee?.facts.clientName]).toEqual([-300, 'CAFÉ R&D']);
  });

  it('keeps lines apart to which the bank gave one id', () => {
    expect(payout?.nativeId).toBe('202603160001');
    expect([fee?.nativeId, interest?.nativeId]).toEqual([
      expect.stringMatching(/^202603160001~[0-9a-z]{11}$/),
      expect.stringMatching(/^202603160001~[0-9a-z]{11}$/),
    ]);
    expect(fee?.nativeId).not.toBe(interest?.nativeId);
    expect(fee?.aliases).toEqual(['202603160001']);
    // A counter that starts anew with each download: never an id on its own, and equal lines stay two.
    expect(again?.nativeId).toBe(`${coffee?.nativeId}:2`);
    expect(coffee?.nativeId).toMatch(/^1~[0-9a-z]{11}$/);
  });

  it('says what the statements cover and close with', () => {
    expect(result.statements).toEqual([
      {
        account: '000123450',
        currency: 'USD',
        fromDay: '2026-03-01',
        toDay: '2026-03-31',
        openingMinor: null,
        closingMinor: 104_718,
        statedMinor: null,
        linesMinor: 4718,
        line: 15,
      },
      {
        account: '000123777',
        currency: 'EUR',
        fromDay: '2026-03-01',
        toDay: '2026-03-31',
        openingMinor: null,
        closingMinor: null,
        statedMinor: null,
        linesMinor: 75,
        line: 59,
      },
    ]);
  });

  it('is the same in pieces of any size', () => {
    const bytes = fixtureBytes('ofx/checking.ofx');
    for (const chunk of [1, 7, 100]) expect(readBytes(bytes, {}, chunk)).toEqual(result);
  });

  it('spans each transaction to the byte, and points into it', () => {
    const bytes = fixtureBytes('ofx/checking.ofx');
    const { span } = payout ?? { span: { byteOffset: 0, byteLength: 0, line: 0 } };
    const text = bytes.slice(span.byteOffset, span.byteOffset + span.byteLength);
    expect([text.startsWith('<STMTTRN>\n<TRNTYPE>'), text.endsWith('</STMTTRN>'), span.line]).toEqual([true, true, 25]);
    const place = locateField(result.detection.options, [], text, 'amount');
    expect(place).toMatchObject({ column: 'TRNAMT', lineIndex: 3 });
    expect(text.slice(place?.start, place?.end)).toBe('54.68');
  });
});

describe('version 2, XML', () => {
  const result = readFixture('ofx/card.qfx');

  it('reads payees, references to characters, and CDATA as text', () => {
    expect(result.records.map(({ facts }) => [facts.clientName, facts.description, facts.counterAccount])).toEqual([
      ['Moss & Söhne', 'Moss & Söhne Felt <grey>', 'DE02120300000000202051'],
    ]);
  });

  it('rejects what it cannot read for sure, and then vouches for no sum', () => {
    expect(result.rejected.map(({ code, column, text, span }) => [code, column, text, span.line])).toEqual([
      ['unknown_value', 'TRNTYPE', 'CASHBACK', 21],
      ['bad_date', 'DTPOSTED', '20260230', 27],
      ['bad_amount', 'TRNAMT', '-1,234', 33],
    ]);
    expect(result.rejected[0]?.cause).toContain('Known are CREDIT, DEBIT');
    expect(result.statements).toMatchObject([{ closingMinor: -1200, linesMinor: null }]);
  });
});

it('names files that hold no statement', () => {
  const shown = (text: string) =>
    detectFile({
      name: 'a.ofx',
      head: text,
      complete: true,
      mappings: [],
      defaults: { zone: 'UTC', currency: 'USD', dateOrder: null, decimalMark: null },
    });
  expect(shown('OFXHEADER:100\n\n<OFX></OFX>')).toMatchObject({ unreadable: { what: expect.stringContaining('no statement') } });
  const trades = '<OFX><INVSTMTRS><INVTRANLIST><BUYMF><INVTRAN><FITID>1</INVTRAN></BUYMF></INVTRANLIST></INVSTMTRS></OFX>';
  expect(shown(trades)).toMatchObject({ unreadable: { what: expect.stringContaining('trades') } });
});

it('reads no further than an element without end', () => {
  const head =
    '<OFX><STMTRS><CURDEF>USD<BANKTRANLIST><STMTTRN><TRNAMT>1.00<DTPOSTED>20260101<FITID>abcdef1</STMTTRN><STMTTRN><MEMO>';
  const bytes = bytesOf(`${head}${'x'.repeat(300_000)}</STMTTRN>`);
  const { records, rejected, statements } = parse(bytes, detect(bytes));
  expect(records).toHaveLength(1);
  expect(rejected).toMatchObject([{ code: 'row_too_large' }]);
  expect(statements).toMatchObject([{ linesMinor: null }]);
});

import { describe, expect, it } from 'vitest';
import { bytesOf, factsOf, fixtureBytes, readBytes, readFixture, shownRefs } from '#test/factories/read-file.ts';
import { readName } from './kinds.ts';

const shape = (result: ReturnType<typeof readFixture>) =>
  result.records.map(({ type, facts }) => [type, facts.moneyKind, facts.amount, facts.fee, facts.net]);

describe('the activity download', () => {
  const result = readFixture('paypal/activity-22.csv');

  it('says of each row what it moved, fees as costs', () => {
    expect(result.rejected).toEqual([]);
    expect(shape(result)).toEqual([
      ['charge', 'charge', 7722, 318, 7404],
      ['refund', 'refund', -2000, 0, -2000],
      ['charge', 'nothing', 1000, 84, 916],
      ['charge', 'charge', 5000, 224, 4776],
      ['payment', 'conversion', -4776, 0, -4776],
      ['payment', 'conversion', 6057, 0, 6057],
      ['payment', 'hold', -6057, 0, -6057],
      ['payment', 'hold_released', 6057, 0, 6057],
      ['payout', 'payout', -111_461, 0, -111_461],
      ['payment', 'adjustment', -3000, 0, -3000],
      ['dispute', 'dispute', -7722, 0, -7722],
      ['payment', 'fee', -2000, 0, -2000],
    ]);
  });

  it('names sale, payment and buyer', () => {
    expect(shownRefs(result.records[0]?.refs)).toEqual(
      expect.arrayContaining(['payment_ref 5FX10000000000001 own', 'shopify:order 2001 mentions', 'invoice 2001 mentions']),
    );
    expect(shownRefs(result.records[1]?.refs)).toEqual(
      expect.arrayContaining(['payment_ref 5FX10000000000002 own', 'payment_ref 5FX10000000000001 mentions']),
    );
    expect(result.records.slice(0, 2).map(({ facts }) => facts.email)).toEqual(['nora@example.test', 'nora@example.test']);
    expect(result.records[0]?.aliases).toEqual(['1234-5678']);
    expect(shownRefs(result.records[9]?.refs).filter((shown) => shown.includes('order'))).toEqual([]);
  });

  it('is read in the day order and the zone that it states', () => {
    expect(result.detection.options.dateOrder).toBe('mdy');
    expect(factsOf(result, '5FX10000000000001').placedAt?.ms).toBe(Date.UTC(2026, 2, 2, 17, 31, 10));
    expect(factsOf(result, '5FX10000000000002').placedAt?.ms).toBe(Date.UTC(2026, 2, 13, 17));
  });

  it('states its balances, which meet what it moved to the cent', () => {
    expect(result.statements).toMatchObject([
      {
        currency: 'USD',
        fromDay: '2026-03-02',
        toDay: '2026-03-22',
        openingMinor: 0,
        closingMinor: -112_722,
        linesMinor: -112_722,
      },
      { currency: 'GBP', openingMinor: 0, closingMinor: 0, statedMinor: 0, linesMinor: 0 },
    ]);
  });

  it('takes a pending withdrawal for sent: it has left the balance', () => {
    expect(factsOf(result, '5FX10000000000009')).toMatchObject({ payoutId: '5FX10000000000009', payoutStatus: 'paid' });
  });

  it('with a balance that does not meet its rows says so', () => {
    const bytes = fixtureBytes('paypal/activity-22.csv').replace('"-1,127.22"', '"-1,127.23"');
    const usd = readBytes(bytes).statements[0];
    expect([usd?.statedMinor, usd?.linesMinor]).toEqual([-112_723, -112_722]);
  });
});

describe('in German, 41 columns', () => {
  const result = readFixture('paypal/activity-41-german.csv');

  it('is read alike; a row that is only shown is a record of its own that moves nothing', () => {
    expect(result.rejected).toEqual([]);
    expect(shape(result)).toEqual([
      ['charge', 'charge', 107_722, 3118, 104_604],
      ['payment', 'nothing', 107_722, 0, 107_722],
      ['payment', 'hold', -550, 0, -550],
      ['payment', 'hold_released', 550, 0, 550],
      ['refund', 'refund', -7722, 0, -7722],
      ['payout', 'payout', -96_882, 0, -96_882],
    ]);
    expect(result.records.map(({ nativeId }) => nativeId).slice(0, 2)).toEqual(['6FX10000000000001', '6FX10000000000001~memo']);
    expect(result.statements).toMatchObject([{ openingMinor: 0, closingMinor: 0, linesMinor: 0 }]);
  });

  it('finds the order in what a shop plugin wrote', () => {
    expect(shownRefs(result.records[0]?.refs)).toContain('woocommerce:order 7001 mentions');
  });
});

it('in French, 41 columns, is read alike; what was only authorised never posts', () => {
  const result = readFixture('paypal/activity-41-french.csv');
  expect(result.rejected).toEqual([]);
  expect(shape(result)).toEqual([
    ['payment', 'authorisation', 10_000, 0, 10_000],
    ['charge', 'charge', 10_000, 325, 9675],
    ['payment', 'hold', -9675, 0, -9675],
    ['payment', 'hold_released', 9675, 0, 9675],
    ['refund', 'refund', -1000, 0, -1000],
    ['payout', 'payout', -8675, 0, -8675],
  ]);
  expect(result.statements).toMatchObject([{ openingMinor: 0, closingMinor: 0, linesMinor: 0 }]);
  expect(shownRefs(result.records[0]?.refs)).toContain('payment_ref 4FX10000000000001 own');
  expect(shownRefs(result.records[1]?.refs)).toContain('payment_ref 4FX10000000000001 mentions');
});

it.each([
  ['paypal/statement-french.csv', ['charge', 'refund', 'payout'], [107_722, -5930, -98_674], [0, 0]],
  ['paypal/statement-spanish.csv', ['payout', 'refund', 'charge'], [-400_000, -16_071, 16_071], [463_182, 62_681]],
  ['paypal/statement-german.csv', ['charge', 'fee', 'payout'], [2998, -300, -2558], [0, 0]],
])('%s is read, oldest or newest row first', (file, kinds, amounts, [opening, closing]) => {
  const { records, rejected, statements } = readFixture(file);
  expect(rejected).toEqual([]);
  expect(records.map(({ facts }) => facts.moneyKind)).toEqual(kinds);
  expect(records.map(({ facts }) => facts.amount)).toEqual(amounts);
  expect(statements).toMatchObject([{ openingMinor: opening, closingMinor: closing }]);
  expect(statements[0]?.statedMinor).toBe(statements[0]?.linesMinor);
});

const HEADER = 'Date,Time,TimeZone,Type,Status,Currency,Gross,Fee,Net,Transaction ID';

it.each([
  ['a kind that PayPal added', 'Express Teleport Payment', 'Completed', 'PST', '9.00', 'unknown_value', 'Type'],
  ['a status that PayPal added', 'Express Checkout Payment', 'Teleported', 'PST', '9.00', 'unknown_value', 'Status'],
  ['a net that is not gross and fee', 'Express Checkout Payment', 'Completed', 'PST', '9.01', 'conflicting_rows', 'Net'],
  ['a zone that nobody knows', 'Express Checkout Payment', 'Completed', 'Mars/Olympus', '9.00', 'bad_date', 'TimeZone'],
])('%s is not read', (_, type, status, zone, net, code, column) => {
  const bytes = bytesOf(`${HEADER}\n13/01/2026,10:00:00,${zone},${type},${status},USD,10.00,-1.00,${net},A1\n`);
  expect(readBytes(bytes).rejected).toMatchObject([{ code, column }]);
});

it('goes by the event code where there is one', () => {
  const rows = ['T0006', 'T1107', 'T0400', 'T1503', 'T0200', 'T1300']
    .map((code, i) => `13/01/2026,10:00:00,PST,Irgendwas,Completed,USD,-10.00,0.00,-10.00,A${i},${code}`)
    .join('\n');
  const { records } = readBytes(bytesOf(`${HEADER},Transaction Event Code\n${rows}\n`));
  expect(records.map(({ facts }) => facts.moneyKind)).toEqual([
    'adjustment',
    'refund',
    'payout',
    'hold',
    'conversion',
    'authorisation',
  ]);
});

it('keeps the record of a transaction whose name and status changed, the later step as the later version', () => {
  const read = (type: string, status: string) =>
    readBytes(bytesOf(`${HEADER}\n13/01/2026,10:00:00,PST,${type},${status},USD,10.00,-1.00,9.00,A1\n`)).records[0];
  const [before, after] = [read('Website Payment', 'Pending'), read('Express Checkout Payment', 'Completed')];
  expect([before?.type, before?.nativeId]).toEqual([after?.type, after?.nativeId]);
  expect([before?.facts.moneyKind, after?.facts.moneyKind]).toEqual(['nothing', 'charge']);
  expect(before?.versionMs ?? 0).toBeLessThan(after?.versionMs ?? 0);
});

it('keeps two rows of one id that move two balances apart', () => {
  const row = (currency: string, gross: string) =>
    `13/01/2026,10:00:00,PST,General Currency Conversion,Completed,${currency},${gross},0.00,${gross},A1`;
  const { records } = readBytes(bytesOf(`${HEADER}\n${row('USD', '-10.00')}\n${row('EUR', '9.00')}\n${row('USD', '-10.00')}\n`));
  expect(records.map(({ nativeId }) => nativeId)).toEqual(['A1', 'A1~EUR+', 'A1']);
});

it.each([
  ['Pre-approved Payment Bill User Payment', ['adjustment', 'charge']],
  ['Bank Deposit to PP Account ', 'transfer'],
  ['Reversal of ACH Deposit', 'transfer'],
  ['Hold on Balance for Dispute Investigation', ['hold', 'hold_released']],
  ['Fee for Mass Pay request', ['fee', 'fee_returned']],
  ['Void of Authorization', 'void'],
  ['Payment Reversal', ['dispute', 'dispute_reversal']],
  ['Zahlung im Einzugsverfahren mit Zahlungsrechnung', ['adjustment', 'charge']],
  ['Bankgutschrift auf PayPal-Konto', 'transfer'],
  ['Freigabe allgemeiner Einbehaltung', ['hold', 'hold_released']],
  ['Allgemeine Währungsumrechnung', 'conversion'],
  ["Paiement préapprouvé d'un utilisateur de facture de paiement", ['adjustment', 'charge']],
  ['Virement bancaire sur le compte PayPal (obsolète)', 'transfer'],
  ['Annulation de suspension de compte standard', ['hold', 'hold_released']],
  ['Conversión de divisas general', 'conversion'],
  ['Depósito bancario en cuenta PayPal', 'transfer'],
  ['Cancelación de retención', ['hold', 'hold_released']],
  ['Anulación de pago', ['dispute', 'dispute_reversal']],
  ['Einbehaltung zur Zahlungsprüfung', ['hold', 'hold_released']],
  ['Kreditkartenrückbuchung', ['dispute', 'dispute_reversal']],
  ['Retención de cuenta por autorización abierta', ['hold', 'hold_released']],
  ['Pago masivo', ['adjustment', 'charge']],
  ['Chargeback Teleport', null],
])('%s', (name, meaning) => {
  expect(readName(name)).toEqual(meaning);
});

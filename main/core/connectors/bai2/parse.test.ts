import { describe, expect, it } from 'vitest';
import { bytesOf, fixtureBytes, readBytes, readFixture, shownFacts } from '#test/factories/read-file.ts';
import { locateField } from '../registry.ts';

const FILE = 'bai2/statement.bai2';
const result = readFixture(FILE);

describe('transactions', () => {
  it('are signed by their type, in the currency of the account or the standard', () => {
    expect(result.records.map(({ facts }) => [facts.category, facts.amount, facts.currency, facts.account])).toEqual([
      ['165', 75_000, 'USD', '0123456789'],
      ['301', 50_000, 'USD', '0123456789'],
      ['475', -50_000, 'USD', '0123456789'],
      ['451', -1000, 'USD', '0123456789'],
      ['698', -500, 'USD', '0123456789'],
      ['165', 1000, 'JPY', '777'],
    ]);
  });

  it('go on in records 88, as text or as fields', () => {
    expect(shownFacts(result.records[0])).toMatchObject({
      description: 'STRIPE PAYMENTS ST-K7J2QPLMNA, INC PO_1FIX00000001 ORDER/2001',
      reference: 'YRC065321',
      placedAt: '260331',
      availableAt: '260401',
    });
    expect([result.records[3]?.nativeId, result.records[3]?.facts.description]).toEqual(['FEEREF01', 'WIRE FEE']);
  });

  it('of a type that does not say which way the money went are not read', () => {
    expect(result.rejected).toMatchObject([{ code: 'unknown_value', column: '16', text: '725', span: { line: 16 } }]);
  });

  it('may stand several on a line, each with its own bytes', () => {
    const { byteOffset, byteLength, line } = result.records[4]?.span ?? { byteOffset: 0, byteLength: 0, line: 0 };
    const text = fixtureBytes(FILE).slice(byteOffset, byteOffset + byteLength);
    expect([text, line]).toEqual(['16,698,500,Z,,,A B/', 11]);
    const place = locateField(result.detection.options, [], text, 'amount');
    expect(text.slice(place?.start, place?.end)).toBe('500');
  });
});

it('states balances, and totals where they count the items', () => {
  expect(result.statements).toEqual([
    {
      account: '0123456789',
      currency: 'USD',
      fromDay: '2026-03-31',
      toDay: '2026-03-31',
      openingMinor: 100_000,
      closingMinor: 173_500,
      statedMinor: 73_500,
      linesMinor: 73_500,
      line: 3,
    },
    expect.objectContaining({ account: '777', currency: 'JPY', linesMinor: null, statedMinor: null }),
  ]);
});

describe('control totals', () => {
  const changed = (from: string, to: string) => {
    const { rejected } = readBytes(fixtureBytes(FILE).replace(from, to));
    return rejected.filter(({ column }) => column !== '16').map(({ code, column, text }) => [code, column, text]);
  };

  it('are met by a file as the bank made it', () => expect(changed('', '')).toEqual([]));

  it('show an amount that was changed', () => {
    expect(changed('16,165,75000', '16,165,75001')).toEqual([['conflicting_rows', '49', '627500']]);
  });

  it('show a record that is missing, in the account, the group and the file', () => {
    expect(changed('16,890,0,,,,MESSAGE/\n', '')).toEqual([
      ['conflicting_rows', '49', '12'],
      ['conflicting_rows', '98', '18'],
      ['conflicting_rows', '99', '20'],
    ]);
  });

  it('show an account that is missing', () => {
    const from = fixtureBytes(FILE).indexOf('03,777');
    expect(changed(fixtureBytes(FILE).slice(from, fixtureBytes(FILE).indexOf('\n98,') + 1), '')).toEqual([
      ['conflicting_rows', '98', '630505'],
      ['conflicting_rows', '99', '20'],
    ]);
  });
});

it('takes the sum of lines where all items are listed', () => {
  const text = [
    '01,1,2,260401,0200,1,80,,2/',
    '02,1,2,1,260331,2359,EUR,2/',
    '03,9,,010,100,,,015,150,,,100,80,1,,400,30,1,/',
    '16,165,80,,REF-0001,,IN/',
    '16,475,30,,REF-0002,,OUT/',
    '49,470,4/',
    '98,470,1,6/',
    '99,470,1,8/',
  ];
  const { rejected, statements } = readBytes(bytesOf(text.join('\n')));
  expect(rejected).toEqual([]);
  expect(statements).toMatchObject([{ currency: 'EUR', openingMinor: 100, linesMinor: 50, statedMinor: 50, closingMinor: 150 }]);
  const test = readBytes(bytesOf(text.join('\n').replace('02,1,2,1,', '02,1,2,4,')));
  expect([test.records.map(({ facts }) => [facts.moneyKind, facts.status]), test.statements]).toEqual([
    [
      ['nothing', 'test'],
      ['nothing', 'test'],
    ],
    [],
  ]);
  const taken = readBytes(bytesOf(text.join('\n').replace('02,1,2,1,', '02,1,2,2,')));
  expect([taken.records, taken.rejected.map(({ code, text: group }) => [code, group])]).toEqual([
    [],
    [
      ['unknown_value', '2'],
      ['unknown_value', '2'],
    ],
  ]);
});

it('is the same in pieces of any size', () => {
  for (const chunk of [1, 5, 40]) expect(readBytes(fixtureBytes(FILE), {}, chunk)).toEqual(result);
});

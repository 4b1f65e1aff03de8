import { describe, expect, it } from 'vitest';
import { bytesOf, detect, parse } from '#test/factories/read-file.ts';
import type { ColumnMapping } from './connector.ts';
import { IdEvidence, lostDigits } from './rounded-ids.ts';

function columnsOf(...ids: readonly string[]): string[] {
  const evidence = new IdEvidence();
  for (const id of ids) evidence.add(id, 'Id');
  return evidence.columns;
}

describe('ids that a spreadsheet rounded', () => {
  it.each([
    ['three of 16 digits', ['1207727898354340', '1207727898354350', '1207727898354110']],
    ['two of 17 digits', ['23843123456789000', '23843123456790100']],
    ['one of 18 digits', ['120210098765432000']],
    ['short ids beside them', ['123', '1207727898354340', '1207727898354350', '1207727898354110']],
  ])('are known by their column: %s', (_, ids) => {
    expect(columnsOf(...ids)).toEqual(['Id']);
  });

  it.each([
    ['one of 16 digits ends in a zero, as one in ten does', ['1207727898354340']],
    ['so do two', ['1207727898354340', '1207727898354350']],
    ['the same one in many rows is one', Array.from({ length: 20 }, () => '1207727898354340')],
    ['one of 17 digits ends in two, as one in a hundred does', ['23843123456789000']],
    ['one that kept its digits, last', ['1207727898354340', '1207727898354350', '120210098765432000', '1207727898354341']],
    ['order numbers of a shop', ['5550000000000', '6217000000000', '820982911946154']],
    ['order numbers with dashes', ['111-1234567-1000000', '112-1234567-2000000', '113-0000000-0000000']],
  ])('are not: %s', (_, ids) => {
    expect(columnsOf(...ids)).toEqual([]);
  });

  it('count zeros only from the 16th digit on', () => {
    expect(
      ['123456789012345', '1234567890123450', '123456789012345600', '12345678901234500', '12345678901234.5'].map(lostDigits),
    ).toEqual([0, 1, 0, 2, 0]);
  });
});

const CAMPAIGNS: ColumnMapping = {
  name: 'Campaigns',
  system: 'csv',
  type: 'campaign',
  header: ['Campaign', 'Name', 'Spent'],
  fields: { nativeId: 'Campaign', title: 'Name', amount: 'Spent' },
  aliases: [],
};

describe('a file', () => {
  const campaigns = (...ids: readonly string[]) => {
    const bytes = bytesOf(`Campaign,Name,Spent\n${ids.map((id) => `"${id}",Spring launch,12.50\n`).join('')}`);
    return parse(bytes, detect(bytes, {}, [CAMPAIGNS]));
  };

  it('whose first id ends in a zero is read whole', () => {
    const { records, rejected } = campaigns('1207727898354340', '1207727898354346', '1207727898354350');
    expect(rejected).toEqual([]);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['1207727898354340', '1207727898354346', '1207727898354350']);
  });

  it('of one row is read, whatever its last digit', () => {
    expect(campaigns('1207727898354340').rejected).toEqual([]);
  });

  it('whose ids all lost their digits is refused from its first row on; what is short enough is read', () => {
    const { records, rejected } = campaigns('1207727898354340', '1207727898354350', '1207727898354110', '77');
    expect(rejected.map(({ code, column, span }) => [code, column, span.line])).toEqual([
      ['damaged_id', 'Campaign', 2],
      ['damaged_id', 'Campaign', 3],
      ['damaged_id', 'Campaign', 4],
    ]);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['77']);
  });

  it.each(['1.20773E+15', '1.20772789835434E+15', '1,20773E+15', '1E+15', '1.207727898354346E15', '1.2077e+15'])(
    'with a number in place of an id, %s, is refused there',
    (id) => {
      expect(campaigns(id, '1207727898354346').rejected.map(({ code, text }) => [code, text])).toEqual([['damaged_id', id]]);
    },
  );

  it.each(['5e12', '7E123456', '3e8400'])('with an id of letters and digits, %s, is read', (id) => {
    expect(campaigns(id).records.map(({ nativeId }) => nativeId)).toEqual([id]);
  });
});

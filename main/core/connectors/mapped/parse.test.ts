import { describe, expect, it } from 'vitest';
import { bytesOf, detect, parse, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import type { ColumnMapping } from '../connector.ts';

describe('shipped mappings', () => {
  it('HubSpot deals: the default columns', () => {
    const { records, rejected } = readFixture('hubspot/deals.csv');
    expect(rejected).toEqual([]);
    expect(records.map(({ type, nativeId }) => [type, nativeId])).toEqual([
      ['deal', '9101'],
      ['deal', '9102'],
    ]);
    expect(shownFacts(records[1])).toEqual({
      currency: 'USD',
      title: 'Globe & Co - Renewal',
      status: 'contractsent',
      total: null,
      placedAt: '2026-12-01',
      createdAt: '2026-02-01',
      updatedAt: null,
      owner: 'Ana Ruiz',
    });
  });

  it('HubSpot deals: chosen columns, a contact with its email, references', () => {
    const [deal] = readFixture('hubspot/deals-chosen-columns.csv').records;
    expect(shownFacts(deal)).toEqual({
      currency: 'USD',
      title: 'Fernworks - Spring order',
      status: 'Closed won',
      category: 'Sales',
      total: 4_000_000,
      placedAt: '2026-03-01 17:45',
      createdAt: '2026-01-20 09:12',
      updatedAt: '2026-03-02 08:00',
      company: 'Fernworks',
      clientName: 'Nora Lindqvist',
      email: 'nora@example.test',
      reference: '#2001',
      poNumber: 'PO-4711',
    });
    expect(shownRefs(deal?.refs)).toContain('shopify:order 2001 mentions');
    expect(shownRefs(deal?.refs)).toContain('po PO4711 mentions');
    expect(shownRefs(deal?.refs)).toContain('hubspot:deal 9101 own');
  });

  it('NetSuite saved searches: internal id, document number and external id', () => {
    const { records, detection } = readFixture('netsuite/saved-search.csv');
    expect(detection.options.dateOrder).toBe('mdy');
    expect(records.map(({ type, nativeId, aliases, facts }) => [type, nativeId, aliases, facts.total, facts.currency])).toEqual([
      ['sales_order', '410004', ['SO-20001', 'HS-9101'], 4_000_000, 'USD'],
      ['sales_order', '410005', ['TEMP-0007'], 125_000, 'USD'],
    ]);
    expect(shownRefs(records[0]?.refs)).toEqual(
      expect.arrayContaining([
        'netsuite:id 410004 own',
        'netsuite:order SO20001 own',
        'hubspot:deal HS9101 mentions',
        'po PO4711 mentions',
      ]),
    );
  });

  it('Google Ads: title rows before the header', () => {
    const [campaign] = readFixture('google_ads/campaigns.csv').records;
    expect(campaign).toMatchObject({ type: 'campaign', nativeId: '2525371061', facts: { amount: 3_981_240, currency: 'USD' } });
  });

  it('Meta Ads: the currency stands in the header, a campaign is its names and its period', () => {
    const { records } = readFixture('meta_ads/report.csv');
    expect(records.map(({ facts }) => [facts.amount, facts.currency, facts.description])).toEqual([
      [994_799, 'AED', 'Broad'],
      [12_050, 'AED', 'Lookalike'],
    ]);
    const later = readBytes(
      bytesOf(
        'Campaign name,Ad set name,Amount spent (AED),Impressions,Link clicks,Reporting starts,Reporting ends\nFernworks - Spring,Broad,"10,500.00","3,000,000",70000,2026-03-01,2026-03-31\n',
      ),
    );
    expect(later.records[0]?.nativeId).toBe(records[0]?.nativeId);
  });

  it('Asana: address and blank lines before the header, ids of 16 digits', () => {
    const [task] = readFixture('asana/tasks.csv').records;
    expect(task).toMatchObject({
      type: 'project',
      nativeId: '1207727898354346',
      facts: { title: 'Fernworks / Spring launch', notes: 'Order #2001\nBudget agreed' },
    });
    expect(shownRefs(task?.refs)).toContain('shopify:order 2001 free');
  });

  it('orders of any table: semicolons, decimal commas, Windows-1252', () => {
    const { records } = readFixture('csv/orders.csv');
    expect(records.map(({ nativeId, facts }) => [nativeId, facts.clientName, facts.total, facts.placedAt?.text])).toEqual([
      ['A-1', 'Käthe Groß', 125_000, '31.03.2026'],
      ['A-2', 'Ole Bang', 8050, '01.04.2026'],
    ]);
  });
});

const mapping: ColumnMapping = {
  name: 'Statement',
  system: 'bank',
  type: 'bank_line',
  header: ['Day', 'Text', 'Sum', 'Running balance'],
  fields: { placedAt: 'Day', description: 'Text', amount: 'Sum' },
  aliases: [],
};

function read(text: string, used = mapping) {
  return parse(bytesOf(text), detect(bytesOf(text), {}, [used]));
}

describe('rows without an id', () => {
  const header = 'Day,Text,Sum,Running balance\n';
  const ids = (text: string) => read(text).records.map(({ nativeId }) => nativeId);
  const rows = ['2026-01-01,Coffee,-3.00,97.00\n', '2026-01-01,Coffee,-3.00,94.00\n', '2026-01-02,Tea,-2.00,92.00\n'];

  it('stay apart when they are equal, and keep their ids in files that overlap', () => {
    const all = ids(header + rows.join(''));
    expect(new Set(all).size).toBe(3);
    expect(ids(header + rows.slice(1).join(''))).toEqual([all[0], all[2]]);
    expect(ids(header + rows.join(''))).toEqual(all);
  });

  it('are the same when columns come in another order or the balance is restated', () => {
    const turned = 'Running balance,Sum,Text,Day\n1.00,-3.00,Coffee,2026-01-01\n';
    expect(ids(turned)).toEqual(ids(header + rows[0]));
  });
});

describe('values', () => {
  const orders: ColumnMapping = {
    name: 'Ours',
    system: 'csv',
    type: 'order',
    header: ['Id', 'Total', 'Currency', 'Note', 'Other id'],
    fields: { nativeId: 'Id', total: 'Total', currency: 'Currency', notes: 'Note' },
    aliases: ['Other id'],
  };
  const header = 'Id,Total,Currency,Note,Other id\n';

  it.each([
    ['1,5.00,,x,', 'bad_currency', 'Currency', ''],
    [',5.00,EUR,x,', 'missing_id', 'Id', ''],
    ['1.23E+15,5.00,EUR,x,', 'damaged_id', 'Id', '1.23E+15'],
    ['123456789012345000,5.00,EUR,x,', 'damaged_id', 'Id', '123456789012345000'],
    ['1,5.00,EUR,x,9.1E+17', 'damaged_id', 'Other id', '9.1E+17'],
    [`${'9'.repeat(300)},5.00,EUR,x,`, 'damaged_id', 'Id', '9'.repeat(255)],
    ['1,5.00,EUR,a\0b,', 'bad_encoding', 'Note', 'a\0b'],
    ['1,5.00,EUR,x', 'wrong_column_count', null, '1,5.00,EUR,x'],
    ['1,5.00,EUR,x,,surplus', 'wrong_column_count', null, '1,5.00,EUR,x,,surplus'],
  ])('%j: %s', (row, code, column, text) => {
    const { records, rejected, rowCount } = read(`${header}${row}\n2,6.00,EUR,y,\n`, orders);
    expect(rejected.map((bad) => [bad.code, bad.column, bad.text, bad.span.line])).toEqual([[code, column, text, 2]]);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['2']);
    expect(rowCount).toBe(2);
  });

  it('that end in zeros are ids like others where the column holds intact long ids', () => {
    const { records } = read(`${header}123456789012345000,5.00,EUR,,\n123456789012345678,5.00,EUR,,\n`, orders);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['123456789012345000', '123456789012345678']);
  });

  it('lose the apostrophe that our own exports put before formula signs, and no other', () => {
    const { records } = read(`${header}1,5.00,EUR,'=A1,\n2,5.00,EUR,'tis,\n`, orders);
    expect(records.map(({ facts }) => facts.notes)).toEqual(['=A1', "'tis"]);
  });

  it('may have surplus blank cells and blank lines around them', () => {
    const { records, rowCount } = read(`${header}\n1,5.00,EUR,x,,,\n,,,,\n\n2,6.00,EUR,y,\n`, orders);
    expect([records.length, rowCount]).toEqual([2, 2]);
  });

  it('outside the encoding of the file are rejected, not guessed', () => {
    const bytes = `${header}1,5.00,EUR,\xc3\xa9,\n2,5.00,EUR,\xe9t\xe9,\n`;
    const found = detect(bytes.slice(0, bytes.indexOf('2,5')), {}, [orders]);
    expect(parse(bytes, found).rejected).toMatchObject([{ code: 'bad_encoding', column: 'Note', span: { line: 3 } }]);
  });
});

describe('what moved', () => {
  const table = (type: ColumnMapping['type']): ColumnMapping => ({
    name: 'Ours',
    system: 'csv',
    type,
    header: ['Id', 'Sum'],
    fields: { nativeId: 'Id', amount: 'Sum' },
    aliases: [],
  });

  it.each([
    ['charge', 'charge', [500, -200]],
    ['refund', 'refund', [-500, -200]],
    ['payout', 'payout', [-500, -200]],
    ['fee', 'fee', [-500, -200]],
    ['bank_line', 'bank', [500, -200]],
    ['booking', 'booking', [500, -200]],
    ['order', undefined, [500, -200]],
  ] as const)('%s: what leaves is negative, however it is written', (type, kind, amounts) => {
    const { records } = read('Id,Sum\na1,5.00\na2,-2.00\n', table(type));
    expect(records.map(({ facts }) => [facts.moneyKind, facts.amount])).toEqual(amounts.map((amount) => [kind, amount]));
  });
});

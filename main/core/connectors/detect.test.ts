import { describe, expect, it } from 'vitest';
import { bytesOf, DEFAULTS, detect, fixtureBytes, inspectBytes, readBytes } from '#test/factories/read-file.ts';
import type { ColumnMapping } from './connector.ts';
import { detectFile, isUnreadable } from './registry.ts';

describe('what a file is', () => {
  it.each([
    ['shopify/orders-79.csv', 'shopify.orders', 1, ','],
    ['shopify/orders-totals-repeated.csv', 'shopify.orders', 1, ','],
    ['stripe/balance-history.csv', 'stripe.balance', 1, ','],
    ['stripe/balance-change-itemized.csv', 'stripe.balance', 1, ','],
    ['stripe/payout-reconciliation.csv', 'stripe.balance', 1, ','],
    ['stripe/payments-dashboard.csv', 'stripe.payments', 1, ','],
    ['stripe/payments-21.csv', 'stripe.payments', 1, ','],
    ['woocommerce/orders.json', 'woocommerce.json', 0, null],
    ['woocommerce/order-wrapped.json', 'woocommerce.json', 0, null],
    ['woocommerce/orders.jsonl', 'woocommerce.json', 0, null],
    ['woocommerce/refunds.json', 'woocommerce.json', 0, null],
    ['woocommerce/orders-plugin.csv', 'woocommerce.orders-csv', 1, ','],
    ['hubspot/deals.csv', 'hubspot.deals', 1, ','],
    ['hubspot/deals-chosen-columns.csv', 'hubspot.deals', 1, ','],
    ['quickbooks/journal.csv', 'quickbooks.journal', 5, ','],
    ['quickbooks/transaction-detail.csv', 'quickbooks.postings', 4, ','],
    ['quickbooks/general-ledger.csv', 'quickbooks.postings', 5, ','],
    ['quickbooks/ledger-canada.csv', 'quickbooks.postings', 3, ','],
    ['xero/invoices-template.csv', 'xero.invoices', 1, ','],
    ['xero/invoices-export.csv', 'xero.invoices', 1, ','],
    ['amazon/orders-29.txt', 'amazon.orders', 1, '\t'],
    ['amazon/orders-32.txt', 'amazon.orders', 1, '\t'],
    ['netsuite/saved-search.csv', 'netsuite.saved-search', 1, ','],
    ['google_ads/campaigns.csv', 'google_ads.campaigns', 3, ','],
    ['meta_ads/report.csv', 'meta_ads.campaigns', 1, ','],
    ['asana/tasks.csv', 'asana.tasks', 3, ','],
    ['csv/orders.csv', 'csv.orders', 1, ';'],
  ])('%s is %s', (file, layoutId, headerLine, delimiter) => {
    const found = detect(fixtureBytes(file));
    expect([found.layoutId, found.headerLine, found.options.delimiter, found.unsettled]).toEqual([
      layoutId,
      headerLine,
      delimiter,
      [],
    ]);
  });

  it('does not depend on the order or the spelling of columns, and unknown ones do no harm', () => {
    const header = 'NET,Extra,fee,GROSS,currency,reporting category,Created UTC,Balance Transaction ID';
    expect(detect(`${header}\n`).layoutId).toBe('stripe.balance');
  });

  it('is found below comment lines', () => {
    const bytes = `# exported by a tool\n# second line\n\n${fixtureBytes('stripe/balance-history.csv')}`;
    expect(detect(bytes)).toMatchObject({ layoutId: 'stripe.balance', headerLine: 4 });
  });

  it('does not depend on the delimiter', () => {
    const bytes = fixtureBytes('stripe/balance-history.csv').replaceAll(',', ';');
    expect(detect(bytes)).toMatchObject({ layoutId: 'stripe.balance', options: { delimiter: ';' } });
  });

  it('survives headers that are named after what objects inherit', () => {
    const found = detect('__proto__,constructor,hasOwnProperty\n1,2,3\n');
    expect(found.questions).toMatchObject([{ kind: 'mapping', header: ['__proto__', 'constructor', 'hasOwnProperty'] }]);
  });
});

describe('encodings', () => {
  const text = 'Order Number,Order Date,Customer,Total,Currency\nA-1,2026-03-02,Käthe “Kat” Groß,12.50,EUR\n';
  it.each([
    ['UTF-8', bytesOf(text), 'utf-8'],
    ['UTF-8 with mark', bytesOf(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 LE', Buffer.from(`\ufeff${text}`, 'utf16le').toString('latin1'), 'utf-16le'],
    ['UTF-16 BE', Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1'), 'utf-16be'],
    ['Windows-1252', text.replaceAll('“', '\x93').replaceAll('”', '\x94'), 'windows-1252'],
  ])('%s is read alike, and places stay byte offsets', (_, bytes, encoding) => {
    const { detection, records } = readBytes(bytes, {}, 7);
    expect(detection.options.encoding).toBe(encoding);
    expect(records.map(({ nativeId, facts }) => [nativeId, facts.clientName, facts.total])).toEqual([
      ['A-1', 'Käthe “Kat” Groß', 1250],
    ]);
    const span = records[0]?.span ?? { byteOffset: 0, byteLength: 0, line: 0 };
    const unit = encoding.startsWith('utf-16') ? 2 : 1;
    const inFile = bytes.slice(span.byteOffset, span.byteOffset + span.byteLength);
    expect(inFile.length).toBe(span.byteLength);
    expect(inFile.replaceAll('\0', '').startsWith('A-1,2026')).toBe(true);
    expect(bytes.slice(span.byteOffset + span.byteLength).length).toBe(unit);
    expect(span.line).toBe(2);
  });

  it('is settled by the whole file when its beginning is ASCII', () => {
    const bytes = `Order Number,Order Date,Customer,Total\n${'A-1,2026-03-02,Ann,1.00\n'.repeat(50)}A-2,2026-03-02,Gro\xdf,1.00\n`;
    expect(inspectBytes(bytes, 400).options.encoding).toBe('windows-1252');
    expect(inspectBytes(bytes.replace('\xdf', '\xc3\x9f'), 400).options.encoding).toBe('utf-8');
  });
});

describe('date order', () => {
  const file = (dates: readonly string[]) =>
    `Order Number,Order Date,Total\n${dates.map((date, i) => `A-${i},${date},1.00\n`).join('')}`;

  it.each([
    [['01/02/2026', '13/02/2026'], 'dmy'],
    [['01/02/2026', '02/13/2026'], 'mdy'],
    [['2026-02-01'], null],
    [['01.02.2026'], null],
  ])('of %j is %s', (dates, order) => {
    const found = detect(file(dates));
    expect([found.options.dateOrder, found.questions]).toEqual([order, []]);
  });

  it('is asked once with proof where nothing settles it', () => {
    expect(detect(file(['01/02/2026', '02/02/2026', '03/04/2026'])).questions).toEqual([
      {
        kind: 'dateOrder',
        column: 'Order Date',
        choices: ['dmy', 'mdy'],
        proof: [
          { line: 2, text: '01/02/2026', readings: ['2026-02-01', '2026-01-02'] },
          { line: 4, text: '03/04/2026', readings: ['2026-04-03', '2026-03-04'] },
        ],
      },
    ]);
  });

  it('is not doubted when the user states it', () => {
    const found = detect(file(['01/02/2026']), { dateOrder: 'mdy' });
    expect([found.options.dateOrder, found.questions]).toEqual(['mdy', []]);
  });

  it('is asked where dates contradict each other and others stay open', () => {
    expect(detect(file(['13/02/2026', '02/13/2026', '01/02/2026'])).questions.map(({ kind }) => kind)).toEqual(['dateOrder']);
  });

  it('is settled by a row far down the file', () => {
    const open = Array.from({ length: 200 }, () => '01/02/2026');
    expect(inspectBytes(file([...open, '31/01/2026']), 1000)).toMatchObject({
      options: { dateOrder: 'dmy' },
      questions: [],
      unsettled: [],
    });
    expect(inspectBytes(file(open), 1000)).toMatchObject({
      options: { dateOrder: null },
      questions: [{ kind: 'dateOrder' }],
      unsettled: [],
    });
  });

  it('is never guessed by the parser: open values are rejected with line, column, text and cause', () => {
    const bytes = file(['01/02/2026', '2026-02-01']);
    const { records, rejected } = readBytes(bytes);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['A-1']);
    expect(rejected).toMatchObject([{ code: 'bad_date', column: 'Order Date', text: '01/02/2026', span: { line: 2 } }]);
  });
});

describe('decimal mark', () => {
  const file = (amounts: readonly string[]) =>
    `Order Number;Order Date;Total\n${amounts.map((amount, i) => `A-${i};2026-01-01;${amount}\n`).join('')}`;

  it.each([
    [['1.234', '12,50'], ','],
    [['1,234', '12.50'], '.'],
    [['1.234,50'], ','],
    [['12', '13'], '.'],
  ])('of %j is %s', (amounts, mark) => expect(detect(file(amounts)).options.decimalMark).toBe(mark));

  it('is asked where every amount could be read both ways', () => {
    expect(detect(file(['1.234', '12'])).questions).toEqual([
      { kind: 'decimalMark', column: 'Total', proof: [{ line: 2, text: '1.234', readings: ['1.234', '1234.00'] }] },
    ]);
  });

  it('of a vendor that has one is that one, unless the amounts say otherwise', () => {
    const bytes = fixtureBytes('stripe/balance-history.csv');
    expect(detect(bytes.replace('77.22,2.54,74.68', '1000,0,1000')).options.decimalMark).toBe('.');
    const german = bytes.replaceAll(',', ';').replace(/(\d)\.(\d)/g, '$1,$2');
    expect(detect(german).options.decimalMark).toBe(',');
  });
});

describe('mappings', () => {
  const mapping: ColumnMapping = {
    name: 'Vorgänge',
    system: 'csv',
    type: 'order',
    header: ['Vorgang', 'Datum', 'Kunde', 'Betrag', 'Währung'],
    fields: { nativeId: 'Vorgang', placedAt: 'Datum', clientName: 'Kunde', total: 'Betrag', currency: 'Währung' },
    aliases: [],
  };

  it('are asked for, with a proposal, where no connector knows the header', () => {
    const found = detect(fixtureBytes('csv/unknown.csv'));
    expect(found.layoutId).toBe(null);
    expect(found.questions).toMatchObject([
      {
        kind: 'mapping',
        header: mapping.header,
        sampleRows: [
          ['V1', '03.04.2026', 'Acme', '12,50', 'EUR'],
          ['V2', '04.04.2026', 'Bolt', '99,00', 'EUR'],
        ],
        suggested: { type: 'order', fields: { placedAt: 'Datum', clientName: 'Kunde', total: 'Betrag', currency: 'Währung' } },
      },
    ]);
  });

  it('once saved are used again, also when the columns come in another order', () => {
    const bytes = fixtureBytes('csv/unknown.csv');
    expect(detect(bytes, {}, [mapping])).toMatchObject({
      layoutId: 'mapped',
      label: 'Vorgänge',
      questions: [],
      options: { decimalMark: ',' },
    });
    const turned = bytes
      .split('\n')
      .map((line) => line.split(';').reverse().join(';'))
      .join('\n');
    expect(detect(turned, {}, [mapping]).layoutId).toBe('mapped');
  });

  it('of the user come before the shipped ones', () => {
    const header = [
      'Record ID',
      'Deal Name',
      'Deal Stage',
      'Amount',
      'Deal owner',
      'Close Date',
      'Create Date',
      'Last Activity Date',
    ];
    const own: ColumnMapping = { ...mapping, name: 'Ours', header, fields: { nativeId: 'Record ID', title: 'Deal Name' } };
    expect(detect(fixtureBytes('hubspot/deals.csv'), {}, [own]).label).toBe('Ours');
  });

  it('are proposed for exports that are known but not read yet, under their name', () => {
    expect(detect('Date,Description,Amount,Category\n')).toMatchObject({
      layoutId: null,
      system: 'bank',
      types: ['bank_line'],
      label: 'Bank statement',
    });
  });
});

it.each([
  ['ofx/checking.ofx', ['000123450', '000123777']],
  ['ofx/card.qfx', ['4111-0000']],
  ['camt/statement-053.xml', ['DE02120300000000202051']],
  ['camt/report-052.xml', ['12-345']],
  ['mt940/statement.sta', ['NL77INGB0574908765', '1']],
  ['bai2/statement.bai2', ['0123456789', '777']],
  ['bank/signed.csv', ['DE02120300000000202051']],
  ['bank/marked.csv', []],
  ['quickbooks/journal.csv', undefined],
])('a bank names its accounts: %s', (file, accounts) => expect(detect(fixtureBytes(file)).accounts).toEqual(accounts));

describe('what is not read', () => {
  const xml = '<?xml version="1.0"?>\n';
  it.each([
    ['', 'is empty'],
    [' \n\n', 'nothing but blanks'],
    ['PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'ODS'],
    ['PK\x03\x04\x14\x00a.csv', 'ZIP archive'],
    ['%PDF-1.7\n', 'PDF'],
    ['OFXHEADER:100\nDATA:OFXSGML\n<OFX>', 'OFX'],
    [`${xml}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>`, 'CAMT'],
    [`${xml}<!DOCTYPE x><Document><BkToCstmrStmt><Stmt>`, 'DOCTYPE'],
    [`${xml}<IntuitResponse xmlns="http://schema.intuit.com/finance/v3">`, 'QuickBooks API'],
    [`${xml}<other/>`, 'XML of a kind'],
    ['<!doctype html><html>', 'web page'],
    ['{"object":"charge","id":"ch_1"}', 'Stripe API'],
    ['{"payload":{"Orders":[]}}', 'Amazon Selling Partner API'],
    ['{"a":1}', 'no connector knows'],
    ['just words', 'is not a table'],
    ['# Notes\n\nWhere these files come from, and when.\n', 'Markdown'],
    ['\x00\x01\x02\x03\x04\x05\x06\x07\x08'.repeat(20), 'is not text'],
  ])('%j', (head, what) => {
    const found = detectFile({ name: 'a file', head, complete: true, mappings: [], defaults: DEFAULTS });
    if (!isUnreadable(found)) throw new Error(`taken for ${found.label}`);
    expect(found.unreadable.what).toContain(what);
    expect(found.unreadable.safe).toBe('Nothing was imported and nothing in the book has changed.');
    expect(found.unreadable.todo).toMatch(/\.$/);
  });
});

import { describe, expect, it } from 'vitest';
import { bytesOf, factsOf, fixtureBytes, parse, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

const shape = (result: ReturnType<typeof readFixture>) =>
  result.records.map(({ type, nativeId, facts }) => [type, nativeId, facts.total ?? facts.amount]);
const ORDERS = [
  ['order', '7001', 9490],
  ['order', '7002', 5000],
  ['refund', '7003', -2000],
  ['refund', '7004', -3000],
  ['order', '7005', 15_000],
];

it.each([
  ['woocommerce/orders.json', ORDERS, ['/0', '/1', '/1/refunds/0', '/1/refunds/1', '/2']],
  ['woocommerce/orders.jsonl', ORDERS, ['', '', '/refunds/0', '/refunds/1', '']],
  ['woocommerce/orders-wrapped.json', ORDERS.slice(0, 4), ['/data/0', '/data/1', '/data/1/refunds/0', '/data/1/refunds/1']],
  ['woocommerce/order-wrapped.json', ORDERS.slice(0, 1), ['/data']],
])('%s', (file, expected, pointers) => {
  const result = readFixture(file);
  expect(result.rejected).toEqual([]);
  expect(shape(result)).toEqual(expected);
  expect(result.records.map(({ span }) => span.pointer)).toEqual(pointers);
  expect(result.rowCount).toBe(expected.length);
});

describe('an order', () => {
  const result = readFixture('woocommerce/orders.json', { zone: 'America/New_York' });

  it('is read with all that it states; UTC members win over the site’s time', () => {
    expect(shownFacts(result.records[0])).toEqual({
      currency: 'EUR',
      orderNumber: '7001',
      company: null,
      email: 'ines@example.test',
      phone: '+33 6 12 34 56 78',
      total: 9490,
      tax: 1515,
      shipping: 490,
      discount: 500,
      placedAt: '2026-03-02T15:12:00',
      status: 'processing',
      fulfilledAt: null,
      paidAt: '2026-03-02T15:12:40',
      shipStreet: '3 rue Fictive',
      shipCity: 'Lyon',
      shipZip: '69001',
      shipCountry: 'FR',
      paymentMethod: 'Carte',
      notes: null,
      category: 'checkout',
      updatedAt: '2026-03-02T15:13:05',
      clientName: 'Inès Moreau',
      shipName: 'Inès Moreau',
      paymentReferences: ['ch_3Woo7001aaaa', 'pi_3Woo7001aaaa'],
      lineItems: [{ name: 'Théière en fonte', sku: 'TEA-1', quantity: '2', unitPriceMinor: 4500, totalMinor: 9000 }],
    });
    expect(result.records[0]?.facts.placedAt).toMatchObject({ ms: Date.UTC(2026, 2, 2, 15, 12), precision: 'exact' });
    expect(result.records[0]?.versionMs).toBe(Date.UTC(2026, 2, 2, 15, 13, 5));
  });

  it('has a price finer than its currency left out rather than rounded', () => {
    expect(factsOf(result, '7002').lineItems).toEqual([
      { name: 'Tasse', sku: null, quantity: '3', unitPriceMinor: null, totalMinor: 5000 },
    ]);
  });

  it('is named by its id, with number and key as aliases, and refers to its payments', () => {
    expect(result.records[1]?.aliases).toEqual(['FR-7002', 'wc_order_fix7002']);
    expect(shownRefs(result.records[1]?.refs)).toEqual([
      'charge CH_3WOO7002AAAA mentions',
      'payment_intent PI_3WOO7002AAAA mentions',
      'woocommerce:id 7002 own',
      'woocommerce:order FR7002 own',
    ]);
  });

  it('stands where its span says, as its refunds do', () => {
    const bytes = fixtureBytes('woocommerce/orders.json');
    const lines = bytes.split('\n');
    for (const { span, nativeId } of result.records) {
      const text = Buffer.from(bytes.slice(span.byteOffset, span.byteOffset + span.byteLength), 'latin1').toString('utf8');
      expect(String((JSON.parse(text) as { id: unknown }).id)).toBe(nativeId);
      expect(lines[span.line - 1]?.trim().startsWith('{')).toBe(true);
    }
  });
});

describe('a refund', () => {
  it('is one record whether its order carries it or the refunds resource gives it', () => {
    const [inside] = readFixture('woocommerce/orders.json').records.filter(({ nativeId }) => nativeId === '7003');
    const [alone] = readFixture('woocommerce/refunds.json', { currency: 'EUR' }).records;
    const money = { currency: 'EUR', moneyKind: 'refund', amount: -2000, net: -2000 };
    expect(shownFacts(inside)).toEqual({ ...money, notes: 'Damaged', reference: 'FR-7002' });
    expect(shownFacts(alone)).toEqual({
      ...money,
      notes: 'Damaged',
      reference: '7002',
      placedAt: '2026-03-06T09:00:00',
    });
    expect([inside?.type, inside?.nativeId]).toEqual([alone?.type, alone?.nativeId]);
    expect(shownRefs(alone?.refs)).toEqual(['woocommerce:id 7002 mentions', 'woocommerce:refund 7003 own']);
    expect(shownRefs(inside?.refs)).toEqual([
      'woocommerce:id 7002 mentions',
      'woocommerce:order FR7002 mentions',
      'woocommerce:refund 7003 own',
    ]);
  });
});

it('a refund is read again from its own text alone', () => {
  const { detection } = readFixture('woocommerce/orders.json');
  const { records } = parse(bytesOf('{"id": 7003, "reason": "Damaged", "total": "-20.00"}'), detection);
  expect(records).toMatchObject([{ type: 'refund', nativeId: '7003', facts: { amount: -2000, notes: 'Damaged' } }]);
});

describe('elements that cannot be read', () => {
  const order = (change: object) => ({ id: 1, status: 'completed', currency: 'EUR', total: '5.00', line_items: [], ...change });
  const list = (...elements: unknown[]) => readBytes(bytesOf(JSON.stringify([...elements, order({ id: 9 })])));

  it.each([
    [order({ total: '5,OO' }), 'bad_amount', 'total', '5,OO'],
    [order({ total: '' }), 'missing_value', 'total', ''],
    [order({ status: 'shipped' }), 'unknown_value', 'status', 'shipped'],
    [order({ currency: '' }), 'bad_currency', 'currency', ''],
    [order({ id: '' }), 'missing_id', 'id', ''],
    [order({ date_created_gmt: 'yesterday' }), 'bad_date', 'date_created_gmt', 'yesterday'],
    [{ slug: 'pending' }, 'bad_json', null, ''],
    [null, 'bad_json', null, ''],
  ])('%j', (element, code, column, text) => {
    const { records, rejected, rowCount } = list(element);
    expect(rejected.map((bad) => [bad.code, bad.column, bad.text, bad.span.pointer])).toEqual([[code, column, text, '/0']]);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['9']);
    expect(rowCount).toBe(2);
  });

  it('leave the order standing when only one of its refunds is bad', () => {
    const { records, rejected } = list(
      order({
        refunds: [
          { id: 2, total: 'x', reason: '' },
          { id: 3, total: '-1.00', reason: '' },
        ],
      }),
    );
    expect(records.map(({ type, nativeId }) => [type, nativeId])).toEqual([
      ['order', '1'],
      ['refund', '3'],
      ['order', '9'],
    ]);
    expect(rejected.map(({ code, span }) => [code, span.pointer])).toEqual([['bad_amount', '/0/refunds/0']]);
  });

  it('say what is wrong with their JSON and where', () => {
    const { records, rejected } = readBytes(
      '[{"id":1,"status":"completed","total":"5.00","line_items":[},{"id":9,"status":"completed","total":"5.00","line_items":[]}]',
    );
    expect(rejected).toMatchObject([{ code: 'bad_json', cause: 'This element is no JSON: “}” cannot start a value.' }]);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['9']);
  });
});

it('reads the columns that an export plugin writes', () => {
  const result = readFixture('woocommerce/orders-plugin.csv', { currency: 'EUR' });
  expect(shownFacts(result.records[0])).toEqual({
    currency: 'EUR',
    orderNumber: '7001',
    status: 'processing',
    placedAt: '2026-03-02 16:12:00',
    total: 9490,
    tax: 1515,
    shipCountry: 'FR',
  });
});

it('refunds of a plugin’s CSV are the same records', () => {
  const { records, rejected } = readFixture('woocommerce/refunds.csv');
  expect(rejected).toEqual([]);
  expect(records.map(({ type, nativeId, facts }) => [type, nativeId, facts.moneyKind, facts.amount])).toEqual([
    ['refund', '7003', 'refund', -2000],
    ['refund', '7004', 'refund', -3000],
  ]);
  expect(shownRefs(records[0]?.refs)).toEqual(
    expect.arrayContaining(['woocommerce:id 7002 mentions', 'woocommerce:refund 7003 own', 'refund RE_1FIX000007003 mentions']),
  );
});

it('what the gateway charged stands in the order’s notes of its plugin', () => {
  const order = {
    id: 1,
    number: '1',
    status: 'completed',
    currency: 'EUR',
    total: '10.00',
    line_items: [],
    meta_data: [{ key: '_stripe_fee', value: '0.54' }],
  };
  expect(readBytes(bytesOf(JSON.stringify([order]))).records[0]?.facts.fee).toBe(54);
});

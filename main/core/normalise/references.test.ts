import { describe, expect, it } from 'vitest';
import { normaliseReference, orderMentions, paymentRef, refsInText, uniqueRefs } from './references.ts';

const shown = (refs: readonly { namespace: string; value: string; role: string }[]) =>
  refs.map(({ namespace, value }) => `${namespace} ${value}`);

it.each([
  ['#1042', '1042'],
  ['1042', '1042'],
  ['01042', '1042'],
  ['#01042', '1042'],
  [' 10 42 ', '1042'],
  ['so-1042', 'SO1042'],
  ['SO 001042', 'SO1042'],
  ['SO1042', 'SO1042'],
  ['1042-R1', '1042-R1'],
  ['INV-0071', 'INV71'],
  ['IC-NATIONAL-2241', 'IC-NATIONAL-2241'],
  ['112-9739103-000001', '112-9739103-000001'],
  ['00000', '0'],
  ['１０４２', '1042'],
])('%s is compared as %s', (text, value) => expect(normaliseReference(text)).toBe(value));

it('keeps the orders of two systems apart: #1042 of the shop is not SO-1042 of the ERP, nor its replacement', () => {
  expect(new Set(['#1042', 'SO-1042', '1042-R1'].map(normaliseReference)).size).toBe(3);
});

describe('ids of payments', () => {
  it.each([
    ['pi_3Abc', 'payment_intent PI_3ABC'],
    ['ch_3Abc', 'charge CH_3ABC'],
    ['py_3Abc', 'charge PY_3ABC'],
    ['re_3Abc', 'refund RE_3ABC'],
    ['du_1Abc', 'dispute DU_1ABC'],
    ['po_1Abc', 'payout PO_1ABC'],
    ['pay_QwErTy01', 'payment_ref PAY_QWERTY01'],
    ['c20010001.1', 'payment_ref C20010001.1'],
  ])('%s', (text, token) => expect(shown([paymentRef(text, 'mentions')])).toEqual([token]));
});

describe('a reference column', () => {
  it('may mean an order of any other system', () => {
    expect(shown(orderMentions('#1042', 'hubspot'))).toEqual([
      'shopify:order 1042',
      'woocommerce:order 1042',
      'csv:order 1042',
      'netsuite:order 1042',
    ]);
  });

  it.each([
    ['113-1111111-2222222', ['amazon:order 113-1111111-2222222']],
    ['pi_3Fixture2001', ['payment_intent PI_3FIXTURE2001']],
    ['Shopify order #1042', ['shopify:order 1042', 'woocommerce:order 1042', 'csv:order 1042']],
    ['see invoice INV-0071', ['invoice INV71']],
    ['to be confirmed', []],
  ])('%s', (text, tokens) => expect(shown(orderMentions(text, 'xero'))).toEqual(tokens));
});

describe('a decorated number in a reference column', () => {
  it.each([
    ['SO-1042', 'SO1042', '1042'],
    ['1042-R1', '1042-R1', '1042'],
    ['SO-IC-NATIONAL-2241', 'SO-IC-NATIONAL-2241', 'IC-NATIONAL-2241'],
  ])('%s is itself, and a hint at the number in it', (text, whole, bare) => {
    const inShopify = orderMentions(text, 'netsuite').filter(({ namespace }) => namespace === 'shopify:order');
    expect(inShopify.map(({ value, role }) => [value, role])).toEqual([
      [whole, 'mentions'],
      [bare, 'free'],
    ]);
  });
});

describe('free text', () => {
  it.each([
    ['Order 1041', ['shopify:order 1041', 'woocommerce:order 1041', 'csv:order 1041']],
    ['REFUND FOR CHARGE (Order #2001)', ['shopify:order 2001', 'woocommerce:order 2001', 'csv:order 2001']],
    ['Payment for invoice #1042', ['invoice 1042']],
    ['Invoice no. INV-0071, PO 4711', ['invoice INV71', 'po 4711']],
    ['Deposit STRIPE TRANSFER po_1Fixture01', ['payout PO_1FIXTURE01']],
    ['Amazon 113-1111111-2222222 shipped', ['amazon:order 113-1111111-2222222']],
    ['as agreed in SO-20001', ['netsuite:order SO20001']],
    ['Shopify 4352 Priya Rao', ['shopify:order 4352', 'woocommerce:order 4352', 'csv:order 4352']],
    ['Bestellung Nr. 4711', ['shopify:order 4711', 'woocommerce:order 4711', 'csv:order 4711']],
    ['2 mugs for 12 people', []],
    ['in order to pay', []],
    ['Springfield #12', []],
  ])('%s', (text, tokens) => expect(shown(refsInText(text, 'stripe'))).toEqual(tokens));

  it('is evidence only, and never of the own system', () => {
    expect(refsInText('Order #2001', 'shopify').map(({ namespace, role }) => [namespace, role])).toEqual([
      ['woocommerce:order', 'free'],
      ['csv:order', 'free'],
    ]);
  });

  it('that lists ids without end gives a few', () => {
    expect(refsInText(Array.from({ length: 500 }, (_, i) => `invoice ${1000 + i}`).join(' '), 'stripe').length).toBe(8);
  });
});

it('is not searched to the end of a pasted book', () => {
  expect(refsInText(`${'inv '.repeat(250_000)}1042`, 'stripe')).toEqual([]);
  expect(orderMentions(`inv${' '.repeat(1_000_000)}1042`, 'xero')).toEqual([]);
});

it('keeps the strongest of equal tokens', () => {
  const refs = uniqueRefs([
    { namespace: 'invoice', value: '7', role: 'free' },
    { namespace: 'invoice', value: '7', role: 'own' },
    { namespace: 'po', value: '', role: 'mentions' },
  ]);
  expect(refs).toEqual([{ namespace: 'invoice', value: '7', role: 'own' }]);
});

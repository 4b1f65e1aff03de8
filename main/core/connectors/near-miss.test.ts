import { expect, it } from 'vitest';
import { detect, fixtureBytes } from '#test/factories/read-file.ts';
import { CSV_LAYOUTS } from './layouts.ts';
import { nearMiss } from './near-miss.ts';

it.each([
  [
    'shopify/payments-17.csv',
    'Net',
    'Net proceeds',
    'Shopify Payments transactions CSV without its column “Net” (renamed?)',
    'shopify',
  ],
  [
    'stripe/payout-reconciliation.csv',
    'reporting_category',
    'cat',
    'Stripe balance transactions CSV without its column “reporting_category” (renamed?)',
    'stripe',
  ],
  ['paypal/activity-22.csv', 'Gross', 'Amount before fees', 'PayPal activity CSV without its column “Gross” (renamed?)', 'paypal'],
])('%s whose column %s is called %s is asked about by name', (file, column, renamed, label, system) => {
  const [header = '', ...rows] = fixtureBytes(file).split('\n');
  const found = detect([header.replace(column, renamed), ...rows].join('\n'));
  expect(found.layoutId).toBeNull();
  expect(found.label).toBe(label);
  expect(found.system).toBe(system);
  expect(found.questions.map(({ kind }) => kind)).toEqual(['mapping']);
});

it('says nothing of a header that misses two columns', () => {
  expect(nearMiss(['Payout Date', 'Status', 'Charges', 'Refunds', 'Currency'], CSV_LAYOUTS)).toBeNull();
});

import { expect, test } from 'vitest';
import { type Policy, SHIPPED_POLICY } from './policy.ts';
import { clockText, percentText, policyChanges } from './policy-words.ts';

const EUR: Policy = { ...SHIPPED_POLICY, baseCurrency: 'EUR' };
const changes = (patch: Partial<Policy>) => policyChanges(EUR, { ...EUR, ...patch }, () => '1 Jan 2026');

test('a change says what the rule said before and says now, in words', () => {
  expect(changes({ writeOffMinor: 500 })).toEqual([
    { rule: 'writeOffMinor', label: 'Write-off limit', before: '0.00 EUR', after: '5.00 EUR' },
  ]);
  expect(changes({ spanHours: { ...EUR.spanHours, S2: 72 } })[0]).toMatchObject({ before: 'S2 48 h', after: 'S2 72 h' });
  expect(changes({ tolerance: { absoluteMinor: 5, basisPoints: 10, capMinor: 100 } })[0]).toMatchObject({
    before: 'nothing may differ',
    after: '0.05 EUR or 0.1 %, at most 1.00 EUR',
  });
  expect(changes({ bookStartMs: 0 })[0]).toMatchObject({ before: 'the earliest record', after: '1 Jan 2026' });
  expect(changes({})).toEqual([]);
});

test('of a list only what it lost and won', () => {
  const words = { ...EUR.railWords, stripe: ['stripe', 'strp'] };
  expect(changes({ railWords: words })).toMatchObject([{ before: 'none', after: 'Stripe “strp”' }]);
  expect(changes({ owners: { overpaid: 'support' } })).toMatchObject([{ after: 'Paid more than ordered: support' }]);
});

test('times of day and percentages are exact', () => {
  expect([clockText(0), clockText(570), clockText(1440)]).toEqual(['00:00', '09:30', '24:00']);
  expect([percentText(290), percentText(0), percentText(5), percentText(125)]).toEqual(['2.9', '0', '0.05', '1.25']);
});

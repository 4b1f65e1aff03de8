import { expect, test } from 'vitest';
import { mergeSpans, withoutDays } from './coverage.ts';

const span = (fromDay: number, toDay: number, source = 0) => ({ source, account: 0, fromDay, toDay });

test('files a long weekend apart are one stretch; what a person adds joins only where it touches', () => {
  expect(mergeSpans([span(0, 9), span(14, 20)])).toEqual([span(0, 20)]);
  expect(mergeSpans([span(0, 9), span(15, 20)])).toHaveLength(2);
  expect(mergeSpans([span(0, 9), span(14, 20)], 0)).toHaveLength(2);
  expect(mergeSpans([span(0, 9), span(10, 20)], 0)).toEqual([span(0, 20)]);
});

test('days that a person calls missing are cut out of that account alone', () => {
  const spans = [span(0, 20), span(0, 20, 1)];
  expect(withoutDays(spans, span(5, 6))).toEqual([span(0, 4), span(7, 20), span(0, 20, 1)]);
  expect(withoutDays(spans, span(0, 3))).toEqual([span(4, 20), span(0, 20, 1)]);
  expect(withoutDays(spans, span(0, 20))).toEqual([span(0, 20, 1)]);
  expect(withoutDays(spans, span(21, 30))).toEqual(spans);
});

import { expect, test } from 'vitest';
import { columnStarts, placeEvents, spanOf } from './lane-layout.ts';

const DAY = 86_400_000;

test('a span holds whole days and divides into eight columns', () => {
  const span = spanOf([10 * DAY + 5, 19 * DAY + 7], 'UTC');
  expect(span).toEqual({ fromMs: 10 * DAY, toMs: 26 * DAY });
  expect(span === null ? [] : columnStarts(span)).toEqual([10, 12, 14, 16, 18, 20, 22, 24].map((day) => day * DAY));
});

test('an order without events has no time line', () => {
  expect(spanOf([], 'UTC')).toBeNull();
});

test('an evening in New York stands in the column of its own day', () => {
  const evening = Date.UTC(2026, 2, 4, 1);
  expect(spanOf([evening], 'America/New_York')?.fromMs).toBe(Date.UTC(2026, 2, 3, 5));
});

test('events at one moment step down instead of covering each other', () => {
  const span = { fromMs: 0, toMs: 8 * DAY };
  const placed = placeEvents(
    [
      { at: 0, label: 'order 184.20' },
      { at: 1000, label: 'paid' },
      { at: 4 * DAY, label: 'fulfilled' },
    ],
    span,
  );
  expect(placed.map(({ row }) => row)).toEqual([0, 1, 0]);
});

test('an event at the end of the span grows to the left', () => {
  const [placed] = placeEvents([{ at: 8 * DAY - 1, label: 'deposit, gross of refund' }], { fromMs: 0, toMs: 8 * DAY });
  expect(placed).toEqual({ leftPercent: 100, row: 0, fromRight: true });
});

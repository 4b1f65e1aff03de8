import { expect, test } from 'vitest';
import { dayBounds, dayOf } from './days.ts';

const HOUR = 3_600_000;
const iso = (ms: number | undefined) => new Date(ms ?? Number.NaN).toISOString();

test('a day begins and ends where the book’s clocks say', () => {
  const day = dayBounds('2026-11-20', 'America/New_York');
  expect([iso(day?.fromMs), iso(day?.toMs)]).toEqual(['2026-11-20T05:00:00.000Z', '2026-11-21T04:59:59.999Z']);
  expect(dayBounds('2026-11-20', 'UTC')?.fromMs).toBe(Date.UTC(2026, 10, 20));
  expect(iso(dayBounds('2026-11-20', 'Asia/Kolkata')?.fromMs)).toBe('2026-11-19T18:30:00.000Z');
});

test('days on which clocks change are an hour shorter and longer', () => {
  const lengthOf = (text: string) => {
    const day = dayBounds(text, 'America/New_York');
    return day === null ? 0 : (day.toMs + 1 - day.fromMs) / HOUR;
  };
  expect(['2026-03-08', '2026-11-01', '2026-07-01'].map(lengthOf)).toEqual([23, 25, 24]);
});

test('the day of a bound is the day that was asked for', () => {
  for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC']) {
    const day = dayBounds('2026-03-29', zone);
    expect([dayOf(day?.fromMs ?? 0, zone), dayOf(day?.toMs ?? 0, zone)]).toEqual(['2026-03-29', '2026-03-29']);
  }
});

test('half a date is no day', () => {
  expect([dayBounds('', 'UTC'), dayBounds('2026-02', 'UTC'), dayBounds('2026-13-01', 'UTC')]).toEqual([null, null, null]);
});

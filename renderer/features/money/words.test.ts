import { expect, test } from 'vitest';
import { fiscalYear, monthsThrough, monthWords, toneOf, verdictOf } from './words.ts';

test('expected and waiting are calm, only what is broken is red', () => {
  expect(toneOf({ state: 'waiting', holds: false, breaks: 0 })).toBe('info');
  expect(toneOf({ state: 'expected', holds: false, breaks: 0 })).toBe('info');
  expect(toneOf({ state: 'arrived', holds: true, breaks: 0 })).toBe('ok');
  expect(toneOf({ state: 'arrived', holds: true, breaks: 1 })).toBe('warn');
  expect(toneOf({ state: 'broken', holds: false, breaks: 1 })).toBe('bad');
});

test('a month reads as people write it', () => {
  expect(monthWords('2026-01')).toBe('Jan 2026');
});

test('a fiscal year is named by the years it touches', () => {
  expect([fiscalYear('2026-01', 1), fiscalYear('2026-12', 1), fiscalYear('', 1)]).toEqual(['2026', '2026', '']);
  expect([fiscalYear('2026-03', 4), fiscalYear('2026-04', 4), fiscalYear('1999-12', 4)]).toEqual(['2025/26', '2026/27', '1999/00']);
});

test('a payout that holds and has breaks says how many', () => {
  expect(verdictOf({ verdict: 'to the cent', holds: true, breaks: 0 })).toBe('to the cent');
  expect(verdictOf({ verdict: 'to the cent', holds: true, breaks: 2 })).toBe('2 breaks');
  expect(verdictOf({ verdict: 'not in the bank', holds: false, breaks: 1 })).toBe('not in the bank');
});

test('months without anything keep their place', () => {
  expect(monthsThrough(['2026-02', '', '2025-11'])).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsThrough([])).toEqual([]);
});

import { expect, test } from 'vitest';
import { monthWords, toneOf } from './words.ts';

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

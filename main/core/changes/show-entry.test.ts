import { expect, it } from 'vitest';
import { logFigures, showChange, showLogValue } from './show-entry.ts';

it('an import and a run are shown by the figures that people count in', () => {
  const counts = { new: '1204', changed: '3', known: '40', records: '1247', rows: '1300', unreadable: '0' };
  expect(showChange('import.published', { counts, root: 'ab' })).toBe('1,204 new · 3 changed · 40 already known');
  expect(showChange('import.published', { counts: { ...counts, unreadable: '2' } })).toMatch(/ · 2 unreadable$/);
  expect(showChange('match.run', { counts: { compared: '538', joined: '152', questions: '37' } })).toBe(
    '538 pairs compared · 152 joined by rule · 37 questions',
  );
  expect(showChange('money.run', { counts: { links: '5933', payouts: '239', exceptions: '60' } })).toBe(
    '5,933 links · 239 payouts · 60 exceptions',
  );
});

it('any other value is shown as it is, with names and amounts in words', () => {
  expect(showChange('decision.withdrawn', 'stands')).toBe('stands');
  expect(showChange('order.merged', null)).toBeNull();
  expect(showLogValue({ fileName: 'a.csv', totals: { USD: '36840', JPY: '730198' } })).toBe(
    'file name a.csv · totals 368.40 USD · 730,198 JPY',
  );
});

it('an opened entry has a line for each value, of whatever depth', () => {
  const counts = { links: '5933', booked_twice: '5', exceptions: null };
  expect(logFigures({ asOf: '2026-11-09T23:04:00.000Z', counts, totals: { USD: '-36840' }, root: '00ab' })).toEqual([
    { name: 'as of', text: '2026-11-09T23:04:00.000Z' },
    { name: 'links', text: '5,933' },
    { name: 'Booked twice', text: '5' },
    { name: 'total', text: '−368.40 USD' },
    { name: 'root', text: '00ab' },
  ]);
  expect(logFigures({ minor: '21877', currency: 'USD' })).toEqual([{ name: null, text: '218.77 USD' }]);
  expect(logFigures('stands')).toEqual([{ name: null, text: 'stands' }]);
  expect(logFigures({ nativeId: '5520913000' })).toEqual([{ name: 'native id', text: '5520913000' }]);
  expect(logFigures(null)).toEqual([]);
});

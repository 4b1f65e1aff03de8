import { describe, expect, it } from 'vitest';
import { dayNumber, isoDay } from '#shared/domain/instant.ts';
import { addBusinessHours, addWorkingDays, isWorkingDay, rememberedHolidays } from './calendar.ts';

const day = (iso: string) => dayNumber(Date.parse(iso));
/** Thanksgiving in the United States, and Corpus Christi in parts of Germany. */
const isHoliday = (country: string, of: number) =>
  (country === 'us' && of === day('2026-11-26')) || (country === 'de' && of === day('2026-06-04'));

describe('working days', () => {
  it('are no weekends and no holidays of the country', () => {
    expect(isWorkingDay(day('2026-11-28'), null, isHoliday)).toBe(false);
    expect(isWorkingDay(day('2026-11-26'), 'us', isHoliday)).toBe(false);
    expect(isWorkingDay(day('2026-11-26'), 'de', isHoliday)).toBe(true);
    expect(isWorkingDay(day('2026-11-26'), null, isHoliday)).toBe(true);
  });

  it.each([
    ['2026-11-25', 1, 'us', '2026-11-27'],
    ['2026-11-25', 1, 'de', '2026-11-26'],
    ['2026-11-27', 1, 'us', '2026-11-30'],
    ['2026-11-28', 0, 'us', '2026-11-30'],
    ['2026-11-25', 5, 'us', '2026-12-03'],
  ] as const)('%s + %i in %s', (from, days, country, to) => {
    expect(isoDay(addWorkingDays(day(from), days, country, isHoliday))).toBe(to);
  });

  it('are asked once each', () => {
    let asked = 0;
    const remembered = rememberedHolidays(() => {
      asked++;
      return false;
    });
    for (let i = 0; i < 5; i++) remembered('us', 20_000);
    remembered('de', 20_000);
    expect(asked).toBe(2);
  });
});

describe('business hours', () => {
  const clock = { officeHours: { fromMinute: 540, toMinute: 1020 }, country: 'us', isHoliday };
  it.each([
    ['2026-11-25T10:00', 4, '2026-11-25T14:00'],
    ['2026-11-25T15:00', 4, '2026-11-27T11:00'],
    ['2026-11-25T07:00', 8, '2026-11-25T17:00'],
    ['2026-11-28T12:00', 1, '2026-11-30T10:00'],
  ])('%s + %i in office hours over Thanksgiving', (from, hours, to) => {
    expect(new Date(addBusinessHours(Date.parse(`${from}Z`), hours, clock)).toISOString()).toBe(`${to}:00.000Z`);
  });
});

/** Public and bank holidays by country, from the library's tables; each year of a country is worked out once. */
import Holidays from 'date-holidays';
import type { IsHoliday } from '#shared/domain/clock.ts';
import { civilFromDay } from '#shared/domain/instant.ts';

export function holidays(): IsHoliday {
  const calendars = new Map<string, Holidays>();
  const years = new Map<string, ReadonlySet<string>>();
  const isoOf = (day: number): { year: number; iso: string } => {
    const { year, month, dayOfMonth } = civilFromDay(day);
    return { year, iso: `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}` };
  };
  const daysOf = (country: string, year: number): ReadonlySet<string> => {
    const name = `${country} ${year}`;
    let days = years.get(name);
    if (days === undefined) {
      let calendar = calendars.get(country);
      if (calendar === undefined) {
        calendar = new Holidays(country.toUpperCase());
        calendars.set(country, calendar);
      }
      const kept = calendar.getHolidays(year).filter(({ type }) => type === 'public' || type === 'bank');
      days = new Set(kept.map(({ date }) => date.slice(0, 10)));
      years.set(name, days);
    }
    return days;
  };
  return (country, day) => {
    const { year, iso } = isoOf(day);
    return daysOf(country, year).has(iso);
  };
}

/** The holidays that a book's business hours keep. */
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { ReadableDb } from '#store/database.ts';
import { readPolicy } from '#store/queries/money-decisions.ts';

export const NO_HOLIDAYS: IsHoliday = () => false;

/** The library's tables are large, and few books keep a country's holidays: they are loaded for those alone. */
export async function calendarOf(db: ReadableDb): Promise<IsHoliday> {
  if (readPolicy(db).policy.officeCountry === null) return NO_HOLIDAYS;
  const { holidays } = await import('./holidays.ts');
  return holidays();
}

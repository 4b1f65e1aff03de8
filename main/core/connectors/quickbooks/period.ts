/** The span of days that a report names in its title rows: what the books tell everything about. */
import { dayFromCivil, isoDay } from '#shared/domain/instant.ts';

export interface Period {
  /** ISO dates. */
  readonly fromDay: string;
  readonly toDay: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '([A-Z][a-z]{2,8})\\.?';
/** `January 1 - March 31, 2026`, `January 1-31, 2026`, `December 1, 2025 - January 31, 2026`, `1 January - 31 March 2026`. */
const SPAN = new RegExp(
  `^(?:(\\d{1,2}) )?${MONTH}(?: (\\d{1,2}))?,?(?: (\\d{4}))? ?[-–] ?(?:(\\d{1,2}) )?(?:${MONTH})?(?: ?(\\d{1,2}))?,? (\\d{4})$`,
);
const SINGLE = new RegExp(`^${MONTH},? (\\d{4})$`);

/** Null where the text names no span of days: a firm's name, “All Dates”, “As of …”. */
export function readPeriod(text: string): Period | null {
  const trimmed = text.replaceAll(/\s+/g, ' ').trim();
  const single = SINGLE.exec(trimmed);
  if (single !== null) return period(Number(single[2]), monthOf(single[1]), 1, Number(single[2]), monthOf(single[1]), null);
  const parts = SPAN.exec(trimmed);
  if (parts === null) return null;
  const [, dayBefore, month, dayAfter, year, lastDayBefore, lastMonth, lastDayAfter, lastYear] = parts;
  const first = Number(dayBefore ?? dayAfter ?? 1);
  const last = lastDayBefore ?? lastDayAfter;
  const from = monthOf(month);
  return period(
    Number(year ?? lastYear),
    from,
    first,
    Number(lastYear),
    lastMonth === undefined ? from : monthOf(lastMonth),
    last === undefined ? null : Number(last),
  );
}

/** @param lastDay null: the last of the month. */
function period(
  year: number,
  month: number,
  day: number,
  lastYear: number,
  lastMonth: number,
  lastDay: number | null,
): Period | null {
  const from = dayFromCivil(year, month, day);
  const next = dayFromCivil(lastMonth === 12 ? lastYear + 1 : lastYear, lastMonth === 12 ? 1 : lastMonth + 1, 1);
  const to = lastDay === null ? (next === null ? null : next - 1) : dayFromCivil(lastYear, lastMonth, lastDay);
  return from === null || to === null || to < from ? null : { fromDay: isoDay(from), toDay: isoDay(to) };
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

/**
 * Dates of the date range report, as each language writes them: `Sep 4, 2026 1:05:07 AM PDT`, `28 févr. 2026 23:00:44 UTC`,
 * `04.09.2026 01:05:07 UTC`, `4 Sep 2026 01:05:07 GMT+01:00`.
 */
import type { SourceInstant } from '#shared/domain/instant.ts';
import type { ValueReader } from '../cells.ts';

/** First letters of the months, without accents, in the languages of the report. */
const MONTHS: readonly string[] = [
  'jan gen ene sty',
  'feb fev lut',
  'mar mrz mrt mae',
  'apr avr abr kwi',
  'may mai mag mei maj',
  'jun giu cze',
  'jul lug lip',
  'aug aou ago sie',
  'sep set wrz',
  'oct okt ott paz',
  'nov lis',
  'dec dez dic gru',
];
const MONTH_OF: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, i) => names.split(' ').map((name) => [name, i + 1] as const)),
);

const DAY_FIRST = /^(\d{1,2})\.?\s+(\p{L}{3,12})\.?,?\s+(\d{4}),?(?=\s|$)/u;
const MONTH_FIRST = /^(\p{L}{3,12})\.?\s+(\d{1,2}),?\s+(\d{4}),?(?=\s|$)/u;
const OFFSET = /(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?$/;

export function readRangeDate(text: string, column: string, values: ValueReader): SourceInstant {
  const zoned = text.replace(
    OFFSET,
    (_, sign: string, hours: string, minutes?: string) => `${sign}${hours.padStart(2, '0')}:${minutes ?? '00'}`,
  );
  const dayFirst = DAY_FIRST.exec(zoned);
  if (dayFirst !== null) return named(dayFirst[0], dayFirst[1], dayFirst[2], dayFirst[3]);
  const monthFirst = MONTH_FIRST.exec(zoned);
  if (monthFirst !== null) return named(monthFirst[0], monthFirst[2], monthFirst[1], monthFirst[3]);
  return { ...values.instant(zoned, column, false), text };

  function named(whole: string, day = '', month = '', year = ''): SourceInstant {
    const number = monthNumber(month);
    const iso =
      number === null ? zoned : `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}${zoned.slice(whole.length)}`;
    return { ...values.instant(iso, column, false), text };
  }
}

function monthNumber(name: string): number | null {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  if (plain.startsWith('juin')) return 6;
  if (plain.startsWith('juil')) return 7;
  return MONTH_OF.get(plain.slice(0, 3)) ?? null;
}

/** A value that a person types for a field, in the notation in which the field is shown. */
import { type FactValue, type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import { DAY_MS, dayFromCivil } from '#shared/domain/instant.ts';
import { isCurrencyCode, parseAmount } from '#shared/domain/money.ts';
import { MONTHS } from './show.ts';

export type Entered = { readonly ok: true; readonly value: FactValue } | { readonly ok: false; readonly todo: string };

/** `currency` of the order, for amounts. */
export function enterValue(field: FieldName, text: string, currency: string | null): Entered {
  const trimmed = text.trim();
  const { kind, label } = fieldSpec(field);
  if (trimmed === '') return { ok: false, todo: `Type a value for ${label}, or choose "blank".` };
  switch (kind) {
    case 'text':
      if (field === 'currency' && !isCurrencyCode(trimmed))
        return { ok: false, todo: 'Type a currency as three letters, such as EUR.' };
      return { ok: true, value: trimmed };
    case 'money': {
      const minor = parseAmount(trimmed, currency ?? '');
      return minor === null ? { ok: false, todo: `Type ${label} as an amount, such as 1,234.50.` } : { ok: true, value: minor };
    }
    case 'instant': {
      const day = readDay(trimmed);
      if (day === null) return { ok: false, todo: `Type ${label} as a date, such as 2026-03-09 or 9 Mar 2026.` };
      return { ok: true, value: { ms: day * DAY_MS, text: trimmed, precision: 'day' } };
    }
    case 'list':
      return {
        ok: true,
        value: trimmed
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      };
    case 'lines':
      return { ok: false, todo: 'Line items are chosen from a record; they cannot be typed.' };
  }
}

/** `2026-03-09` or `9 Mar 2026`: the two that cannot be misread. */
function readDay(text: string): number | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso !== null) return dayFromCivil(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const shown = /^(\d{1,2}) ([A-Za-z]{3}) (\d{4})$/.exec(text);
  if (shown === null) return null;
  const month = MONTHS.findIndex((name) => name.toLowerCase() === shown[2]?.toLowerCase()) + 1;
  return dayFromCivil(Number(shown[3]), month, Number(shown[1]));
}

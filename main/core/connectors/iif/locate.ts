/**
 * Where a fact of a booking stands in its lines. The columns are named at the top of the file and not in the record, so only what shows
 * itself by its form is pointed at: the type, the date and the amount of the first line.
 */
import type { FieldName } from '#shared/domain/fields.ts';
import type { TextPlace } from '../text/layout.ts';

const FORMS: { readonly [F in FieldName]?: { readonly column: string; readonly form: RegExp } } = {
  placedAt: { column: 'DATE', form: /^\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}$/ },
  amount: { column: 'AMOUNT', form: /^-?[\d,]+(?:\.\d+)?$/ },
  category: { column: 'TRNSTYPE', form: /^[A-Z][A-Z ()]{2,}$/ },
};

export function locateInTransaction(text: string, field: FieldName): TextPlace | null {
  const wanted = FORMS[field];
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  if (wanted === undefined || !line.startsWith('TRNS\t')) return null;
  let at = 'TRNS\t'.length;
  let dated = false;
  for (const cell of line.slice(at).split('\t')) {
    // Numbers before the date are ids.
    dated ||= FORMS.placedAt?.form.test(cell.trim()) === true;
    if (wanted.form.test(cell.trim()) && (dated || field !== 'amount'))
      return { column: wanted.column, start: at, end: at + cell.length };
    at += cell.length + 1;
  }
  return null;
}

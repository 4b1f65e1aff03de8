/** Facts as the change log holds them: no floats, integers as text, money with its currency. */
import type { LogValue } from '#shared/domain/change-log.ts';
import { type FactValue, FIELDS, type FieldName, type LineItem } from '#shared/domain/fields.ts';
import { isoUtc, type SourceInstant } from '#shared/domain/instant.ts';

export function logValue(field: FieldName, value: FactValue | null | undefined, currency: string | null): LogValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return { minor: String(value), currency };
  switch (FIELDS[field].kind) {
    case 'instant': {
      const { ms, text, precision } = value as SourceInstant;
      return { at: isoUtc(ms), text, precision };
    }
    case 'lines':
      return (value as readonly LineItem[]).map((line) => ({
        name: line.name,
        sku: line.sku,
        quantity: line.quantity,
        unitPriceMinor: line.unitPriceMinor === null ? null : String(line.unitPriceMinor),
        totalMinor: line.totalMinor === null ? null : String(line.totalMinor),
      }));
    default:
      return [...(value as readonly string[])];
  }
}

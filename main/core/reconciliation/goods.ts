/** Goods by SKU, as an order asks for them and as other records say that they moved. */
import type { LineItem } from '#shared/domain/fields.ts';

/** SKU, trimmed and in capitals → quantity in thousandths. */
export type Quantities = ReadonlyMap<string, number>;

/** A settlement line or an invoice that names goods. */
export interface GoodsRow {
  /** Row of the money columns. */
  readonly row: number;
  readonly goods: Quantities;
}

export interface Goods {
  /** In the order of their rows. */
  readonly rows: readonly GoodsRow[];
  /** Goods of a canonical order; empty where it names none by SKU. */
  readonly ofOrder: (order: number) => Quantities;
}

/** Lines without a SKU, and quantities that are no number, are left out. */
export function quantitiesOf(lines: readonly LineItem[] | null | undefined): Quantities {
  const found = new Map<string, number>();
  for (const { sku, quantity } of lines ?? []) {
    const name = sku?.trim().toUpperCase() ?? '';
    const thousandths = readThousandths(quantity);
    if (name !== '' && thousandths !== null) found.set(name, (found.get(name) ?? 0) + thousandths);
  }
  return found;
}

function readThousandths(text: string): number | null {
  const parts = /^(\d{1,9})(?:[.,](\d{1,3})0*)?$/.exec(text.trim());
  return parts === null ? null : Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0'));
}

/** `2`, `1.5`. */
export function quantityText(thousandths: number): string {
  const text = `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`;
  return text.replace(/\.?0+$/, '');
}

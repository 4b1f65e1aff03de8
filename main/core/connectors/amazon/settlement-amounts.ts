/** The amounts of one row of a settlement: one in V2, up to nine in V1, both in the words of V2. */
import type { Table } from '../csv/layout.ts';
import { V1_AMOUNTS, V2_COLUMNS } from './settlement-fields.ts';

/** One amount of a row: what it is, in the words of V2, and where it stands. */
export interface Amount {
  readonly type: string;
  readonly description: string;
  readonly minor: number;
  /** Columns at fault when the type or the description is not known. */
  readonly typeColumn: string;
  readonly descriptionColumn: string;
}

/** Amounts of the current row. */
export type ReadAmounts = (currency: string) => readonly Amount[];

export function amountsOfV2({ columns, cells }: Table): ReadAmounts {
  const at = {
    type: columns.find(V2_COLUMNS.amountType),
    description: columns.find(V2_COLUMNS.description),
    amount: columns.find(V2_COLUMNS.amount),
  };
  const typeColumn = cells.name(at.type);
  const descriptionColumn = cells.name(at.description);
  return (currency) => {
    cells.required(at.amount);
    const minor = cells.money(at.amount, currency) ?? 0;
    return [
      { type: cells.text(at.type) ?? '', description: cells.text(at.description) ?? '', minor, typeColumn, descriptionColumn },
    ];
  };
}

export function amountsOfV1({ columns, cells }: Table): ReadAmounts {
  const pairs = V1_AMOUNTS.map(({ amountType, description, otherwise, amount }) => ({
    type: amountType,
    otherwise,
    description: columns.find(description),
    amount: columns.find(amount),
  }));
  return (currency) => {
    const amounts: Amount[] = [];
    for (const pair of pairs) {
      const minor = cells.money(pair.amount, currency);
      if (minor === null) continue;
      const typeColumn = cells.name(pair.amount);
      const descriptionColumn = pair.description < 0 ? typeColumn : cells.name(pair.description);
      amounts.push({
        type: pair.type,
        description: cells.text(pair.description) ?? pair.otherwise,
        minor,
        typeColumn,
        descriptionColumn,
      });
    }
    return amounts;
  };
}

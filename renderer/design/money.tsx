import { memo } from 'react';
import { formatMoney } from './format.ts';

/** An amount in tabular figures. A missing one is a dash, with words for those who listen. */
export const Money = memo(function Money({ amountMinor, currency }: { amountMinor: number | null; currency: string | null }) {
  if (amountMinor === null || currency === null)
    return (
      <span className="num faint">
        <span aria-hidden="true">—</span>
        <span className="sr-only">no amount</span>
      </span>
    );
  return <span className="num">{formatMoney(amountMinor, currency)}</span>;
});

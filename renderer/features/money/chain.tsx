import type { PayoutPage } from '#shared/contract/money.ts';
import { Money } from '../../design/money.tsx';
import { Tag } from '../../design/tag.tsx';

const TONES = { plain: undefined, good: 'ok', warn: 'warn' } as const;

/** Orders → payments → what was taken off → payout → bank → books, each with its sum and what it proves. */
export function Chain({ stations, currency }: { stations: PayoutPage['chain']; currency: string }) {
  return (
    <ol className="money-chain">
      {stations.map((station) => (
        <li key={station.key} className={station.tone}>
          <span className="faint">{station.label}</span>
          <strong>
            <Money amountMinor={station.amountMinor} currency={currency} />
          </strong>
          {station.note !== '' && <Tag tone={TONES[station.tone]}>{station.note}</Tag>}
        </li>
      ))}
    </ol>
  );
}

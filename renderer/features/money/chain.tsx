import type { PayoutPage } from '#shared/contract/money.ts';
import { Money } from '../../design/money.tsx';
import { Tag } from '../../design/tag.tsx';

const TONES = { plain: undefined, good: 'ok', warn: 'warn' } as const;

/** Orders → payments → what was taken off → payout → bank → books, each with its sum and what it proves. A station opens its records. */
export function Chain({
  stations,
  currency,
  onOpen,
}: {
  stations: PayoutPage['chain'];
  currency: string;
  onOpen: (station: string) => void;
}) {
  return (
    <ol className="money-chain" aria-label="From orders to the books">
      {stations.map((station) => (
        <li key={station.key} className={station.tone}>
          <span className="faint">{station.label}</span>
          <strong>
            {station.amountMinor === null ? (
              <Money amountMinor={null} currency={currency} />
            ) : (
              <button
                type="button"
                className="money-station"
                title={`What is behind it: ${station.label.toLowerCase()}`}
                onClick={() => onOpen(station.key)}
              >
                <Money amountMinor={station.amountMinor} currency={currency} />
              </button>
            )}
          </strong>
          {station.note !== '' && <Tag tone={TONES[station.tone]}>{station.note}</Tag>}
        </li>
      ))}
    </ol>
  );
}

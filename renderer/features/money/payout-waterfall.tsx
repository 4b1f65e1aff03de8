import type { PayoutPage } from '#shared/contract/money.ts';
import { formatMoney } from '../../design/format.ts';
import { placed } from './waterfall-steps.ts';

/** From what was charged to what arrived: one column a kind, to the cent. A column opens its lines. */
export function PayoutWaterfall({
  stations,
  currency,
  onPick,
}: {
  stations: PayoutPage['waterfall'];
  currency: string;
  onPick: (kind: string) => void;
}) {
  const { bars, ground } = placed(
    stations.map(({ key, amountMinor }) => ({ total: key === 'payout' || key === 'bank', minor: amountMinor ?? 0 })),
  );
  return (
    <ol className="money-fall" aria-label="From charges to the bank">
      {stations.map((station, at) => {
        const bar = bars[at] ?? { bottom: 0, height: 0 };
        const amount = formatMoney(station.amountMinor ?? 0, currency);
        const isTotal = station.key === 'payout' || station.key === 'bank';
        const column = (
          <>
            <span className="money-fall-plot" aria-hidden="true">
              <u style={{ bottom: `${ground}%` }} />
              <i
                className={`${station.tone} ${isTotal ? station.key : (station.amountMinor ?? 0) < 0 ? 'down' : 'up'}`}
                style={{ bottom: `${bar.bottom}%`, height: `${Math.max(bar.height, 0.8)}%` }}
              />
            </span>
            <span className="num">{amount}</span>
            <span className="faint">{station.label}</span>
          </>
        );
        return (
          <li key={station.key}>
            {station.key === 'unexplained' ? (
              <div className="money-fall-bar">{column}</div>
            ) : (
              <button
                type="button"
                className="money-fall-bar"
                title={`${isTotal ? 'Records' : 'Lines'}: ${station.label}`}
                onClick={() => onPick(station.key)}
              >
                {column}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

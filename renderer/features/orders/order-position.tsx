import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { OrderPosition as Position, PositionFigures } from '#shared/contract/money.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Money } from '../../design/money.tsx';
import { Tag } from '../../design/tag.tsx';
import { FIGURES, type Figure, linesOf } from './position-figures.ts';
import { PositionLines } from './position-lines.tsx';

const STATES = { open: 'Open', reconciled: 'Reconciled', exception: 'Needs a look', cancelled: 'Cancelled' } as const;
const TONES = { open: 'info', reconciled: 'ok', exception: 'warn', cancelled: undefined } as const;

/** Where the money of one sale stands, and each movement of it; a figure shows what it is made of. Nothing before the first run. */
export function OrderPosition({ orderId, zone, onTotal }: { orderId: string; zone: string; onTotal: () => void }) {
  const client = useClient();
  const { data } = useQuery(queries.orderPosition(client, orderId));
  const [figure, setFigure] = useState<Figure | null>(null);
  if (data === undefined || data === null) return null;
  const pick = (key: Figure): void => {
    // What was ordered is what the order itself says; everything else moved.
    if (key === 'orderedMinor') onTotal();
    else setFigure(figure === key ? null : key);
  };
  return (
    <section className="order-section" aria-label="Position">
      <h2>
        Where its money stands <Tag tone={TONES[data.state]}>{STATES[data.state]}</Tag>
      </h2>
      <Figures position={data.position} currency={data.currency} lines={data.lines} picked={figure} onPick={pick} />
      {data.byCurrency.map(({ currency, position }) => (
        <div key={currency}>
          <p className="muted">In {currency}</p>
          <Figures position={position} currency={currency} lines={data.lines} picked={figure} onPick={pick} />
        </div>
      ))}
      {data.exceptions.map((one) => (
        <p key={one.exceptionId} className="order-exception">
          <Tag tone={one.severity === 'S1' ? 'bad' : 'warn'}>{one.severity}</Tag>{' '}
          <Link href={`/inbox/${one.exceptionId}`}>{one.title}</Link>
          {one.bestGuess !== null && <span className="muted"> · {one.bestGuess}</span>}
        </p>
      ))}
      {data.lines.length > 0 && (
        <PositionLines
          lines={figure === null ? data.lines : linesOf(figure, data.lines)}
          only={figure === null ? null : (FIGURES.find(({ key }) => key === figure)?.label ?? null)}
          onAll={() => setFigure(null)}
          zone={zone}
        />
      )}
    </section>
  );
}

/** A figure with something behind it is a button. */
function Figures({
  position,
  currency,
  lines,
  picked,
  onPick,
}: {
  position: PositionFigures;
  currency: string | null;
  lines: Position['lines'];
  picked: Figure | null;
  onPick: (figure: Figure) => void;
}) {
  const shown = FIGURES.filter(({ key, always }) => always || position[key] !== 0);
  return (
    <dl className="order-sums order-position">
      {shown.map(({ key, label }) => {
        const amount = <Money amountMinor={position[key]} currency={currency} />;
        const opens = position[key] !== 0 && (key === 'orderedMinor' || linesOf(key, lines).length > 0);
        return (
          <div key={key}>
            <dt>{label}</dt>
            <dd>
              {opens ? (
                <button
                  type="button"
                  className="order-figure"
                  aria-pressed={key === 'orderedMinor' ? undefined : picked === key}
                  title={key === 'orderedMinor' ? 'Where this value comes from' : 'What it is made of'}
                  onClick={() => onPick(key)}
                >
                  {amount}
                </button>
              ) : (
                amount
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

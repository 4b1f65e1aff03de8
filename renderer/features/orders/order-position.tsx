import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { OrderPosition as Position, PositionFigures } from '#shared/contract/money.ts';
import { isMoneyKind } from '#shared/domain/money-events.ts';
import { MONEY_KIND_WORDS } from '#shared/domain/money-words.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { ValueOriginPanel } from '../../app/value-origin.tsx';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { formatDay, formatMoney, formatProbability } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { Money } from '../../design/money.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { Tag } from '../../design/tag.tsx';

const FIGURES: readonly { key: keyof PositionFigures; label: string }[] = [
  { key: 'orderedMinor', label: 'Ordered' },
  { key: 'paidMinor', label: 'Paid' },
  { key: 'creditMinor', label: 'Gift card, credit' },
  { key: 'refundedMinor', label: 'Refunded' },
  { key: 'disputedMinor', label: 'Disputed' },
  { key: 'feesMinor', label: 'Fees' },
  { key: 'settledMinor', label: 'Settled' },
  { key: 'bankedMinor', label: 'In the bank' },
  { key: 'bookedMinor', label: 'In the books' },
];

const STATES = { open: 'Open', reconciled: 'Reconciled', exception: 'Needs a look', cancelled: 'Cancelled' } as const;
const TONES = { open: 'info', reconciled: 'ok', exception: 'warn', cancelled: undefined } as const;

/** Where the money of one sale stands, and each movement of it; a movement opens the line it comes from. Nothing before the first run. */
export function OrderPosition({ orderId, zone }: { orderId: string; zone: string }) {
  const client = useClient();
  const { data } = useQuery(queries.orderPosition(client, orderId));
  if (data === undefined || data === null) return null;
  return (
    <section className="order-section" aria-label="Position">
      <h2>
        Where its money stands <Tag tone={TONES[data.state]}>{STATES[data.state]}</Tag>
      </h2>
      <dl className="order-sums order-position">
        {FIGURES.filter(({ key }) => key === 'orderedMinor' || key === 'paidMinor' || data.position[key] !== 0).map(
          ({ key, label }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>
                <Money amountMinor={data.position[key]} currency={data.currency} />
              </dd>
            </div>
          ),
        )}
      </dl>
      {data.byCurrency.map(({ currency, position }) => (
        <p key={currency} className="muted">
          In {currency}:{' '}
          {FIGURES.filter(({ key }) => position[key] !== 0)
            .map(({ key, label }) => `${label.toLowerCase()} ${formatMoney(position[key], currency)}`)
            .join(' · ')}
        </p>
      ))}
      {data.exceptions.map((one) => (
        <p key={one.exceptionId}>
          <Tag tone={one.severity === 'S1' ? 'bad' : 'warn'}>{one.severity}</Tag>{' '}
          <Link href={`/inbox/${one.exceptionId}`}>{one.title}</Link>
          {one.bestGuess !== null && <span className="muted"> · {one.bestGuess}</span>}
        </p>
      ))}
      {data.lines.length > 0 && <Lines position={data} zone={zone} />}
    </section>
  );
}

function Lines({ position, zone }: { position: Position; zone: string }) {
  const [opened, setOpened] = useState<Position['lines'][number] | null>(null);
  return (
    <>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Record</th>
            <th scope="col">When</th>
            <th scope="col">Linked</th>
            <th scope="col">Payout</th>
            <th scope="col" className="num">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {position.lines.map((one) => {
            const { line, link, payout } = one;
            return (
              <tr key={`${link.kind} ${line.recordId}`}>
                <td>{isMoneyKind(line.kind) ? MONEY_KIND_WORDS[line.kind] : line.kind}</td>
                <td>
                  <button type="button" className="order-open" onClick={() => setOpened(one)}>
                    <SystemBadge system={line.system} small /> <span className="mono">{line.nativeId}</span>
                  </button>
                </td>
                <td>{line.at === null ? '–' : formatDay(line.at, line.dayOnly ? 'UTC' : zone)}</td>
                <td className="muted">
                  {link.state === 'linked' ? link.decidedBy : `proposed, ${formatProbability(link.probability)}`}
                </td>
                <td>{payout === null ? '–' : <Link href={`/money/payouts/${payout.payoutId}`}>{payout.reference}</Link>}</td>
                <td className="num">
                  <Money amountMinor={line.amountMinor} currency={line.currency} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {opened !== null && (
        <Modal title={`${SYSTEM_LABELS[opened.line.system].name} ${opened.line.nativeId}`} onClose={() => setOpened(null)}>
          <ValueOriginPanel recordId={opened.line.recordId} field="amount" zone={zone} />
        </Modal>
      )}
    </>
  );
}

/** Movements and bookings of an order; each record opens the line of the file it comes from. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { OrderPosition } from '#shared/contract/money.ts';
import type { RecordBadge } from '#shared/contract/procedure.ts';
import { isMoneyKind } from '#shared/domain/money-events.ts';
import { MONEY_KIND_NAMES } from '#shared/domain/money-words.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { SourceLineDialog } from '../../app/source-line-dialog.tsx';
import { Button } from '../../design/button.tsx';
import { formatDay, formatMoney, formatProbability } from '../../design/format.ts';
import { SystemBadge } from '../../design/system-badge.tsx';

type Line = OrderPosition['lines'][number];

export function PositionLines({
  lines,
  only,
  onAll,
  zone,
}: {
  lines: readonly Line[];
  /** The figure that they are behind; null: all lines. */
  only: string | null;
  onAll: () => void;
  zone: string;
}) {
  const [opened, setOpened] = useState<RecordBadge | null>(null);
  return (
    <>
      {only !== null && (
        <p className="order-only" role="status">
          Only what is behind “{only}”{' '}
          <Button tone="quiet" onClick={onAll}>
            Show everything
          </Button>
        </p>
      )}
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Record</th>
            <th scope="col">When</th>
            <th scope="col">Linked</th>
            <th scope="col">Payout</th>
            <th scope="col" className="num">
              Fee
            </th>
            <th scope="col" className="num">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, link, reports, payout }) => (
            <tr key={`${link.kind} ${line.recordId}`}>
              <td>{isMoneyKind(line.kind) ? MONEY_KIND_NAMES[line.kind] : line.kind}</td>
              <td>
                <RecordButton record={line} about={reports.length === 0 ? null : typeWords(line.type)} onOpen={setOpened} />
                {reports.map((report) => (
                  <RecordButton
                    key={report.recordId}
                    record={report}
                    about={`${typeWords(report.type)}, the same movement`}
                    onOpen={setOpened}
                  />
                ))}
              </td>
              <td className="one-line">{line.at === null ? '–' : formatDay(line.at, line.dayOnly ? 'UTC' : zone)}</td>
              <td className="muted">
                {link.state === 'linked' ? link.decidedBy : `proposed, ${formatProbability(link.probability)}`}
              </td>
              <td>
                {payout === null ? (
                  '–'
                ) : (
                  <Link className="order-payout" title={payout.reference} href={`/money/payouts/${payout.payoutId}`}>
                    {payout.reference}
                  </Link>
                )}
              </td>
              <td className="num">{amountText(line.feeMinor, line.currency)}</td>
              <td className="num">
                <button type="button" className="order-open" onClick={() => setOpened(line)}>
                  {amountText(line.amountMinor, line.currency)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {opened !== null && (
        <SourceLineDialog
          recordId={opened.recordId}
          title={`${SYSTEM_LABELS[opened.system].name} ${typeWords(opened.type)} ${opened.nativeId}`}
          zone={zone}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

function RecordButton({
  record,
  about,
  onOpen,
}: {
  record: RecordBadge;
  about: string | null;
  onOpen: (record: RecordBadge) => void;
}) {
  return (
    <span className="order-record">
      <SystemBadge system={record.system} small />
      <button type="button" className="order-open" title={record.nativeId} onClick={() => onOpen(record)}>
        <span className="mono">{record.nativeId}</span>
      </button>
      {about !== null && <span className="faint">{about}</span>}
    </span>
  );
}

function typeWords(type: string): string {
  return type.replaceAll('_', ' ');
}

function amountText(minor: number | null, currency: string | null): string {
  return minor === null || currency === null ? '–' : formatMoney(minor, currency);
}

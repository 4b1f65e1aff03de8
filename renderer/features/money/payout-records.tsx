import { useState } from 'react';
import type { PayoutPage } from '#shared/contract/money.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { SourceLineDialog } from '../../app/source-line-dialog.tsx';
import { formatDay, formatProbability } from '../../design/format.ts';
import { Money } from '../../design/money.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';

const PARTS = { payout: 'The payout itself', bank: 'Bank line', booking: 'Booking' } as const;

/** The payout's own records, its bank lines and its bookings; each opens the line it comes from. */
export function PayoutRecords({ page, zone }: { page: PayoutPage; zone: string }) {
  const [opened, setOpened] = useState<PayoutPage['records'][number] | null>(null);
  if (page.records.length === 0)
    return (
      <p className="muted money-none">
        This payout is known from its lines alone: no list of payouts, bank line or booking names it.
      </p>
    );
  return (
    <>
      <table className="plain-table money-table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Record</th>
            <th scope="col">When</th>
            <th scope="col">Linked</th>
            <th scope="col" className="num">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {page.records.map((record) => (
            <tr key={record.recordId}>
              <td>{PARTS[record.part]}</td>
              <td>
                <button type="button" className="money-open" onClick={() => setOpened(record)}>
                  <SystemBadge system={record.system} small /> <span className="mono">{record.nativeId}</span>
                </button>
              </td>
              <td>{record.at === null ? '–' : formatDay(record.at, zone)}</td>
              <td className="muted">
                {record.state === 'linked' ? record.decidedBy : `proposed, ${formatProbability(record.probability)}`}
              </td>
              <td className="num">
                <Money amountMinor={record.amountMinor} currency={record.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {opened !== null && (
        <SourceLineDialog
          recordId={opened.recordId}
          title={`${SYSTEM_LABELS[opened.system].name} ${opened.nativeId}`}
          zone={zone}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

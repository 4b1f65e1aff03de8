/** Where accounts begin: the balance that each gateway and bank account had before the first movement in the book. */
import { useQuery } from '@tanstack/react-query';
import { Scale, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { OpeningAccount } from '#shared/contract/policy.ts';
import { takeBack } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatDay, formatMoney } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { runCommand } from '../../keys/live.ts';
import { OpeningDialog } from './opening-dialog.tsx';
import { placeName } from './place.ts';
import { Sheet } from './sheet.tsx';

export function OpeningsPage({ zone }: { zone: string }) {
  const client = useClient();
  const { data, error } = useQuery(queries.openings(client));
  const [edited, setEdited] = useState<OpeningAccount | null>(null);
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (data === undefined) return <div className="policy-sheet" aria-busy="true" />;
  if (data.length === 0)
    return (
      <EmptyState
        icon={<Scale />}
        title="No accounts yet"
        actions={
          <Button tone="main" command="importFiles" onClick={() => runCommand('importFiles')}>
            Import files
          </Button>
        }
      >
        Gateways and bank accounts stand here once their files are imported and reconciled, each with the balance it begins with.
      </EmptyState>
    );
  return (
    <Sheet
      title="Opening balances"
      about="What stood on each account before the first movement in this book. Without one it counts as zero, and every closing balance is off by it."
    >
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col" className="num">
              Its first statement says
            </th>
            <th scope="col" className="num">
              Entered
            </th>
            <th scope="col">By</th>
            <th scope="col">
              <span className="sr-only">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((account) => {
            const { system, inside, currency, derived, entered } = account;
            return (
              <tr key={[system, account.account, inside, currency].join(' ')}>
                <th scope="row">
                  <SystemBadge system={system} small /> {placeName(account)} <span className="faint">{currency}</span>
                </th>
                <td className="num">
                  {derived === null ? (
                    <span className="faint">no file says it</span>
                  ) : (
                    <>
                      {formatMoney(derived.amountMinor, currency)}
                      <span className="faint policy-under" title={derived.fileName}>
                        {derived.day === null ? derived.fileName : `on ${formatDay(Date.parse(derived.day.slice(0, 10)), 'UTC')}`}
                      </span>
                    </>
                  )}
                </td>
                <td className="num">
                  {entered === null ? (
                    <span className="faint">–</span>
                  ) : (
                    <strong>{formatMoney(entered.amountMinor, currency)}</strong>
                  )}
                </td>
                <td className="muted">{entered === null ? '' : `${entered.actor}, ${formatDay(entered.at, zone)}`}</td>
                <td className="num policy-row-acts">
                  <Button onClick={() => setEdited(account)}>{entered === null ? 'Enter…' : 'Change…'}</Button>
                  {entered !== null && (
                    <Button
                      tone="quiet"
                      icon={<Undo2 aria-hidden="true" />}
                      onClick={() => void takeBack(client, entered.decisionId)}
                    >
                      Take back
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {edited !== null && <OpeningDialog account={edited} name={placeName(edited)} onClose={() => setEdited(null)} />}
    </Sheet>
  );
}

/** Clearing accounts, month by month: what stood there, what moved, what is left. A movement opens its lines. */
import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import type { ClearingMonth } from '#shared/contract/money.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatMoney } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { ProblemNotice } from '../../design/notice.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { MoneyLines } from './lines-table.tsx';
import { monthWords } from './words.ts';

interface Opened {
  readonly month: ClearingMonth;
  readonly kind: string;
  readonly label: string;
}

export function ClearingPage({ zone }: { zone: string }) {
  const client = useClient();
  const { data, error } = useQuery(queries.clearing(client));
  const [opened, setOpened] = useState<Opened | null>(null);
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (data === undefined) return <div className="money-page" aria-busy="true" />;
  if (data.length === 0)
    return (
      <EmptyState icon={<Scale />} title="No clearing accounts yet">
        Each gateway gets one as soon as its money is in the book: opening balance, what moved, closing balance.
      </EmptyState>
    );
  const accounts = Map.groupBy(data, ({ account, system, systemAccount, currency }) =>
    [account, system, systemAccount, currency].join('\u0000'),
  );
  return (
    <div className="money-page">
      {[...accounts.values()].map((months) => (
        <Account key={months[0]?.account} months={months} onOpen={setOpened} />
      ))}
      {opened !== null && (
        <Modal
          title={`${opened.label}, ${monthWords(opened.month.month)}`}
          description={`${SYSTEM_LABELS[opened.month.system].name} ${opened.month.systemAccount}`}
          size="large"
          onClose={() => setOpened(null)}
        >
          <MoneyLines
            label={opened.label}
            queryKey={['money', 'movements', opened.month.account, opened.month.month, opened.kind]}
            fetchPage={(page, signal) =>
              client.money.movements(
                {
                  ...page,
                  system: opened.month.system,
                  account: opened.month.systemAccount,
                  currency: opened.month.currency,
                  month: opened.month.month,
                  kind: opened.kind,
                },
                { signal },
              )
            }
            zone={zone}
          />
        </Modal>
      )}
    </div>
  );
}

function Account({ months, onOpen }: { months: readonly ClearingMonth[]; onOpen: (opened: Opened) => void }) {
  const [first] = months;
  if (first === undefined) return null;
  const kinds = [...new Map(months.flatMap(({ movements }) => movements.map(({ kind, label }) => [kind, label] as const)))];
  const money = (minor: number): string => formatMoney(minor, first.currency);
  return (
    <section className="money-card" aria-label={first.account}>
      <h2>
        <SystemBadge system={first.system} small /> {SYSTEM_LABELS[first.system].name} {first.systemAccount}{' '}
        <span className="muted">{first.currency}</span>
      </h2>
      <div className="money-scroll">
        <table className="plain-table money-table">
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col" className="num">
                Opening
              </th>
              {kinds.map(([kind, label]) => (
                <th key={kind} scope="col" className="num">
                  {label}
                </th>
              ))}
              <th scope="col" className="num">
                Closing
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month.month}>
                <th scope="row">{monthWords(month.month)}</th>
                <td className="num">{money(month.openingMinor)}</td>
                {kinds.map(([kind, label]) => {
                  const movement = month.movements.find((one) => one.kind === kind);
                  return (
                    <td key={kind} className="num">
                      {movement === undefined ? (
                        <span className="faint">–</span>
                      ) : (
                        <button type="button" className="money-open" onClick={() => onOpen({ month, kind, label })}>
                          {money(movement.amountMinor)}
                        </button>
                      )}
                    </td>
                  );
                })}
                <td className="num">
                  <strong>{money(month.closingMinor)}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

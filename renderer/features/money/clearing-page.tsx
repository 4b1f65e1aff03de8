/** Clearing accounts, month by month: what stood there, what moved, what is left. A movement opens its records. */
import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ClearingMonth } from '#shared/contract/money.ts';
import { LEDGER_WORDS, TRANSFER_WORDS } from '#shared/domain/money-words.ts';
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
import { fiscalYear, monthWords } from './words.ts';

const COLUMNS = Object.keys(TRANSFER_WORDS);

interface Opened {
  readonly month: ClearingMonth;
  readonly kind: string;
  readonly label: string;
}

export function ClearingPage({ zone }: { zone: string }) {
  const client = useClient();
  const { data, error } = useQuery(queries.clearing(client));
  const { data: policy } = useQuery(queries.policy(client));
  const [opened, setOpened] = useState<Opened | null>(null);
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (data === undefined || policy === undefined) return <div className="money-page" aria-busy="true" />;
  if (data.length === 0)
    return (
      <EmptyState icon={<Scale />} title="No clearing accounts yet">
        Each gateway gets one as soon as its money is in the book: opening balance, what moved, closing balance.
      </EmptyState>
    );
  const order = Object.keys(LEDGER_WORDS);
  const place = ({ system, systemAccount, currency, account }: ClearingMonth): string =>
    [system, systemAccount, currency, String(order.indexOf(account)).padStart(2, '0')].join('\u0000');
  const accounts = [...Map.groupBy(data, place)].sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <div className="money-page">
      {accounts.map(([key, months]) => (
        <Account key={key} months={months} startMonth={policy.fiscalStartMonth} onOpen={setOpened} />
      ))}
      {opened !== null && <Movement opened={opened} zone={zone} onClose={() => setOpened(null)} />}
    </div>
  );
}

/** The records of one figure. */
function Movement({ opened: { month, kind, label }, zone, onClose }: { opened: Opened; zone: string; onClose: () => void }) {
  const client = useClient();
  const { account: ledger, system, systemAccount: account, currency } = month;
  return (
    <Modal
      title={`${label}, ${monthWords(month.month)}`}
      description={`${LEDGER_WORDS[ledger] ?? ledger} of ${SYSTEM_LABELS[system].name} ${account}, ${currency}`}
      size="large"
      onClose={onClose}
    >
      <MoneyLines
        label={label}
        empty="No record of its own: a payout without one is named by its lines."
        queryKey={['money', 'movements', ledger, system, account, currency, month.month, kind]}
        fetchPage={(page, signal) =>
          client.money.movements({ ...page, ledger, system, account, currency, month: month.month, kind }, { signal })
        }
        zone={zone}
      />
    </Modal>
  );
}

function Account({
  months,
  startMonth,
  onOpen,
}: {
  months: readonly ClearingMonth[];
  startMonth: number;
  onOpen: (opened: Opened) => void;
}) {
  const [first] = months;
  if (first === undefined) return null;
  const kinds = [...new Map(months.flatMap(({ movements }) => movements.map(({ kind, label }) => [kind, label] as const)))].sort(
    ([a], [b]) => COLUMNS.indexOf(a) - COLUMNS.indexOf(b),
  );
  const name = `${SYSTEM_LABELS[first.system].name} ${first.systemAccount}`;
  const kind = LEDGER_WORDS[first.account] ?? first.account;
  const years = [...Map.groupBy(months, ({ month }) => fiscalYear(month, startMonth))];
  return (
    <section className="money-card" aria-label={`${kind} of ${name}, ${first.currency}`}>
      <h2>
        <SystemBadge system={first.system} small /> {name}
        <span className="muted">
          {kind} · {first.currency}
        </span>
      </h2>
      <div className="money-scroll">
        <table className="plain-table money-table">
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col" className="num">
                Opening
              </th>
              {kinds.map(([id, label]) => (
                <th key={id} scope="col" className="num">
                  {label}
                </th>
              ))}
              <th scope="col" className="num">
                Closing
              </th>
            </tr>
          </thead>
          {years.map(([year, list]) => (
            <tbody key={year}>
              {list.map((month) => (
                <MonthRow key={month.month} month={month} kinds={kinds} onOpen={onOpen} />
              ))}
              {years.length > 1 && list.length > 1 && <YearRow year={year} months={list} kinds={kinds} />}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

type Kinds = readonly (readonly [kind: string, label: string])[];

function MonthRow({ month, kinds, onOpen }: { month: ClearingMonth; kinds: Kinds; onOpen: (opened: Opened) => void }) {
  const money = (minor: number): string => formatMoney(minor, month.currency);
  return (
    <tr>
      <th scope="row" className="one-line">
        {monthWords(month.month)}
      </th>
      <td className="num">{money(month.openingMinor)}</td>
      {kinds.map(([kind, label]) => {
        const movement = month.movements.find((one) => one.kind === kind);
        if (movement === undefined)
          return (
            <td key={kind} className="num">
              <span className="faint">–</span>
            </td>
          );
        const amount = money(movement.amountMinor);
        return (
          <td key={kind} className="num">
            {kind === 'opening' ? (
              <Link href="/policy/openings">{amount}</Link>
            ) : kind === 'write_off' ? (
              amount
            ) : (
              <button type="button" className="money-open" onClick={() => onOpen({ month, kind, label })}>
                {amount}
              </button>
            )}
          </td>
        );
      })}
      <td className="num">
        <strong>{money(month.closingMinor)}</strong>
      </td>
    </tr>
  );
}

/** Opening, movements and closing of a fiscal year. */
function YearRow({ year, months, kinds }: { year: string; months: readonly ClearingMonth[]; kinds: Kinds }) {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return null;
  const sum = (kind: string): number =>
    months.reduce((total, { movements }) => total + (movements.find((one) => one.kind === kind)?.amountMinor ?? 0), 0);
  const money = (minor: number): string => formatMoney(minor, first.currency);
  return (
    <tr className="money-year">
      <th scope="row">Fiscal year {year}</th>
      <td className="num">{money(first.openingMinor)}</td>
      {kinds.map(([kind]) => (
        <td key={kind} className="num">
          {money(sum(kind))}
        </td>
      ))}
      <td className="num">{money(last.closingMinor)}</td>
    </tr>
  );
}

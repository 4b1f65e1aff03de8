/** Money that leaks: found, recovered, and how it goes month by month. */
import { useQuery } from '@tanstack/react-query';
import { Droplets } from 'lucide-react';
import { Link } from 'wouter';
import type { z } from 'zod';
import type { leak } from '#shared/contract/money.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatMoney } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { changeFilter, NO_FILTER, showTab } from '../inbox/store.ts';
import { monthsThrough, monthWords } from './words.ts';

type Leak = z.infer<typeof leak>;

export function LeakagePage() {
  const client = useClient();
  const { data, error } = useQuery(queries.leakage(client));
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (data === undefined) return <div className="money-page" aria-busy="true" />;
  if (data.length === 0)
    return (
      <EmptyState icon={<Droplets />} title="Nothing leaks">
        Paid and never settled, settled and never banked, refunded twice, fees above contract: none of it was found.
      </EmptyState>
    );
  const currencies = [...Map.groupBy(data, ({ currency }) => currency)];
  return (
    <div className="money-page">
      {currencies.map(([currency, leaks]) => (
        <LeakTable key={currency} currency={currency} leaks={leaks} />
      ))}
    </div>
  );
}

function LeakTable({ currency, leaks }: { currency: string; leaks: readonly Leak[] }) {
  const months = monthsThrough(leaks.map(({ month }) => month));
  const kinds = [...Map.groupBy(leaks, ({ kind }) => kind).values()];
  const sum = (some: readonly Leak[], of: (one: Leak) => number): number => some.reduce((total, one) => total + of(one), 0);
  const found = (some: readonly Leak[]): number => sum(some, ({ foundMinor }) => foundMinor);
  return (
    <section className="money-card" aria-label={`Leakage in ${currency}`}>
      <h2>
        {formatMoney(found(leaks), currency)} found
        <span className="muted">
          {' '}
          ·{' '}
          {formatMoney(
            sum(leaks, ({ recoveredMinor }) => recoveredMinor),
            currency,
          )}{' '}
          recovered
        </span>
      </h2>
      <div className="money-scroll">
        <table className="plain-table money-table">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className="num">
                Cases
              </th>
              <th scope="col" className="num">
                Found
              </th>
              <th scope="col" className="num">
                Recovered
              </th>
              <th scope="col">
                {monthWords(months[0] ?? '')} to {monthWords(months.at(-1) ?? '')}
              </th>
            </tr>
          </thead>
          <tbody>
            {kinds
              .toSorted((a, b) => found(b) - found(a))
              .map((some) => (
                <tr key={some[0]?.kind}>
                  <th scope="row">{some[0]?.label}</th>
                  <td className="num">
                    <Cases kind={some[0]?.kind ?? ''} count={sum(some, ({ count }) => count)} />
                  </td>
                  <td className="num">{formatMoney(found(some), currency)}</td>
                  <td className="num">
                    {formatMoney(
                      sum(some, ({ recoveredMinor }) => recoveredMinor),
                      currency,
                    )}
                  </td>
                  <td>
                    <Trend
                      currency={currency}
                      months={months.map((month) => ({ month, minor: found(some.filter((one) => one.month === month)) }))}
                    />
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Reasons whose exceptions a leak counts; a payment that was never settled has none of its own. */
const REASON_OF: Readonly<Record<string, string>> = {
  settled_never_banked: 'payout_missing_in_bank',
  refund_without_order: 'refund_without_order',
  over_refund: 'refund_exceeds_payment',
  fulfilled_unpaid: 'fulfilled_unpaid',
  paid_cancelled_unrefunded: 'paid_cancelled_unrefunded',
  fee_above_contract: 'fee_above_contract',
  booked_twice: 'booked_twice',
};

/** How many; a link to them in the inbox. */
function Cases({ kind, count }: { kind: string; count: number }) {
  const reason = REASON_OF[kind];
  if (reason === undefined) return formatCount(count);
  return (
    <Link
      href="/inbox"
      title="Show them in the inbox"
      onClick={() => {
        showTab('open');
        changeFilter({ ...NO_FILTER, reasons: [reason] });
      }}
    >
      {formatCount(count)}
    </Link>
  );
}

function Trend({ months, currency }: { months: readonly { month: string; minor: number }[]; currency: string }) {
  const most = Math.max(1, ...months.map(({ minor }) => minor));
  const words = months
    .filter(({ minor }) => minor !== 0)
    .map(({ month, minor }) => `${monthWords(month)} ${formatMoney(minor, currency)}`)
    .join(', ');
  return (
    <span className="money-trend" role="img" aria-label={words} title={words}>
      {months.map(({ month, minor }) => (
        <i key={month} style={{ height: `${Math.max(minor === 0 ? 3 : 8, (100 * minor) / most)}%` }} />
      ))}
    </span>
  );
}

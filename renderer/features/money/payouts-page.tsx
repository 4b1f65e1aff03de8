/** The list of payouts, and the one that is looked at beside it. */
import { Search, Wallet } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { MoneySummary, PayoutRow } from '#shared/contract/money.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { PAGE_SIZE } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatDay, formatMoney, plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { Tag } from '../../design/tag.tsx';
import { usePagedRows } from '../../design/use-paged-rows.ts';
import { useVisibleRows } from '../../design/use-viewport.ts';
import { PayoutPage } from './payout-page.tsx';
import { changeFilter, isFiltered, NO_FILTER, useMoneyIntent } from './store.ts';
import { STATE_WORDS, toneOf, verdictOf } from './words.ts';

const ROW_PX = 66;

export function PayoutsPage({
  payoutId,
  waiting,
  zone,
}: {
  payoutId: string | null;
  waiting: MoneySummary['waiting'];
  zone: string;
}) {
  const client = useClient();
  const [, navigate] = useLocation();
  const { filter, payoutId: last } = useMoneyIntent();
  const asked = useDeferredValue(filter);
  const scroller = useRef<HTMLDivElement>(null);
  const [known, setKnown] = useState(0);
  const { rows, reveal, pageRows } = useVisibleRows(scroller, known, ROW_PX, 0);
  const paged = usePagedRows<PayoutRow>({
    key: ['money', 'payouts', asked],
    start: rows.start,
    end: Math.max(rows.end, 1),
    pageSize: PAGE_SIZE,
    fetchPage: (page, signal) => client.money.payouts({ ...page, filter: asked }, { signal }),
  });
  const total = paged.total ?? 0;
  if (total !== known) setKnown(total);
  const first = paged.rowAt(0)?.payoutId ?? null;
  const shown = payoutId ?? last ?? first;
  useEffect(() => {
    if (shown !== null) useMoneyIntent.setState({ payoutId: shown });
  }, [shown]);

  const go = (step: number): void => {
    const at = Array.from({ length: total }, (_, i) => i).find((i) => paged.rowAt(i)?.payoutId === shown) ?? 0;
    const next = Math.max(0, Math.min(total - 1, at + step));
    const row = paged.rowAt(next);
    if (row === undefined) return;
    reveal(next);
    navigate(`/money/payouts/${row.payoutId}`);
  };

  return (
    <div className="money-two">
      <section className="money-list" aria-label="Payouts">
        <div className="money-filter">
          <label className="browse-search">
            <Search aria-hidden="true" />
            <span className="sr-only">Search payouts</span>
            <input
              className="input"
              type="search"
              placeholder="Payout, amount"
              value={filter.text}
              onChange={(event) => changeFilter({ text: event.target.value })}
            />
          </label>
          <label className="money-breaks">
            <input type="checkbox" checked={filter.breaksOnly} onChange={() => changeFilter({ breaksOnly: !filter.breaksOnly })} />{' '}
            Breaks only
          </label>
          <span className="faint">{paged.total === null ? '' : plural(paged.total, 'payout')}</span>
        </div>
        {waiting.length > 0 && (
          <ul className="money-waiting" aria-label="Waiting for">
            {waiting.map((line) => (
              <li key={`${line.system} ${line.account} ${line.inside ?? ''} ${line.currency}`}>
                <SystemBadge system={line.system} small />
                <span>
                  {line.text}
                  <span className="faint">
                    {' '}
                    · {formatCount(line.items)} · {formatMoney(line.amountMinor, line.currency)}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
        {paged.error !== null && <ProblemNotice problem={problemOf(paged.error)} />}
        {paged.total === 0 ? (
          <EmptyState
            icon={<Wallet />}
            title={isFiltered(filter) ? 'No payout fits' : 'No payouts yet'}
            actions={isFiltered(filter) ? <Button onClick={() => changeFilter(NO_FILTER)}>Clear filters</Button> : undefined}
          >
            {isFiltered(filter)
              ? 'No payout of this book has all that is ticked and typed.'
              : 'Import the payout files of Stripe, Shopify, PayPal or Amazon, and each is explained here.'}
          </EmptyState>
        ) : (
          <div
            className="money-rows"
            ref={scroller}
            role="listbox"
            aria-label="Payouts, newest first"
            aria-activedescendant={shown === null ? undefined : `payout-${shown}`}
            tabIndex={0}
            onKeyDown={(event) => {
              const step = { ArrowDown: 1, ArrowUp: -1, PageDown: pageRows, PageUp: -pageRows }[event.key];
              if (step === undefined) return;
              event.preventDefault();
              go(step);
            }}
          >
            <div style={{ height: rows.totalHeight, position: 'relative' }} role="presentation">
              {Array.from({ length: rows.end - rows.start }, (_, i) => {
                const index = rows.start + i;
                const row = paged.rowAt(index);
                return (
                  <div
                    key={row?.payoutId ?? `waiting ${index}`}
                    role="presentation"
                    className="money-place"
                    style={{ height: ROW_PX, transform: `translateY(${rows.offset + i * ROW_PX}px)` }}
                  >
                    {row !== undefined && <PayoutLine row={row} on={row.payoutId === shown} zone={zone} />}
                  </div>
                );
              })}
            </div>
          </div>
        )}
      </section>
      {shown === null ? <div className="money-main" /> : <PayoutPage key={shown} payoutId={shown} zone={zone} />}
    </div>
  );
}

function PayoutLine({ row, on, zone }: { row: PayoutRow; on: boolean; zone: string }) {
  return (
    <Link
      id={`payout-${row.payoutId}`}
      href={`/money/payouts/${row.payoutId}`}
      role="option"
      aria-selected={on}
      tabIndex={-1}
      className={on ? 'money-row on' : 'money-row'}
    >
      <SystemBadge system={row.system} small />
      <span className="sr-only">{SYSTEM_LABELS[row.system].name}</span>
      <span className="money-row-when">{row.at === null ? row.reference : formatDay(row.at, zone)}</span>
      <span className="num money-row-sum">{formatMoney(row.sentMinor, row.currency)}</span>
      <span className="faint money-row-about">
        {plural(row.lineCount, 'line')} · {row.account}
      </span>
      <span className="money-row-end">
        <Tag tone={toneOf(row)} title={STATE_WORDS[row.state]}>
          {verdictOf(row)}
        </Tag>
      </span>
    </Link>
  );
}

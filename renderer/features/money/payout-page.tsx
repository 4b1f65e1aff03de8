/** One payout: from its orders to the bank and the books, with what does not hold. */
import { useQuery } from '@tanstack/react-query';
import { FileSearch } from 'lucide-react';
import { useId, useState } from 'react';
import type { PayoutPage as Page } from '#shared/contract/money.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { attempt } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatDay, formatMoney, plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { moveTab } from '../../design/tabs.ts';
import { Chain } from './chain.tsx';
import { ExceptionTable } from './exception-table.tsx';
import { LinesTable } from './lines-table.tsx';
import { PayoutRecords } from './payout-records.tsx';
import { PayoutWaterfall } from './payout-waterfall.tsx';

const RECORDS = 'records';
/** What is behind stations and bars that are no kind of line. */
const PARTS_OF: Readonly<Record<string, string>> = {
  orders: 'charge',
  payments: 'charge',
  payout: RECORDS,
  bank: RECORDS,
  books: RECORDS,
};

type Tab = 'breaks' | 'lines' | 'records';

export function PayoutPage({ payoutId, zone }: { payoutId: string; zone: string }) {
  const client = useClient();
  const found = useQuery(queries.payout(client, payoutId));
  if (found.error !== null) return <ProblemNotice problem={problemOf(found.error)} />;
  if (found.data === undefined) return <div className="money-main" aria-busy="true" />;
  if (found.data === null)
    return (
      <EmptyState icon={<FileSearch />} title="This payout is not in the book now">
        Its import may have been undone. Redo it under Sources and it is back, with its id.
      </EmptyState>
    );
  return <Payout page={found.data} zone={zone} />;
}

function Payout({ page, zone }: { page: Page; zone: string }) {
  const client = useClient();
  const { head } = page;
  const [tab, setTab] = useState<Tab>(page.breaks.length > 0 ? 'breaks' : 'lines');
  const [kind, setKind] = useState<string | null>(null);
  const id = useId();
  /** A station of the chain, or a bar: its lines, or the records that say it. */
  const open = (key: string) => {
    const part = PARTS_OF[key] ?? key;
    if (part !== RECORDS) setKind(part);
    setTab(part === RECORDS ? 'records' : 'lines');
  };
  const tabs: readonly { id: Tab; label: string }[] = [
    { id: 'breaks', label: `Breaks ${formatCount(page.breaks.length)}` },
    { id: 'lines', label: `Lines ${formatCount(head.lineCount)}` },
    { id: 'records', label: `Source records ${page.records.length}` },
  ];
  return (
    <article className="money-main" aria-label={`Payout ${head.reference}`}>
      <header className="money-title">
        <div>
          <h2>
            {SYSTEM_LABELS[head.system].name} payout <span className="mono">{head.reference}</span>
          </h2>
          <p className="muted">
            {[
              head.at === null ? null : formatDay(head.at, zone),
              plural(head.lineCount, 'line'),
              head.currency,
              plural(page.orderCount, 'order'),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
        </div>
        <span className="money-title-end">
          <Button
            onClick={() =>
              void attempt(() => client.exports.start({ what: 'workpaper', format: 'pdf', orderId: null, payoutId: head.payoutId }))
            }
          >
            Workpaper
          </Button>
          <strong className="num money-total">{formatMoney(head.sentMinor, head.currency)}</strong>
        </span>
      </header>
      <p>{page.summary}</p>
      <Chain stations={page.chain} currency={head.currency} onOpen={open} />
      <PayoutWaterfall stations={page.waterfall} currency={head.currency} onPick={open} />
      <div className="money-tabs" role="tablist" onKeyDown={moveTab} aria-label="Of this payout">
        {tabs.map((one) => (
          <button
            key={one.id}
            id={`${id}-${one.id}`}
            type="button"
            role="tab"
            aria-selected={tab === one.id}
            tabIndex={tab === one.id ? 0 : -1}
            aria-controls={`${id}-panel`}
            className={tab === one.id ? 'on' : ''}
            onClick={() => setTab(one.id)}
          >
            {one.label}
          </button>
        ))}
      </div>
      <section id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`}>
        {tab === 'breaks' && <ExceptionTable exceptions={page.breaks} zone={zone} />}
        {tab === 'lines' && <LinesTable payoutId={head.payoutId} kind={kind} onAll={() => setKind(null)} zone={zone} />}
        {tab === 'records' && <PayoutRecords page={page} zone={zone} />}
      </section>
    </article>
  );
}

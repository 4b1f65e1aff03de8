/** Where the money went: payouts, clearing accounts, leakage. `#/money` and what stands under it. */
import { useQuery } from '@tanstack/react-query';
import { Landmark } from 'lucide-react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import type { MoneySummary } from '#shared/contract/money.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatInstant } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { runCommand } from '../../keys/live.ts';
import { ClearingPage } from './clearing-page.tsx';
import { LeakagePage } from './leakage-page.tsx';
import './money.css';
import { PayoutsPage } from './payouts-page.tsx';

const PAGES = [
  { path: '/money/payouts', label: 'Payouts' },
  { path: '/money/clearing', label: 'Clearing accounts' },
  { path: '/money/leakage', label: 'Leakage' },
] as const;

export default function MoneyArea({ book }: { book: BookSummary }) {
  const client = useClient();
  const { data: summary, error } = useQuery(queries.moneySummary(client));
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (summary === undefined) return <div className="waiting" aria-busy="true" />;
  if (summary.run === null) return <NothingReconciled hasRecords={book.counts.records > 0} />;
  const zone = book.timeZone;
  return (
    <div className="money">
      <header className="money-head">
        <h1>Money</h1>
        <nav className="seg money-nav" aria-label="Of the money">
          {PAGES.map((page) => (
            <PageLink key={page.path} {...page} />
          ))}
        </nav>
        <RunWords run={summary.run} zone={zone} />
      </header>
      <Switch>
        <Route path="/money/payouts/:payoutId?">
          {({ payoutId }) => <PayoutsPage payoutId={payoutId ?? null} waiting={summary.waiting} zone={zone} />}
        </Route>
        <Route path="/money/clearing">
          <ClearingPage zone={zone} />
        </Route>
        <Route path="/money/leakage">
          <LeakagePage />
        </Route>
        <Route>
          <Redirect to="/money/payouts" replace />
        </Route>
      </Switch>
    </div>
  );
}

function PageLink({ path, label }: { path: string; label: string }) {
  const [location] = useLocation();
  const here = location.startsWith(path);
  return (
    <Link href={path} className={here ? 'on' : ''} aria-current={here ? 'page' : undefined}>
      {label}
    </Link>
  );
}

function RunWords({ run, zone }: { run: NonNullable<MoneySummary['run']>; zone: string }) {
  return (
    <p className="money-run muted">
      As of {formatInstant(run.asOf, zone)}
      {run.stale && (
        <>
          {' · the book has moved on '}
          <Button onClick={() => runCommand('runReconciling')}>Reconcile again</Button>
        </>
      )}
    </p>
  );
}

function NothingReconciled({ hasRecords }: { hasRecords: boolean }) {
  return hasRecords ? (
    <EmptyState
      icon={<Landmark />}
      title="Nothing is reconciled yet"
      actions={
        <Button tone="main" onClick={() => runCommand('runReconciling')}>
          Reconcile
        </Button>
      }
    >
      Orders, payments, refunds, fees, payouts, bank lines and bookings are brought together to the cent; what does not hold gets a
      reason.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<Landmark />}
      title="No money yet"
      actions={
        <Button tone="main" command="importFiles" onClick={() => runCommand('importFiles')}>
          Import files
        </Button>
      }
    >
      Drop the exports of your shop, gateways, marketplace, bank and books on this window. Each payout is then explained from its
      orders to the bank.
    </EmptyState>
  );
}

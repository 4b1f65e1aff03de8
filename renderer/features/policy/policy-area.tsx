/** How this book is judged: `#/policy` and what stands under it. */
import { useQuery } from '@tanstack/react-query';
import { BookKey, CalendarRange, Clock, History, Landmark, Percent, Ruler, Scale, Users } from 'lucide-react';
import { Route, Switch } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { SideLine, SideNav } from '../../design/side-nav.tsx';
import '../../design/browse.css';
import { AccountsPage } from './accounts-page.tsx';
import { BankLinesPage } from './bank-lines-page.tsx';
import { CoveragePage } from './coverage-page.tsx';
import { usePolicyDraft } from './draft.ts';
import { HistoryPage } from './history-page.tsx';
import { LimitsPage } from './limits-page.tsx';
import { OpeningsPage } from './openings-page.tsx';
import { OwnersPage } from './owners-page.tsx';
import './policy.css';
import { RatesPage } from './rates-page.tsx';
import { SaveBar } from './save-bar.tsx';
import { TimesPage } from './times-page.tsx';

export default function PolicyArea({ book }: { book: BookSummary }) {
  const client = useClient();
  const { data, error } = useQuery(queries.policy(client));
  const { draft, wrong, epoch } = usePolicyDraft();
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (data === undefined) return <div className="waiting" aria-busy="true" />;
  const { version, reasons, ...inForce } = data;
  const rules = { ...inForce, ...draft };
  const { timeZone: zone, baseCurrency: currency } = book;
  // Fields show what is in force again when the draft is dropped, or when another version came.
  const fresh = `${version} ${epoch}`;
  return (
    <div className="browse" data-keys="policy">
      <SideNav label="Policy">
        <SideLine href="/policy" icon={<Users aria-hidden="true" />} exact>
          Owners
        </SideLine>
        <SideLine href="/policy/times" icon={<Clock aria-hidden="true" />}>
          Due times
        </SideLine>
        <SideLine href="/policy/limits" icon={<Ruler aria-hidden="true" />}>
          Limits and the book
        </SideLine>
        <SideLine href="/policy/bank" icon={<Landmark aria-hidden="true" />}>
          Bank lines
        </SideLine>
        <SideLine href="/policy/rates" icon={<Percent aria-hidden="true" />}>
          Contract rates
        </SideLine>
        <SideLine href="/policy/accounts" icon={<BookKey aria-hidden="true" />}>
          Accounts in the books
        </SideLine>
        <SideLine href="/policy/coverage" icon={<CalendarRange aria-hidden="true" />}>
          Coverage
        </SideLine>
        <SideLine href="/policy/openings" icon={<Scale aria-hidden="true" />}>
          Opening balances
        </SideLine>
        <SideLine href="/policy/changes" icon={<History aria-hidden="true" />}>
          Changes
        </SideLine>
      </SideNav>
      <div className="policy-main" key={fresh}>
        <Switch>
          <Route path="/policy/times">
            <TimesPage rules={rules} currency={currency} />
          </Route>
          <Route path="/policy/limits">
            <LimitsPage rules={rules} currency={currency} zone={zone} />
          </Route>
          <Route path="/policy/bank">
            <BankLinesPage rules={rules} />
          </Route>
          <Route path="/policy/rates">
            <RatesPage rules={rules} currency={currency} />
          </Route>
          <Route path="/policy/accounts">
            <AccountsPage rules={rules} />
          </Route>
          <Route path="/policy/coverage">
            <CoveragePage zone={zone} />
          </Route>
          <Route path="/policy/openings">
            <OpeningsPage zone={zone} />
          </Route>
          <Route path="/policy/changes">
            <HistoryPage zone={zone} />
          </Route>
          <Route>
            <OwnersPage rules={rules} reasons={reasons} />
          </Route>
        </Switch>
        <SaveBar inForce={inForce} draft={draft} wrong={wrong.size > 0} zone={zone} />
      </div>
    </div>
  );
}

/** How evidence is weighed: `#/models` and what stands under it. */
import { useQuery } from '@tanstack/react-query';
import { Route, Switch } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import '../../design/browse.css';
import { AuditPage } from './audit-page.tsx';
import { BackTestPage } from './back-test-page.tsx';
import './models.css';
import { ModelsNav } from './models-nav.tsx';
import { RunsPage } from './runs-page.tsx';
import { ThresholdPage } from './threshold-page.tsx';
import { WeightsPage } from './weights-page.tsx';
import { WhyNotPage } from './why-not-page.tsx';

export default function ModelsArea({ book }: { book: BookSummary }) {
  const client = useClient();
  const { data: overview, error } = useQuery(queries.models(client));
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (overview === undefined) return <div className="waiting" aria-busy="true" />;
  const zone = book.timeZone;
  return (
    <div className="browse models">
      <ModelsNav overview={overview} />
      <Switch>
        <Route path="/models/threshold">
          <ThresholdPage />
        </Route>
        <Route path="/models/precision">
          <AuditPage />
        </Route>
        <Route path="/models/runs">
          <RunsPage runs={overview.runs} zone={zone} />
        </Route>
        <Route path="/models/why/:one?/:other?">
          {({ one, other }) => <WhyNotPage oneId={one ?? null} otherId={other ?? null} />}
        </Route>
        <Route path="/models/try/:version">
          {({ version }) => <BackTestPage key={version} version={decodeURIComponent(version)} overview={overview} zone={zone} />}
        </Route>
        <Route path="/models/m/:version">
          {({ version }) => <WeightsPage version={decodeURIComponent(version)} overview={overview} zone={zone} />}
        </Route>
        <Route>
          <WeightsPage version={overview.inForce.version} overview={overview} zone={zone} />
        </Route>
      </Switch>
    </div>
  );
}

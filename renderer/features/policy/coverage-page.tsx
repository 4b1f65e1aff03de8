/** About which days each source tells everything: only there is something missing; elsewhere it is waited for. */
import { useQuery } from '@tanstack/react-query';
import { CalendarRange, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { CoverageStretch } from '#shared/contract/policy.ts';
import { takeBack } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatDay, formatInstant, plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { Tag } from '../../design/tag.tsx';
import { runCommand } from '../../keys/live.ts';
import { ConfirmSeenDialog } from './confirm-seen-dialog.tsx';
import { CoverageDialog, type CoverageWish } from './coverage-dialog.tsx';
import { placeName } from './place.ts';
import { Sheet } from './sheet.tsx';
import { type CoveredAccount, countDays, coveredAccounts, type Days, placeIn, wholeSpan } from './stretches.ts';

const BASIS: Readonly<Record<CoverageStretch['basis'], { words: string; tone: 'ok' | 'info' | undefined; about: string }>> = {
  statement: { words: 'stated', tone: 'ok', about: 'The file itself says so' },
  confirmed: { words: 'confirmed', tone: 'ok', about: 'A person said so' },
  observed: { words: 'seen', tone: 'info', about: 'First and last day that were seen in its files' },
};

export function CoveragePage({ zone }: { zone: string }) {
  const client = useClient();
  const { data, error } = useQuery(queries.coverage(client));
  const [wish, setWish] = useState<CoverageWish | null>(null);
  const [confirming, setConfirming] = useState(false);
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (data === undefined) return <div className="policy-sheet" aria-busy="true" />;
  const accounts = coveredAccounts(data.stretches, data.decisions);
  const span = wholeSpan(accounts);
  const seen = data.stretches.filter(({ basis }) => basis === 'observed');
  if (accounts.length === 0 || span === null)
    return (
      <EmptyState
        icon={<CalendarRange />}
        title="No days are covered yet"
        actions={
          <Button tone="main" command="importFiles" onClick={() => runCommand('importFiles')}>
            Import files
          </Button>
        }
      >
        Once files are imported and reconciled, each source’s days stand here: from which day to which it tells everything.
      </EmptyState>
    );
  return (
    <Sheet
      title="Coverage"
      about="Inside these days, what a source does not show is missing. Outside them the book waits for its next file. Days that were only seen count, too, until you say otherwise."
      acts={seen.length > 1 && <Button onClick={() => setConfirming(true)}>Confirm all that were seen…</Button>}
    >
      {accounts.map((account) => (
        <Account key={account.key} account={account} span={span} zone={zone} onWish={setWish} />
      ))}
      {confirming && <ConfirmSeenDialog seen={seen} onClose={() => setConfirming(false)} />}
      {wish !== null && <CoverageDialog wish={wish} onClose={() => setWish(null)} />}
    </Sheet>
  );
}

function Account({
  account,
  span,
  zone,
  onWish,
}: {
  account: CoveredAccount;
  span: Days;
  zone: string;
  onWish: (wish: CoverageWish) => void;
}) {
  const client = useClient();
  const { at, stretches, gaps, decisions } = account;
  const name = placeName(at);
  const seen = stretches.find(({ basis }) => basis === 'observed');
  const days = [
    ...stretches.map((stretch) => ({ ...stretch, isGap: false })),
    ...gaps.map((gap) => ({ ...gap, basis: null, isGap: true })),
  ].sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1));
  return (
    <section className="policy-card" aria-label={name}>
      <header className="policy-card-head">
        <h2>
          <SystemBadge system={at.system} small /> {name}
        </h2>
        <span className="policy-acts">
          {seen !== undefined && <Button onClick={() => onWish({ at, name, lacks: false, days: seen })}>Confirm…</Button>}
          <Button tone="quiet" onClick={() => onWish({ at, name, lacks: false, days: gaps[0] ?? stretches.at(-1) ?? span })}>
            Add days…
          </Button>
          <Button tone="quiet" onClick={() => onWish({ at, name, lacks: true, days: stretches.at(-1) ?? span })}>
            Days are missing…
          </Button>
        </span>
      </header>
      <div className="coverage-bar" aria-hidden="true">
        {stretches.map((stretch) => {
          const { left, width } = placeIn(span, stretch);
          return <i key={stretch.fromDay} className={stretch.basis} style={{ left: `${100 * left}%`, width: `${100 * width}%` }} />;
        })}
      </div>
      <ul className="coverage-days">
        {days.map(({ fromDay, toDay, basis, isGap }) => (
          <li key={fromDay}>
            <span className="num">{isoDays({ fromDay, toDay })}</span>{' '}
            <span className="faint">{plural(countDays({ fromDay, toDay }), 'day')}</span>{' '}
            {isGap || basis === null ? (
              <Tag tone="warn">gap</Tag>
            ) : (
              <Tag tone={BASIS[basis].tone} title={BASIS[basis].about}>
                {BASIS[basis].words}
              </Tag>
            )}
          </li>
        ))}
        {decisions.map((one) => (
          <li key={one.decisionId} className="coverage-said">
            <span className="muted">
              {one.actor} said: {isoDays(one)} {one.lacks ? 'is missing' : 'is complete'} · {formatInstant(one.at, zone)}
            </span>
            <Button tone="quiet" icon={<Undo2 aria-hidden="true" />} onClick={() => void takeBack(client, one.decisionId)}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function isoDays({ fromDay, toDay }: Days): string {
  const words = (day: string) => formatDay(Date.parse(day), 'UTC');
  return fromDay === toDay ? words(fromDay) : `${words(fromDay)} – ${words(toDay)}`;
}

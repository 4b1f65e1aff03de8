/** A model tried on the whole book before it is adopted: what it joins, parts and moves, and where it goes against people. */
import { useQuery } from '@tanstack/react-query';
import { FlaskConical, Play } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { BackTestList, BackTestRow, BackTestSummary } from '#shared/contract/models.ts';
import { attempt } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { PAGE_SIZE, queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatInstant, formatMoneyText } from '../../design/format.ts';
import { Notice, ProblemNotice } from '../../design/notice.tsx';
import { type Page, usePagedRows } from '../../design/use-paged-rows.ts';
import { AdoptButton } from './adopt-button.tsx';
import { backTestColumns } from './back-test-columns.tsx';
import { modelName, type Overview } from './words.ts';

const LISTS: readonly (readonly [list: BackTestList, label: string])[] = [
  ['joined', 'Newly joined'],
  ['parted', 'Newly parted'],
  ['disagreements', 'Against people'],
];

interface ResultPage extends Page<BackTestRow> {
  /** Null before any back-test of this model. */
  readonly summary: BackTestSummary | null;
}

export function BackTestPage({ version, overview, zone }: { version: string; overview: Overview; zone: string }) {
  const client = useClient();
  const [list, setList] = useState<BackTestList>('joined');
  const [visible, setVisible] = useState({ start: 0, end: 40 });
  const onVisible = useCallback((start: number, end: number) => setVisible({ start, end }), []);
  const { data: jobs = [] } = useQuery(queries.jobs(client));
  const tests = jobs.filter(({ kind }) => kind === 'backTest');
  const running = tests.find(({ state }) => state === 'running');
  const paged = usePagedRows<BackTestRow, ResultPage>({
    // A test that ended has a result that was not there before.
    key: ['models', 'backTest', version, tests.length, running?.jobId ?? null, list],
    ...visible,
    pageSize: PAGE_SIZE,
    fetchPage: async (page, signal) => {
      const found = await client.models.backTest({ ...page, version, list }, { signal });
      return found ?? { summary: null, total: 0, rows: [] };
    },
  });
  const model = [overview.inForce, ...overview.others].find((one) => one.version === version);
  const name = model === undefined ? 'This model' : modelName(model);
  const start = () => void attempt(() => client.models.startBackTest({ version }));
  const summary = paged.first?.summary ?? null;
  return (
    <section className="browse-main models-test" aria-label="Back-test">
      <header className="models-head">
        <div>
          <h1>{name}, tried on the whole book</h1>
          <p className="muted">
            Against {modelName(overview.inForce).toLowerCase()}, which is in force. No order changes.
            {summary !== null && ` Tried ${formatInstant(summary.ranAt, zone)}, on ${formatCount(summary.records)} records.`}
          </p>
        </div>
        <div className="models-acts">
          <Button
            icon={<Play aria-hidden="true" />}
            tone={summary === null ? 'main' : 'plain'}
            busy={running !== undefined}
            onClick={start}
          >
            {running !== undefined ? 'Trying…' : summary === null ? 'Try it' : 'Try again'}
          </Button>
          {summary !== null && model !== undefined && model.state !== 'inForce' && <AdoptButton version={version} name={name} />}
        </div>
      </header>
      {paged.error !== null && <ProblemNotice problem={problemOf(paged.error)} />}
      {summary === null ? (
        <EmptyState icon={<FlaskConical />} title={running === undefined ? 'Not tried yet' : 'Under way'}>
          {running === undefined
            ? 'All records are compared as this model would, beside the book. You see what it would join and part, how much money moves, and where it says the opposite of what people said.'
            : `${running.detail === '' ? 'Starting' : running.detail}. You can go on working; the result is kept with the book.`}
        </EmptyState>
      ) : (
        <Result summary={summary} list={list} onList={setList} paged={paged} onVisible={onVisible} />
      )}
    </section>
  );
}

function Result({
  summary,
  list,
  onList,
  paged,
  onVisible,
}: {
  summary: BackTestSummary;
  list: BackTestList;
  onList: (list: BackTestList) => void;
  paged: ReturnType<typeof usePagedRows<BackTestRow, ResultPage>>;
  onVisible: (start: number, end: number) => void;
}) {
  const [, navigate] = useLocation();
  const [active, setActive] = useState({ row: 0, column: 0 });
  const columns = useMemo(() => backTestColumns(), []);
  const open = ({ left, right }: BackTestRow) =>
    navigate(left.orderId === right.orderId ? `/orders/${left.orderId}` : `/models/why/${left.orderId}/${right.orderId}`);
  return (
    <>
      <div className="test-summary">
        {summary.stale && <Notice tone="warn">The book changed since. Try again for figures of today.</Notice>}
        <Figures summary={summary} />
        <fieldset className="seg test-lists">
          <legend className="sr-only">Which differences</legend>
          {LISTS.map(([name, label]) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === list}
              onClick={() => {
                onList(name);
                setActive({ row: 0, column: 0 });
              }}
            >
              {label} · {formatCount(summary[name])}
            </button>
          ))}
        </fieldset>
        {summary[list] > summary.kept && (
          <p className="faint">The first {formatCount(summary.kept)} are listed; the counts are whole.</p>
        )}
      </div>
      {paged.total === 0 ? (
        <EmptyState icon={<FlaskConical />} title="None">
          {list === 'disagreements' ? 'It says nowhere the opposite of what people said.' : 'No order changes this way.'}
        </EmptyState>
      ) : (
        <DataTable
          label={LISTS.find(([name]) => name === list)?.[1] ?? 'Differences'}
          columns={columns}
          total={paged.total ?? 0}
          rowAt={paged.rowAt}
          rowKey={(row) => `${row.left.recordId} ${row.right.recordId}`}
          rowHeight={48}
          onVisible={onVisible}
          active={active}
          onActive={setActive}
          onOpen={open}
        />
      )}
    </>
  );
}

function Figures({ summary }: { summary: BackTestSummary }) {
  const figures = [
    ['Links of the machine', summary.linksNow, summary.linksThen],
    ['Questions for people', summary.questionsNow, summary.questionsThen],
    ['Against people', summary.disagreementsNow, summary.disagreements],
  ] as const;
  return (
    <dl className="test-figures">
      {figures.map(([label, before, after]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="tabular">
            {formatCount(before)} → <b>{formatCount(after)}</b>
          </dd>
        </div>
      ))}
      <div>
        <dt>Money in the orders that change</dt>
        <dd className="tabular">
          {summary.money.length === 0
            ? 'none moves'
            : summary.money.map(({ currency, nowMinor, thenMinor }) => (
                <span key={currency} className="test-money">
                  {sum(nowMinor, currency)} → <b>{sum(thenMinor, currency)}</b>
                </span>
              ))}
        </dd>
      </div>
    </dl>
  );
}

function sum(minorText: string, currency: string): string {
  return currency === '' ? `${minorText} minor units` : formatMoneyText(minorText, currency);
}

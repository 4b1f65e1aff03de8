/** Who or what changed a value, when and why: every entry of the chained log, its filters, and its proof. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ScrollText, Search, ShieldCheck, X } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import type { LogFilter, LogRow } from '#shared/contract/log.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { PAGE_SIZE } from '../../client/queries.ts';
import '../../design/browse.css';
import { Button } from '../../design/button.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { dayBounds, dayOf } from '../../design/days.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { FacetGroup, toggled } from '../../design/facets.tsx';
import { formatCount } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { usePagedRows } from '../../design/use-paged-rows.ts';
import { useCommand } from '../../keys/live.ts';
import { logColumns } from './columns.tsx';
import { EntryPanel } from './entry-panel.tsx';
import './log.css';
import { changeLogFilter, NO_LOG_FILTER, useLogIntent } from './store.ts';
import { VerifyDialog } from './verify-dialog.tsx';

export function LogScreen({ book, openSeq }: { book: BookSummary; openSeq: number | null }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const { filter, active } = useLogIntent();
  const asked = useDeferredValue(filter);
  const [verifying, setVerifying] = useState(false);
  const table = useRef<HTMLDivElement>(null);
  const [visible, setVisible] = useState({ start: 0, end: 40 });
  const onVisible = useCallback((start: number, end: number) => setVisible({ start, end }), []);
  const columns = useMemo(() => logColumns(book.timeZone), [book.timeZone]);
  const paged = usePagedRows<LogRow>({
    key: ['log', 'list', asked],
    ...visible,
    pageSize: PAGE_SIZE,
    fetchPage: (page, signal) => client.log.list({ ...page, filter: asked }, { signal }),
  });
  useCommand('back', () => navigate('/log'), openSeq !== null);
  const filtered = JSON.stringify(filter) !== JSON.stringify(NO_LOG_FILTER);
  return (
    <div className={openSeq === null ? 'browse' : 'browse with-entry'}>
      <LogFacets filter={filter} zone={book.timeZone} />
      <section className="browse-main" aria-label="Change log">
        <header className="browse-head">
          <h1>Change log</h1>
          <span className="tag">{paged.total === null ? '…' : formatCount(paged.total)}</span>
          <label className="browse-search">
            <Search aria-hidden="true" />
            <span className="sr-only">Search the log</span>
            <input
              className="input"
              type="search"
              placeholder="Id, value, reason"
              value={filter.text}
              onChange={(event) => changeLogFilter({ text: event.target.value })}
              onKeyDown={(event) => (event.key === 'ArrowDown' || event.key === 'Enter') && table.current?.focus()}
            />
          </label>
          {filtered && (
            <Button tone="quiet" icon={<X aria-hidden="true" />} onClick={() => changeLogFilter(NO_LOG_FILTER)}>
              Clear filters
            </Button>
          )}
          <span className="log-verify">
            <Button icon={<ShieldCheck aria-hidden="true" />} onClick={() => setVerifying(true)}>
              Verify
            </Button>
          </span>
        </header>
        {paged.error !== null ? (
          <ProblemNotice problem={problemOf(paged.error)} />
        ) : paged.total === 0 ? (
          <EmptyState
            icon={<ScrollText />}
            title={filtered ? 'No entry fits' : 'Nothing was changed yet'}
            actions={filtered ? <Button onClick={() => changeLogFilter(NO_LOG_FILTER)}>Clear filters</Button> : undefined}
          >
            Every import, merge, split and edit stands here with who did it, when and why. Each entry holds the hash of the one
            before, so a change to an old one shows.
          </EmptyState>
        ) : (
          <DataTable
            label="Change log"
            gridRef={table}
            columns={columns}
            total={paged.total ?? 0}
            rowAt={paged.rowAt}
            rowKey={(row) => String(row.seq)}
            onVisible={onVisible}
            active={active}
            onActive={(next) => useLogIntent.setState({ active: next })}
            onOpen={(row) => navigate(`/log/${row.seq}`)}
          />
        )}
      </section>
      {openSeq !== null && <EntryPanel seq={openSeq} zone={book.timeZone} onClose={() => navigate('/log')} />}
      {verifying && <VerifyDialog book={book} onClose={() => setVerifying(false)} />}
    </div>
  );
}

function LogFacets({ filter, zone }: { filter: LogFilter; zone: string }) {
  const client = useClient();
  const asked = useDeferredValue(filter);
  const { data } = useQuery({
    queryKey: ['log', 'facets', asked],
    queryFn: ({ signal }) => client.log.facets({ filter: asked }, { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <aside className="browse-facets" aria-label="Filter the log">
      <fieldset className="facets">
        <legend>When</legend>
        <label className="log-day">
          from
          <input
            type="date"
            className="input"
            value={filter.fromMs === null ? '' : dayOf(filter.fromMs, zone)}
            onChange={(event) => changeLogFilter({ fromMs: dayBounds(event.target.value, zone)?.fromMs ?? null })}
          />
        </label>
        <label className="log-day">
          to
          <input
            type="date"
            className="input"
            value={filter.toMs === null ? '' : dayOf(filter.toMs, zone)}
            onChange={(event) => changeLogFilter({ toMs: dayBounds(event.target.value, zone)?.toMs ?? null })}
          />
        </label>
      </fieldset>
      {data !== undefined && (
        <>
          <FacetGroup
            label="Who"
            facets={data.actors}
            selected={filter.actors}
            onToggle={(value) => changeLogFilter({ actors: toggled(filter.actors, value) })}
          />
          <FacetGroup
            label="What"
            facets={data.actions}
            selected={filter.actions}
            onToggle={(value) => changeLogFilter({ actions: toggled(filter.actions, value) })}
          />
        </>
      )}
    </aside>
  );
}

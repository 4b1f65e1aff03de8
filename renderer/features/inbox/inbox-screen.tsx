/** What does not hold: every exception with its reason, owner, due time and best guess; and what is done about it. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, ListFilter, Search, X } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import type { InboxItem, InboxTab } from '#shared/contract/inbox.ts';
import type { Client } from '#shared/contract/index.ts';
import { isSystem } from '#shared/domain/systems.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { PAGE_SIZE, queries } from '../../client/queries.ts';
import '../../design/browse.css';
import { Button } from '../../design/button.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FacetGroup, toggled } from '../../design/facets.tsx';
import { formatCount, formatProbability } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { usePagedRows } from '../../design/use-paged-rows.ts';
import { runCommand } from '../../keys/live.ts';
import { inboxColumns } from './columns.tsx';
import { ExceptionPanel } from './exception-panel.tsx';
import './inbox.css';
import { moveTab } from '../../design/tabs.ts';
import { changeFilter, isFiltered, NO_FILTER, showTab, useInboxIntent } from './store.ts';

const TABS: readonly { id: InboxTab; label: string }[] = [
  { id: 'open', label: 'Open' },
  { id: 'pending', label: 'Pending' },
  { id: 'resolved', label: 'Resolved' },
  { id: 'waived', label: 'Waived' },
  { id: 'mine', label: 'Mine' },
];

type ListPage = Awaited<ReturnType<Client['inbox']['list']>> & { readonly rows: readonly InboxItem[] };

export default function InboxScreen({ book }: { book: BookSummary }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const [, params] = useRoute('/inbox/:exceptionId');
  const { tab, filter, active } = useInboxIntent();
  const asked = useDeferredValue(filter);
  const [visible, setVisible] = useState({ start: 0, end: 40 });
  const onVisible = useCallback((start: number, end: number) => setVisible({ start, end }), []);
  const columns = useMemo(() => inboxColumns(book.timeZone), [book.timeZone]);
  /** In a small window the filters take the place of the exception. */
  const [filtering, setFiltering] = useState(false);
  const me = useQuery(queries.profile(client)).data?.name ?? '';
  const paged = usePagedRows<InboxItem, ListPage>({
    key: ['inbox', 'list', tab, asked, me],
    ...visible,
    pageSize: PAGE_SIZE,
    fetchPage: async (page, signal) => {
      const answer = await client.inbox.list({ ...page, tab, filter: asked, me }, { signal });
      return { ...answer, rows: answer.items };
    },
  });
  const list = paged.first;
  const linked = params?.exceptionId ?? null;
  const shown = linked ?? paged.rowAt(active.row)?.exceptionId ?? null;
  // Moving in the table leaves the one that a link had opened.
  const pick = (next: { row: number; column: number }) => {
    useInboxIntent.setState({ active: next });
    if (linked !== null) navigate('/inbox', { replace: true });
  };
  useEffect(() => {
    if (paged.total !== null && active.row > 0 && active.row >= paged.total)
      useInboxIntent.setState({ active: { row: Math.max(0, paged.total - 1), column: 0 } });
  }, [paged.total, active.row]);

  return (
    <div className={filtering ? 'inbox filtering' : 'inbox'} data-keys="inbox">
      <aside id="inbox-filters" className="browse-facets" aria-label="Filter the inbox">
        <h2 className="sr-only">Filters</h2>
        {list !== undefined && (
          <>
            <FacetGroup
              label="Reason"
              facets={list.facets.reasons}
              selected={filter.reasons}
              onToggle={(value) => changeFilter({ reasons: toggled(filter.reasons, value) })}
            />
            <FacetGroup
              label="Severity"
              facets={list.facets.severities}
              selected={filter.severities}
              onToggle={(value) =>
                changeFilter({ severities: toggled<string>(filter.severities, value).filter((one) => isSeverity(one)) })
              }
            />
            <FacetGroup
              label="Owner"
              facets={list.facets.owners}
              selected={filter.owners}
              onToggle={(value) => changeFilter({ owners: toggled(filter.owners, value) })}
            />
            <FacetGroup
              label="System"
              facets={list.facets.systems}
              selected={filter.systems}
              onToggle={(value) => changeFilter({ systems: toggled<string>(filter.systems, value).filter(isSystem) })}
              mark={(value) => (isSystem(value) ? <SystemBadge system={value} small /> : null)}
            />
          </>
        )}
      </aside>
      <section className="browse-main" aria-label="Inbox">
        <header className="browse-head">
          <h1>Inbox</h1>
          <div className="seg" role="tablist" onKeyDown={moveTab} aria-label="Exceptions that are">
            {TABS.map(({ id, label }) => (
              <button
                key={id}
                id={`inbox-${id}`}
                type="button"
                role="tab"
                aria-selected={tab === id}
                tabIndex={tab === id ? 0 : -1}
                aria-controls="inbox-table"
                className={tab === id ? 'on' : ''}
                onClick={() => showTab(id)}
              >
                {label} {list === undefined ? '' : formatCount(list.tabs[id] ?? 0)}
              </button>
            ))}
          </div>
          <label className="browse-search">
            <Search aria-hidden="true" />
            <span className="sr-only">Search the inbox</span>
            <input
              className="input"
              type="search"
              placeholder="Client, id, reason"
              value={filter.text}
              onChange={(event) => changeFilter({ text: event.target.value })}
            />
          </label>
          <Button
            className="inbox-filters"
            icon={<ListFilter aria-hidden="true" />}
            aria-expanded={filtering}
            aria-controls="inbox-filters"
            onClick={() => setFiltering(!filtering)}
          >
            Filters
          </Button>
          {isFiltered(filter) && (
            <Button tone="quiet" icon={<X aria-hidden="true" />} onClick={() => changeFilter(NO_FILTER)}>
              Clear filters
            </Button>
          )}
          {list?.inTime != null && (
            <span className="inbox-in-time muted">
              In time, 30 d: <strong>{formatProbability(list.inTime)}</strong>
            </span>
          )}
        </header>
        <div id="inbox-table" role="tabpanel" aria-labelledby={`inbox-${tab}`} className="inbox-table">
          {paged.error !== null ? (
            <ProblemNotice problem={problemOf(paged.error)} />
          ) : paged.total === 0 ? (
            <NothingHere tab={tab} filtered={isFiltered(filter)} hasRecords={book.counts.records > 0} />
          ) : (
            <DataTable<InboxItem>
              label="Exceptions"
              columns={columns}
              total={paged.total ?? 0}
              rowAt={paged.rowAt}
              rowKey={(row) => row.exceptionId}
              rowHeight={40}
              onVisible={onVisible}
              active={active}
              onActive={pick}
              onOpen={() => runCommand('takeGuess')}
            />
          )}
        </div>
      </section>
      <aside className="inbox-panel" aria-label="The exception">
        {shown !== null && <ExceptionPanel key={shown} exceptionId={shown} zone={book.timeZone} />}
      </aside>
    </div>
  );
}

function isSeverity(text: string): text is 'S1' | 'S2' | 'S3' {
  return text === 'S1' || text === 'S2' || text === 'S3';
}

function NothingHere({ tab, filtered, hasRecords }: { tab: InboxTab; filtered: boolean; hasRecords: boolean }) {
  if (filtered)
    return (
      <EmptyState
        icon={<Search />}
        title="Nothing fits"
        actions={<Button onClick={() => changeFilter(NO_FILTER)}>Clear filters</Button>}
      >
        Nothing in this list has all that is ticked and typed.
      </EmptyState>
    );
  if (!hasRecords)
    return (
      <EmptyState
        icon={<CircleCheck />}
        title="Nothing to settle yet"
        actions={
          <Button tone="main" command="importFiles" onClick={() => runCommand('importFiles')}>
            Import files
          </Button>
        }
      >
        What does not hold comes here by itself, with a reason, an owner and a due time.
      </EmptyState>
    );
  return (
    <EmptyState icon={<CircleCheck />} title={tab === 'open' ? 'Everything holds' : 'Nothing here'}>
      {tab === 'open' ? 'No order, payment, payout or booking of this book needs a person now.' : 'No exception is in this state.'}
    </EmptyState>
  );
}

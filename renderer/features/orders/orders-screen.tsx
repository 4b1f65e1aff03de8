/** Every canonical order of the book: search, facets with counts, a table of any length. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Rows3, Search, X } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { OrderRow } from '#shared/contract/orders.ts';
import { isSystem } from '#shared/domain/systems.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { PAGE_SIZE } from '../../client/queries.ts';
import '../../design/browse.css';
import { Button } from '../../design/button.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FacetGroup, toggled } from '../../design/facets.tsx';
import { formatCount, formatMoneyText } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { usePagedRows } from '../../design/use-paged-rows.ts';
import { runCommand, useCommand } from '../../keys/live.ts';
import './orders.css';
import { orderColumns } from './columns.tsx';
import { changeFilter, isFiltered, NO_FILTER, sortBy, useOrdersIntent } from './store.ts';

export function OrdersScreen({ zone, baseCurrency }: { zone: string; baseCurrency: string }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const { filter, sort, active } = useOrdersIntent();
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLDivElement>(null);
  useCommand('findOrders', () => search.current?.select());
  useEffect(() => {
    if (!useOrdersIntent.getState().wantsSearch) return;
    useOrdersIntent.setState({ wantsSearch: false });
    search.current?.select();
  }, []);
  const asked = useDeferredValue(filter);
  const [visible, setVisible] = useState({ start: 0, end: 40 });
  const onVisible = useCallback((start: number, end: number) => setVisible({ start, end }), []);
  const columns = useMemo(() => orderColumns(zone), [zone]);
  const paged = usePagedRows<OrderRow>({
    key: ['orders', 'list', asked, sort],
    ...visible,
    pageSize: PAGE_SIZE,
    fetchPage: (page, signal) => client.orders.list({ ...page, filter: asked, sort }, { signal }),
  });
  const open = (row: OrderRow) => navigate(`/orders/${row.orderId}`);
  const empty = paged.total === 0;

  return (
    <div className="browse">
      <OrderFacets />
      <section className="browse-main" aria-label="Orders">
        <header className="browse-head">
          <h1>Orders</h1>
          <span className="tag">{paged.total === null ? '…' : formatCount(paged.total)}</span>
          <label className="browse-search">
            <Search aria-hidden="true" />
            <span className="sr-only">Search orders</span>
            <input
              ref={search}
              className="input"
              type="search"
              placeholder="Number, client, e-mail, any id"
              value={filter.text}
              onChange={(event) => changeFilter({ text: event.target.value })}
              onKeyDown={(event) => (event.key === 'ArrowDown' || event.key === 'Enter') && table.current?.focus()}
            />
          </label>
          {isFiltered(filter) && (
            <Button tone="quiet" icon={<X aria-hidden="true" />} onClick={() => changeFilter(NO_FILTER)}>
              Clear filters
            </Button>
          )}
          <FilteredTotals first={baseCurrency} />
        </header>
        {paged.error !== null ? (
          <ProblemNotice problem={problemOf(paged.error)} />
        ) : empty ? (
          <NoOrders filtered={isFiltered(filter)} />
        ) : (
          <DataTable
            label="Orders"
            gridRef={table}
            columns={columns}
            total={paged.total ?? 0}
            rowAt={paged.rowAt}
            rowKey={(row) => row.orderId}
            onVisible={onVisible}
            active={active}
            onActive={(next) => useOrdersIntent.setState({ active: next })}
            onOpen={open}
            sort={sort}
            onSort={(by) => (by === 'placed' || by === 'total' || by === 'client') && sortBy(by)}
          />
        )}
      </section>
    </div>
  );
}

function NoOrders({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      icon={<Search />}
      title="No order fits"
      actions={<Button onClick={() => changeFilter(NO_FILTER)}>Clear filters</Button>}
    >
      No order in this book has all that is ticked and typed. The counts on the left show what each value would give.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<Rows3 />}
      title="No orders yet"
      actions={
        <Button tone="main" command="importFiles" onClick={() => runCommand('importFiles')}>
          Import files
        </Button>
      }
    >
      Drop the export files of your shop, gateway or books on this window. Each sale becomes one order, whatever number of systems
      wrote it down.
    </EmptyState>
  );
}

/** The facets of the filter as it is being typed lag behind; they never hold up the table. */
function useFacets() {
  const client = useClient();
  const filter = useDeferredValue(useOrdersIntent((intent) => intent.filter));
  return useQuery({
    queryKey: ['orders', 'facets', filter],
    queryFn: ({ signal }) => client.orders.facets({ filter }, { signal }),
    placeholderData: keepPreviousData,
  }).data;
}

function OrderFacets() {
  const facets = useFacets();
  const { filter } = useOrdersIntent();
  return (
    <aside className="browse-facets" aria-label="Filter orders">
      <h2 className="sr-only">Filters</h2>
      {facets !== undefined && (
        <>
          <FacetGroup
            label="System"
            facets={facets.systems}
            selected={filter.systems}
            onToggle={(value) => changeFilter({ systems: toggled<string>(filter.systems, value).filter(isSystem) })}
            mark={(value) => (isSystem(value) ? <SystemBadge system={value} small /> : null)}
          />
          <FacetGroup
            label="Joined"
            facets={facets.joins}
            selected={filter.joins}
            onToggle={(value) => changeFilter({ joins: toggled(filter.joins, value) })}
          />
          <FacetGroup
            label="Status"
            facets={facets.statuses}
            selected={filter.statuses}
            onToggle={(value) => changeFilter({ statuses: toggled(filter.statuses, value) })}
          />
          <FacetGroup
            label="Currency"
            facets={facets.currencies}
            selected={filter.currencies}
            onToggle={(value) => changeFilter({ currencies: toggled(filter.currencies, value) })}
          />
          <FacetGroup
            label="Month"
            facets={facets.months}
            selected={filter.months}
            onToggle={(value) => changeFilter({ months: toggled(filter.months, value) })}
          />
        </>
      )}
    </aside>
  );
}

/** The canonical total of what is filtered, by currency; the book's own stands first. */
function FilteredTotals({ first }: { first: string }) {
  const totals = (useFacets()?.totals ?? []).toSorted((a, b) => Number(b.currency === first) - Number(a.currency === first));
  return (
    <p className="browse-totals">
      {totals.slice(0, 3).map(({ currency, totalMinor }) => (
        <span key={currency} className="num">
          {formatMoneyText(totalMinor, currency)}
        </span>
      ))}
      {totals.length > 3 && <span className="faint">and {totals.length - 3} more currencies</span>}
    </p>
  );
}

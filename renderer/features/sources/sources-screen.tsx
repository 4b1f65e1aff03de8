/** Where everything comes from: source systems, import batches with undo and redo, unreadable rows, column mappings. */
import { useQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import type { BookSummary } from '#shared/contract/book.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatInstant, plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { runCommand } from '../../keys/live.ts';
import { BatchTable } from './batch-table.tsx';
import './sources.css';
import { moveTab } from '../../design/tabs.ts';
import { MappingList } from './mapping-list.tsx';
import { UnreadableRows } from './unreadable-rows.tsx';

const TABS = [
  { id: 'batches', label: 'Imports' },
  { id: 'unreadable', label: 'Unreadable rows' },
  { id: 'mappings', label: 'Column mappings' },
] as const;
type Tab = (typeof TABS)[number]['id'];

export default function SourcesScreen({ book }: { book: BookSummary }) {
  const client = useClient();
  const [tab, setTab] = useState<Tab>('batches');
  const sources = useQuery(queries.sources(client));
  if (sources.error !== null) return <ProblemNotice problem={problemOf(sources.error)} />;
  const importButton = (
    <Button tone="main" icon={<Upload aria-hidden="true" />} command="importFiles" onClick={() => runCommand('importFiles')}>
      Import files
    </Button>
  );
  if (sources.data?.length === 0)
    return (
      <EmptyState icon={<Upload />} title="No sources yet" actions={importButton}>
        Drop export files of your shop, gateway, CRM or books anywhere on this window: Shopify, WooCommerce, Amazon, Stripe,
        HubSpot, QuickBooks, Xero, or any CSV. You see what would be imported before anything is.
      </EmptyState>
    );
  return (
    <div className="sources">
      <header className="sources-head">
        <h1>Sources</h1>
        <span className="muted">Files are kept as received. Every import can be undone and redone.</span>
        <span className="sources-act">{importButton}</span>
      </header>
      <ul className="source-cards" aria-label="Source systems">
        {sources.data?.map((source) => (
          <li key={source.sourceId} className="source-card">
            <SystemBadge system={source.system} />
            <div>
              <strong>{SYSTEM_LABELS[source.system].name}</strong> <span className="muted">{source.account}</span>
              <p
                className="faint"
                title={
                  source.lastImportedAt === null ? undefined : `last import ${formatInstant(source.lastImportedAt, book.timeZone)}`
                }
              >
                {plural(source.records, 'record')} · {plural(source.batches, 'import')}
              </p>
            </div>
            {source.unreadable > 0 && <span className="tag warn">{formatCount(source.unreadable)} unreadable</span>}
          </li>
        ))}
      </ul>
      <div className="sources-tabs seg" role="tablist" onKeyDown={moveTab} aria-label="Of the sources">
        {TABS.map(({ id, label }) => (
          <button
            key={id}
            id={`sources-tab-${id}`}
            type="button"
            role="tab"
            aria-selected={tab === id}
            aria-controls="sources-panel"
            className={tab === id ? 'on' : ''}
            tabIndex={tab === id ? 0 : -1}
            onClick={() => setTab(id)}
          >
            {label}
            {id === 'unreadable' && book.counts.unreadable > 0 && ` · ${formatCount(book.counts.unreadable)}`}
          </button>
        ))}
      </div>
      <div className="sources-body" id="sources-panel" role="tabpanel" aria-labelledby={`sources-tab-${tab}`}>
        {tab === 'batches' && <BatchTable zone={book.timeZone} />}
        {tab === 'unreadable' && <UnreadableRows />}
        {tab === 'mappings' && <MappingList />}
      </div>
    </div>
  );
}

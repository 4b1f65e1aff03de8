import { useCallback, useMemo, useState } from 'react';
import type { MoneyLine } from '#shared/contract/money.ts';
import { isMoneyKind } from '#shared/domain/money-events.ts';
import { MONEY_KIND_NAMES, MONEY_KIND_WORDS } from '#shared/domain/money-words.ts';
import { SourceLineDialog } from '../../app/source-line-dialog.tsx';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { PAGE_SIZE } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { formatDay, formatMoney } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { type Page, usePagedRows } from '../../design/use-paged-rows.ts';

/** Parts of a payout's lines that are no kind. */
const PARTS: Readonly<Record<string, string>> = {
  fees: 'Lines with a fee',
  taken: 'What was taken off',
  unknown: 'Other lines',
};

function partWords(kind: string): string {
  return PARTS[kind] ?? (isMoneyKind(kind) ? MONEY_KIND_WORDS[kind] : kind);
}

function kindName(kind: string): string {
  return isMoneyKind(kind) ? MONEY_KIND_NAMES[kind] : kind;
}

const ROW_PX = 36;
const HEAD_PX = 34;
const MOST_ROWS = 14;

/** Lines of a payout, all or of one kind. Enter opens the line of the file that each comes from. */
export function LinesTable({
  payoutId,
  kind,
  onAll,
  zone,
}: {
  payoutId: string;
  kind: string | null;
  onAll: () => void;
  zone: string;
}) {
  const client = useClient();
  return (
    <>
      {kind !== null && (
        <p className="money-filtered">
          Only {partWords(kind).toLowerCase()}{' '}
          <Button tone="quiet" onClick={onAll}>
            Show all lines
          </Button>
        </p>
      )}
      <MoneyLines
        label="Lines of the payout"
        queryKey={['money', 'payoutLines', payoutId, kind]}
        fetchPage={(page, signal) => client.money.payoutLines({ ...page, payoutId, kind }, { signal })}
        zone={zone}
      />
    </>
  );
}

export function MoneyLines({
  label,
  queryKey,
  fetchPage,
  zone,
  empty = 'No lines.',
}: {
  label: string;
  empty?: string;
  queryKey: readonly unknown[];
  fetchPage: (page: { offset: number; limit: number }, signal: AbortSignal) => Promise<Page<MoneyLine>>;
  zone: string;
}) {
  const [visible, setVisible] = useState({ start: 0, end: 20 });
  const onVisible = useCallback((start: number, end: number) => setVisible({ start, end }), []);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const [opened, setOpened] = useState<MoneyLine | null>(null);
  const columns = useMemo(() => lineColumns(zone), [zone]);
  const paged = usePagedRows<MoneyLine>({ key: queryKey, ...visible, pageSize: PAGE_SIZE, fetchPage });
  if (paged.error !== null) return <ProblemNotice problem={problemOf(paged.error)} />;
  const total = paged.total ?? 0;
  if (paged.total === 0) return <p className="muted money-none">{empty}</p>;
  return (
    <div className="money-lines" style={{ height: HEAD_PX + ROW_PX * Math.min(Math.max(total, 1), MOST_ROWS) }}>
      <DataTable
        label={label}
        columns={columns}
        total={total}
        rowAt={paged.rowAt}
        rowKey={(row) => String(row.recordId)}
        onVisible={onVisible}
        active={active}
        onActive={setActive}
        onOpen={setOpened}
      />
      {opened !== null && (
        <SourceLineDialog
          recordId={opened.recordId}
          title={`${kindName(opened.kind)} ${opened.nativeId}`}
          zone={zone}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

function lineColumns(zone: string): readonly Column<MoneyLine>[] {
  const money = (id: string, header: string, of: (row: MoneyLine) => number | null): Column<MoneyLine> => ({
    id,
    header,
    width: '98px',
    align: 'end',
    cell: (row) => amountOf(of(row), row.currency),
    text: (row) => amountOf(of(row), row.currency),
  });
  return [
    {
      id: 'at',
      header: 'When',
      width: '108px',
      cell: (row) => (row.at === null ? '–' : formatDay(row.at, row.dayOnly ? 'UTC' : zone)),
    },
    {
      id: 'kind',
      header: 'Kind',
      width: 'minmax(84px, 0.8fr)',
      cell: (row) => kindName(row.kind),
      text: (row) => kindName(row.kind),
    },
    {
      id: 'id',
      header: 'Record',
      width: 'minmax(90px, 1.2fr)',
      cell: (row) => <span className="mono">{row.nativeId}</span>,
      text: (row) => row.nativeId,
    },
    {
      id: 'order',
      header: 'Order',
      width: 'minmax(78px, 0.8fr)',
      cell: (row) =>
        row.order === null ? (
          <span className="faint">–</span>
        ) : row.order.state === 'linked' ? (
          row.order.number
        ) : (
          <span className="tag warn" title="Proposed, not taken">
            {row.order.number}?
          </span>
        ),
      text: (row) => row.order?.number ?? '',
    },
    money('amount', 'Gross', ({ amountMinor }) => amountMinor),
    money('fee', 'Fee', ({ feeMinor }) => feeMinor),
    money('net', 'Net', ({ netMinor }) => netMinor),
  ];
}

function amountOf(minor: number | null, currency: string | null): string {
  return minor === null || currency === null ? '–' : formatMoney(minor, currency);
}

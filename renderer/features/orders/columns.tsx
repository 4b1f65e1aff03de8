import type { OrderRow } from '#shared/contract/orders.ts';
import type { Column } from '../../design/data-table.tsx';
import { formatDay, formatMoney } from '../../design/format.ts';
import { SystemBadges } from '../../design/system-badge.tsx';

const STATUS_TONE: Readonly<Record<string, string>> = { paid: 'ok', open: 'info', refunded: 'warn', cancelled: '' };

/** @param zone the book's time zone, IANA */
export function orderColumns(zone: string): readonly Column<OrderRow>[] {
  return [
    {
      id: 'number',
      header: 'Order',
      width: 'minmax(96px, 1.1fr)',
      cell: (row) => <span className="mono">{row.number}</span>,
      text: (row) => row.number,
    },
    {
      id: 'client',
      header: 'Client',
      width: 'minmax(130px, 1.4fr)',
      sortable: true,
      cell: (row) => row.client,
      text: (row) => row.client,
    },
    {
      id: 'placed',
      header: 'Placed',
      width: '104px',
      sortable: true,
      cell: (row) =>
        row.placedAt === null ? <span className="faint">–</span> : formatDay(row.placedAt, row.placedDayOnly ? 'UTC' : zone),
      text: (row) => (row.placedAt === null ? '' : new Date(row.placedAt).toISOString()),
    },
    {
      id: 'total',
      header: 'Total',
      width: '116px',
      align: 'end',
      sortable: true,
      cell: (row) =>
        row.totalMinor === null || row.currency === null ? (
          <span className="faint">–</span>
        ) : (
          formatMoney(row.totalMinor, row.currency)
        ),
      text: (row) => (row.totalMinor === null || row.currency === null ? '' : formatMoney(row.totalMinor, row.currency)),
    },
    {
      id: 'status',
      header: 'Status',
      width: '92px',
      cell: (row) => <span className={`tag ${STATUS_TONE[row.status] ?? ''}`}>{row.status}</span>,
      text: (row) => row.status,
    },
    { id: 'systems', header: 'In', width: '96px', cell: (row) => <SystemBadges systems={row.systems} /> },
    {
      id: 'joined',
      header: 'Joined',
      width: 'minmax(104px, 1fr)',
      cell: (row) =>
        row.conflict !== null ? (
          <span className="tag warn" title={row.conflict}>
            needs a look
          </span>
        ) : (
          <span className="muted">{row.memberCount > 1 ? row.joinLabel : ''}</span>
        ),
      text: (row) => row.conflict ?? row.joinLabel,
    },
  ];
}

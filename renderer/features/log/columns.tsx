import { Link } from 'wouter';
import type { LogRow } from '#shared/contract/log.ts';
import type { Column } from '../../design/data-table.tsx';
import { formatCount, formatInstant } from '../../design/format.ts';

/** @param zone the book's time zone, IANA */
export function logColumns(zone: string): readonly Column<LogRow>[] {
  return [
    {
      id: 'seq',
      header: 'Entry',
      width: '72px',
      align: 'end',
      cell: (row) => <span className="muted">{formatCount(row.seq)}</span>,
      text: (row) => String(row.seq),
    },
    {
      id: 'at',
      header: 'When',
      width: '150px',
      cell: (row) => formatInstant(row.at, zone),
      text: (row) => new Date(row.at).toISOString(),
    },
    { id: 'actor', header: 'Who', width: 'minmax(90px, 0.7fr)', cell: (row) => row.actorLabel, text: (row) => row.actorLabel },
    { id: 'action', header: 'What', width: 'minmax(130px, 0.8fr)', cell: (row) => row.actionLabel, text: (row) => row.actionLabel },
    {
      id: 'subject',
      header: 'On',
      width: 'minmax(120px, 1fr)',
      cell: (row) =>
        row.orderId === null ? (
          <span className="muted">{row.subject}</span>
        ) : (
          <Link href={`/orders/${row.orderId}`} tabIndex={-1}>
            {row.subject}
          </Link>
        ),
      text: (row) => row.subject,
    },
    {
      id: 'change',
      header: 'Change',
      width: 'minmax(160px, 2.2fr)',
      cell: (row) => (
        <>
          {row.field !== null && <span className="muted">{row.field} </span>}
          {row.before !== null && <del className="faint">{row.before}</del>}
          {row.before !== null && row.after !== null && ' → '}
          {row.after}
        </>
      ),
      text: (row) => [row.field, row.before, row.after].filter((part) => part !== null).join(' → '),
    },
    {
      id: 'why',
      header: 'Why',
      width: 'minmax(100px, 1fr)',
      cell: (row) => <span className="muted">{row.why}</span>,
      text: (row) => row.why ?? '',
    },
  ];
}

import type { InboxItem } from '#shared/contract/inbox.ts';
import { ownerName } from '#shared/domain/policy-words.ts';
import type { Column } from '../../design/data-table.tsx';
import { formatMoney } from '../../design/format.ts';
import { SystemBadge } from '../../design/system-badge.tsx';
import { DueWords } from './due-words.tsx';

/** @param zone the book's time zone, IANA */
export function inboxColumns(zone: string): readonly Column<InboxItem>[] {
  return [
    {
      id: 'severity',
      header: 'Sev.',
      width: '44px',
      cell: ({ severity }) => <span className={`inbox-severity ${severity}`}>{severity}</span>,
      text: ({ severity }) => severity,
    },
    { id: 'what', header: 'What happened', width: 'minmax(150px, 1.6fr)', cell: ({ title }) => title, text: ({ title }) => title },
    {
      id: 'about',
      header: 'About',
      width: 'minmax(80px, 1.3fr)',
      cell: ({ client, subject }) => <span className="muted">{client === '' ? subject : client}</span>,
      text: ({ client, subject }) => (client === '' ? subject : client),
    },
    {
      id: 'system',
      header: 'Source',
      width: '60px',
      cell: ({ system }) => (system === null ? null : <SystemBadge system={system} small />),
    },
    {
      id: 'amount',
      header: 'Amount',
      width: 'minmax(88px, 104px)',
      align: 'end',
      cell: (item) => amountOf(item),
      text: (item) => amountOf(item),
    },
    {
      id: 'owner',
      header: 'Owner',
      width: 'minmax(76px, 0.9fr)',
      cell: ({ owner, assignee }) => assignee ?? ownerName(owner),
      text: ({ owner, assignee }) => assignee ?? ownerName(owner),
    },
    {
      id: 'due',
      header: 'Due',
      width: '92px',
      cell: ({ dueAt, closedByItself }) =>
        closedByItself ? <span className="faint">closed by rule</span> : <DueWords dueAt={dueAt} zone={zone} />,
      text: ({ dueAt }) => (dueAt === null ? '' : new Date(dueAt).toISOString()),
    },
  ];
}

function amountOf({ amountMinor, currency }: InboxItem): string {
  return amountMinor === null || currency === null ? '–' : formatMoney(amountMinor, currency);
}

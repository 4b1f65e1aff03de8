import type { BackTestRow } from '#shared/contract/models.ts';
import type { Column } from '../../design/data-table.tsx';
import { formatMoney } from '../../design/format.ts';
import { BriefView } from './brief-view.tsx';
import { formatBits } from './words.ts';

export function backTestColumns(): readonly Column<BackTestRow>[] {
  const score = (millibits: number | null) => (millibits === null ? '–' : formatBits(millibits));
  return [
    {
      id: 'left',
      header: 'Record',
      width: 'minmax(170px, 1fr)',
      cell: ({ left }) => <BriefView record={left} quiet />,
      text: ({ left }) => `${left.caption} ${left.detail}`,
    },
    {
      id: 'right',
      header: 'and record',
      width: 'minmax(170px, 1fr)',
      cell: ({ right }) => <BriefView record={right} quiet />,
      text: ({ right }) => `${right.caption} ${right.detail}`,
    },
    {
      id: 'score',
      header: 'Bits',
      width: '132px',
      align: 'end',
      cell: ({ scoreNow, scoreThen }) => (
        <span className="tabular">
          {score(scoreNow)} → <b>{score(scoreThen)}</b>
        </span>
      ),
      text: ({ scoreNow, scoreThen }) => `${score(scoreNow)} ${score(scoreThen)}`,
    },
    {
      id: 'why',
      header: 'Why',
      width: 'minmax(150px, 1fr)',
      cell: ({ why }) => <span className="muted wraps">{why}</span>,
      text: ({ why }) => why,
    },
    {
      id: 'moved',
      header: 'Total moves by',
      width: '116px',
      align: 'end',
      cell: ({ movedMinor, currency }) =>
        movedMinor === null || currency === null || currency === '' ? (
          <span className="faint">–</span>
        ) : (
          <span className="num">{formatMoney(movedMinor, currency)}</span>
        ),
      text: ({ movedMinor, currency }) => `${movedMinor ?? ''} ${currency ?? ''}`,
    },
  ];
}

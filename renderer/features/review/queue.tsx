import { ChevronDown } from 'lucide-react';
import { memo, useLayoutEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { QueueItem, ReviewTab } from '#shared/contract/review.ts';
import { formatCount, formatProbability } from '../../design/format.ts';
import { Menu, MenuItem } from '../../design/menu.tsx';
import { Money } from '../../design/money.tsx';
import { SystemBadges } from '../../design/system-badge.tsx';
import { useVisibleRows } from '../../design/use-viewport.ts';
import { QueueFilter } from './queue-filter.tsx';
import './queue.css';
import { reviewActions, useReview } from './store.ts';
import type { QueuePage } from './use-queue.ts';

const ROW_PX = 60;
const TABS: Readonly<Record<ReviewTab, string>> = {
  toReview: 'to review',
  merged: 'merged',
  notDuplicates: 'not duplicates',
  skipped: 'skipped',
};

/** Left: the questions, in the order in which they are worth asking. */
export const Queue = memo(function Queue({
  first,
  total,
  rowAt,
  onVisible,
  chosenId,
  chosenIndex,
}: {
  first: QueuePage | undefined;
  total: number;
  rowAt: (index: number) => QueueItem | undefined;
  onVisible: (start: number, end: number) => void;
  chosenId: string | null;
  /** Place of the chosen question, from 0; null when it is not known. */
  chosenIndex: number | null;
}) {
  const tab = useReview((state) => state.tab);
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, reveal } = useVisibleRows(scroller, total, ROW_PX);
  useLayoutEffect(() => onVisible(rows.start, rows.end), [onVisible, rows.start, rows.end]);
  const follow = useRef(reveal);
  useLayoutEffect(() => {
    follow.current = reveal;
  });
  useLayoutEffect(() => {
    if (chosenIndex !== null) follow.current(chosenIndex);
  }, [chosenIndex]);

  return (
    <section className="queue" aria-label="Queue">
      <header>
        <h1>Duplicates</h1>
        <Menu
          align="end"
          trigger={
            <button type="button" className="tag queue-tab">
              {formatCount(first?.tabs[tab] ?? 0)} {TABS[tab]}
              <ChevronDown aria-hidden="true" />
            </button>
          }
        >
          {(Object.keys(TABS) as ReviewTab[]).map((name) => (
            <MenuItem key={name} checked={name === tab} onClick={() => reviewActions.show(name)}>
              {capital(TABS[name])} <span className="num">{formatCount(first?.tabs[name] ?? 0)}</span>
            </MenuItem>
          ))}
        </Menu>
      </header>
      <QueueFilter facets={first?.facets} />
      <div className="queue-scroll" ref={scroller}>
        <ul style={{ height: rows.totalHeight }}>
          {Array.from({ length: rows.end - rows.start }, (_, i) => {
            const index = rows.start + i;
            const item = rowAt(index);
            return (
              <li
                key={item?.proposalId ?? `waiting ${index}`}
                aria-setsize={total}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${rows.offset + i * ROW_PX}px)`, height: ROW_PX }}
              >
                {item !== undefined && <QueueRow item={item} chosen={item.proposalId === chosenId} />}
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
});

const QueueRow = memo(function QueueRow({ item, chosen }: { item: QueueItem; chosen: boolean }) {
  return (
    <Link
      href={`/duplicates/${encodeURIComponent(item.proposalId)}`}
      className={chosen ? 'q on' : 'q'}
      aria-current={chosen ? 'true' : undefined}
    >
      <strong>{item.title}</strong>
      <Money amountMinor={item.amountMinor} currency={item.currency} />
      <span className="q-about">
        {item.settles !== null && item.settles.alike > 1
          ? `1 of ${formatCount(item.settles.alike)} alike, ${formatProbability(item.probability)}: `
          : `${item.memberCount} · `}
        {item.changedField === null ? item.reason : `${item.changedField} changed`}
      </span>
      <span className="q-systems">
        <SystemBadges systems={item.systems} most={4} />
      </span>
    </Link>
  );
});

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

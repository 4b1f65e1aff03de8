import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCheck, Copy, FileDown, Search } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import { onTakenBack } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatInstant } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { runCommand, useCommand } from '../../keys/live.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { Question } from './question.tsx';
import { Queue } from './queue.tsx';
import './review.css';
import { NO_FILTER, reviewActions, useReview } from './store.ts';
import { type QueuePage, useQueue } from './use-queue.ts';

/** Duplicates: the queue, one question side by side, and why. */
export default function ReviewScreen({ book }: { book: BookSummary }) {
  const client = useClient();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const [, params] = useRoute('/duplicates/:proposalId');
  const chosenId = params?.proposalId === undefined ? null : decodeURIComponent(params.proposalId);
  const [visible, setVisible] = useState({ start: 0, end: 20 });
  const onVisible = useCallback((start: number, end: number) => setVisible({ start, end }), []);
  const { rowAt, total, first, tab, filter, error } = useQueue(visible);
  const [bulk, setBulk] = useState(false);

  const wanted = (proposalId: string) => queries.comparison(client, { proposalId, tab, filter });
  const asked = useQuery({ ...wanted(chosenId ?? ''), enabled: chosenId !== null, placeholderData: keepPreviousData });
  const comparison = chosenId === null ? undefined : asked.data;
  const found = chosenId === null ? null : indexOf(rowAt, chosenId, visible);
  // Outside the loaded pages the app says where the question stands; −1 once it has left the list.
  const index = found ?? (comparison == null || comparison.position.index < 0 ? null : comparison.position.index);
  const left = useRef(0);
  useEffect(() => {
    if (index !== null) left.current = index;
  }, [index]);

  const goTo = (proposalId: string | undefined, replace = false) =>
    proposalId !== undefined && navigate(`/duplicates/${encodeURIComponent(proposalId)}`, { replace });
  /** From a question that has left the list, the next is the one that took its place. */
  const neighbour = (by: 1 | -1) => (index !== null ? rowAt(index + by) : rowAt(by === 1 ? left.current : left.current - 1));
  const step = (by: 1 | -1) => goTo(neighbour(by)?.proposalId);
  useCommand('nextPair', () => step(1));
  useCommand('previousPair', () => step(-1));
  useCommand('bulkAccept', () => setBulk(true), tab === 'toReview');
  const goNext = () => {
    const next = neighbour(1) ?? neighbour(-1);
    if (next === undefined || next.proposalId === chosenId) navigate('/duplicates');
    else goTo(next.proposalId);
  };

  // Undo leads back to the question that the decision answered.
  useEffect(
    () =>
      onTakenBack((decisionId) => {
        const proposalId = useReview.getState().answered[decisionId];
        if (proposalId === undefined) return;
        if (useReview.getState().tab !== 'toReview') reviewActions.show('toReview');
        else navigate(`/duplicates/${encodeURIComponent(proposalId)}`);
      }),
    [navigate],
  );

  // No question in the address, or another list: the first of the list.
  const firstId = rowAt(0)?.proposalId;
  const shownTab = useRef(tab);
  useEffect(() => {
    if (shownTab.current !== tab) {
      shownTab.current = tab;
      navigate('/duplicates', { replace: true });
    } else if (chosenId === null && firstId !== undefined)
      navigate(`/duplicates/${encodeURIComponent(firstId)}`, { replace: true });
  }, [tab, chosenId, firstId, navigate]);

  // The next two questions and what merging them does are fetched before they are asked for.
  const nextId = index === null ? undefined : rowAt(index + 1)?.proposalId;
  const afterId = index === null ? undefined : rowAt(index + 2)?.proposalId;
  useEffect(() => {
    for (const proposalId of [nextId, afterId]) {
      if (proposalId === undefined) continue;
      void cache.prefetchQuery(queries.comparison(client, { proposalId, tab, filter }));
      void cache.prefetchQuery(queries.effects(client, { proposalId, picks: [] }));
    }
  }, [cache, client, nextId, afterId, tab, filter]);

  return (
    <div className="review" data-keys="review">
      <Queue first={first} total={total ?? 0} rowAt={rowAt} onVisible={onVisible} chosenId={chosenId} chosenIndex={found} />
      {error !== null || asked.error !== null ? (
        <section className="center">
          <ProblemNotice problem={problemOf(error ?? asked.error)} />
        </section>
      ) : total === 0 && chosenId === null ? (
        <section className="center">
          <NothingHere first={first} book={book} filtered={filter !== NO_FILTER} />
        </section>
      ) : comparison === null ? (
        <section className="center">
          <EmptyState
            icon={<CheckCheck />}
            title="This question is settled"
            actions={
              <Button tone="main" command="nextPair" onClick={goNext}>
                Go on
              </Button>
            }
          >
            Its records were joined, kept apart, or left the book with their import.
          </EmptyState>
        </section>
      ) : comparison === undefined ? (
        <section className="center" aria-busy="true" />
      ) : (
        <Question
          comparison={comparison}
          live={!asked.isPlaceholderData}
          position={{ index: index === null ? null : index + 1, total: total ?? comparison.position.total }}
          zone={book.timeZone}
          goNext={goNext}
        />
      )}
      {bulk && <BulkDialog onClose={() => setBulk(false)} />}
    </div>
  );
}

/** Place of a question in the list, as far as the list is loaded around what is on screen. */
function indexOf(
  rowAt: (index: number) => { proposalId: string } | undefined,
  id: string,
  visible: { start: number; end: number },
): number | null {
  for (let i = Math.max(0, visible.start - 200); i < visible.end + 200; i += 1) if (rowAt(i)?.proposalId === id) return i;
  for (let i = 0; i < 100; i += 1) if (rowAt(i)?.proposalId === id) return i;
  return null;
}

/** An empty list that is honest about why it is empty. */
function NothingHere({ first, book, filtered }: { first: QueuePage | undefined; book: BookSummary; filtered: boolean }) {
  if (first === undefined) return null;
  if (filtered) {
    return (
      <EmptyState
        icon={<Search />}
        title="Nothing fits this filter"
        actions={<Button onClick={() => reviewActions.clearFilter()}>Show all</Button>}
      >
        Other questions may be waiting outside of it.
      </EmptyState>
    );
  }
  if (book.counts.records === 0) {
    return (
      <EmptyState
        icon={<FileDown />}
        title="No records yet"
        actions={
          <Button tone="main" command="importFiles" onClick={() => runCommand('importFiles')}>
            Import files
          </Button>
        }
      >
        Drop the export files of your shop, your payment provider and your books on this window. Records that look like one sale are
        then shown here, side by side.
      </EmptyState>
    );
  }
  const look = <Button onClick={() => runCommand('runMatching')}>Look for duplicates</Button>;
  if (first.matchedAt === null || first.compared === null) {
    return (
      <EmptyState icon={<Copy />} title="Not looked for yet" actions={look}>
        {formatCount(book.counts.records)} records are in the book; none were compared so far.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<CheckCheck />} title="Nothing to decide here" actions={look}>
      {formatCount(first.compared.records)} records and {formatCount(first.compared.pairs)} pairs were compared on{' '}
      {formatInstant(first.matchedAt, book.timeZone)}.
    </EmptyState>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Comparison, MergeEffects } from '#shared/contract/review.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { EMPTY_DRAFT, useReview } from './store.ts';

const NONE: ReadonlyMap<string, string> = new Map();

/** What the merge would do with the picks as they are now. Until the answer for new picks is there, the one before stands. */
export function useEffects(comparison: Comparison): MergeEffects | null | undefined {
  const client = useClient();
  const { proposalId } = comparison.item;
  const picks = useReview((state) => state.drafts[proposalId]?.picks ?? EMPTY_DRAFT.picks);
  const { data } = useQuery({
    ...queries.effects(client, { proposalId, picks: Object.values(picks) }),
    enabled: comparison.blocking.length === 0,
    placeholderData: (before, query) => (query?.queryKey[2] === proposalId ? before : undefined),
  });
  return data;
}

/** The merged order as the app would write it: its id, and by field the values that were typed or kept from both. */
export function useMergedOrder(comparison: Comparison): { orderId: string | null; result: ReadonlyMap<string, string> } {
  const { proposalId } = comparison.item;
  const picks = useReview((state) => state.drafts[proposalId]?.picks ?? EMPTY_DRAFT.picks);
  const effects = useEffects(comparison);
  const result = useMemo(() => {
    const written = (effects?.result ?? []).flatMap(({ field, value }) => {
      const from = picks[field]?.from;
      return value !== null && (from === 'person' || from === 'both') ? [[field, value.text] as const] : [];
    });
    return written.length === 0 ? NONE : new Map(written);
  }, [effects, picks]);
  return { orderId: effects?.orderId ?? null, result };
}

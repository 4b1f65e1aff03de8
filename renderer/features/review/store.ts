/** What the person at the merge screen is doing: choices not yet made final, where the focus is, which list is shown. No facts. */
import { create } from 'zustand';
import type { GridRow, Pick, ReviewFilter, ReviewTab } from '#shared/contract/review.ts';
import { type Overrides, type Picks, takeAllFrom, withoutPick, withPick } from './picks.ts';

export interface Draft {
  readonly picks: Picks;
  readonly overrides: Overrides;
  readonly reason: string;
}

export const EMPTY_DRAFT: Draft = { picks: {}, overrides: {}, reason: '' };
export const NO_FILTER: ReviewFilter = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };

interface ReviewIntent {
  /** By proposal: leaving a question and coming back loses nothing. */
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly tab: ReviewTab;
  readonly filter: ReviewFilter;
  /** Row with the focus. */
  readonly field: string | null;
  /** Row whose result is being typed. */
  readonly editing: string | null;
  /** Decisions made in this window, and the question each answered: undo leads back to it. */
  readonly answered: Readonly<Record<number, string>>;
}

export const useReview = create<ReviewIntent>(() => ({
  drafts: {},
  tab: 'toReview',
  filter: NO_FILTER,
  field: null,
  editing: null,
  answered: {},
}));

export function draftOf(proposalId: string): Draft {
  return useReview.getState().drafts[proposalId] ?? EMPTY_DRAFT;
}

function change(proposalId: string, patch: (draft: Draft) => Partial<Draft>): void {
  useReview.setState(({ drafts }) => {
    const draft = drafts[proposalId] ?? EMPTY_DRAFT;
    return { drafts: { ...drafts, [proposalId]: { ...draft, ...patch(draft) } } };
  });
}

export const reviewActions = {
  pick: (proposalId: string, row: GridRow, pick: Pick) =>
    change(proposalId, ({ picks, overrides }) => ({
      picks: withPick(picks, row, pick),
      overrides: withoutPick(overrides, row.field),
    })),
  override: (proposalId: string, row: GridRow, pick: Pick, reason: { reasonCode: string; reasonText: string }) =>
    change(proposalId, ({ picks, overrides }) => ({
      picks: withPick(picks, row, pick),
      overrides: { ...withoutPick(overrides, row.field), [row.field]: reason },
    })),
  /** Back to survivorship's default. */
  reset: (proposalId: string, field: string) =>
    change(proposalId, ({ picks, overrides }) => ({ picks: withoutPick(picks, field), overrides: withoutPick(overrides, field) })),
  takeAll: (proposalId: string, rows: readonly GridRow[], recordId: number) =>
    change(proposalId, ({ picks }) => ({ picks: takeAllFrom(picks, rows, recordId) })),
  reason: (proposalId: string, reason: string) => change(proposalId, () => ({ reason })),
  focus: (field: string | null) => useReview.setState({ field }),
  edit: (editing: string | null) => useReview.setState({ editing }),
  show: (tab: ReviewTab) => useReview.setState({ tab }),
  filter: (patch: Partial<ReviewFilter>) => useReview.setState(({ filter }) => ({ filter: { ...filter, ...patch } })),
  clearFilter: () => useReview.setState({ filter: NO_FILTER }),
  /** A question was settled: its draft has served. */
  settled: (proposalId: string, decisionId: number | null) =>
    useReview.setState(({ drafts, answered }) => ({
      drafts: withoutPick(drafts, proposalId),
      answered: decisionId === null ? answered : { ...answered, [decisionId]: proposalId },
    })),
};

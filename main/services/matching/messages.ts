/** What the matching thread and the app thread say to each other. Everything is cloned between threads. */
import type { ModelCard } from '#core/matching/orders/card.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import type { LinkRow } from '#store/queries/links.ts';
import type { MatchBasis } from '#store/queries/match-basis.ts';
import type { PairRow } from '#store/queries/match-pairs.ts';
import type { ProposalRow } from '#store/queries/proposals.ts';

export interface MatchingStart {
  readonly bookPath: string;
  /** One 32-bit flag: 1 means stop. Shared, because a busy thread reads no messages. */
  readonly cancel: SharedArrayBuffer;
  /** Treat every stored join as new: the run before was cut off while it was being stored. */
  readonly touchAll: boolean;
}

/** Differences to what is stored, a chunk at a time. */
export type MatchChanges =
  | { readonly of: 'pairs'; readonly write: readonly PairRow[]; readonly remove: readonly (readonly [number, number])[] }
  | { readonly of: 'questions'; readonly write: readonly ProposalRow[]; readonly remove: readonly string[] }
  | {
      readonly of: 'links';
      readonly write: readonly LinkRow[];
      readonly remove: readonly Pick<LinkRow, 'kind' | 'fromId' | 'toId'>[];
    };

export interface MatchSummary {
  readonly modelVersion: string;
  readonly counts: { readonly [name: string]: number };
  readonly card: ModelCard;
  readonly basis: MatchBasis;
  /** Merkle root over the pairs, see core/changes/commitments.ts. */
  readonly linksRoot: Uint8Array;
  readonly linkCount: number;
}

export type FromMatching =
  | { readonly kind: 'progress'; readonly progress: number | null; readonly detail: string }
  /** What the run rests on; sent before the first changes. */
  | { readonly kind: 'computed'; readonly inputVersion: string }
  | { readonly kind: 'changes'; readonly changes: MatchChanges }
  /** All pairs and links are sent: the run can be published. Questions follow. */
  | { readonly kind: 'linked'; readonly summary: MatchSummary }
  /** Records whose orders may change, those of one order side by side. */
  | { readonly kind: 'done'; readonly touched: Int32Array }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly problem: Problem | null; readonly message: string };

/** One for each `changes`: the thread keeps a few in flight and waits for the rest. */
export interface ToMatching {
  readonly kind: 'taken';
}

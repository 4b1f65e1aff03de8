/** Duplicates: what the reader answers, and what changes the book. Matching runs are in services/matching. */
import type { Contract } from '#shared/contract/index.ts';
import { readLastRedoable, readLastUndoable } from '#store/queries/decisions.ts';
import type { ReaderContext, WriterContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { apart, relate, skip, split } from './apart.ts';
import { bands, bulkAccept, bulkSample } from './bulk.ts';
import { compare } from './comparison.ts';
import { previewMerge } from './effects.ts';
import { merge, together } from './merge.ts';
import { queue } from './queue.ts';
import { previewSplit } from './split-preview.ts';
import { decisionLabel, withdraw, withdrawnLabel } from './withdraw.ts';

export function reviewQueries() {
  return {
    queue,
    get: compare,
    preview: previewMerge,
    previewSplit,
    bands,
    bulkSample,
    undoState({ db }: ReaderContext) {
      const [undo, redo] = [readLastUndoable(db), readLastRedoable(db)];
      return {
        undo: undo === null ? null : { decisionId: undo.id, label: decisionLabel(undo) },
        redo: redo === null ? null : { decisionId: redo.id, label: withdrawnLabel(db, redo) },
      };
    },
  } satisfies AreaHandlers<Contract['review'], ReaderContext>;
}

export function reviewCommands() {
  const handlers = { merge, together, apart, relate, skip, split, withdraw, bulkAccept };
  return handlers satisfies AreaHandlers<Contract['review'], WriterContext>;
}

/** Duplicates: the queue, the side-by-side screen, merge and its undo, bulk accept. */
import { z } from 'zod';
import { laneEvent, shownValue } from './orders.ts';
import {
  command,
  commandId,
  facet,
  minor,
  page,
  problem,
  query,
  receipt,
  recordBadge,
  recordKey,
  rowId,
  systemName,
  utcMs,
} from './procedure.ts';

export const reviewTab = z.enum(['toReview', 'merged', 'notDuplicates', 'skipped']);
export type ReviewTab = z.infer<typeof reviewTab>;

export const reviewFilter = z.object({
  text: z.string(),
  systems: z.array(systemName),
  bands: z.array(z.enum(['certain', 'likely', 'possible'])),
  /** Minor units in the base currency's exponent; 0 for all. */
  minAmountMinor: minor,
  conflict: z.boolean().nullable(),
  /** `surest` (unless said): what is nearly certain first. `settles`: first what teaches the machine most. */
  order: z.enum(['surest', 'settles']).optional(),
});
export type ReviewFilter = z.infer<typeof reviewFilter>;

export const queueItem = z.object({
  proposalId: z.string(),
  title: z.string(),
  reason: z.string(),
  amountMinor: minor.nullable(),
  currency: z.string().nullable(),
  memberCount: z.int(),
  systems: z.array(systemName),
  probability: z.number(),
  band: z.enum(['certain', 'likely', 'possible']),
  blocked: z.boolean(),
  state: z.enum(['open', 'merged', 'apart', 'skipped']),
  /** Field that changed since the question was settled, when it is asked again. */
  changedField: z.string().nullable(),
  decisionId: z.int().nullable(),
  /** In the order `settles`: open pairs that look the same to every comparison; null where an answer teaches nothing. */
  settles: z.object({ alike: z.int() }).nullable().default(null),
});
export type QueueItem = z.infer<typeof queueItem>;

/** One cell of the grid: what a record says of a field. */
export const gridCell = z.object({
  recordId: rowId,
  value: shownValue.nullable(),
  /** absent: the layout has no such column; cleared: blank where a value was. */
  state: z.enum(['value', 'blank', 'absent', 'cleared']),
  /** Character ranges of `value.text` that differ from the chosen value. */
  marks: z.array(z.object({ start: z.int(), end: z.int() })),
  same: z.boolean(),
});

export const gridRow = z.object({
  field: z.string(),
  label: z.string(),
  group: z.string(),
  kind: z.enum(['text', 'money', 'instant', 'lines', 'list']),
  locked: z.boolean(),
  /** blocking > conflict > oneSided > sameAfterNormalising > identical. */
  standing: z.enum(['blocking', 'conflict', 'oneSided', 'sameAfterNormalising', 'identical']),
  cells: z.array(gridCell),
  /** Default choice by survivorship: a member, or null for blank. */
  defaultRecordId: rowId.nullable(),
  why: z.string(),
  canKeepBoth: z.boolean(),
});
export type GridRow = z.infer<typeof gridRow>;

export const evidenceBar = z.object({
  field: z.string().nullable(),
  label: z.string(),
  /** The level that was met, in a bookkeeper's words. */
  sentence: z.string(),
  millibits: z.int(),
});

export const pairEvidence = z.object({
  leftRecordId: rowId,
  rightRecordId: rowId,
  bars: z.array(evidenceBar),
  /** Exactly the sum of the bars. */
  scoreMillibits: z.int(),
  probability: z.number(),
  rule: z.string(),
  modelVersion: z.string(),
  marginMillibits: z.int().nullable(),
  /** The nearest change that would flip the outcome, in words. */
  flip: z.string().nullable(),
});
export type PairEvidence = z.infer<typeof pairEvidence>;

export const pick = z.discriminatedUnion('from', [
  z.object({ field: z.string(), from: z.literal('record'), recordId: rowId }),
  z.object({ field: z.string(), from: z.literal('both') }),
  z.object({ field: z.string(), from: z.literal('blank') }),
  /** Entered by the person at the keyboard, as text in the field's own notation. Locked fields need `override`. */
  z.object({ field: z.string(), from: z.literal('person'), text: z.string() }),
]);
export type Pick = z.infer<typeof pick>;

export const override = z.object({ field: z.string(), reasonCode: z.string().min(1), reasonText: z.string().min(10) });

export const mergeEffects = z.object({
  orderId: z.string(),
  idsMapped: z.int(),
  /** Orders that leave the view. */
  leaving: z.array(z.object({ recordId: rowId, value: shownValue.nullable() })),
  sourcesTotal: z.array(shownValue),
  canonicalBefore: z.array(shownValue),
  canonicalAfter: z.array(shownValue),
  linkedRepointed: z.int(),
  exceptions: z.array(z.object({ reason: z.string(), label: z.string(), owner: z.string() })),
  logEntries: z.int(),
  /** The merged order's fields with these picks: what is shown is what will be. */
  result: z.array(z.object({ field: z.string(), value: shownValue.nullable(), why: z.string() })),
});
export type MergeEffects = z.infer<typeof mergeEffects>;

export const comparison = z.object({
  item: queueItem,
  /** Versions of what was compared; the merge carries it back, and is refused when a source changed meanwhile. */
  token: z.string(),
  position: z.object({ index: z.int(), total: z.int() }),
  summary: z.string(),
  suggestedBy: z.string(),
  /** Hard rules in the way: "different currencies". A blocked merge offers Link instead. */
  blocking: z.array(z.object({ code: z.string(), label: z.string() })),
  members: z.array(
    recordBadge.extend({
      caption: z.string(),
      detail: z.string(),
      observedAt: utcMs.nullable(),
      part: z.string(),
      orderId: z.string(),
    }),
  ),
  rows: z.array(gridRow),
  /** The weakest link first. */
  evidence: z.array(pairEvidence),
  probability: z.number(),
  probabilityLabel: z.string(),
  weakest: z.string(),
  lanes: z.array(z.object({ system: systemName, events: z.array(laneEvent) })),
  history: z.array(z.object({ at: utcMs, actor: z.string(), text: z.string() })),
});
export type Comparison = z.infer<typeof comparison>;

const reason = { reasonCode: z.string().nullable(), reasonText: z.string().nullable() };
const outcome = z.union([receipt, problem]);

export const review = {
  queue: query.input(page.extend({ tab: reviewTab, filter: reviewFilter })).output(
    z.object({
      tabs: z.record(reviewTab, z.int()),
      total: z.int(),
      items: z.array(queueItem),
      facets: z.object({ systems: z.array(facet), bands: z.array(facet), conflicts: z.array(facet) }),
      matchedAt: utcMs.nullable(),
      /** What was compared, for an empty queue that is honest. */
      compared: z.object({ records: z.int(), pairs: z.int() }).nullable(),
    }),
  ),
  get: query.input(z.object({ proposalId: z.string(), tab: reviewTab, filter: reviewFilter })).output(comparison.nullable()),
  preview: query.input(z.object({ proposalId: z.string(), picks: z.array(pick) })).output(mergeEffects.nullable()),
  merge: command
    .input(
      z.object({
        commandId,
        proposalId: z.string(),
        token: z.string(),
        memberIds: z.array(rowId).min(2),
        picks: z.array(pick),
        overrides: z.array(override),
        ...reason,
      }),
    )
    .output(outcome),
  /** Not duplicates. `side` names the records of one side when there are more than two. */
  apart: command
    .input(z.object({ commandId, proposalId: z.string(), token: z.string(), side: z.array(rowId).min(1), ...reason }))
    .output(outcome),
  relate: command
    .input(
      z.object({
        commandId,
        proposalId: z.string(),
        token: z.string(),
        side: z.array(rowId).min(1),
        relation: z.string(),
        ...reason,
      }),
    )
    .output(outcome),
  /** Comes back after seven days, or when a compared field changes. */
  skip: command.input(z.object({ commandId, proposalId: z.string() })).output(outcome),
  /** Takes records out of an order and keeps them apart from the rest. */
  split: command.input(z.object({ commandId, orderId: z.string(), takeOut: z.array(rowId).min(1), ...reason })).output(outcome),
  /** What a split would leave, before it is done. */
  previewSplit: query.input(z.object({ orderId: z.string(), takeOut: z.array(rowId).min(1) })).output(
    z
      .object({
        canonicalBefore: z.array(shownValue),
        canonicalAfter: z.array(shownValue),
        orders: z.array(z.object({ orderId: z.string(), members: z.array(recordBadge) })),
      })
      .nullable(),
  ),
  /** Joins records named by key that no rule proposed. */
  together: command.input(z.object({ commandId, members: z.array(recordKey).min(2), ...reason })).output(outcome),
  /** Takes a decision back (undo), or a withdrawal back (redo). */
  withdraw: command.input(z.object({ commandId, decisionId: rowId, ...reason })).output(outcome),
  /** The last thing this person did that can still be taken back, and the last that was taken back. */
  undoState: query.output(
    z.object({
      undo: z.object({ decisionId: rowId, label: z.string() }).nullable(),
      redo: z.object({ decisionId: rowId, label: z.string() }).nullable(),
    }),
  ),
  bands: query.output(
    z.array(
      z.object({
        band: z.enum(['certain', 'likely', 'possible']),
        open: z.int(),
        /** Without a conflict or a hard rule: what bulk accept may take, at most the cap. */
        acceptable: z.int(),
        cap: z.int(),
        reviewed: z.int(),
        rejected: z.int(),
        /** Wilson 95 % interval of wrong merges among those reviewed; null before any review. */
        wrongLow: z.number().nullable(),
        wrongHigh: z.number().nullable(),
      }),
    ),
  ),
  /** A random sample of at most 20, drawn by the seed in the token; the accept needs the token. */
  bulkSample: query
    .input(z.object({ band: z.enum(['certain', 'likely', 'possible']), seed: z.int() }))
    .output(z.object({ token: z.string(), count: z.int(), items: z.array(queueItem) })),
  bulkAccept: command.input(z.object({ commandId, token: z.string(), ...reason })).output(outcome),
  /** Starts a matching run in the background; progress arrives as a job. */
  runMatching: command.output(z.object({ jobId: z.string() })),
};

/** How evidence is weighed: the model in force, prepared ones, what a threshold would do, audits, back-tests, and why not. */
import { z } from 'zod';
import { command, commandId, minor, page, problem, query, receipt, recordBadge, rowId, systemName, utcMs } from './procedure.ts';
import { pairEvidence } from './review.ts';

/** Evidence, in thousandths of a bit. */
const millibits = z.int();

export const modelSummary = z.object({
  version: z.string(),
  /** What people call it; null for a model that this book never kept. */
  number: z.int().nullable(),
  /** `unusable`: made for an earlier way to compare records. */
  state: z.enum(['inForce', 'prepared', 'earlier', 'unusable']),
  /** "Learnt from 41 answers", "Shipped with the app". */
  origin: z.string(),
  by: z.string(),
  at: utcMs.nullable(),
});
export type ModelSummary = z.infer<typeof modelSummary>;

export const threshold = z.object({ name: z.string(), label: z.string(), sentence: z.string(), millibits });

export const levelWeight = z.object({
  level: z.int(),
  sentence: z.string(),
  millibits,
  /** In the model in force. */
  inForceMillibits: millibits,
  /** Kept pairs of the last run that met it, and the joined ones of these. */
  kept: z.int(),
  joined: z.int(),
  /** What people said of pairs that met it, in voices (a decision has one, however many pairs it names). */
  together: z.number(),
  apart: z.number(),
});

/** What a model rests on that was learnt from the book's own records. */
export const modelRests = z.object({
  /** Pairs that typed references hold together, and pairs that these rule out. */
  links: z.int(),
  ruledOut: z.int(),
  /** Pairs compared because they met, and drawn by lot. */
  compared: z.int(),
  chance: z.int(),
  /** Pairs of one sale expected in the whole book. */
  expected: z.int(),
  /** Links and ruled-out pairs joined where nobody looks at references: by the shipped weights, and by these. */
  before: z.object({ right: z.int(), wrong: z.int() }),
  after: z.object({ right: z.int(), wrong: z.int() }),
  comparisons: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      /** Why its weights are the shipped ones; null where they were learnt. */
      kept: z.string().nullable(),
      /** Linked pairs that state it, about; its levels, and those whose weights were learnt. */
      pairs: z.int(),
      levels: z.int(),
      learnt: z.int(),
    }),
  ),
});
export type ModelRests = z.infer<typeof modelRests>;

export const modelDetail = z.object({
  summary: modelSummary,
  prior: millibits,
  comparisons: z.array(z.object({ name: z.string(), label: z.string(), levels: z.array(levelWeight) })),
  thresholds: z.array(threshold),
  /** What a common shared value takes off. */
  frequencies: z.array(z.object({ label: z.string(), free: z.int(), perDoubling: millibits, most: millibits })),
  /** Against the model in force, the largest first. */
  changes: z.array(z.object({ label: z.string(), sentence: z.string(), before: millibits, after: millibits })),
  /** How well people's answers are foretold; `after`: each answer by what the others teach. Null where nothing was learnt. */
  check: z
    .object({
      voices: z.number(),
      before: z.object({ foretold: z.number(), surpriseBits: z.number() }),
      after: z.object({ foretold: z.number(), surpriseBits: z.number() }),
    })
    .nullable(),
  /** Null for a model that was not learnt from the book's own records. */
  rests: modelRests.nullable(),
});
export type ModelDetail = z.infer<typeof modelDetail>;

export const runCard = z.object({
  runId: z.int(),
  at: utcMs,
  version: z.string(),
  number: z.int().nullable(),
  records: z.int(),
  compared: z.int(),
  joined: z.int(),
  proposed: z.int(),
  questions: z.int(),
  /** Records left out of a pass because too many looked alike. */
  purged: z.int(),
  passes: z.array(z.object({ pass: z.string(), pairs: z.int(), crowdedBlocks: z.int(), purgedRecords: z.int() })),
});
export type RunCard = z.infer<typeof runCard>;

const totals = z.object({ joined: z.int(), proposed: z.int(), apart: z.int(), expectedWrong: z.number() });
const thresholds = { joinAt: millibits, joinNamedAt: millibits, proposeAt: millibits };

export const curve = z.object({
  /** Bands of scores, ascending, under the thresholds asked about. */
  points: z.array(
    z.object({
      /** Lower bound; the band is half a bit wide. */
      from: millibits,
      joined: z.int(),
      proposed: z.int(),
      apart: z.int(),
      expectedWrong: z.number(),
      /** What people said of pairs of this band. */
      saidTogether: z.int(),
      saidApart: z.int(),
    }),
  ),
  /** Under the thresholds in force, and under those asked about. */
  current: totals,
  asked: totals,
  inForce: z.object(thresholds),
  matchedAt: utcMs.nullable(),
});
export type Curve = z.infer<typeof curve>;

/** An order or one of its records, in a line. */
export const briefRecord = recordBadge.extend({
  /** "Deal 8841207". */
  caption: z.string(),
  /** "2026-03-02 · Harbor & Pine · $40,000.00". */
  detail: z.string(),
  /** Canonical id of the order that holds it. */
  orderId: z.string(),
});
export type BriefRecord = z.infer<typeof briefRecord>;

export const auditItem = z.object({ left: briefRecord, right: briefRecord, evidence: pairEvidence.nullable() });

export const audit = z.object({
  /** Links that the machine made and that stand. */
  joined: z.int(),
  right: z.int(),
  wrong: z.int(),
  unsure: z.int(),
  precision: z.number().nullable(),
  /** Wilson 95 % interval. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Links to look at next, in the order of the lot. */
  next: z.array(auditItem),
});
export type Audit = z.infer<typeof audit>;

export const backTestList = z.enum(['joined', 'parted', 'disagreements']);
export type BackTestList = z.infer<typeof backTestList>;

export const backTestSummary = z.object({
  version: z.string(),
  number: z.int().nullable(),
  ranAt: utcMs,
  /** The book has changed since. */
  stale: z.boolean(),
  records: z.int(),
  joined: z.int(),
  parted: z.int(),
  disagreements: z.int(),
  /** Of these, those in which the model in force disagrees with people already. */
  disagreementsNow: z.int(),
  linksNow: z.int(),
  linksThen: z.int(),
  questionsNow: z.int(),
  questionsThen: z.int(),
  /** Sum of the totals of all orders that change, by currency: minor units as text, for sums may pass 2^53. */
  money: z.array(z.object({ currency: z.string(), nowMinor: z.string(), thenMinor: z.string() })),
  /** Rows kept of each list; the counts above are whole. */
  kept: z.int(),
});
export type BackTestSummary = z.infer<typeof backTestSummary>;

export const backTestRow = z.object({
  left: briefRecord,
  right: briefRecord,
  scoreNow: millibits.nullable(),
  scoreThen: millibits.nullable(),
  why: z.string(),
  /** Minor units by which the sum of the orders' totals changes; null where it is spread over several rows. */
  movedMinor: minor.nullable(),
  currency: z.string().nullable(),
});
export type BackTestRow = z.infer<typeof backTestRow>;

export const whyNot = z.object({
  left: z.object({ orderId: z.string(), title: z.string(), systems: z.array(systemName), members: z.array(briefRecord) }),
  right: z.object({ orderId: z.string(), title: z.string(), systems: z.array(systemName), members: z.array(briefRecord) }),
  verdict: z.object({
    code: z.string(),
    /** "Not joined: another answer is as good". */
    headline: z.string(),
    /** What would make the machine join them, in words. */
    flip: z.string(),
  }),
  /** The strongest pair across the two first; at most 12. */
  pairs: z.array(
    z.object({
      left: briefRecord,
      right: briefRecord,
      evidence: pairEvidence,
      state: z.enum(['joined', 'proposed', 'apart', 'notKept', 'neverMet']),
      /** What held it back, in words. */
      held: z.string().nullable(),
      /** Passes of the search that bring the two together; none: they were never compared. */
      passes: z.array(z.string()),
      rival: z.object({ record: briefRecord, scoreMillibits: millibits }).nullable(),
    }),
  ),
  joinAt: millibits,
  joinNamedAt: millibits,
  modelVersion: z.string(),
});
export type WhyNot = z.infer<typeof whyNot>;

const prepared = receipt.extend({ version: z.string(), number: z.int() });

export const models = {
  overview: query.output(
    z.object({
      inForce: modelSummary,
      /** Who adopted it and when; null for the model that the book was made with. */
      adopted: z.object({ decisionId: rowId, by: z.string(), at: utcMs }).nullable(),
      /** Why the adopted model is not the one in force; null when it is. */
      notice: z.string().nullable(),
      /** Prepared and earlier ones, the newest first. */
      others: z.array(modelSummary),
      answers: z.object({
        /** Decisions that say something about pairs the machine has compared, and their voices. */
        decisions: z.int(),
        together: z.number(),
        apart: z.number(),
        /** Accepted with a whole band, not looked at: nothing is learnt from them. */
        unseen: z.int(),
        /** Pairs told apart from an equally good answer: which of two is right says nothing about weights. */
        tied: z.int(),
        /** Since the last model that was learnt. */
        fresh: z.int(),
        needed: z.int(),
      }),
      runs: z.array(runCard),
    }),
  ),
  /** One model beside the one in force. Null when the book does not know it. */
  model: query.input(z.object({ version: z.string() })).output(modelDetail.nullable()),
  /** Counts and expected mistakes by band of scores, from the last run: under these thresholds, or those in force. */
  curve: query.input(z.object({ thresholds: z.object(thresholds).nullable() })).output(curve),
  audit: query.output(audit),
  /** A person's verdict on a link of the sample. Changes no order. */
  judge: command
    .input(z.object({ commandId, leftRecordId: rowId, rightRecordId: rowId, verdict: z.enum(['right', 'wrong', 'unsure']) }))
    .output(z.union([receipt, problem])),
  /** Prepares a model from people's answers. Nothing changes until it is adopted. */
  prepareLearnt: command.input(z.object({ commandId })).output(z.union([prepared, problem])),
  /** Prepares a model from the book's own records, in the background. The job's result is `{version, number}`; nothing changes. */
  startPrepareFromBook: command.input(z.object({ commandId })).output(z.object({ jobId: z.string() })),
  /** Prepares the model in force with other thresholds. */
  prepareThresholds: command.input(z.object({ commandId, ...thresholds })).output(z.union([prepared, problem])),
  /** Puts a model in force and looks for duplicates again. Undo: withdraw the decision of the receipt. */
  adopt: command
    .input(z.object({ commandId, version: z.string(), reasonText: z.string().nullable() }))
    .output(z.union([receipt, problem])),
  /** Replays a model over the whole book in the background. Changes nothing; the result is kept with the book, the last of each model. */
  startBackTest: command.input(z.object({ version: z.string() })).output(z.union([z.object({ jobId: z.string() }), problem])),
  /** The last back-test of a model, and a page of one of its lists. Null before any. */
  backTest: query
    .input(page.extend({ version: z.string(), list: backTestList }))
    .output(z.object({ summary: backTestSummary, total: z.int(), rows: z.array(backTestRow) }).nullable()),
  /** Why two orders (by any id that was ever shown) are not joined. */
  whyNot: query.input(z.object({ oneId: z.string(), otherId: z.string() })).output(z.union([whyNot, problem])),
};

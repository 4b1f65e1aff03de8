/** The open book, recent books, the profile of the person at the keyboard. */
import { z } from 'zod';
import { command, commandId, problem, query, receipt, utcMs } from './procedure.ts';

export const bookSummary = z.object({
  path: z.string(),
  fileName: z.string(),
  name: z.string(),
  isDemo: z.boolean(),
  byteCount: z.int(),
  baseCurrency: z.string(),
  timeZone: z.string(),
  dataVersion: z.int(),
  counts: z.object({
    toReview: z.int(),
    orders: z.int(),
    openExceptions: z.int(),
    payouts: z.int(),
    sources: z.int(),
    log: z.int(),
    unreadable: z.int(),
    records: z.int(),
  }),
  chain: z.object({
    head: z.string(),
    entries: z.int(),
    verifiedAt: utcMs.nullable(),
    state: z.enum(['unverified', 'consistent', 'broken']),
  }),
});
export type BookSummary = z.infer<typeof bookSummary>;

export const recentBook = z.object({
  path: z.string(),
  name: z.string(),
  isDemo: z.boolean(),
  exists: z.boolean(),
  openedAt: utcMs,
});

const bookSettings = z.object({
  name: z.string().trim().min(1).max(80),
  baseCurrency: z.string().regex(/^[A-Z]{3}$/),
  timeZone: z.string().min(1).max(64),
});

export const book = {
  /** The open book, or null at the start screen. */
  current: query.output(bookSummary.nullable()),
  recent: query.output(
    z.object({
      books: z.array(recentBook),
      booksDir: z.string(),
      /** Why the book that was asked for at the start is not open. */
      startProblem: problem.nullable(),
    }),
  ),
  /** In `folder` under a free name, or exactly at `path`. */
  create: command
    .input(bookSettings.extend({ folder: z.string().nullable(), path: z.string().nullable().default(null) }))
    .output(z.union([bookSummary, problem])),
  open: command.input(z.object({ path: z.string() })).output(z.union([bookSummary, problem])),
  openDemo: command.output(z.union([bookSummary, problem])),
  /** A demo book of any size at `path`; it fills in a job of its kind. */
  createDemo: command
    .input(z.object({ path: z.string(), profile: z.enum(['shop', 'agency']), orders: z.int().min(1), seed: z.int().min(0) }))
    .output(z.union([bookSummary, problem])),
  close: command.output(z.null()),
  updateSettings: command.input(bookSettings.extend({ commandId })).output(receipt),
  /** A checked copy beside the book, in the background; the job's result is `{path, byteCount, head}`. */
  backUp: command.output(z.object({ jobId: z.string() })),
  /** Recomputes derived state from sources and decisions beside the book, in the background, and compares; changes nothing. */
  checkRebuild: command.output(z.object({ jobId: z.string() })),
  profile: query.output(z.object({ name: z.string() })),
  setProfile: command.input(z.object({ name: z.string().trim().min(1).max(60) })).output(z.object({ name: z.string() })),
};

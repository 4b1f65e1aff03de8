/** The change log: who or what changed a value, when and why. */
import { z } from 'zod';
import { command, facet, page, problem, query, utcMs } from './procedure.ts';

export const logFilter = z.object({
  text: z.string(),
  actors: z.array(z.string()),
  actions: z.array(z.string()),
  /** Order id: only entries about the records in it. */
  orderId: z.string().nullable(),
  fromMs: utcMs.nullable(),
  toMs: utcMs.nullable(),
});
export type LogFilter = z.infer<typeof logFilter>;

export const logRow = z.object({
  seq: z.int(),
  at: utcMs,
  actor: z.string(),
  actorLabel: z.string(),
  action: z.string(),
  actionLabel: z.string(),
  subject: z.string(),
  /** Order the entry's first record lies in now, for the link. */
  orderId: z.string().nullable(),
  field: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  why: z.string().nullable(),
});
export type LogRow = z.infer<typeof logRow>;

/** One value of an entry, under its name; null where the entry holds one value only. */
export const logFigure = z.object({ name: z.string().nullable(), text: z.string() });
export type LogFigure = z.infer<typeof logFigure>;

export const verifyReport = z.object({
  state: z.enum(['consistent', 'witnessed', 'broken']),
  /** "consistent, not witnessed" and so on, for people. */
  verdict: z.string(),
  entries: z.int(),
  payloads: z.int(),
  head: z.string(),
  firstBadSeq: z.int().nullable(),
  findings: z.array(z.string()),
  /** Of the command line: 0 it holds, 1 sound in itself but without the outside head, 3 damaged. */
  exit: z.union([z.literal(0), z.literal(1), z.literal(3)]),
});
export type VerifyReport = z.infer<typeof verifyReport>;

export const log = {
  list: query.input(page.extend({ filter: logFilter })).output(z.object({ total: z.int(), rows: z.array(logRow) })),
  facets: query.input(z.object({ filter: logFilter })).output(z.object({ actors: z.array(facet), actions: z.array(facet) })),
  entry: query.input(z.object({ seq: z.int() })).output(
    z
      .object({
        row: logRow,
        /** The hashed text, pretty-printed. */
        body: z.string(),
        hash: z.string(),
        prev: z.string(),
        /** A line for each value; empty where there was none. */
        before: z.array(logFigure),
        after: z.array(logFigure),
        subjects: z.array(z.object({ subject: z.string(), orderId: z.string().nullable() })),
      })
      .nullable(),
  ),
  /** Starts verification in the background; the result is the job's. */
  verify: command.input(z.object({ head: z.string().nullable() })).output(z.object({ jobId: z.string() })),
  /** Verifies any book or audit pack by its path, open or not; `against`: path of an older one whose head is the outside head. */
  verifyFile: command
    .input(z.object({ path: z.string(), head: z.string().nullable(), against: z.string().nullable() }))
    .output(z.union([verifyReport, problem])),
};

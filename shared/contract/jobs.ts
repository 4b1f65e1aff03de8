/** Background work: progress, cancel, results. And the one stream of events the window listens to. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, event, problem, query, utcMs } from './procedure.ts';

export const job = z.object({
  jobId: z.string(),
  kind: z.enum([
    'import',
    'derive',
    'match',
    'reconcile',
    'backTest',
    'learn',
    'verify',
    'export',
    'textIndex',
    'undoImport',
    'bulkAccept',
    'backUp',
    'check',
    'demo',
    'rebuild',
  ]),
  label: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** 0 … 1, or null while it cannot be told. */
  progress: z.number().nullable(),
  /** "41,200 of 200,000 rows · 38,000 a second". */
  detail: z.string(),
  startedAt: utcMs,
  canCancel: z.boolean(),
  problem: problem.nullable(),
  /** Of a job that is done: its outcome as JSON text (VerifyReport, {ticket,fileName}, …). */
  result: z.string().nullable(),
});
export type Job = z.infer<typeof job>;

export const appEvent = z.discriminatedUnion('kind', [
  /** Something in the book changed: re-read what is on screen. */
  z.object({ kind: z.literal('dataChanged'), dataVersion: z.int() }),
  z.object({ kind: z.literal('bookChanged') }),
  z.object({ kind: z.literal('job'), job }),
  z.object({ kind: z.literal('importSession'), sessionId: z.string() }),
  z.object({ kind: z.literal('menu'), command: z.string() }),
]);
export type AppEvent = z.infer<typeof appEvent>;

export const jobs = {
  list: query.output(z.array(job)),
  cancel: command.input(z.object({ jobId: z.string() })).output(z.null()),
  events: event.output(eventIterator(appEvent)),
};

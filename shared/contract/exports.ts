/** What leaves the book: audit pack, orders, proposals, links, exceptions, log. */
import { z } from 'zod';
import { command, problem } from './procedure.ts';

export const EXPORT_KINDS = ['audit-pack', 'orders', 'proposals', 'links', 'exceptions', 'log'] as const;
export const exportKind = z.enum(EXPORT_KINDS);
export type ExportKind = z.infer<typeof exportKind>;
export const exportFormat = z.enum(['zip', 'jsonl', 'csv']);

export const exports = {
  /** Builds the file in the background; when the job is done its result holds a one-time download ticket. */
  start: command
    .input(z.object({ what: exportKind, format: exportFormat, orderId: z.string().nullable() }))
    .output(z.union([z.object({ jobId: z.string() }), problem])),
};
